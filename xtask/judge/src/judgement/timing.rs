//! Timing: the gaps between paragraphs, whatever the total.

use crate::expectation::{Gap, Paragraph, When};
use crate::judgement::{Judgement, Printed};
use crate::message::{Doubt, Fault};
use std::time::Duration;

/// A delay up to this long is not seen: the heartbeat takes it for its own.
const RESOLUTION: Duration = Duration::from_millis(20);

/// A stall that ended so long before a line may still have delayed the one
/// before it.
const BEFORE: Duration = Duration::from_secs(1);

/// The gaps between each paragraph with a time and the one before.
pub fn judge(paragraphs: &[Paragraph], printed: &Printed, judgement: &mut Judgement) {
    let mut since: &[usize] = &[];
    for (paragraph, lines) in paragraphs.iter().zip(&printed.assigned) {
        let wanted = match paragraph.when {
            When::Untimed => continue,
            When::Origin => {
                since = lines;
                continue;
            }
            When::After(gap) => gap,
        };
        let pairs = pairs(since, lines);
        let gap = |&(from, to): &(usize, usize)| printed.at(to) - printed.at(from);
        let gaps = pairs.iter().map(gap);
        judgement.gaps.extend(gaps.clone().min().zip(gaps.max()));
        for (from, to) in pairs {
            judge_gap(printed, (from, to), wanted, judgement);
        }
        since = lines;
    }
}

fn judge_gap(
    printed: &Printed,
    (from, to): (usize, usize),
    wanted: Gap,
    judgement: &mut Judgement,
) {
    let seen = printed.at(to) - printed.at(from);
    if (wanted.shortest..=wanted.longest).contains(&seen) {
        return;
    }
    let (line, since) = (printed.line(to), printed.line(from));
    let fault = Fault::Gap {
        line,
        since,
        seen,
        wanted,
    };
    let before = printed.at(from).saturating_sub(BEFORE);
    let stalled = printed.seen.stalled_between(before, printed.at(to));
    // Would it pass if a delay had moved one of the two lines?
    let passes_after =
        |delay| seen + delay >= wanted.shortest && seen.saturating_sub(delay) <= wanted.longest;
    if passes_after(RESOLUTION) {
        judgement.doubts.push(Doubt::TooClose(Box::new(fault)));
    } else {
        judgement.blame(
            fault,
            Some(stalled).filter(|&stalled| passes_after(RESOLUTION + stalled)),
        );
    }
}

/// The k-th line with the k-th; where the counts differ, the first with the
/// first and the last with the last.
pub fn pairs(since: &[usize], lines: &[usize]) -> Vec<(usize, usize)> {
    if since.len() == lines.len() {
        return since.iter().copied().zip(lines.iter().copied()).collect();
    }
    let first = since.first().copied().zip(lines.first().copied());
    let last = since.last().copied().zip(lines.last().copied());
    first.into_iter().chain(last).collect()
}
