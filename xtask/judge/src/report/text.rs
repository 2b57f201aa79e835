//! The report, as text: a line a program, then what is wrong with those that
//! fail.

use super::entry::{Entry, Outcome, tally};
use super::overview;
use crate::expectation::ExpectationFile;
use crate::grade::Points;
use crate::judgement::{Fault, Judgement, Text, Verdict};
use crate::message;
use crate::summary::{JudgedRun, Summary};
use crate::text::shown;
use crate::transcript::Transcript;
use anstyle::{AnsiColor, Style};
use observer::{Ending, Observation};
use std::fmt::Write;
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

/// The most lines of a program's output that are shown.
const SHOWN_LINES: usize = 20;

/// The most lines of stderr that are shown: its last ones, which tell most.
const SHOWN_ERRORS: usize = 6;

/// The most sentences on one run.
const SHOWN_FINDINGS: usize = 4;

/// The whole report, with colour codes. Of many submissions, with points, it ends
/// with a row for each.
pub fn render(entries: &[Entry], points: Option<&Points>) -> String {
    let mut text = table(entries);
    for entry in entries {
        match &entry.outcome {
            Outcome::Ran(summary, expected) => {
                for kind in &summary.kinds {
                    text.push_str(&title(entry, kind.verdict));
                    text.push_str(&times(kind.count, summary.planned));
                    text.push_str(&details(&summary.runs[kind.first], expected));
                }
                if summary.other_kinds > 0 {
                    let others = message::number_of(summary.other_kinds, "run", "runs");
                    let _ = writeln!(text, "\n  and in other ways in {others}");
                }
            }
            Outcome::Transcript(transcript, expected) => {
                text.push_str(&title(entry, transcript.judgement.verdict()));
                text.push_str(&transcript_details(transcript, expected));
            }
            Outcome::Checked(checked) if checked.verdict != Verdict::Pass => {
                text.push_str(&title(entry, checked.verdict));
                for line in &checked.details {
                    let _ = writeln!(text, "  {}", shown(line.trim().as_bytes(), 200));
                }
            }
            _ => {}
        }
    }
    if let Some(points) = points {
        let _ = write!(text, "\n{}", overview::table(entries, points));
    }
    let [passed, failed, others @ ..] = tally(entries);
    let others = others.into_iter().filter(|(number, _)| *number > 0);
    let counts = [passed, failed].into_iter().chain(others);
    let counts = counts.map(|(number, words)| format!("{number} {words}"));
    let counts: Vec<String> = counts.collect();
    let _ = writeln!(text, "\n{}", counts.join(", "));
    text
}

fn table(entries: &[Entry]) -> String {
    let rows: Vec<[String; 5]> = entries.iter().map(row).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max();
    let widths: [usize; 5] = std::array::from_fn(|column| width(column).unwrap_or(0));
    let mut text = String::new();
    for (row, entry) in rows.iter().zip(entries) {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            let padding = " ".repeat(width - cell.width() + 2);
            let style = if column == 2 {
                style(entry.outcome.verdict())
            } else {
                Style::new()
            };
            let _ = write!(line, "{style}{cell}{style:#}{padding}");
        }
        text.push_str(line.trim_end());
        text.push('\n');
        if let Outcome::Ran(summary, _) = &entry.outcome
            && summary.planned > 1
        {
            text.push_str(&orders(summary, widths[0] + 2));
        }
    }
    text
}

