//! A run in which a worker was held back: nothing that time alone puts in order
//! is judged then, for a scheduler may do the same at any time.

use super::finding::{Fault, Finding, Reason, Text};
use super::matching::Matched;
use crate::expectation::{Expectation, ExpectedLine, ExpectedWriters, Paragraph, When};
use observer::{Observation, Writer};
use std::collections::HashMap;

/// What is expected whoever is held back. A paragraph with a time may begin
/// before the one above it has ended: only the time made it wait. A blank line
/// says "and only then", and holds. `None` if two lines could be the same text
/// then that could not before: nobody knows which of them a printed one is.
pub fn relaxed(expectation: &Expectation) -> Option<Expectation> {
    let mut relaxed: Vec<Paragraph> = Vec::new();
    for paragraph in &expectation.paragraphs {
        let mut paragraph = Paragraph {
            counts: None,
            writers: of_names(paragraph.writers.as_ref()),
            ..paragraph.clone()
        };
        match relaxed.pop_if(|_| matches!(paragraph.when, When::After(_))) {
            Some(mut above) => {
                let differ =
                    |line: &ExpectedLine| above.lines.iter().all(|other| differ(line, other));
                if !paragraph.lines.iter().all(differ) {
                    return None;
                }
                // Their sequences stay apart.
                let taken = above.lines.iter().filter_map(|line| line.sequence).max();
                let first = taken.map_or(0, |taken| taken + 1);
                for line in &mut paragraph.lines {
                    line.sequence = line.sequence.map(|sequence| first + sequence);
                }
                above.lines.append(&mut paragraph.lines);
                above.open |= paragraph.open;
                above.when = paragraph.when;
                // Of names that two marks give, those of the first are judged.
                above.writers = above.writers.or(paragraph.writers);
                relaxed.push(above);
            }
            None => relaxed.push(paragraph),
        }
    }
    Some(Expectation {
        paragraphs: relaxed,
        counts: None,
        from_start: expectation.from_start,
        writers: of_names(expectation.writers.as_ref()),
        at_once: expectation.at_once.clone(),
    })
}

/// Who wrote the lines of two paragraphs is another question when these are one.
fn of_names(writers: Option<&ExpectedWriters>) -> Option<ExpectedWriters> {
    writers.filter(|writers| !writers.names.is_empty()).cloned()
}

/// Whether a printed line can be one of the two at most, or both alike.
fn differ(one: &ExpectedLine, other: &ExpectedLine) -> bool {
    let alike = one.pattern == other.pattern && !one.optional && !other.optional;
    alike || !one.pattern.may_be(&other.pattern)
}

/// Which worker wrote what in a run that passed, where nobody was held back: each
/// line that is expected once and does not vary, with its writer and its paragraph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Before(HashMap<Text, (usize, usize)>);

impl Before {
    /// What the lines of a run tell.
    #[must_use]
    pub fn of(expectation: &Expectation, seen: &Observation) -> Before {
        let matched = Matched::new(expectation, seen);
        let mut lines = HashMap::new();
        let mut repeated = Vec::new();
        // Another run may have the text of a line that varies in another place.
        let plain = matched
            .slots
            .iter()
            .filter(|slot| slot.expected.pattern.plain().is_some());
        for (slot, line) in plain.filter_map(|slot| Some((slot, slot.taken_by?))) {
            if let Writer::Thread(writer) = seen.lines[line].writer {
                let before = lines.insert(matched.line(line), (writer, slot.paragraph));
                repeated.extend(before.map(|_| matched.line(line)));
            }
        }
        for line in repeated {
            lines.remove(&line);
        }
        Before(lines)
    }

    /// Whether a worker wrote `first` in a paragraph before that of `second`.
    fn is_ordered(&self, first: &Text, second: &Text) -> bool {
        match (self.0.get(first), self.0.get(second)) {
            (Some((one, early)), Some((other, late))) => one == other && early < late,
            _ => false,
        }
    }
}

