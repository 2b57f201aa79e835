//! `--html`: a page for a browser. It plays one run of each program: who wrote which
//! line when, what was expected, and what is wrong.

use super::entry::{Checked, Entry, Outcome, tally};
use super::rules::{NO_RULE, holds, rules};
use super::text::{ending, row, without_comments};
use crate::expectation::ExpectationFile;
use crate::judgement::Verdict;
use crate::message;
use crate::summary::{JudgedRun, KEPT_LINES, KEPT_WIDTH, Summary};
use crate::text::{printable, shown};
use maud::{Markup, html};
use observer::Observation;
use observer::timeline::html::{milliseconds, page, player, scrolled};
use observer::timeline::palette::BLUE;
use observer::timeline::{Panel, observed};

/// The most that is told of single programs: with their table, the page of a whole
/// course stays below a mebibyte.
const ROOM: usize = 800 * 1024;

/// The most lanes of a program.
const LANES: usize = 40;

/// The most findings that are told of a program.
const FINDINGS: usize = 20;

/// The whole page, made by the program of this name.
pub fn html(entries: &[Entry], by: &str) -> String {
    let counts = tally(entries).into_iter().filter(|(number, _)| *number > 0);
    let counts = counts.map(|(number, words)| format!("{number} {words}"));
    let counts = counts.collect::<Vec<_>>().join(", ");
    let mut told = 0;
    let programs: Vec<Option<Markup>> = (1..)
        .zip(entries)
        .map(|(number, entry)| {
            let program = program(number, entry);
            told += program.0.len();
            (number == 1 || told <= ROOM).then_some(program)
        })
        .collect();
    let is_told: Vec<bool> = programs.iter().map(Option::is_some).collect();
    page(
        &format!("Judged: {counts}"),
        &html! {
            p.weak { "Seen from outside and judged by " code { (by) } "." }
            @if entries.len() > 1 { (table(entries, &is_told)) }
            @for program in programs.iter().flatten() { (program) }
        },
    )
}

/// A row a program. The names of those that are told lead there.
fn table(entries: &[Entry], is_told: &[bool]) -> Markup {
    let rows = (1..).zip(entries.iter().zip(is_told));
    scrolled(
        "All programs",
        &html! {
            table {
                thead { tr {
                    @for name in ["name", "program", "verdict", "times", "why, or what was counted"] {
                        th scope="col" { (name) }
                    }
                } }
                tbody { @for (number, (entry, is_told)) in rows {
                    @let [name, program, _, gaps, rest] = row(entry);
                    tr {
                        th scope="row" {
                            @if *is_told { a href={ "#program-" (number) } { (name) } }
                            @else { (name) }
                        }
                        td { (program) }
                        td { (badge(entry)) }
                        td { (gaps) }
                        td.long { (entry.reason().unwrap_or(rest)) }
                    }
                } }
            }
            @if is_told.contains(&false) {
                p { "The page would be too long with all of them: judge one alone to see it." }
            }
        },
    )
}

fn badge(entry: &Entry) -> Markup {
    let verdict = entry.outcome.verdict();
    let kind = match verdict {
        Some(Verdict::Pass) => "good",
        Some(Verdict::Fail) => "bad",
        Some(Verdict::CouldNotJudge) | None => "open",
    };
    html! { span class={ "verdict " (kind) } { (message::verdict(verdict)) } }
}

fn program(number: usize, entry: &Entry) -> Markup {
    html! {
        section {
            h2 id={ "program-" (number) } { (entry.title()) " " (badge(entry)) }
            @match &entry.outcome {
                Outcome::Ran(summary, expected) => { (ran(entry, summary, expected)) }
                // It has no run to play.
                Outcome::Transcript(..) => { p { (entry.reason().unwrap_or_default()) } }
                Outcome::Checked(checked) => { (checked_itself(checked)) }
                Outcome::NotRun(why) => { p { (printable(&why.to_string())) } }
            }
        }
    }
}

fn checked_itself(checked: &Checked) -> Markup {
    html! {
        p { (checked.summary) }
        ul { @for line in &checked.details { li { (shown(line.trim().as_bytes(), KEPT_WIDTH)) } } }
    }
}

