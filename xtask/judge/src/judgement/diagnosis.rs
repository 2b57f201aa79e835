//! Why printed lines are not the expected ones.

use crate::expectation::{Paragraph, When};
use crate::message::{Fault, Reason, Text};
use crate::text::shown;
use similar::TextDiff;
use std::collections::{HashMap, VecDeque};

/// How alike two lines must be for one to be taken for the other: 0 to 1.
const ALIKE: f32 = 0.6;

/// So many of the lines that are missing, or not expected, are looked at.
const CLOSE_LOOK: usize = 20;

/// One expected line, and which printed line took its place.
struct Place<'a> {
    paragraph: usize,
    line: &'a [u8],
    taken_by: Option<usize>,
}

/// Names what is wrong with the lines, the most telling first. There is at
/// least one fault if the lines cannot be assigned (`order::assign`).
pub fn diagnose(paragraphs: &[Paragraph], printed: &[&[u8]]) -> Vec<Fault> {
    let mut places = places(paragraphs);
    let extra = take_places(&mut places, printed);
    let mut faults = content(paragraphs, &places, printed, extra);
    faults.extend(first_inversion(paragraphs, &places, printed));
    faults
}

fn places(paragraphs: &[Paragraph]) -> Vec<Place<'_>> {
    let lines = paragraphs
        .iter()
        .enumerate()
        .flat_map(|(paragraph, Paragraph { lines, .. })| {
            lines.iter().map(move |line| Place {
                paragraph,
                line: line.as_bytes(),
                taken_by: None,
            })
        });
    lines.collect()
}

/// Each printed line takes the first free place of its text. Returns the lines
/// for which there is none.
fn take_places(places: &mut [Place], printed: &[&[u8]]) -> Vec<usize> {
    let mut free: HashMap<&[u8], VecDeque<usize>> = HashMap::new();
    for (index, place) in places.iter().enumerate() {
        free.entry(place.line).or_default().push_back(index);
    }
    let mut extra = Vec::new();
    for (index, &line) in printed.iter().enumerate() {
        match free.get_mut(line).and_then(VecDeque::pop_front) {
            Some(place) => places[place].taken_by = Some(index),
            None => extra.push(index),
        }
    }
    extra
}

