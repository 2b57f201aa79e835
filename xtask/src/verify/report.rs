//! The report, as text: a line a run, then what is wrong with those that fail.

use super::examples::Expected;
use super::fault::{self, Doubt, Note};
use super::judge::{Judgement, Verdict};
use super::text::shown;
use anstyle::{AnsiColor, Style};
use comparison::observe::{Ending, Observation};
use std::fmt::Write;
use std::time::Duration;

/// The most lines of a program's output that are shown.
const SHOWN_LINES: usize = 20;

/// The most lines of stderr that are shown: its last ones, which tell most.
const SHOWN_ERRORS: usize = 6;

/// The most sentences on one run.
const SHOWN_FAULTS: usize = 4;

/// One run, and what came of it.
pub struct Run<'a> {
    /// The example, or the expectation.
    pub name: &'a str,
    /// Which program, and where its output went.
    pub program: &'static str,
    pub outcome: Outcome<'a>,
}

pub enum Outcome<'a> {
    Judged(Box<Judgement>, Box<Observation>, &'a Expected),
    /// It judged itself.
    Checked(Checked),
    /// It could not be run, and so not be judged.
    NotRun(String),
    /// It was not asked for by name, and something that it needs is not here.
    Skipped(String),
}

/// What a program that judges itself has to say.
pub struct Checked {
    pub verdict: Verdict,
    /// In one line.
    pub summary: String,
    /// Shown if it did not pass.
    pub details: Vec<String>,
}

/// How many runs there were of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub could_not_judge: usize,
    pub skipped: usize,
}

impl Outcome<'_> {
    /// `None` if it was skipped.
    fn verdict(&self) -> Option<Verdict> {
        match self {
            Outcome::Judged(judgement, ..) => Some(judgement.verdict()),
            Outcome::Checked(checked) => Some(checked.verdict),
            Outcome::NotRun(_) => Some(Verdict::CouldNotJudge),
            Outcome::Skipped(_) => None,
        }
    }
}

pub fn tally(runs: &[Run]) -> Tally {
    let mut tally = Tally::default();
    for run in runs {
        *match run.outcome.verdict() {
            Some(Verdict::Pass) => &mut tally.passed,
            Some(Verdict::Fail) => &mut tally.failed,
            Some(Verdict::CouldNotJudge) => &mut tally.could_not_judge,
            None => &mut tally.skipped,
        } += 1;
    }
    tally
}

/// The whole report, with colour codes.
pub fn render(runs: &[Run]) -> String {
    let mut text = table(runs);
    for run in runs {
        match &run.outcome {
            Outcome::Judged(judgement, seen, expected)
                if judgement.verdict() != Verdict::Pass && !judgement.is_interrupted() =>
            {
                text.push_str(&title(run));
                text.push_str(&details(judgement, seen, expected));
            }
            Outcome::Checked(checked) if checked.verdict != Verdict::Pass => {
                text.push_str(&title(run));
                for line in &checked.details {
                    let _ = writeln!(text, "  {}", shown(line.trim().as_bytes(), 200));
                }
            }
            _ => {}
        }
    }
    let Tally {
        passed,
        failed,
        could_not_judge,
        skipped,
    } = tally(runs);
    let _ = write!(text, "\n{passed} passed, {failed} failed");
    for (number, what) in [
        (could_not_judge, "could not be judged"),
        (skipped, "skipped"),
    ] {
        if number > 0 {
            let _ = write!(text, ", {number} {what}");
        }
    }
    text.push('\n');
    text
}

