//! Technique: who existed between two paragraphs, as the census saw it.

use crate::expectation::Paragraph;
use crate::judgement::{Judgement, Printed};
use crate::message::{Doubt, Fault};
use observer::{Counts, Observation};
use std::time::Duration;

/// Counts where the paragraphs ask for it.
pub fn judge(paragraphs: &[Paragraph], printed: &Printed, judgement: &mut Judgement) {
    if printed.seen.census.is_none() {
        return; // not observed: that is said in a note
    }
    let mut counted: Option<Counts> = None;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let Some(wanted) = paragraph.census else {
            continue;
        };
        let (before, after) = printed.assigned.split_at(number);
        let last = before.iter().flatten().max();
        let from = last.map_or(Duration::ZERO, |&line| printed.at(line));
        let first = after.iter().flatten().min();
        let to = first.map_or(printed.seen.elapsed, |&line| printed.at(line));
        let after = last.map_or_else(Vec::new, |&line| printed.line(line));
        let Some(crowd) = most(printed.seen, from, to) else {
            judgement.doubts.push(Doubt::NotCounted {
                after,
                window: to.saturating_sub(from),
            });
            continue;
        };
        counted = counted.or(Some(crowd));
        let admitted = wanted
            .processes
            .is_none_or(|count| count.admits(crowd.processes))
            && wanted
                .threads
                .is_none_or(|count| count.admits(crowd.threads));
        if !admitted {
            judgement.faults.push(Fault::Census {
                wanted,
                seen: crowd,
                after,
            });
        }
    }
    judgement.crowd = counted.or(judgement.crowd);
}

/// The most processes and threads from one moment to another, if anybody
/// looked.
pub fn most(seen: &Observation, from: Duration, to: Duration) -> Option<Counts> {
    let crowd = seen.census.as_ref()?.most_between(from, to)?;
    (crowd.processes > 0).then_some(crowd)
}
