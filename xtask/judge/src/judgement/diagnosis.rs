//! Why printed lines are not the expected ones.

use super::finding::{Fault, Reason, Text};
use super::matching::{Matched, Slot};
use crate::expectation::{Paragraph, When};
use crate::text::shown;
use similar::TextDiff;

/// How alike two lines must be for one to be taken for the other: 0 to 1.
const ALIKE: f32 = 0.6;

/// So many of the lines that are missing, or not expected, are looked at.
const CLOSE_LOOK: usize = 20;

/// Names what is wrong with the lines, the most telling first: nothing, if they
/// are the expected ones, and at least one fault if not.
pub fn diagnose(matched: &Matched) -> Vec<Fault> {
    if matched.assigned.is_some() {
        return Vec::new();
    }
    let mut missing: Vec<&Slot> = matched.slots.iter().collect();
    missing.retain(|slot| slot.taken_by.is_none());
    let mut extra = matched.extra.clone();
    let came = came(matched);

    let mut faults = torn(&mut missing, &mut extra, &matched.printed);
    faults.extend(near_misses(&mut missing, &mut extra, &matched.printed));
    faults.extend(surplus(matched, &came, &extra, missing.is_empty()));
    faults.extend(missing.iter().map(|slot| Fault::Missing {
        line: slot.line.to_vec(),
        closing: closing_line(matched, slot),
    }));
    faults.extend(first_inversion(matched, &came));
    faults
}

/// Lines that several missing ones ran together in: from now on, they are
/// neither missing nor extra.
fn torn(missing: &mut Vec<&Slot>, extra: &mut Vec<usize>, printed: &[Text]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for index in extra.clone().into_iter().take(CLOSE_LOOK) {
        let line = &printed[index];
        let Some(mut parts) = parts(line, &missing[..missing.len().min(CLOSE_LOOK)]) else {
            continue;
        };
        faults.push(Fault::Torn {
            line: line.clone(),
            parts: parts.len(),
        });
        // The line ends of the parts came later, as empty lines.
        extra.retain(|&other| other != index);
        for _ in 1..parts.len() {
            if let Some(empty) = extra.iter().position(|&other| printed[other].is_empty()) {
                extra.remove(empty);
            }
        }
        parts.sort_unstable();
        for part in parts.into_iter().rev() {
            missing.remove(part);
        }
    }
    faults
}

/// Lines that are nearly missing ones: from now on, they are neither missing nor
/// extra.
fn near_misses(missing: &mut Vec<&Slot>, extra: &mut Vec<usize>, printed: &[Text]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut number = 0;
    while number < missing.len().min(CLOSE_LOOK) {
        let expected = missing[number].line;
        let Some(index) = most_alike(expected, printed, extra) else {
            number += 1;
            continue;
        };
        let (expected, came) = (expected.to_vec(), printed[index].clone());
        faults.push(Fault::NearMiss { expected, came });
        extra.retain(|&other| other != index);
        missing.remove(number);
    }
    faults
}

/// Lines that came once more than expected, or that nothing expects. If a line is
/// missing (not `complete`), nobody knows where `...` would begin and end.
fn surplus(matched: &Matched, came: &[Came], extra: &[usize], complete: bool) -> Vec<Fault> {
    let not_admitted = extra
        .iter()
        .filter(|&&index| !admits_extra(matched, came, index, complete));
    let fault = |&index: &usize| {
        let line = matched.line(index);
        if matched.slots.iter().any(|slot| slot.line == line) {
            Fault::Repeated(line)
        } else {
            Fault::Unexpected(line)
        }
    };
    not_admitted.map(fault).collect()
}

/// The missing lines, by index, that `line` is made of, if they are several.
fn parts(line: &[u8], missing: &[&Slot]) -> Option<Vec<usize>> {
    fn descend(rest: &[u8], missing: &[&Slot], used: &mut Vec<usize>) -> bool {
        if rest.is_empty() {
            return used.len() > 1;
        }
        for (index, slot) in missing.iter().enumerate() {
            let Some(rest) = rest.strip_prefix(slot.line) else {
                continue;
            };
            if slot.line.is_empty() || used.contains(&index) || used.len() == 4 {
                continue;
            }
            used.push(index);
            if descend(rest, missing, used) {
                return true;
            }
            used.pop();
        }
        false
    }
    let mut used = Vec::new();
    descend(line, missing, &mut used).then_some(used)
}

fn most_alike(expected: &[u8], printed: &[Text], extra: &[usize]) -> Option<usize> {
    // Lines that differ in case only are alike.
    let simple = |line: &[u8]| shown(line, 200).trim().to_lowercase();
    let expected = simple(expected);
    let alike = |&index: &usize| {
        let ratio = TextDiff::from_chars(expected.as_str(), simple(&printed[index])).ratio();
        (index, ratio)
    };
    let candidates = extra.iter().take(CLOSE_LOOK).map(alike);
    let best = candidates.max_by(|(_, a), (_, b)| a.total_cmp(b));
    best.filter(|&(_, ratio)| ratio >= ALIKE)
        .map(|(index, _)| index)
}

/// A printed line that fills a slot, and the paragraph of that slot.
type Came = (usize, usize);

/// Those lines, in the order in which they were printed.
fn came(matched: &Matched) -> Vec<Came> {
    let slots = matched.slots.iter();
    let taken = slots.filter_map(|slot| Some((slot.taken_by?, slot.paragraph)));
    let mut came: Vec<Came> = taken.collect();
    came.sort_unstable();
    came
}

