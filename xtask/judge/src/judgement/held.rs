//! A run in which a worker was held back: nothing that time alone puts in order
//! is judged then, for a scheduler may do the same at any time.

use super::finding::{Fault, Finding, Reason};
use super::matching::Matched;
use crate::expectation::{Expectation, ExpectedWriters, Paragraph, When};
use observer::Writer;
use std::collections::BTreeMap;

/// What is expected whoever is held back. A paragraph with a time may begin
/// before the one above it has ended: only the time made it wait. A blank line
/// says "and only then", and holds.
pub fn relaxed(expectation: &Expectation) -> Expectation {
    let mut relaxed: Vec<Paragraph> = Vec::new();
    for paragraph in &expectation.paragraphs {
        let mut paragraph = Paragraph {
            counts: None,
            // Who wrote the lines of two paragraphs is another question when
            // these are one.
            writers: paragraph
                .writers
                .clone()
                .filter(|writers| !writers.names.is_empty()),
            ..paragraph.clone()
        };
        match relaxed.pop_if(|_| matches!(paragraph.when, When::After(_))) {
            Some(mut above) => {
                // Their sequences stay apart.
                let taken = above.lines.iter().filter_map(|line| line.sequence).max();
                let first = taken.map_or(0, |taken| taken + 1);
                for line in &mut paragraph.lines {
                    line.sequence = line.sequence.map(|sequence| first + sequence);
                }
                above.lines.append(&mut paragraph.lines);
                above.open |= paragraph.open;
                above.when = paragraph.when;
                above.writers = above.writers.or(paragraph.writers);
                relaxed.push(above);
            }
            None => relaxed.push(paragraph),
        }
    }
    let of_names = |writers: &ExpectedWriters| !writers.names.is_empty();
    Expectation {
        paragraphs: relaxed,
        counts: None,
        from_start: expectation.from_start,
        writers: expectation.writers.clone().filter(of_names),
        at_once: expectation.at_once.clone(),
    }
}

/// Each writer's own lines come in the order of the paragraphs, whoever is held
/// back. `paragraphs` are those that were written.
pub fn judge(matched: &Matched, paragraphs: &[Paragraph]) -> Vec<Finding> {
    let mut findings = Vec::new();
    // How far each writer has come: the paragraph, and the line.
    let mut reached: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (index, line) in matched.printed.iter().enumerate() {
        let Writer::Thread(writer) = matched.seen.lines[index].writer else {
            continue;
        };
        let text = String::from_utf8_lossy(line);
        let holds = |paragraph: &Paragraph| paragraph.has(&text);
        let mut own = (0..paragraphs.len()).filter(|&number| holds(&paragraphs[number]));
        let Some(first) = own.clone().next() else {
            continue;
        };
        let (least, before) = reached.get(&writer).copied().unwrap_or((0, index));
        match own.find(|&number| number >= least) {
            Some(number) => {
                reached.insert(writer, (number, index));
            }
            None => {
                findings.push(Finding::Fault(Fault::Order {
                    early: matched.line(before),
                    late: line.clone(),
                    reason: Reason::Unknown,
                }));
                reached.insert(writer, (first, index));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tests::{expectation, written};
    use super::super::{HeldBack, Verdict, judge_held};
    use crate::message;

    const THREADS: &str = "[0s]\nS 1\nS 2\n\n[1 process, 3 threads write: 1, 2, All]\n\n\
                           [2s]\nF 1\nF 2\n\nAll done!";

    #[test]
    fn only_what_time_does_not_order_is_judged() {
        use Verdict::{Fail, Pass};
        let cases = [
            (
                "1:S_1@0 2:S_2@0 1:F_1@2000 2:F_2@4000 0:All_done!@4000",
                Pass,
                "",
            ),
            (
                "1:S_1@0 1:F_1@2000 2:S_2@2500 2:F_2@4500 0:All_done!@4500",
                Pass,
                "",
            ),
            (
                "1:S_1@0 2:S_2@0 1:F_1@2000 0:All_done!@2000 2:F_2@4000",
                Fail,
                "when thread 2 was held back, `All done!` came before `F 2`: main did not wait",
            ),
            (
                "1:S_1@0 2:S_2@0 1:F_1@2000 0:All_done!@2000",
                Fail,
                "when thread 2 was held back, `All done!` came, but `F 2` is missing: main did not wait",
            ),
            (
                "2:F_2@0 1:S_1@0 2:S_2@0 1:F_1@2000 0:All_done!@2000",
                Fail,
                "when thread 2 was held back, `F 2` came before `S 2`, but belongs after it",
            ),
        ];
        for (came, verdict, sentence) in cases {
            let held = HeldBack {
                worker: "thread 2".to_string(),
                from_birth: false,
            };
            let judgement = judge_held(&expectation(THREADS), &written(came), held);
            let first = message::reason(&judgement);
            let shown = first.map_or(String::new(), |message| message.sentence);
            assert_eq!(
                (judgement.verdict(), shown.as_str()),
                (verdict, sentence),
                "{came}"
            );
        }
    }
}
