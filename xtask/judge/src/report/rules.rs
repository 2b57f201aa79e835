//! Which rule each line of a run satisfied, in words.

use crate::expectation::{ExpectedWriters, Gap, Worker};
use crate::judgement::{Arrangement, Clause, Interval, Judgement, TOLERANCE, Written};
use crate::message;
use crate::summary::Summary;
use crate::text::shown;
use observer::Observation;
use std::fmt::Write;

/// What is said of a line for which nobody asked.
pub const NO_RULE: &str = "satisfies no rule";

/// Which rules a run satisfied.
pub struct Rules {
    /// Of each line; empty where the lines could not be matched to the expected ones.
    pub of_lines: Vec<String>,
    /// Of the whole run, a sentence each.
    pub figures: Vec<String>,
}

/// What was asked of each line, and what of the whole.
pub fn rules(judgement: &Judgement, seen: &Observation) -> Rules {
    let mut rules = vec![String::new(); seen.lines.len()];
    let mut figures = Vec::new();
    for clause in &judgement.clauses {
        match clause {
            Clause::Line { .. } => {}
            Clause::AtOnce { expected, seen } => {
                let (begin, end, most) = (&expected.begin, &expected.end, expected.most);
                figures.push(format!(
                    "at once: {seen} `{begin}` without `{end}`; expected {most} at most"
                ));
            }
            Clause::Order { expected, seen, .. } => {
                for &line in seen.iter().flatten() {
                    rules[line].insert_str(0, arrangement(*expected));
                }
            }
            Clause::Time {
                expected,
                seen: intervals,
                ..
            } => {
                for interval in intervals.iter().flatten() {
                    let since = match interval.since {
                        Some(since) => format!("`{}`", shown(&seen.lines[since].bytes, 40)),
                        None => "the program's start".to_string(),
                    };
                    let _ = write!(
                        rules[interval.line],
                        "; {:.3} s after {since}, {expected} pass{}",
                        interval.time.as_secs_f64(),
                        allowance(interval, expected)
                    );
                }
            }
            Clause::Count { expected, seen, .. } => {
                let seen = seen.map_or("unknown".to_string(), message::counts);
                figures.push(format!("counted: {seen}; expected {expected}"));
            }
            Clause::Writers { expected, seen, .. } => {
                for written in seen.iter().flatten() {
                    rules[written.line].push_str(&writer_rule(written, expected));
                }
                let seen = seen.as_deref().map(|seen| writers(seen, expected));
                let seen = seen.unwrap_or("unknown by whom".to_string());
                figures.push(format!("written: {seen}; expected that {expected}"));
            }
        }
    }
    let is_known = rules.iter().any(|rule| !rule.is_empty());
    let is_open = |clause: &Clause| {
        matches!(
            clause,
            Clause::Order {
                expected: Arrangement::AmongOthers,
                seen: Some(_),
                ..
            }
        )
    };
    let other = match judgement.clauses.iter().any(is_open) {
        true => "one of the other lines, `...`",
        false => NO_RULE,
    };
    for rule in rules.iter_mut().filter(|_| is_known) {
        *rule = match rule.as_str() {
            "" => other.to_string(),
            rule => rule.trim_start_matches("; ").to_string(),
        };
    }
    Rules {
        of_lines: rules,
        figures,
    }
}

/// Who was held back in which run, and what came of it.
pub fn holds(summary: &Summary) -> Vec<String> {
    let mut held_back = Vec::new();
    for run in &summary.runs {
        let Some(held) = &run.judgement.held else {
            continue;
        };
        let when = match (&run.seen.held, held.after) {
            (None, _) => "could not be held back".to_string(),
            (Some(held), None) => {
                format!("began {:.2} s late", (held.to - held.from).as_secs_f64())
            }
            (Some(held), Some(_)) => {
                let [from, to] = [held.from, held.to].map(|time| time.as_secs_f64());
                format!("was held back from {from:.2} to {to:.2} s")
            }
        };
        let verdict = message::verdict(Some(run.judgement.verdict()));
        held_back.push(format!("{} {when}: {verdict}", held.worker));
    }
    held_back
}

/// What passes beyond the longest time, of an interval that needs it.
fn allowance(interval: &Interval, expected: &Gap) -> String {
    match interval.withheld {
        Some(withheld) if interval.time > expected.longest => {
            let [more, withheld] = [TOLERANCE + withheld, withheld].map(|time| time.as_secs_f64());
            format!(", and {more:.3} s more, since the machine withheld {withheld:.3} s")
        }
        _ => String::new(),
    }
}

/// What is asked of the writer of this line.
fn writer_rule(written: &Written, expected: &ExpectedWriters) -> String {
    let worker = match expected.worker {
        Worker::Thread => "thread",
        Worker::Process => "process",
    };
    match &written.name {
        Some(name) => format!("; one {worker} writes `{name}`"),
        None => format!("; its {worker} is counted"),
    }
}

/// Who wrote: by name, or how many.
fn writers(seen: &[Written], expected: &ExpectedWriters) -> String {
    let of = |name: Option<&String>| {
        let lines = seen.iter().filter(|written| written.name.as_ref() == name);
        let mut writers: Vec<&str> = Vec::new();
        for written in lines {
            if !writers.contains(&written.writer.as_str()) {
                writers.push(&written.writer);
            }
        }
        match writers.as_slice() {
            [] => "nobody".to_string(),
            writers => writers.join(" and "),
        }
    };
    match expected.names.as_slice() {
        [] => format!("by {}", of(None)),
        names => {
            let by = names
                .iter()
                .map(|name| format!("`{name}` by {}", of(Some(name))));
            by.collect::<Vec<String>>().join(", ")
        }
    }
}

fn arrangement(arrangement: Arrangement) -> &'static str {
    match arrangement {
        Arrangement::Alone => "alone in its paragraph",
        Arrangement::AnyOrder => "any order in its paragraph",
        Arrangement::InOrder => "in the order of its sequence",
        Arrangement::AmongOthers => "among other lines",
    }
}