/// Whether a `...` may stand for the printed line of this index.
fn admits_extra(matched: &Matched, came: &[Came], index: usize, exactly: bool) -> bool {
    let paragraphs = matched.paragraphs;
    let is_open = |paragraph: &Paragraph| paragraph.open;
    if !exactly {
        return paragraphs.iter().any(is_open);
    }
    let (before, after) = came.split_at(came.partition_point(|&(line, _)| line < index));
    let first = before.iter().map(|&(_, paragraph)| paragraph).max();
    let last = after.iter().map(|&(_, paragraph)| paragraph).min();
    let (first, last) = (first.unwrap_or(0), last.unwrap_or(paragraphs.len() - 1));
    first <= last && paragraphs[first..=last].iter().any(is_open)
}

/// The closing line that came although `missing`, a worker's line, did not.
fn closing_line(matched: &Matched, missing: &Slot) -> Option<Text> {
    let mut came = matched.slots.iter().filter(|slot| slot.taken_by.is_some());
    let closing =
        came.find(|slot| did_not_wait(matched.paragraphs, slot.paragraph, missing.paragraph));
    closing.map(|slot| slot.line.to_vec())
}

/// Whether a line of paragraph `early`, before one of `late`, shows that main
/// did not wait: what has a time is a worker's, a later line without is main's.
fn did_not_wait(paragraphs: &[Paragraph], early: usize, late: usize) -> bool {
    early > late
        && paragraphs[late].gap().is_some()
        && !paragraphs[late + 1..=early]
            .iter()
            .any(|between| between.gap().is_some())
}

/// Whether it shows that the workers took turns: one ended before another began.
fn took_turns(paragraphs: &[Paragraph], early: usize, late: usize) -> bool {
    let origin = paragraphs[..=late]
        .iter()
        .rposition(|p| p.when == When::Origin);
    let since = &paragraphs[origin.unwrap_or(0)..=late];
    paragraphs[early].gap().is_some()
        && origin.is_some()
        && !since.iter().any(|between| between.gap().is_some())
}

/// The first line that came before one that it should have come after.
fn first_inversion(matched: &Matched, came: &[Came]) -> Option<Fault> {
    came.iter()
        .enumerate()
        .find_map(|(number, &(index, early))| {
            let mut later = came[number..].iter();
            let &(later, late) = later.find(|&&(_, paragraph)| paragraph < early)?;
            let reason = if did_not_wait(matched.paragraphs, early, late) {
                Reason::DidNotWait
            } else if took_turns(matched.paragraphs, early, late) {
                Reason::TookTurns
            } else {
                Reason::Unknown
            };
            let (early, late) = (matched.line(index), matched.line(later));
            Some(Fault::Order {
                early,
                late,
                reason,
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expectation::notation;
    use crate::judgement::tests::seen;
    use crate::message;
    use observer::{Line, Newline, Observation};
    use std::time::Duration;

    const THREADS: &str = "[0s]\nS1\nS2\n\n[2s]\nF1\nF2\n\nAll done!";
    const TASKS: &str = "[0s]\nS1\n\nS2\n\n[2s]\nF1\n\n[0s..1s]\nF2";

    #[test]
    fn each_mistake_has_its_sentence() {
        let cases = [
            (
                THREADS,
                "S1 F1 S2 F2 All_done!",
                "`F1` came before `S2`: the workers took turns",
            ),
            (
                TASKS,
                "S1 F1 S2 F2",
                "`F1` came before `S2`: the workers took turns",
            ),
            (
                TASKS,
                "S1 S2 F2 F1",
                "`F2` came before `F1`, but belongs after it",
            ),
            (
                TASKS,
                "S2 S1 F1 F2",
                "`S2` came before `S1`, but belongs after it",
            ),
            (
                THREADS,
                "S1 S2 F1 All_done! F2",
                "`All done!` came before `F2`: main did not wait",
            ),
            (
                THREADS,
                "S1 S2 All_done!",
                "`All done!` came, but `F1` is missing: main did not wait; \
              `All done!` came, but `F2` is missing: main did not wait",
            ),
            (THREADS, "S1 S2 F1 F2", "`All done!` is missing"),
            (
                THREADS,
                "S1 S2 F1 F2 F2 All_done!",
                "`F2` was printed too many times",
            ),
            (
                THREADS,
                "S1 S2 F1 F2 All_done! Thanks_for_all_the_fish.",
                "`Thanks for all the fish.` is not expected there",
            ),
            (
                THREADS,
                "S1S2 _ F1 F2 All_done!",
                "two lines ran together in `S1S2`; print each in one write",
            ),
            (
                THREADS,
                "S1 S2 F1 F2 all_Done!",
                "`all Done!` came, but `All done!` was expected",
            ),
            (
                THREADS,
                "S1 S2 F1 F2 All_done!_",
                "`All done! ` came, but `All done!` was expected",
            ),
            ("a\n\nb\n\n...", "x a b", "`x` is not expected there"),
            (
                "a\n\nb\n\n...",
                "b a x",
                "`b` came before `a`, but belongs after it",
            ),
            ("a\n\nb\n\n...", "b x", "`a` is missing"),
        ];
        for (expectation, came, expected) in cases {
            let expectation = notation::parse(expectation.as_bytes()).expect(came);
            let lines = came.split(' ').map(|line| match line {
                "_" => String::new(),
                line => line.replace('_', " "),
            });
            let line = |text: String| Line {
                at: Duration::ZERO,
                bytes: text.into_bytes(),
                newline: Newline::Lf,
            };
            let observation = Observation {
                lines: lines.map(line).collect(),
                ..seen("")
            };
            let faults = diagnose(&Matched::new(&expectation, &observation));
            let sentences: Vec<String> = faults.iter().map(message::fault).collect();
            assert_eq!(sentences.join("; "), expected, "{came}");
        }
    }
}
