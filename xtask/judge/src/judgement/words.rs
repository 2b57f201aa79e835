//! Words that names stand for: the same wherever a name stands, and another one
//! for each name.

use super::finding::{Fault, Finding};
use super::matching::Matched;
use crate::expectation::pattern::Words;

/// The first printed line whose words are others than those before.
pub fn judge(matched: &Matched) -> Vec<Finding> {
    if matched.assigned.is_none() {
        return Vec::new();
    }
    let slots = matched.slots.iter();
    let mut named: Vec<(usize, Words)> = slots
        .filter_map(|slot| {
            let line = slot.taken_by?;
            let text = String::from_utf8_lossy(&matched.printed[line]);
            let words = slot.expected.pattern.words(&text);
            (!words.is_empty()).then_some((line, words))
        })
        .collect();
    named.sort_unstable_by_key(|(line, _)| *line);

    let mut known: Vec<(String, String, usize)> = Vec::new();
    for (line, words) in named {
        for (name, word) in words {
            let same_name = known.iter().find(|(other, ..)| *other == name);
            let same_word = known.iter().find(|(_, other, _)| *other == word);
            match (same_name, same_word) {
                (Some((_, before, at)), _) if *before != word => {
                    return vec![Finding::Fault(Fault::OtherWord {
                        name,
                        words: [before.clone(), word],
                        lines: [matched.line(*at), matched.line(line)],
                    })];
                }
                (None, Some((other, ..))) => {
                    return vec![Finding::Fault(Fault::SameWord {
                        names: [other.clone(), name],
                        word,
                        line: matched.line(line),
                    })];
                }
                (Some(_), _) => {}
                (None, None) => known.push((name, word, line)),
            }
        }
    }
    Vec::new()
}