/// Its name, which program it is, its verdict, its gaps, and the rest.
pub(super) fn row(entry: &Entry) -> [String; 5] {
    let mut verdict = message::verdict(entry.outcome.verdict()).to_string();
    let (gaps, rest) = match &entry.outcome {
        Outcome::Ran(summary, _) => {
            if summary.planned > 1 {
                let [passed, failed, unclear] = tally_runs(summary);
                let number = match summary.verdict() {
                    Verdict::Pass => passed,
                    Verdict::Fail => failed,
                    Verdict::CouldNotJudge => unclear,
                };
                let _ = write!(verdict, " {number} of {}", summary.planned);
            }
            (gaps(&summary.gaps()), rest(summary))
        }
        Outcome::Transcript(..) => (String::new(), String::new()),
        Outcome::Checked(checked) => (String::new(), checked.summary.clone()),
        Outcome::NotRun(not_run) => (String::new(), not_run.to_string()),
    };
    [
        entry.shown_name(),
        entry.program.clone(),
        verdict,
        gaps,
        shown(rest.as_bytes(), 300),
    ]
}

/// How many runs passed, failed, and came to no verdict, or to no end.
fn tally_runs(summary: &Summary) -> [usize; 3] {
    let [passed, failed] = [Verdict::Pass, Verdict::Fail].map(|verdict| summary.count(verdict));
    [passed, failed, summary.planned - passed - failed]
}

/// What came of the other runs, where not all passed.
fn other_runs(summary: &Summary) -> Vec<String> {
    let [passed, failed, unclear] = tally_runs(summary);
    let is_mixed = summary.planned > 1 && summary.verdict() != Verdict::Pass;
    let passed = (is_mixed, passed, "passed");
    let unclear = (is_mixed && failed > 0, unclear, "could not be judged");
    let told = [passed, unclear].into_iter();
    let told = told.filter(|&(is_told, number, _)| is_told && number > 0);
    told.map(|(_, number, what)| format!("{number} {what}"))
        .collect()
}

/// Who existed, and what else is to be said of the runs.
fn rest(summary: &Summary) -> String {
    let counts = summary.counts().into_iter().map(message::counts);
    let mut rest = vec![counts.collect::<Vec<_>>().join(" or ")];
    rest.extend(other_runs(summary));
    let notes = summary.notes().into_iter().map(message::note);
    rest.extend(notes.map(str::to_string));
    let (held, not_held) = (summary.held, summary.not_held());
    if held > not_held {
        rest.push(format!(
            "{} held back",
            message::number_of(held - not_held, "run", "runs")
        ));
    }
    if not_held > 0 {
        rest.push(format!("{not_held} could not be held back"));
    }
    rest.extend(summary.left_out.clone());
    if let Some(why) = summary.not_started.first() {
        rest.push(format!("{} not started: {why}", summary.not_started.len()));
    }
    if summary.is_interrupted() {
        rest.push("interrupted".to_string());
    }
    rest.retain(|part| !part.is_empty());
    rest.join("; ")
}

/// Which lines came first, of those that may come in any order.
fn orders(summary: &Summary, indent: usize) -> String {
    let mut text = String::new();
    for lines in summary.first.values() {
        let mut lines: Vec<(&Text, &usize)> = lines.iter().collect();
        lines.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let show = |(line, count): &(&Text, &usize)| format!("`{}` {count}", shown(line, 60));
        let lines: Vec<String> = lines.iter().take(SHOWN_FINDINGS).map(show).collect();
        let _ = writeln!(text, "{:indent$}first: {}", "", lines.join(", "));
    }
    text
}

/// In how many of the runs it was so, where there was more than one.
fn times(count: usize, runs: usize) -> String {
    match runs {
        1 => String::new(),
        _ => format!(
            "  in {count} of {}; the first of them:\n",
            message::number_of(runs, "run", "runs")
        ),
    }
}

/// For each paragraph with a time its gap, or from its shortest to its longest.
fn gaps(gaps: &[(Duration, Duration)]) -> String {
    let show = |&(shortest, longest): &(Duration, Duration)| {
        let [shortest, longest] = [shortest, longest].map(|d| format!("{:.2}", d.as_secs_f64()));
        if shortest == longest {
            format!("{shortest} s")
        } else {
            format!("{shortest} to {longest} s")
        }
    };
    gaps.iter().map(show).collect::<Vec<_>>().join(", ")
}

