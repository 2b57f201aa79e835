//! The expected lines, each with the printed line that is taken for it.

use super::finding::Text;
use crate::expectation::Paragraph;
use std::collections::{HashMap, VecDeque};

/// One expected line, and the printed line that is taken for it.
pub struct Slot<'a> {
    pub paragraph: usize,
    pub line: &'a [u8],
    pub taken_by: Option<usize>,
}

/// Each expected line, none of them taken yet.
pub fn slots(paragraphs: &[Paragraph]) -> Vec<Slot<'_>> {
    let numbered = paragraphs.iter().enumerate();
    let slots = numbered.flat_map(|(paragraph, Paragraph { lines, .. })| {
        lines.iter().map(move |line| Slot {
            paragraph,
            line: line.as_bytes(),
            taken_by: None,
        })
    });
    slots.collect()
}

/// Each of these printed lines takes the first free slot of its text. Returns
/// the lines for which there is none.
pub fn fill(slots: &mut [Slot], lines: Vec<usize>, printed: &[Text]) -> Vec<usize> {
    let mut free: HashMap<&[u8], VecDeque<&mut Slot>> = HashMap::new();
    for slot in slots {
        free.entry(slot.line).or_default().push_back(slot);
    }
    let mut extra = Vec::new();
    for index in lines {
        let slots = free.get_mut(printed[index].as_slice());
        match slots.and_then(VecDeque::pop_front) {
            Some(slot) => slot.taken_by = Some(index),
            None => extra.push(index),
        }
    }
    extra
}
