//! Technique: who existed between two paragraphs, as the samples show.

use super::clause::Clause;
use super::finding::{Fault, Finding, Inconclusive, Text};
use super::matching::Matched;
use super::ruling::Ruling;
use observer::{Counts, Observation};
use std::time::Duration;

/// From one line to another, or from the start or to the end.
struct Window {
    from: Duration,
    to: Duration,
    /// The line with which it begins.
    after: Option<Text>,
}

/// The counts that stand between the paragraphs.
pub fn judge(matched: &Matched) -> Ruling {
    let mut ruling = Ruling::default();
    for (number, paragraph) in matched.paragraphs.iter().enumerate() {
        let Some(expected) = paragraph.counts else {
            continue;
        };
        let window = window(matched, number);
        let seen = window
            .as_ref()
            .and_then(|window| most_between(matched.seen, window.from, window.to));
        ruling.clauses.push(Clause::Count {
            paragraph: number,
            expected,
            seen,
        });
        let Some(Window { from, to, after }) = window else {
            continue;
        };
        let finding = match seen {
            Some(seen) if expected.admits(seen) => continue,
            Some(seen) => Finding::Fault(Fault::Counts {
                expected,
                seen,
                after,
            }),
            None if matched.seen.census.is_none() => {
                Finding::Inconclusive(Inconclusive::NotObserved)
            }
            None => Finding::Inconclusive(Inconclusive::NotCounted {
                after,
                window: to.saturating_sub(from),
            }),
        };
        ruling.findings.push(finding);
    }
    ruling
}

/// From the last line before a paragraph to the first of its own, if their order
/// is known.
fn window(matched: &Matched, paragraph: usize) -> Option<Window> {
    let (before, after) = matched.ordered()?.split_at(paragraph);
    let last = before.iter().flatten().max();
    let first = after.iter().flatten().min();
    Some(Window {
        from: last.map_or(Duration::ZERO, |&line| matched.at(line)),
        to: first.map_or(matched.seen.elapsed, |&line| matched.at(line)),
        after: last.map(|&line| matched.line(line)),
    })
}

/// The most processes and threads from the first line to the last.
pub fn while_it_printed(seen: &Observation) -> Option<Counts> {
    most_between(seen, seen.lines.first()?.at, seen.lines.last()?.at)
}

/// The most processes and threads from one moment to another, if there is a
/// sample.
fn most_between(seen: &Observation, from: Duration, to: Duration) -> Option<Counts> {
    let counts = seen.most_between(from, to)?;
    (counts.processes > 0).then_some(counts)
}
