//! Which printed lines belong to which paragraph.
//!
//! Lines are numbers here: what stands for the same text is the same number. In a
//! paragraph each printed line has one meaning, so nothing is searched, but where
//! sequences share a line: then all their positions are followed at once.

use std::collections::{BTreeMap, BTreeSet};

/// A paragraph.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Lines in any order: how often each must come, and how often it may.
    pub free: BTreeMap<usize, (usize, usize)>,
    /// Lines each after the one before; those of different sequences in any order.
    pub sequences: Vec<Vec<Step>>,
    /// Any other lines may come among them.
    pub open: bool,
}

impl Block {
    /// Whether it takes a number of lines that is known before, in any order.
    fn is_exact(&self) -> bool {
        let mut free = self.free.values();
        !self.open && self.sequences.is_empty() && free.all(|(least, most)| least == most)
    }

    /// The fewest lines that it takes, but for its sequences.
    fn length(&self) -> usize {
        self.free.values().map(|(least, _)| least).sum()
    }
}

/// A line of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The line.
    pub line: usize,
    /// It may be missing.
    pub optional: bool,
}

/// How far a paragraph has come.
struct Progress<'a> {
    block: &'a Block,
    free: BTreeMap<usize, usize>,
    /// How many of the free lines must come yet.
    lacking: usize,
    /// For each way to take the lines so far: how far each sequence has come.
    positions: BTreeSet<Vec<usize>>,
}