fn ran(entry: &Entry, summary: &Summary, expected: &ExpectationFile) -> Markup {
    let Some(run) = summary.telling_run() else {
        return html! { p { "Nobody waited for its end." } };
    };
    let [_, _, verdict, gaps, rest] = row(entry);
    html! {
        p {
            @if summary.planned > 1 { (verdict) " runs; this is one of them. " }
            @for figure in [gaps, rest].iter().filter(|figure| !figure.is_empty()) { (figure) ". " }
        }
        (wrong(run))
        (watched(&entry.title(), run))
        h3 { "What was expected" }
        pre { (without_comments(&expected.text)) }
        @let held_back = holds(summary);
        @if !held_back.is_empty() {
            h3 { "Who was held back" }
            ul { @for one in held_back { li { (one) } } }
        }
        (errors(&run.seen))
    }
}

/// Each finding, the most telling first.
fn wrong(run: &JudgedRun) -> Markup {
    let messages = message::all(&run.judgement);
    let more = messages.len().saturating_sub(FINDINGS);
    html! {
        @if !messages.is_empty() {
            h3 { "What is wrong, or in doubt" }
            ul {
                @for message in messages.iter().take(FINDINGS) {
                    li {
                        (message.sentence)
                        @if let Some(difference) = &message.difference {
                            (scrolled("How they differ", &html! { pre { (difference) } }))
                        }
                    }
                }
                @if more > 0 { li { "and " (more) " more" } }
            }
        }
    }
}

/// What was seen of the run: its threads and its lines over time.
fn watched(title: &str, run: &JudgedRun) -> Markup {
    let seen = &run.seen;
    let mut lanes = observed::threads(seen);
    let more = lanes.len().saturating_sub(LANES);
    lanes.truncate(LANES);
    lanes.extend(observed::steps(seen));
    let panel = Panel {
        title: "from its start to its end".to_string(),
        colour: BLUE,
        lanes,
    };
    html! {
        h3 { "Who wrote which line, and when" }
        (player(title, &[panel], observed::end(seen), &html! {
            @if more > 0 { p { "and " (more) " more threads" } }
            (lines(title, run))
        }))
    }
}

fn lines(title: &str, run: &JudgedRun) -> Markup {
    let JudgedRun {
        judgement, seen, ..
    } = run;
    let rules = rules(judgement, seen);
    let names = seen.writer_names();
    let lines = seen
        .lines
        .iter()
        .zip(names)
        .zip(&rules.of_lines)
        .take(KEPT_LINES);
    let more = seen.lines.len().saturating_sub(KEPT_LINES);
    let has_rules = rules.of_lines.iter().any(|rule| !rule.is_empty());
    let table = html! {
        table {
            thead { tr {
                th.number scope="col" { "time" }
                @if seen.lives.is_ok() { th scope="col" { "written by" } }
                th scope="col" { "line" }
                @if has_rules { th scope="col" { "rule that it satisfied" } }
            } }
            tbody {
                @for ((line, writer), rule) in lines {
                    tr.wrong[rule == NO_RULE] data-at=(milliseconds(line.at)) {
                        td.number { (format!("{:.3} s", line.at.as_secs_f64())) }
                        @if seen.lives.is_ok() { td { (writer.unwrap_or("?".to_string())) } }
                        td.line { (shown(&line.bytes, KEPT_WIDTH)) }
                        @if has_rules { td.long { (rule) } }
                    }
                }
                @if more > 0 { tr { td {} td colspan="3" { "and " (more) " more lines" } } }
                tr.weak data-at=(milliseconds(seen.elapsed)) {
                    td.number { (format!("{:.3} s", seen.elapsed.as_secs_f64())) }
                    td colspan="3" { "the end: " (ending(seen)) }
                }
            }
        }
    };
    html! {
        (scrolled(&format!("Lines of {title}"), &table))
        @if !rules.figures.is_empty() {
            ul { @for figure in &rules.figures { li { (figure) } } }
        }
    }
}

fn errors(seen: &Observation) -> Markup {
    let errors = String::from_utf8_lossy(&seen.stderr);
    let mut errors: Vec<String> = errors
        .lines()
        .map(|line| shown(line.as_bytes(), KEPT_WIDTH))
        .collect();
    // The last lines tell the most.
    errors.drain(..errors.len().saturating_sub(KEPT_LINES));
    html! {
        @if !errors.is_empty() {
            details {
                summary { "What it wrote on standard error" }
                pre { (errors.join("\n")) }
            }
        }
    }
}