fn table(runs: &[Run]) -> String {
    let rows: Vec<[String; 5]> = runs.iter().map(row).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: [usize; 5] = std::array::from_fn(|column| width(column).unwrap_or(0));
    let mut text = String::new();
    for (row, run) in rows.iter().zip(runs) {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            let padding = " ".repeat(width - cell.chars().count() + 2);
            let style = if column == 2 {
                style(run.outcome.verdict())
            } else {
                Style::new()
            };
            let _ = write!(line, "{style}{cell}{style:#}{padding}");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn row(run: &Run) -> [String; 5] {
    let verdict = name(run.outcome.verdict()).to_string();
    let (gaps, rest) = match &run.outcome {
        Outcome::Judged(judgement, ..) => {
            let crowd = judgement.crowd.map(fault::crowd);
            let notes = judgement.notes.iter().map(Note::to_string);
            let rest: Vec<String> = crowd.into_iter().chain(notes).collect();
            let rest = if judgement.is_interrupted() {
                Doubt::Interrupted.to_string()
            } else {
                rest.join("; ")
            };
            (gaps(&judgement.gaps), rest)
        }
        Outcome::Checked(checked) => (String::new(), checked.summary.clone()),
        Outcome::NotRun(reason) | Outcome::Skipped(reason) => (String::new(), reason.clone()),
    };
    [
        run.name.to_string(),
        run.program.to_string(),
        verdict,
        gaps,
        rest,
    ]
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

fn name(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Pass) => "pass",
        Some(Verdict::Fail) => "FAIL",
        Some(Verdict::CouldNotJudge) => "could not judge",
        None => "skipped",
    }
}

fn style(verdict: Option<Verdict>) -> Style {
    let colour = match verdict {
        Some(Verdict::Pass) => AnsiColor::Green,
        Some(Verdict::Fail) => AnsiColor::Red,
        Some(Verdict::CouldNotJudge) | None => AnsiColor::Yellow,
    };
    colour.on_default().bold()
}

fn title(run: &Run) -> String {
    let verdict = run.outcome.verdict();
    let style = style(verdict);
    let (verdict, name, program) = (name(verdict), run.name, run.program);
    format!("\n{style}{verdict}{style:#}  {name}, {program}\n")
}

/// What is wrong, in one sentence; then what was expected and what came.
fn details(judgement: &Judgement, seen: &Observation, expected: &Expected) -> String {
    let mut text = String::new();
    let faults = judgement.faults.iter().map(ToString::to_string);
    let sentences: Vec<String> = faults
        .chain(judgement.doubts.iter().map(ToString::to_string))
        .collect();
    for (number, sentence) in sentences.iter().take(SHOWN_FAULTS).enumerate() {
        let also = if number > 0 { "also: " } else { "" };
        let _ = writeln!(text, "  {also}{sentence}");
        let difference = judgement
            .faults
            .get(number)
            .and_then(fault::Fault::difference);
        for line in difference.iter().flat_map(|lines| lines.lines()) {
            let _ = writeln!(text, "    {line}");
        }
    }
    if let Some(more) = sentences
        .len()
        .checked_sub(SHOWN_FAULTS)
        .filter(|&more| more > 0)
    {
        let _ = writeln!(text, "  and {more} more");
    }

    text.push('\n');
    text.push_str(&side_by_side(&expected.text, seen));
    let errors = String::from_utf8_lossy(&seen.stderr);
    let errors: Vec<&str> = errors.lines().collect();
    let before = errors.len().saturating_sub(SHOWN_ERRORS);
    match before {
        0 if errors.is_empty() => {}
        0 => text.push_str("\n  stderr\n"),
        _ => {
            let before = fault::count(before, "line", "lines");
            let _ = writeln!(text, "\n  stderr, after {before} more");
        }
    }
    for line in &errors[before..] {
        let _ = writeln!(text, "    {}", shown(line.as_bytes(), 200));
    }
    text
}

/// The expectation without its comments, and beside it what came, with times.
fn side_by_side(expected: &str, seen: &Observation) -> String {
    let expected = expected.trim_start_matches('\u{feff}').lines();
    let expected = expected.filter(|line| !line.starts_with('#'));
    let expected: Vec<String> = expected.map(|line| shown(line.as_bytes(), 60)).collect();
    let expected = expected.join("\n");
    let expected: Vec<&str> = expected.trim_matches('\n').lines().collect();

    let at = |time: Duration| format!("{:5.2} s", time.as_secs_f64());
    let lines = seen.lines.iter().take(SHOWN_LINES);
    let mut came: Vec<String> = lines
        .map(|line| format!("{}  {}", at(line.at), shown(&line.bytes, 60)))
        .collect();
    if let Some(more) = seen
        .lines
        .len()
        .checked_sub(SHOWN_LINES)
        .filter(|&more| more > 0)
    {
        came.push(format!(
            "         … and {}",
            fault::count(more, "more line", "more lines")
        ));
    }
    let ending = match seen.ending {
        Ending::Exited(code) => format!("(exit code {code})"),
        Ending::Signalled(number) => format!("({})", fault::Fault::Signal(number)),
        Ending::Stopped(_) => "(stopped)".to_string(),
    };
    came.push(format!("{}  {ending}", at(seen.elapsed)));

    let width = expected
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0)
        .max(8);
    let mut text = format!("  {:width$}    what came\n", "expected");
    for number in 0..expected.len().max(came.len()) {
        let left = expected.get(number).copied().unwrap_or_default();
        let right = came.get(number).map(String::as_str).unwrap_or_default();
        let _ = writeln!(text, "{}", format!("  {left:width$}    {right}").trim_end());
    }
    text
}
