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

/// The counts that stand on top, and between the paragraphs.
pub fn judge(matched: &Matched) -> Ruling {
    let mut ruling = Ruling::default();
    let paragraphs = matched.paragraphs.iter().enumerate();
    let between =
        paragraphs.filter_map(|(number, paragraph)| Some((Some(number), paragraph.counts?)));
    let on_top = matched.expectation.counts.map(|counts| (None, counts));
    for (paragraph, expected) in on_top.into_iter().chain(between) {
        let window = match paragraph {
            Some(paragraph) => window(matched, paragraph),
            None => Some(Window {
                from: Duration::ZERO,
                to: matched.seen.elapsed,
                after: None,
            }),
        };
        let counted = |Window { from, to, .. }: &Window| {
            let all = matched.seen.most_between(*from, *to);
            // Whether who is about to end still counts is nobody's to say.
            let all = all.filter(|&counts| expected.admits(counts));
            all.or(most_between(matched.seen, *from, *to))
        };
        let seen = window.as_ref().and_then(counted);
        ruling.clauses.push(Clause::Count {
            paragraph,
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
/// sample, without those who are about to end.
fn most_between(seen: &Observation, from: Duration, to: Duration) -> Option<Counts> {
    let counts = seen.most_between_but_ending(from, to)?;
    (counts.processes > 0).then_some(counts)
}