impl<'a> Progress<'a> {
    fn of(block: &'a Block) -> Progress<'a> {
        Progress {
            block,
            free: BTreeMap::new(),
            lacking: block.length(),
            positions: BTreeSet::from([vec![0; block.sequences.len()]]),
        }
    }

    /// Takes a printed line that may be any of these, if it belongs here.
    fn take(&mut self, line: &[usize]) -> bool {
        for &meaning in line {
            if let Some(&(least, most)) = self.block.free.get(&meaning) {
                let count = self.free.entry(meaning).or_default();
                if *count < most {
                    *count += 1;
                    self.lacking -= usize::from(*count <= least);
                    return true;
                }
            }
            let next = self.advanced(meaning);
            if !next.is_empty() {
                self.positions = next;
                return true;
            }
        }
        false
    }

    /// Each way in which one of the sequences takes this line.
    fn advanced(&self, line: usize) -> BTreeSet<Vec<usize>> {
        let mut all = BTreeSet::new();
        for positions in &self.positions {
            for (sequence, steps) in self.block.sequences.iter().enumerate() {
                let rest = &steps[positions[sequence]..];
                let reachable = 1 + rest.iter().take_while(|step| step.optional).count();
                let found = rest
                    .iter()
                    .take(reachable)
                    .position(|step| step.line == line);
                if let Some(found) = found {
                    let mut next = positions.clone();
                    next[sequence] += found + 1;
                    all.insert(next);
                }
            }
        }
        all
    }

    /// Whether all that must come has come.
    fn is_complete(&self) -> bool {
        let is_over = |positions: &Vec<usize>| {
            let mut both = self.block.sequences.iter().zip(positions);
            both.all(|(steps, &position)| steps[position..].iter().all(|step| step.optional))
        };
        self.lacking == 0 && self.positions.iter().any(is_over)
    }
}

/// For each paragraph, the printed lines that are its own, by their index and in
/// the order in which they came; `None` if the lines are not what the paragraphs
/// ask for. Of each printed line it is known which lines it may be.
///
/// Where any other lines may come, as few of them do as the rest allows.
pub fn align(blocks: &[Block], printed: &[Vec<usize>]) -> Option<Vec<Vec<usize>>> {
    let is_plain = printed.iter().all(|line| line.len() <= 1);
    // Where each paragraph can begin, if those before it took all lines before; in
    // ascending order.
    let mut beginnings = vec![vec![0]];
    for (number, block) in blocks.iter().enumerate() {
        let begins = &beginnings[number];
        let next = if block.open {
            // Whoever begins first can end first, and anywhere after that.
            let end = begins.first().and_then(|&first| end(block, printed, first));
            end.map_or_else(Vec::new, |end| (end..=printed.len()).collect())
        } else {
            ends(block, printed, begins, is_plain)
        };
        beginnings.push(next);
    }
    if beginnings[blocks.len()].last() != Some(&printed.len()) {
        return None;
    }
    // Back from the end: where each began.
    let mut aligned = Vec::new();
    let mut to = printed.len();
    for (number, block) in blocks.iter().enumerate().rev() {
        let mut begins = beginnings[number].iter();
        let begin = match block.open {
            true => *begins.next()?,
            false if block.is_exact() => to - block.length(),
            false => *begins.find(|&&begin| end(block, printed, begin) == Some(to))?,
        };
        let (taken, _) = taken(block, &printed[..to], begin);
        aligned.push(taken);
        to = begin;
    }
    aligned.reverse();
    Some(aligned)
}

/// Where a paragraph can end, for all the places where it can begin. `is_plain`:
/// each printed line has one meaning at most.
fn ends(block: &Block, printed: &[Vec<usize>], begins: &[usize], is_plain: bool) -> Vec<usize> {
    if !block.is_exact() || !is_plain {
        let ends = begins.iter();
        let ends = ends.filter_map(|&begin| end(block, printed, begin));
        return ends.collect::<BTreeSet<usize>>().into_iter().collect();
    }
    // One window goes over all lines, so that each is looked at twice, however
    // many beginnings there are.
    let length = block.length();
    let (Some(&first), Some(&last)) = (begins.first(), begins.last()) else {
        return Vec::new();
    };
    let mut begins = begins.iter().peekable();
    let mut counts: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    counts.extend(
        block
            .free
            .iter()
            .map(|(&line, &(most, _))| (line, (0, most))),
    );
    // How many lines of the window are not of the paragraph, or too many.
    let mut strange = 0;
    let mut ends = Vec::new();
    for to in first..=printed.len().min(last + length) {
        if to > first {
            match printed[to - 1]
                .first()
                .and_then(|line| counts.get_mut(line))
            {
                Some((count, most)) => {
                    *count += 1;
                    strange += usize::from(*count > *most);
                }
                None => strange += 1,
            }
        }
        if to > first + length {
            let out = &printed[to - 1 - length];
            match out.first().and_then(|line| counts.get_mut(line)) {
                Some((count, most)) => {
                    strange -= usize::from(*count > *most);
                    *count -= 1;
                }
                None => strange -= 1,
            }
        }
        let is_begin = begins.next_if(|&&begin| begin + length == to).is_some();
        if is_begin && strange == 0 {
            ends.push(to);
        }
    }
    ends
}

/// Where a paragraph ends that begins there: all of its lines have come, and
/// those that may come as often as they do.
fn end(block: &Block, printed: &[Vec<usize>], begin: usize) -> Option<usize> {
    let (taken, complete) = taken(block, printed, begin);
    complete.then(|| taken.last().map_or(begin, |last| last + 1))
}

/// The lines that a paragraph takes from there on, and whether it has all.
fn taken(block: &Block, printed: &[Vec<usize>], begin: usize) -> (Vec<usize>, bool) {
    let mut progress = Progress::of(block);
    let mut taken = Vec::new();
    for (index, line) in printed.iter().enumerate().skip(begin) {
        if block.open && progress.is_complete() {
            break;
        }
        if progress.take(line) {
            taken.push(index);
        } else if !block.open {
            break;
        }
    }
    (taken, progress.is_complete())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `ab>cd>c|e+ .`: `a` and `b` in any order beside two sequences; then `e`,
    /// once or twice, among other lines. A letter is a line.
    fn blocks(text: &str) -> Vec<Block> {
        let number = |c: char| c as usize;
        let block = |text: &str| {
            let mut parts = text.trim_end_matches('.').split('>');
            let mut block = Block {
                open: text.ends_with('.'),
                ..Block::default()
            };
            let free: Vec<char> = parts.next().unwrap_or_default().trim().chars().collect();
            for (index, &c) in free.iter().enumerate().filter(|(_, c)| **c != '+') {
                let counts = block.free.entry(number(c)).or_default();
                counts.0 += 1;
                counts.1 += 1 + usize::from(free.get(index + 1) == Some(&'+'));
            }
            block.sequences = parts
                .map(|steps| {
                    let step = |c: char| Step {
                        line: number(c.to_ascii_lowercase()),
                        optional: c.is_uppercase(),
                    };
                    steps.trim().chars().map(step).collect()
                })
                .collect();
            block
        };
        text.split('|').map(block).collect()
    }

    fn lines(text: &str) -> Vec<Vec<usize>> {
        text.chars().map(|c| vec![c as usize]).collect()
    }

    fn shown(text: &str, came: &str) -> String {
        let Some(aligned) = align(&blocks(text), &lines(came)) else {
            return "-".to_string();
        };
        let show = |taken: &Vec<usize>| {
            taken
                .iter()
                .map(|&index| &came[index..=index])
                .collect::<String>()
        };
        aligned.iter().map(show).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn each_line_goes_to_its_paragraph() {
        let cases = [
            ("ab|c", "bac", "ba|c"),
            ("ab|c", "acb", "-"),
            ("a|ab", "aab", "a|ab"),
            (".|a", "aaa", "|a"),
            ("a|.", "aaa", "a|"),
            ("a.|b", "xayb", "a|b"),
            (".|a|.|ab|.", "xayazbab", "|a||ba|"),
            // Sequences beside each other, and beside free lines.
            (">ab>cd", "acbd", "acbd"),
            (">ab>cd", "bacd", "-"),
            ("x>ab", "axb", "axb"),
            // They share a line.
            (">ax>bx", "abxx", "abxx"),
            (">axa>bx", "axabx", "axabx"),
            (">axc>bxd", "bxdaxc", "bxdaxc"),
            (">axc>bxd", "bxcaxd", "-"),
            // As often as it comes.
            ("e+|f", "eef", "ee|f"),
            ("e+|f", "ef", "e|f"),
            ("e+|f", "eeef", "-"),
            (">aAb", "aab", "aab"),
            (">aAb", "ab", "ab"),
            (">aAb", "aaab", "-"),
        ];
        for (text, came, expected) in cases {
            assert_eq!(shown(text, came), expected, "{text}: {came}");
        }
    }

    /// The rules in their plainest form: each sequence takes its next line, or
    /// none does.
    fn interleaves(sequences: &[&str], came: &str) -> bool {
        let Some(first) = came.chars().next() else {
            return sequences.iter().all(|sequence| sequence.is_empty());
        };
        (0..sequences.len()).any(|index| {
            let mut rest = sequences.to_vec();
            match rest[index].strip_prefix(first) {
                Some(shorter) => {
                    rest[index] = shorter;
                    interleaves(&rest, &came[1..])
                }
                None => false,
            }
        })
    }

    proptest! {
        #[test]
        fn sequences_take_what_some_interleaving_of_them_is(
            sequences in prop::collection::vec("[ab]{0,3}", 1..=4),
            came in "[ab]{0,8}",
        ) {
            let text = format!(">{}", sequences.join(">"));
            let parts: Vec<&str> = sequences.iter().map(String::as_str).collect();
            prop_assert_eq!(align(&blocks(&text), &lines(&came)).is_some(), interleaves(&parts, &came));
        }
    }
}
