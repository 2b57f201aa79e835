//! What a program left to others: lines that came after its end, and processes.

use super::finding::{Fault, Finding, Inconclusive};
use super::matching::Matched;
use observer::Ending;

/// When a program has ended, nothing of it is left.
pub fn judge(matched: &Matched) -> Vec<Finding> {
    let seen = matched.seen;
    let ended = !matches!(seen.ending, Ending::Stopped(_));
    let mut late = seen.lines.iter();
    let late = late.position(|line| ended && line.at > seen.elapsed);
    let late = late.map(|index| Fault::AfterEnd(matched.line(index)));

    let left_behind = seen.left_behind.iter().cloned().map(Fault::LeftBehind);
    let survivors = seen.survivors.iter().cloned().map(Fault::Survivor);
    let unattributed = seen.unattributed.iter().cloned();
    let unattributed = unattributed.map(Inconclusive::Unattributed);

    let faults = late.into_iter().chain(left_behind).chain(survivors);
    let mut findings: Vec<Finding> = faults.map(Finding::Fault).collect();
    findings.extend(unattributed.map(Finding::Inconclusive));
    findings
}
