//! Which printed line satisfies which expected line.

use crate::expectation::Paragraph;
use std::collections::{BTreeSet, HashMap};

/// For each paragraph, the printed lines that satisfy its lines, by their index
/// and in the order in which they came; `None` if the lines are not what the
/// paragraphs ask for, each matched exactly once.
///
/// `...` takes as few lines as the rest allows.
pub fn assign(paragraphs: &[Paragraph], printed: &[&[u8]]) -> Option<Vec<Vec<usize>>> {
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
fn shortest_end(paragraph: &Paragraph, printed: &[&[u8]], beginning: usize) -> Option<usize> {
    let taken = take(paragraph, printed, beginning, printed.len());
    if taken.len() < paragraph.lines.len() {
        return None;
    }
    Some(taken.last().map_or(beginning, |last| last + 1))
}

/// Takes each line of the paragraph where it comes first; if the paragraph is
/// not open, up to the first line that is not its own.
fn take(paragraph: &Paragraph, printed: &[&[u8]], beginning: usize, end: usize) -> Vec<usize> {
    let mut missing: HashMap<&[u8], usize> = HashMap::new();
    for line in &paragraph.lines {
        *missing.entry(line.as_bytes()).or_default() += 1;
    }
    let mut taken = Vec::new();
    for (index, line) in printed.iter().enumerate().take(end).skip(beginning) {
        match missing.get_mut(line) {
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
            let printed: Vec<&[u8]> = came.split_whitespace().map(str::as_bytes).collect();
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
