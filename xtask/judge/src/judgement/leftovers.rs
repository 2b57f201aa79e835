//! What a program left to others: lines that came after its end, and processes.

use super::finding::{Fault, Finding, Inconclusive};
use super::matching::Matched;
use super::ruling::Ruling;
use observer::Ending;
use std::time::Duration;

/// A stall so soon after the program's end may have kept a helper from ending.
const AFTER_THE_END: Duration = Duration::from_millis(500);

/// When a program has ended, nothing of it is left.
pub fn judge(matched: &Matched) -> Ruling {
    let seen = matched.seen;
    let ended = !matches!(seen.ending, Ending::Stopped(_));
    let mut late = seen.lines.iter();
    let late = late.position(|line| ended && line.at > seen.elapsed);
    let late = late.map(|index| Finding::Fault(Fault::AfterEnd(matched.line(index))));

    let stalled = seen.stalled_between(seen.elapsed, seen.elapsed + AFTER_THE_END);
    let excuse = Some(stalled).filter(|stalled| !stalled.is_zero());
    let left_behind = seen.left_behind.iter().cloned();
    let left_behind =
        left_behind.map(|process| Finding::unless_stalled(Fault::LeftBehind(process), excuse));

    let survivors = seen.survivors.iter().cloned();
    let survivors = survivors.map(|process| Finding::Fault(Fault::Survivor(process)));
    let unattributed = seen.unattributed.iter().cloned();
    let unattributed =
        unattributed.map(|process| Finding::Inconclusive(Inconclusive::Unattributed(process)));

    let findings = late.into_iter().chain(left_behind).chain(survivors);
    Ruling::without_clauses(findings.chain(unattributed).collect())
}