fn style(verdict: Option<Verdict>) -> Style {
    let colour = match verdict {
        Some(Verdict::Pass) => AnsiColor::Green,
        Some(Verdict::Fail) => AnsiColor::Red,
        Some(Verdict::CouldNotJudge) | None => AnsiColor::Yellow,
    };
    colour.on_default().bold()
}

fn title(entry: &Entry, verdict: Verdict) -> String {
    let style = style(Some(verdict));
    let verdict = message::verdict(Some(verdict));
    format!("\n{style}{verdict}{style:#}  {}\n", entry.title())
}

/// What is wrong, in one sentence; then what was expected and what came.
fn details(run: &JudgedRun, expected: &ExpectationFile) -> String {
    let JudgedRun {
        judgement, seen, ..
    } = run;
    let mut text = reasons(judgement);
    text.push('\n');
    if judgement.is_not_built() {
        return text + &compilers_words(seen);
    }
    text.push_str(&side_by_side(&expected.text, &with_times(seen)));
    let errors = String::from_utf8_lossy(&seen.stderr);
    let errors: Vec<&str> = errors.lines().collect();
    let before = errors.len().saturating_sub(SHOWN_ERRORS);
    match before {
        0 if errors.is_empty() => {}
        0 => text.push_str("\n  stderr\n"),
        _ => {
            let before = message::number_of(before, "line", "lines");
            let _ = writeln!(text, "\n  stderr, after {before} more");
        }
    }
    for line in &errors[before..] {
        let _ = writeln!(text, "    {}", shown(line.as_bytes(), 200));
    }
    text
}

/// What is wrong, a sentence each.
fn reasons(judgement: &Judgement) -> String {
    let mut text = String::new();
    let messages = message::all(judgement);
    for (number, message) in messages.iter().take(SHOWN_FINDINGS).enumerate() {
        let also = if number > 0 { "also: " } else { "" };
        let _ = writeln!(text, "  {also}{}", message.sentence);
        for line in message.difference.iter().flat_map(|lines| lines.lines()) {
            let _ = writeln!(text, "    {line}");
        }
    }
    let more = messages.len().saturating_sub(SHOWN_FINDINGS);
    if more > 0 {
        let _ = writeln!(text, "  and {more} more");
    }
    text
}

/// An expectation without its comments.
pub(super) fn without_comments(expected: &str) -> String {
    let expected = expected.trim_start_matches('\u{feff}').lines();
    let expected = expected.filter(|line| !line.starts_with('#'));
    let expected: Vec<String> = expected.map(|line| shown(line.as_bytes(), 60)).collect();
    expected.join("\n").trim_matches('\n').to_string()
}

/// What is to be said of lines of which nothing but the order is known.
fn transcript_details(transcript: &Transcript, expected: &ExpectationFile) -> String {
    let Transcript { judgement, lines } = transcript;
    let mut text = reasons(judgement);
    if judgement.verdict() == Verdict::Pass {
        for order in message::orders(&expected.expectation, judgement, lines) {
            let _ = writeln!(text, "  {order}");
        }
    }
    let _ = writeln!(text, "  {}", message::NOT_IN_A_TRANSCRIPT);
    if judgement.verdict() != Verdict::Pass {
        text.push('\n');
        text.push_str(&side_by_side(&expected.text, &without_times(lines)));
    }
    text
}

/// What a compiler said: its first lines, which tell most.
fn compilers_words(seen: &Observation) -> String {
    let lines = seen.lines.iter().take(SHOWN_LINES);
    let lines = lines.map(|line| shown(&line.bytes, 200));
    let lines = lines.chain(more_lines(seen.lines.len()));
    lines.map(|line| format!("    {line}\n")).collect()
}

