//! Which printed line satisfies which expected line: found out once, for all
//! rules.

use super::alignment::{Block, Step, align};
use super::buffering::is_buffered;
use super::finding::Text;
use super::slot::Slot;
use crate::expectation::{Expectation, Paragraph, Pattern};
use crate::text;
use observer::Observation;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::time::Duration;

/// What was expected and what was seen, line by line.
pub struct Matched<'a> {
    pub expectation: &'a Expectation,
    pub paragraphs: &'a [Paragraph],
    pub seen: &'a Observation,
    /// The printed lines without their colour codes, as they are compared.
    pub printed: Vec<Text>,
    /// The lines came all at once, at the program's end: their times say
    /// nothing, nor does their order.
    pub is_buffered: bool,
    /// It is known when each line came.
    pub has_times: bool,
    /// For each paragraph the printed lines that satisfy it, by their index and
    /// in the order in which they came; `None` if the lines are wrong.
    pub assigned: Option<Vec<Vec<usize>>>,
    /// Each expected line, those of one paragraph together.
    pub slots: Vec<Slot<'a>>,
    /// The printed lines that fill no slot.
    pub extra: Vec<usize>,
}

impl<'a> Matched<'a> {
    pub fn new(expectation: &'a Expectation, seen: &'a Observation) -> Matched<'a> {
        let paragraphs = expectation.paragraphs.as_slice();
        let lines = seen.lines.iter();
        let printed: Vec<Text> = lines.map(|line| text::plain(&line.bytes)).collect();
        let meanings = Meanings::of(paragraphs);
        let lines = printed.iter().map(|line| meanings.of_line(line));
        let lines: Vec<Vec<usize>> = lines.collect();
        let assigned = align(&meanings.blocks(paragraphs), &lines);
        let mut slots = meanings.slots(paragraphs);
        let extra = match &assigned {
            Some(assigned) => {
                let mut rest = slots.as_mut_slice();
                for (paragraph, taken) in paragraphs.iter().zip(assigned) {
                    let (own, others) = rest.split_at_mut(paragraph.lines.len());
                    fill(own, taken.iter().copied(), &lines);
                    rest = others;
                }
                let taken: HashSet<&usize> = assigned.iter().flatten().collect();
                (0..printed.len())
                    .filter(|index| !taken.contains(index))
                    .collect()
            }
            None => fill(&mut slots, 0..printed.len(), &lines),
        };
        Matched {
            expectation,
            paragraphs,
            seen,
            is_buffered: is_buffered(paragraphs, seen, &slots),
            has_times: true,
            printed,
            assigned,
            slots,
            extra,
        }
    }

    /// The assigned lines, if their order and their times are the program's.
    pub fn ordered(&self) -> Option<&[Vec<usize>]> {
        self.assigned.as_deref().filter(|_| !self.is_buffered)
    }

    /// The slots of a paragraph.
    pub fn slots_of(&self, paragraph: usize) -> impl Iterator<Item = &Slot<'a>> + Clone {
        let slots = self.slots.iter();
        slots.filter(move |slot| slot.paragraph == paragraph)
    }

    /// The printed lines that were taken for expected ones, in their order.
    pub fn taken(&self) -> Vec<usize> {
        let mut taken: Vec<usize> = self.slots.iter().filter_map(|slot| slot.taken_by).collect();
        taken.sort_unstable();
        taken
    }

    /// When a printed line came.
    pub fn at(&self, index: usize) -> Duration {
        self.seen.lines[index].at
    }

    /// What was printed there.
    pub fn line(&self, index: usize) -> Text {
        self.printed[index].clone()
    }
}

/// A number for each line that is written differently.
struct Meanings<'a> {
    numbers: HashMap<&'a Pattern, usize>,
    plain: HashMap<&'a str, usize>,
    varying: Vec<(&'a Pattern, usize)>,
}

