//! Order: the lines are the expected ones, each after those of the paragraphs
//! above.

use super::clause::{Arrangement, Clause};
use super::finding::{Fault, Finding, Inconclusive};
use super::matching::Matched;
use super::ruling::Ruling;
use observer::{Ending, Stop};

/// `faults` is what is wrong with the lines, whatever the program's end.
pub fn judge(matched: &Matched, faults: Vec<Fault>) -> Ruling {
    let telling = faults
        .into_iter()
        .filter(|fault| still_tells(matched, fault));
    let mut findings: Vec<Finding> = telling.map(Finding::Fault).collect();
    if matched.is_buffered {
        findings.push(Finding::Inconclusive(Inconclusive::Buffered));
    }
    let clauses = clauses(matched);
    Ruling { clauses, findings }
}

fn clauses(matched: &Matched) -> Vec<Clause> {
    let lines = matched.slots.iter().map(|slot| Clause::Line {
        paragraph: slot.paragraph,
        expected: String::from_utf8_lossy(slot.line).into_owned(),
        seen: slot.taken_by,
    });
    let orders = matched.paragraphs.iter().enumerate();
    let orders = orders.map(|(number, paragraph)| Clause::Order {
        paragraph: number,
        expected: Arrangement::of(paragraph),
        seen: matched.ordered().map(|assigned| assigned[number].clone()),
    });
    lines.chain(orders).collect()
}

/// Whether a fault of the lines tells anything of a program that ended so. Of
/// one that was stopped, nobody knows what it would have printed; one that
/// failed before it printed anything has another fault; and what was buffered
/// came in no order of the program's.
fn still_tells(matched: &Matched, fault: &Fault) -> bool {
    match (matched.seen.ending, fault) {
        (_, Fault::Order { .. }) => !matched.is_buffered,
        (Ending::Stopped(_), Fault::Missing { .. }) => false,
        (Ending::Stopped(stop), _) => matches!(stop, Stop::Deadline | Stop::Deadlock),
        (Ending::Exited(0), _) => true,
        _ => !matched.seen.lines.is_empty(),
    }
}