/// What one worker wrote in the order of two paragraphs, it writes in that order
/// whoever is held back. (Of a pool, another worker may take the next task.)
pub fn judge(matched: &Matched, before: &Before) -> Vec<Finding> {
    let mut last: HashMap<usize, usize> = HashMap::new();
    let mut findings = Vec::new();
    for slot_line in matched.taken() {
        let Writer::Thread(writer) = matched.seen.lines[slot_line].writer else {
            continue;
        };
        let (line, earlier) = (matched.line(slot_line), last.insert(writer, slot_line));
        if let Some(earlier) = earlier.map(|earlier| matched.line(earlier))
            && before.is_ordered(&line, &earlier)
        {
            findings.push(Finding::Fault(Fault::Order {
                early: earlier,
                late: line,
                reason: Reason::Unknown,
            }));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::tests::{expectation, written};
    use super::super::{Before, HeldBack, Verdict, judge_held};
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
                after: Some(1),
            };
            let expected = expectation(THREADS);
            let plain = written("1:S_1@0 2:S_2@0 1:F_1@2000 2:F_2@2000 0:All_done!@2000");
            let before = Before::of(&expected, &plain);
            let judgement = judge_held(&expected, &written(came), held, &before);
            let first = message::reason(&judgement);
            let shown = first.map_or(String::new(), |message| message.sentence);
            assert_eq!(
                (judgement.verdict(), shown.as_str()),
                (verdict, sentence),
                "{came}"
            );
        }
    }

    #[test]
    fn another_worker_may_take_the_next_task() {
        let expected = expectation("[0s]\ns 1\ns 2\n\n[300ms]\ne 1\ne 2\ns 3\n\n[300ms]\ne 3");
        let plain = written("1:s_1@0 2:s_2@0 1:e_1@300 1:s_3@300 2:e_2@300 1:e_3@600");
        let before = Before::of(&expected, &plain);
        let late = written("1:s_1@0 1:e_1@300 1:s_2@300 1:e_2@600 1:s_3@600 2:e_3@900");
        let held = HeldBack {
            worker: "thread 2".to_string(),
            after: None,
        };
        let judgement = judge_held(&expected, &late, held, &before);
        assert_eq!(judgement.findings, []);
    }

    #[test]
    fn who_has_not_begun_a_task_may_leave_it_to_another() {
        let expected = expectation(THREADS);
        let plain = written("1:S_1@0 2:S_2@0 1:F_1@2000 2:F_2@2000 0:All_done!@2000");
        let before = Before::of(&expected, &plain);
        let by_one = written("1:S_1@0 1:F_1@2000 1:S_2@2000 1:F_2@4000 0:All_done!@4000");
        for (after, verdict) in [
            (None, Verdict::Pass),
            (Some(0), Verdict::Pass),
            (Some(1), Verdict::Fail),
        ] {
            let held = HeldBack {
                worker: "thread 2".to_string(),
                after,
            };
            let judgement = judge_held(&expected, &by_one, held, &before);
            assert_eq!(judgement.verdict(), verdict, "{after:?}");
        }
    }

    #[test]
    fn lines_that_only_time_tells_apart_are_not_mixed() {
        let expected = expectation("[0s]\njob [*]\n\n[300ms]\n[*] ready");
        assert_eq!(super::relaxed(&expected), None);
        assert!(super::relaxed(&expectation(THREADS)).is_some());
    }

    #[test]
    fn the_text_of_a_line_that_varies_is_of_one_run() {
        let expected = expectation("[0s]\nput [*]\n\n[1s]\nput [*]\n\nend");
        let plain = written("1:put_5@0 1:put_3@1000 0:end@1001");
        let before = Before::of(&expected, &plain);
        let held = HeldBack {
            worker: "thread 1".to_string(),
            after: None,
        };
        let other = written("1:put_3@900 1:put_5@1900 0:end@1901");
        assert_eq!(judge_held(&expected, &other, held, &before).findings, []);
    }

    #[test]
    fn what_any_line_may_be_is_of_no_paragraph() {
        let expected = expectation("a\n\nb\n...");
        let plain = written("0:a@0 0:b@0 0:a@0 1:x@0");
        let before = Before::of(&expected, &plain);
        let held = HeldBack {
            worker: "thread 1".to_string(),
            after: None,
        };
        assert_eq!(judge_held(&expected, &plain, held, &before).findings, []);
    }
}
