//! What a program left to others: lines that came after its end, and processes.

use super::finding::{Fault, Finding, Inconclusive};
use super::matching::Matched;
use observer::Ending;
use std::time::Duration;

/// A stall so soon after the program's end may have kept a helper from ending.
const AFTER_THE_END: Duration = Duration::from_millis(500);

/// When a program has ended, nothing of it is left.
pub fn judge(matched: &Matched) -> Vec<Finding> {
    let seen = matched.seen;
    let ended = !matches!(seen.ending, Ending::Stopped(_));
    let mut late = seen.lines.iter();
    let late = late.position(|line| ended && line.at > seen.elapsed);
    let late = late.map(|index| Fault::AfterEnd(matched.line(index)));

    let stalled = seen.stalled_between(seen.elapsed, seen.elapsed + AFTER_THE_END);
    let excuse = Some(stalled).filter(|stalled| !stalled.is_zero());
    let left_behind = seen.left_behind.iter().cloned().map(Fault::LeftBehind);
    let survivors = seen.survivors.iter().cloned().map(Fault::Survivor);
    let unattributed = seen.unattributed.iter().cloned();
    let unattributed = unattributed.map(Inconclusive::Unattributed);

    let mut findings: Vec<Finding> = late.map(Finding::Fault).into_iter().collect();
    findings.extend(left_behind.map(|fault| Finding::unless_stalled(fault, excuse)));
    findings.extend(survivors.map(Finding::Fault));
    findings.extend(unattributed.map(Finding::Inconclusive));
    findings
}