impl<'a> Meanings<'a> {
    fn of(paragraphs: &'a [Paragraph]) -> Meanings<'a> {
        let mut meanings = Meanings {
            numbers: HashMap::new(),
            plain: HashMap::new(),
            varying: Vec::new(),
        };
        for line in paragraphs.iter().flat_map(|paragraph| &paragraph.lines) {
            let number = meanings.numbers.len();
            if meanings.numbers.contains_key(&line.pattern) {
                continue;
            }
            meanings.numbers.insert(&line.pattern, number);
            match line.pattern.plain() {
                Some(text) => drop(meanings.plain.insert(text, number)),
                None => meanings.varying.push((&line.pattern, number)),
            }
        }
        meanings
    }

    /// What a printed line may be.
    fn of_line(&self, line: &[u8]) -> Vec<usize> {
        let plain = std::str::from_utf8(line).ok();
        let plain = plain.and_then(|line| self.plain.get(line)).copied();
        let line = String::from_utf8_lossy(line);
        let varying = self
            .varying
            .iter()
            .filter(|(pattern, _)| pattern.matches(&line));
        plain
            .into_iter()
            .chain(varying.map(|(_, number)| *number))
            .collect()
    }

    fn blocks(&self, paragraphs: &[Paragraph]) -> Vec<Block> {
        let block = |paragraph: &Paragraph| {
            let mut block = Block {
                open: paragraph.open,
                ..Block::default()
            };
            let mut sequences = BTreeMap::<usize, Vec<Step>>::new();
            for line in &paragraph.lines {
                let step = Step {
                    line: self.numbers[&line.pattern],
                    optional: line.optional,
                };
                match line.sequence {
                    Some(sequence) => sequences.entry(sequence).or_default().push(step),
                    None => {
                        let (least, most) = block.free.entry(step.line).or_default();
                        *least += usize::from(!step.optional);
                        *most += 1;
                    }
                }
            }
            block.sequences = sequences.into_values().collect();
            block
        };
        paragraphs.iter().map(block).collect()
    }

    fn slots(&self, paragraphs: &'a [Paragraph]) -> Vec<Slot<'a>> {
        let numbered = paragraphs.iter().enumerate();
        let slots = numbered.flat_map(|(paragraph, Paragraph { lines, .. })| {
            lines.iter().map(move |expected| Slot {
                paragraph,
                expected,
                line: expected.pattern.text.as_bytes(),
                taken_by: None,
                meaning: self.numbers[&expected.pattern],
            })
        });
        slots.collect()
    }
}

/// Each of these printed lines takes the first free slot of what it may be.
/// Returns the lines for which there is none.
fn fill(
    slots: &mut [Slot],
    lines: impl Iterator<Item = usize>,
    meanings: &[Vec<usize>],
) -> Vec<usize> {
    let mut free: HashMap<usize, VecDeque<usize>> = HashMap::new();
    for (index, slot) in slots.iter().enumerate() {
        free.entry(slot.meaning).or_default().push_back(index);
    }
    let mut extra = Vec::new();
    for line in lines {
        let first = |meaning: &&usize| free.get(*meaning).and_then(VecDeque::front).copied();
        let meaning = meanings[line]
            .iter()
            .filter(|meaning| first(meaning).is_some());
        let meaning = meaning.min_by_key(first);
        match meaning.and_then(|meaning| free.get_mut(meaning)?.pop_front()) {
            Some(slot) => slots[slot].taken_by = Some(line),
            None => extra.push(line),
        }
    }
    extra
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expectation::notation;
    use observer::Line;

    #[test]
    fn lines_are_matched_with_paragraphs() {
        // An expectation, what came, and which lines went to which paragraph.
        let cases = [
            ("a b | c", "a b c", "0 1 | 2"),
            ("a b | c", "b a c", "0 1 | 2"),
            ("a b | c", "a c b", ""),
            ("a b | c", "a b", ""),
            ("a b | c", "a b c c", ""),
            ("a b | c", "a b c d", ""),
            ("a b | c", "", ""),
            ("a | a b", "a b a", "0 | 1 2"),
            ("a | a b", "a a b", "0 | 1 2"),
            ("a a", "a a", "0 1"),
            ("... | a", "a a a", " | 2"),
            ("a | ...", "a a a", "0 | "),
            ("a ... | b", "x a y b", "1 | 3"),
            ("a ... | b", "a b b", "0 | 2"),
            ("a ... | b", "b a", ""),
            ("a | ... | b", "a b", "0 |  | 1"),
            ("a | ... | b", "a b x", ""),
            (
                "... | a | ... | a b | ...",
                "x a y a z b a b",
                " | 1 |  | 5 6 | ",
            ),
            ("... | a | ... | a b | ...", "a b a b x", " | 0 |  | 1 2 | "),
        ];
        for (expectation, came, expected) in cases {
            let text = expectation.replace(" | ", "\n\n").replace(' ', "\n");
            let parsed = notation::parse(text.as_bytes()).expect(expectation);
            let lines = came
                .split_whitespace()
                .map(|line| Line::new(Duration::ZERO, line));
            let seen = Observation {
                lines: lines.collect(),
                ..Observation::ended(Duration::ZERO)
            };
            let assigned = Matched::new(&parsed, &seen).assigned.map(|paragraphs| {
                let show = |lines: Vec<usize>| {
                    lines
                        .iter()
                        .map(usize::to_string)
                        .collect::<Vec<_>>()
                        .join(" ")
                };
                paragraphs
                    .into_iter()
                    .map(show)
                    .collect::<Vec<_>>()
                    .join(" | ")
            });
            assert_eq!(
                assigned.unwrap_or_default(),
                expected,
                "{expectation}: {came}"
            );
        }
    }
}