/// What came, with times and writers, and how it ended.
fn with_times(seen: &Observation) -> Vec<String> {
    let at = |time: Duration| format!("{:5.2} s", time.as_secs_f64());
    let lines = seen.lines.iter().zip(message::writers(seen, SHOWN_LINES));
    let lines = lines.map(|(line, by)| format!("{}  {by}{}", at(line.at), shown(&line.bytes, 60)));
    let mut came: Vec<String> = lines.collect();
    came.extend(more_lines(seen.lines.len()).map(|more| format!("         {more}")));
    came.push(format!("{}  ({})", at(seen.elapsed), ending(seen)));
    came
}

/// What came, where nothing else is known.
fn without_times(lines: &[Text]) -> Vec<String> {
    let shown = lines.iter().take(SHOWN_LINES).map(|line| shown(line, 60));
    shown.chain(more_lines(lines.len())).collect()
}

fn more_lines(lines: usize) -> Option<String> {
    let more = lines.saturating_sub(SHOWN_LINES);
    let lines = message::number_of(more, "more line", "more lines");
    (more > 0).then(|| format!("… and {lines}"))
}

/// The expectation without its comments, and beside it what came.
fn side_by_side(expected: &str, came: &[String]) -> String {
    let expected = without_comments(expected);
    let expected: Vec<&str> = expected.lines().collect();

    let widths = expected.iter().map(|line| line.width());
    let width = widths.max().unwrap_or(0).max(8);
    let mut text = format!("  {:width$}    what came\n", "expected");
    for number in 0..expected.len().max(came.len()) {
        let left = expected.get(number).copied().unwrap_or_default();
        let right = came.get(number).map(String::as_str).unwrap_or_default();
        let padding = " ".repeat(width - left.width());
        let _ = writeln!(
            text,
            "{}",
            format!("  {left}{padding}    {right}").trim_end()
        );
    }
    text
}

/// How the program ended.
pub(super) fn ending(seen: &Observation) -> String {
    match seen.ending {
        Ending::Exited(code) => format!("exit code {code}"),
        Ending::Signalled(number) => message::fault(&Fault::Signal(number)).sentence,
        Ending::Stopped(_) => "stopped".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::tests::{seen, written};

    #[test]
    fn what_came_is_shown_with_its_writer_where_somebody_looked() {
        let rows = |seen: &Observation| -> Vec<String> {
            let table = side_by_side("# x\na\n\nb", &with_times(seen));
            table.lines().map(str::to_string).collect()
        };
        let expected = [
            "  expected    what came",
            "  a            0.00 s  thread 1  a",
            "               1.00 s  ?         b c",
            "  b            2.00 s  main      b",
            "               2.00 s  (exit code 0)",
        ];
        assert_eq!(rows(&written("1:a@0 ?:b_c@1000 0:b@2000")), expected);
        let expected = [
            "  expected    what came",
            "  a            0.00 s  a",
            "               2.00 s  b",
            "  b            2.00 s  (exit code 0)",
        ];
        assert_eq!(rows(&seen("a@0 b@2000")), expected);
    }

    #[test]
    fn wide_characters_shift_no_column() {
        let seen = Observation {
            lines: vec![observer::Line::new(Duration::ZERO, "ok")],
            ..Observation::ended(Duration::ZERO)
        };
        let shown = side_by_side("開始\nstart\né", &with_times(&seen));
        let expected = [
            "  expected    what came",
            "  開始         0.00 s  ok",
            "  start        0.00 s  (exit code 0)",
            "  é",
        ];
        assert_eq!(shown.lines().collect::<Vec<_>>(), expected);

        let entry = |name: &str| Entry {
            name: name.to_string(),
            program: "x".to_string(),
            output: None,
            asked: Vec::new(),
            outcome: Outcome::NotRun(crate::NotRun::Skipped("why".to_string())),
        };
        let table = table(&["開始", "anna"].map(entry));
        let table = anstream::adapter::strip_str(&table).to_string();
        assert_eq!(table, "開始  x  skipped    why\nanna  x  skipped    why\n");
    }
}
