//! How much goes on at once, as the lines tell: what a lock, a semaphore, a pool
//! or a bounded channel is for.

use super::clause::Clause;
use super::finding::{Fault, Finding};
use super::matching::Matched;
use super::ruling::Ruling;
use crate::expectation::has_word;

/// What stands on top of the expectation.
pub fn judge(matched: &Matched) -> Ruling {
    let mut ruling = Ruling::default();
    for expected in &matched.expectation.at_once {
        let (mut now, mut most, mut too_many) = (0_usize, 0, None);
        for (index, line) in matched.printed.iter().enumerate() {
            let text = String::from_utf8_lossy(line);
            match (
                has_word(&text, &expected.begin),
                has_word(&text, &expected.end),
            ) {
                (true, false) => now += 1,
                (false, true) => now = now.saturating_sub(1),
                _ => {}
            }
            most = most.max(now);
            if now > expected.most {
                too_many.get_or_insert(index);
            }
        }
        ruling.clauses.push(Clause::AtOnce {
            expected: expected.clone(),
            seen: most,
        });
        ruling.findings.extend(too_many.map(|index| {
            Finding::Fault(Fault::TooManyAtOnce {
                expected: expected.clone(),
                seen: most,
                line: matched.line(index),
            })
        }));
    }
    ruling
}
