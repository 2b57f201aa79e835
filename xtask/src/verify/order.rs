//! Which printed line satisfies which expected line.

use super::expectation::Paragraph;

/// For each paragraph, the printed lines that satisfy its lines, by their index
/// and in the order in which they came; `None` if the lines are not what the
/// paragraphs ask for, each matched exactly once.
///
/// `...` takes as few lines as the rest allows.
pub fn assign(paragraphs: &[Paragraph], printed: &[&[u8]]) -> Option<Vec<Vec<usize>>> {
    // From the end: can the paragraphs from this one on take exactly the lines
    // from this one on?
    let mut can = vec![vec![false; printed.len() + 1]; paragraphs.len() + 1];
    can[paragraphs.len()][printed.len()] = true;
    for (number, paragraph) in paragraphs.iter().enumerate().rev() {
        let last = can[number + 1].iter().rposition(|&can| can);
        for start in 0..=printed.len() {
            can[number][start] = match shortest_end(paragraph, printed, start) {
                Some(end) if paragraph.open => last.is_some_and(|last| end <= last),
                Some(end) => can[number + 1][end],
                None => false,
            };
        }
    }

    let mut assigned = Vec::new();
    let mut start = 0;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        if !can[number][start] {
            return None;
        }
        let mut end = shortest_end(paragraph, printed, start)?;
        while !can[number + 1][end] {
            end += 1;
        }
        assigned.push(take(paragraph, printed, start, end));
        start = end;
    }
    (start == printed.len()).then_some(assigned)
}

/// The end of the fewest lines from `start` on that satisfy the paragraph.
fn shortest_end(paragraph: &Paragraph, printed: &[&[u8]], start: usize) -> Option<usize> {
    let mut missing: Vec<&[u8]> = paragraph.lines.iter().map(String::as_bytes).collect();
    let mut end = start;
    while !missing.is_empty() {
        let next = printed.get(end)?;
        match missing.iter().position(|line| line == next) {
            Some(index) => drop(missing.swap_remove(index)),
            None if paragraph.open => {}
            None => return None,
        }
        end += 1;
    }
    Some(end)
}

fn take(paragraph: &Paragraph, printed: &[&[u8]], start: usize, end: usize) -> Vec<usize> {
    let mut missing: Vec<&[u8]> = paragraph.lines.iter().map(String::as_bytes).collect();
    let mut taken = Vec::new();
    for (index, next) in printed.iter().enumerate().take(end).skip(start) {
        if let Some(line) = missing.iter().position(|line| line == next) {
            missing.swap_remove(line);
            taken.push(index);
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::super::notation;
    use super::*;

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
