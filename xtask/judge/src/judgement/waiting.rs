//! What tells that main did not wait for its workers.

use super::finding::{Fault, Text};
use super::matching::Matched;
use super::slot::Slot;
use observer::{Ending, Writer};
use std::ops::RangeInclusive;
use std::time::Duration;

/// Whether main did not wait, if this line of paragraph `early` came although one of
/// paragraph `late` had not come: what has a time is a worker's, a later line without
/// is main's, and the closing line may be. Main waits for workers that take their time,
/// so also for the lines with which these begin.
pub fn came_too_early(matched: &Matched, line: usize, early: usize, late: usize) -> bool {
    let next = || has_gap(matched, late..=late) && !has_gap(matched, late + 1..=early);
    let closing = || has_gap(matched, late..=early) && is_closing(matched, line, early, late);
    early > late && (next() || closing())
}

/// Whether a line is main's last one: it stands alone at the end, without a time, or
/// behind those of several workers.
fn is_closing(matched: &Matched, line: usize, early: usize, late: usize) -> bool {
    let paragraphs = matched.paragraphs;
    let stands_alone = early == paragraphs.len() - 1 && paragraphs[early].lines.len() == 1;
    let lines = &matched.seen.lines;
    let is_untimed = paragraphs[early].gap().is_none();
    stands_alone
        && match lines[line].writer {
            _ if is_untimed => true,
            Writer::Thread(0) => lines.iter().any(|line| line.writer != Writer::Thread(0)),
            Writer::Thread(_) => false,
            Writer::Several | Writer::Unknown => paragraphs[late].lines.len() > 1,
        }
}

/// That the program ended well before the missing lines of its workers could come,
/// and nothing but these is missing.
pub fn ended_early(matched: &Matched, missing: &[&Slot]) -> Option<Fault> {
    let (seen, paragraphs) = (matched.seen, matched.paragraphs);
    let paragraph = missing.first()?.paragraph;
    let gap = paragraphs[paragraph].gap()?;
    let of_paragraph = missing.iter().filter(|slot| slot.paragraph == paragraph);
    let none_came = of_paragraph.count() == paragraphs[paragraph].lines.len();
    let all_timed = missing
        .iter()
        .all(|slot| paragraphs[slot.paragraph].gap().is_some());
    let came = matched.slots.iter().filter(|slot| slot.taken_by.is_some());
    // A later line that came all the same tells more.
    if came.clone().any(|slot| slot.paragraph > paragraph) {
        return None;
    }
    let since = came.filter_map(|slot| slot.taken_by).max()?;
    let at = matched.at(since);
    let after = seen.elapsed.saturating_sub(at);
    let ended = seen.ending == Ending::Exited(0);
    let is_early = matched.has_times && ended && after < gap.shortest;
    (is_early && none_came && all_timed).then(|| Fault::EndedEarly {
        missing: missing.iter().map(|slot| slot.line.to_vec()).collect(),
        since: matched.line(since),
        after,
        alone: is_alone(matched, at),
    })
}

/// Whether main is known to have had nobody to wait for since that moment: a
/// coroutine has no thread of its own.
fn is_alone(matched: &Matched, since: Duration) -> bool {
    let Ok(lives) = &matched.seen.lives else {
        return false;
    };
    let mut others = lives.iter().skip(1);
    !others.any(|life| life.ended.is_none_or(|ended| ended > since))
}

/// Whether one of these paragraphs has a time to be judged by.
pub fn has_gap(matched: &Matched, numbers: RangeInclusive<usize>) -> bool {
    let mut paragraphs = matched.paragraphs[numbers].iter();
    paragraphs.any(|paragraph| paragraph.gap().is_some())
}

/// Each line that is missing, without a word of main: whoever crashed prints no more,
/// and main may well have waited.
pub fn without_blame(fault: Fault) -> Vec<Fault> {
    let missing = |line: Text, times| Fault::Missing {
        line,
        closing: None,
        times,
    };
    match fault {
        Fault::Missing { line, times, .. } => vec![missing(line, times)],
        Fault::EndedEarly { missing: lines, .. } => {
            let lines = lines.into_iter();
            lines.map(|line| missing(line, None)).collect()
        }
        other => vec![other],
    }
}
