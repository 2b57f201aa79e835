//! Times and counts as the judge sees them, written as a person would.

use crate::expectation::{Bound, Expectation, ExpectedCounts, Gap, When};
use crate::judgement::{Clause, Interval, Judgement, judge};
use observer::{Counts, Observation};
use std::time::Duration;

/// Any time.
pub const ANY_TIME: Gap = Gap {
    shortest: Duration::ZERO,
    longest: Duration::from_secs(24 * 3600),
    loosest: Duration::from_secs(24 * 3600),
};

/// Any counts.
pub const ANY_COUNTS: ExpectedCounts = ExpectedCounts {
    processes: Some(Bound::AtLeast(1)),
    threads: Some(Bound::AtLeast(1)),
};

/// Shorter than this, a time is written as a range.
const SHORTEST: Duration = Duration::from_millis(20);

/// The draft with the times and the counts that these runs show.
pub fn measured(mut draft: Expectation, plain: &[Observation]) -> Expectation {
    let judged: Vec<Judgement> = plain.iter().map(|seen| judge(&draft, seen)).collect();
    // The judge looks at them in the same order.
    let gaps = draft
        .paragraphs
        .iter_mut()
        .filter_map(|paragraph| match &mut paragraph.when {
            When::After(gap) => Some(gap),
            When::Origin | When::Untimed => None,
        });
    for (number, gap) in gaps.enumerate() {
        let of_run = |judgement: &Judgement| {
            let times = judgement.clauses.iter();
            let mut times = times.filter_map(|clause| match clause {
                Clause::Time { seen, .. } => seen.clone(),
                _ => None,
            });
            times.nth(number).unwrap_or_default()
        };
        *gap = time(&judged.iter().flat_map(of_run).collect::<Vec<Interval>>());
    }
    let clauses = judged.iter().flat_map(|judgement| &judgement.clauses);
    let seen = clauses.filter_map(|clause| match clause {
        Clause::Count { seen, .. } => *seen,
        _ => None,
    });
    let seen: Vec<Counts> = seen.collect();
    let counts = ExpectedCounts {
        processes: Bound::of_numbers(seen.iter().map(|counts| counts.processes)),
        threads: Bound::of_numbers(seen.iter().map(|counts| counts.threads)),
    };
    for paragraph in &mut draft.paragraphs {
        paragraph.counts = paragraph.counts.map(|_| counts);
    }
    draft
}

/// A time that all these pass well: the roundest there is; a wide range where they
/// differ.
fn time(intervals: &[Interval]) -> Gap {
    let without = |interval: &Interval| {
        interval
            .time
            .saturating_sub(interval.withheld.unwrap_or_default())
    };
    let shortest = intervals
        .iter()
        .map(|interval| interval.time)
        .min()
        .unwrap_or_default();
    // Where all runs were late, shorter than the shortest: a machine can make each
    // of them so.
    let longest = intervals.iter().map(without).max().unwrap_or_default();
    let steps = [1000, 500, 250, 100, 50, 10].map(Duration::from_millis);
    let rounded = steps.map(|step| step.mul_f64(shortest.div_duration_f64(step).round()));
    let fits = |time: &Duration| {
        // Half of what passes.
        let (least, most) = (time.mul_f64(0.975), time.mul_f64(1.025) + SHORTEST / 2);
        *time >= SHORTEST && least <= shortest && longest <= most
    };
    match rounded.into_iter().find(fits) {
        Some(time) => Gap::around(time),
        None => range(shortest, longest.max(shortest)),
    }
}

/// Both ends in round numbers, a quarter away from what was seen.
fn range(shortest: Duration, longest: Duration) -> Gap {
    let step = match longest {
        short if short < Duration::from_millis(500) => Duration::from_millis(50),
        short if short < Duration::from_secs(5) => Duration::from_millis(500),
        _ => Duration::from_secs(1),
    };
    let steps = |time: Duration| time.div_duration_f64(step);
    Gap::between(
        step.mul_f64(steps(shortest.mul_f64(0.75)).floor()),
        step.mul_f64(steps(longest.mul_f64(1.25)).ceil().max(1.0)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expectation::{Paragraph, write};

    #[test]
    fn times_are_round_and_ranges_are_wide() {
        let cases: [(&[u64], u64, &str); 11] = [
            (&[2001, 2014], 0, "[2s]"),
            (&[301, 303], 0, "[300ms]"),
            (&[1500, 1510], 0, "[1.5s]"),
            (&[253, 255], 0, "[250ms]"),
            (&[121], 0, "[120ms]"),
            (&[31000, 31100], 0, "[31s]"),
            (&[0, 3], 0, "[0s..50ms]"),
            (&[800, 1300], 0, "[500ms..2s]"),
            (&[2000, 7000], 0, "[1s..9s]"),
            // Late, and held up for longer than that.
            (&[2100, 2160], 150, "[2s]"),
            (&[2100, 2160], 0, "[2.1s]"),
        ];
        for (milliseconds, withheld, expected) in cases {
            let interval = |&time: &u64| Interval {
                since: None,
                line: 0,
                time: Duration::from_millis(time),
                withheld: Some(Duration::from_millis(withheld)),
            };
            let intervals: Vec<Interval> = milliseconds.iter().map(interval).collect();
            let paragraph = Paragraph {
                lines: vec!["x".into()],
                when: When::After(time(&intervals)),
                ..Paragraph::default()
            };
            let written = write(&Expectation {
                paragraphs: vec![paragraph],
                ..Expectation::default()
            });
            assert_eq!(written.lines().next(), Some(expected), "{milliseconds:?}");
        }
    }
}