/// Lines that ran together, are misspelt, too many, or missing.
fn content(
    paragraphs: &[Paragraph],
    places: &[Place],
    printed: &[&[u8]],
    mut extra: Vec<usize>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut missing: Vec<&Place> = places.iter().filter(|p| p.taken_by.is_none()).collect();

    for index in extra.clone().into_iter().take(CLOSE_LOOK) {
        let line = printed[index];
        let Some(mut parts) = parts(line, &missing[..missing.len().min(CLOSE_LOOK)]) else {
            continue;
        };
        faults.push(Fault::Torn {
            line: line.to_vec(),
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

    let mut number = 0;
    while number < missing.len().min(CLOSE_LOOK) {
        let expected = missing[number].line;
        let Some(index) = most_alike(expected, printed, &extra) else {
            number += 1;
            continue;
        };
        let (expected, came) = (expected.to_vec(), printed[index].to_vec());
        faults.push(Fault::NearMiss { expected, came });
        extra.retain(|&other| other != index);
        missing.remove(number);
    }

    for index in extra {
        // If a line is missing, nobody knows where `...` would begin and end.
        let admitted = admits_extra(paragraphs, places, index, missing.is_empty());
        let line = printed[index].to_vec();
        if admitted {
            continue;
        } else if places.iter().any(|place| place.line == line) {
            faults.push(Fault::Doubled(line));
        } else {
            faults.push(Fault::Unexpected(line));
        }
    }
    for place in missing {
        let closing = closing_line(paragraphs, places, place);
        faults.push(Fault::Missing {
            line: place.line.to_vec(),
            closing,
        });
    }
    faults
}

/// The missing lines, by index, that `line` is made of, if they are several.
fn parts(line: &[u8], missing: &[&Place]) -> Option<Vec<usize>> {
    fn descend(rest: &[u8], missing: &[&Place], used: &mut Vec<usize>) -> bool {
        if rest.is_empty() {
            return used.len() > 1;
        }
        for (index, place) in missing.iter().enumerate() {
            let Some(rest) = rest.strip_prefix(place.line) else {
                continue;
            };
            if place.line.is_empty() || used.contains(&index) || used.len() == 4 {
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

fn most_alike(expected: &[u8], printed: &[&[u8]], extra: &[usize]) -> Option<usize> {
    // Lines that differ in case only are alike.
    let simple = |line: &[u8]| shown(line, 200).trim().to_lowercase();
    let expected = simple(expected);
    let alike = |&index: &usize| {
        (
            index,
            TextDiff::from_chars(expected.as_str(), simple(printed[index])).ratio(),
        )
    };
    let candidates = extra.iter().take(CLOSE_LOOK).map(alike);
    let best = candidates.max_by(|(_, a), (_, b)| a.total_cmp(b));
    best.filter(|&(_, ratio)| ratio >= ALIKE)
        .map(|(index, _)| index)
}

/// Whether a `...` may stand for the printed line of this index.
fn admits_extra(paragraphs: &[Paragraph], places: &[Place], index: usize, exactly: bool) -> bool {
    if !exactly {
        return paragraphs.iter().any(|paragraph| paragraph.open);
    }
    let taken = || {
        places
            .iter()
            .filter_map(|p| Some((p.taken_by?, p.paragraph)))
    };
    let before = taken()
        .filter(|&(line, _)| line < index)
        .map(|(_, p)| p)
        .max();
    let after = taken()
        .filter(|&(line, _)| line > index)
        .map(|(_, p)| p)
        .min();
    let (first, last) = (before.unwrap_or(0), after.unwrap_or(paragraphs.len() - 1));
    first <= last
        && paragraphs[first..=last]
            .iter()
            .any(|paragraph| paragraph.open)
}

/// The closing line that came although `missing`, a worker's line, did not.
fn closing_line(paragraphs: &[Paragraph], places: &[Place], missing: &Place) -> Option<Text> {
    let came = places.iter().filter(|place| place.taken_by.is_some());
    let mut later =
        came.filter(|place| did_not_wait(paragraphs, place.paragraph, missing.paragraph));
    later.next().map(|place| place.line.to_vec())
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
fn first_inversion(paragraphs: &[Paragraph], places: &[Place], printed: &[&[u8]]) -> Option<Fault> {
    let mut came: Vec<(usize, usize)> = places
        .iter()
        .filter_map(|place| Some((place.taken_by?, place.paragraph)))
        .collect();
    came.sort_unstable();
    for (number, &(index, early)) in came.iter().enumerate() {
        let later = came[number..]
            .iter()
            .find(|&&(_, paragraph)| paragraph < early);
        let Some(&(later, late)) = later else {
            continue;
        };
        let reason = if did_not_wait(paragraphs, early, late) {
            Reason::DidNotWait
        } else if took_turns(paragraphs, early, late) {
            Reason::TookTurns
        } else {
            Reason::Unknown
        };
        let (early, late) = (printed[index].to_vec(), printed[later].to_vec());
        return Some(Fault::Order {
            early,
            late,
            reason,
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expectation::notation;

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
                "`F2` came once too often",
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
            let paragraphs = notation::parse(expectation.as_bytes())
                .expect(came)
                .paragraphs;
            let printed: Vec<String> = came.split(' ').map(|line| line.replace('_', " ")).collect();
            let printed: Vec<&[u8]> = printed
                .iter()
                .map(|line| {
                    if line == " " {
                        &b""[..]
                    } else {
                        line.as_bytes()
                    }
                })
                .collect();
            let faults = diagnose(&paragraphs, &printed);
            let sentences: Vec<String> = faults.iter().map(Fault::to_string).collect();
            assert_eq!(sentences.join("; "), expected, "{came}");
        }
    }
}
