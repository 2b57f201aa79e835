//! Which printed line satisfies which expected line: found out once, for all
//! rules.

use super::buffering::is_buffered;
use super::finding::Text;
use super::slot::{Slot, fill, slots};
use crate::expectation::{Expectation, Paragraph};
use crate::text;
use observer::Observation;
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

/// What was expected and what was seen, line by line.
pub struct Matched<'a> {
    pub paragraphs: &'a [Paragraph],
    pub seen: &'a Observation,
    /// The printed lines without their colour codes, as they are compared.
    pub printed: Vec<Text>,
    /// The lines came all at once, at the program's end: their times say
    /// nothing, nor does their order.
    pub is_buffered: bool,
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
        let paragraphs = &expectation.paragraphs;
        let lines = seen.lines.iter();
        let printed: Vec<Text> = lines.map(|line| text::plain(&line.bytes)).collect();
        let assigned = assign(paragraphs, &printed);
        let mut slots = slots(paragraphs);
        // Each paragraph finds its own slots free: those before it have theirs.
        let lines = match &assigned {
            Some(assigned) => assigned.concat(),
            None => (0..printed.len()).collect(),
        };
        let extra = fill(&mut slots, lines, &printed);
        Matched {
            paragraphs,
            seen,
            is_buffered: is_buffered(paragraphs, seen, &slots),
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

    /// When a printed line came.
    pub fn at(&self, index: usize) -> Duration {
        self.seen.lines[index].at
    }

    /// What was printed there.
    pub fn line(&self, index: usize) -> Text {
        self.printed[index].clone()
    }
}

/// For each paragraph, the printed lines that satisfy its lines, by their index
/// and in the order in which they came; `None` if the lines are not what the
/// paragraphs ask for, each matched exactly once.
///
/// `...` takes as few lines as the rest allows.
fn assign(paragraphs: &[Paragraph], printed: &[Text]) -> Option<Vec<Vec<usize>>> {
    // Where each paragraph can begin, if those before it took all lines before.
    let mut beginnings = vec![BTreeSet::from([0])];
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let next = if paragraph.open {
            // Whoever begins first can end first, and anywhere after that.
            let first = beginnings[number].first();
            let end = first.and_then(|&first| shortest_end(paragraph, printed, first));
            end.map(|end| (end..=printed.len()).collect())
                .unwrap_or_default()
        } else {
            let ends = beginnings[number].iter();
            ends.filter_map(|&beginning| shortest_end(paragraph, printed, beginning))
                .collect()
        };
        beginnings.push(next);
    }
    if !beginnings[paragraphs.len()].contains(&printed.len()) {
        return None;
    }

    // Back from the end: what each paragraph took.
    let mut assigned = Vec::new();
    let mut end = printed.len();
    for (number, paragraph) in paragraphs.iter().enumerate().rev() {
        let beginning = match paragraph.open {
            true => *beginnings[number].first()?,
            false => end - paragraph.lines.len(),
        };
        assigned.push(take(paragraph, printed, beginning, end));
        end = beginning;
    }
    assigned.reverse();
    Some(assigned)
}

/// The end of the fewest lines from `beginning` on that satisfy the paragraph.
fn shortest_end(paragraph: &Paragraph, printed: &[Text], beginning: usize) -> Option<usize> {
    let taken = take(paragraph, printed, beginning, printed.len());
    if taken.len() < paragraph.lines.len() {
        return None;
    }
    Some(taken.last().map_or(beginning, |last| last + 1))
}

/// Takes each line of the paragraph where it comes first; if the paragraph is
/// not open, up to the first line that is not its own.
fn take(paragraph: &Paragraph, printed: &[Text], beginning: usize, end: usize) -> Vec<usize> {
    let mut missing: HashMap<&[u8], usize> = HashMap::new();
    for line in &paragraph.lines {
        *missing.entry(line.as_bytes()).or_default() += 1;
    }
    let mut taken = Vec::new();
    for (index, line) in printed.iter().enumerate().take(end).skip(beginning) {
        match missing.get_mut(line.as_slice()) {
            _ if taken.len() == paragraph.lines.len() => break,
            Some(number) if *number > 0 => {
                *number -= 1;
                taken.push(index);
            }
            _ if paragraph.open => {}
            _ => break,
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expectation::notation;

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
            let paragraphs = notation::parse(text.as_bytes())
                .expect(expectation)
                .paragraphs;
            let printed: Vec<Text> = came.split_whitespace().map(Text::from).collect();
            let assigned = assign(&paragraphs, &printed).map(|paragraphs| {
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
