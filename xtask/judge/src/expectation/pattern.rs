//! A line that may vary: `[*]` is any text, `[*name]` a word that is the same
//! wherever the name stands.

use std::collections::{BTreeMap, BTreeSet};

/// A line as it is expected.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pattern {
    /// As it is written, without what makes a mark plain text.
    pub text: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Piece {
    /// This text.
    Text(String),
    /// Any text, but not none.
    Any,
    /// A whole word, by its name.
    Word(String),
}

/// How a varying part begins.
const MARK: &str = "[*";

/// The words that names stand for.
pub type Words = BTreeMap<String, String>;

impl Pattern {
    /// A line of which nothing varies, whatever stands in it.
    #[must_use]
    pub fn of_text(text: &str) -> Pattern {
        Pattern {
            text: text.to_string(),
            pieces: vec![Piece::Text(text.to_string())],
        }
    }

    /// Reads a line. Before a mark, `\` makes it plain text.
    ///
    /// # Errors
    /// What is wrong with the line, and what would be right.
    pub fn parse(line: &str) -> Result<Pattern, (String, &'static str)> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut plain = String::new();
        let mut rest = line;
        while let Some(at) = rest.find(MARK) {
            let (before, mark) = rest.split_at(at);
            if let Some(before) = before.strip_suffix('\\') {
                plain.push_str(before);
                plain.push_str(MARK);
                rest = &mark[MARK.len()..];
                continue;
            }
            plain.push_str(before);
            let end = mark
                .find(']')
                .filter(|&end| is_name(&mark[MARK.len()..end]));
            let Some(end) = end else {
                let problem = format!("`{mark}` begins like a part that varies");
                return Err((problem, "write `[*]`, `[*name]`, or `\\[*` for the text"));
            };
            let name = &mark[MARK.len()..end];
            rest = &mark[end + 1..];
            let touches =
                plain.is_empty() && matches!(pieces.last(), Some(Piece::Any | Piece::Word(_)));
            if touches || (name.is_empty() && rest.starts_with(MARK)) {
                let problem = format!("in `{line}`, nothing stands between two parts that vary");
                return Err((problem, "write one `[*]`, or text between them"));
            }
            if !name.is_empty() && (plain.ends_with(is_of_word) || rest.starts_with(is_of_word)) {
                let problem = format!("`[*{name}]` touches a letter or a digit");
                return Err((
                    problem,
                    "a name stands for a whole word; write `[*]` for a part",
                ));
            }
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(match name {
                "" => Piece::Any,
                name => Piece::Word(name.to_string()),
            });
        }
        plain.push_str(rest);
        if !plain.is_empty() || pieces.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Pattern {
            text: line.replace("\\[*", MARK),
            pieces,
        })
    }

    /// As it is written: [`Pattern::parse`] reads it back.
    #[must_use]
    pub fn written(&self) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.replace(MARK, "\\[*"),
            Piece::Any => "[*]".to_string(),
            Piece::Word(name) => format!("[*{name}]"),
        });
        pieces.collect()
    }

    /// The text, if nothing of it varies.
    pub fn plain(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The names in it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Word(name) => Some(name.as_str()),
            Piece::Text(_) | Piece::Any => None,
        })
    }

    /// Whether a printed line may be this one, whatever its names stand for.
    pub fn matches(&self, line: &str) -> bool {
        // Most lines are told apart by how they begin and end.
        let begins = match self.pieces.first() {
            Some(Piece::Text(text)) => line.starts_with(text.as_str()),
            _ => true,
        };
        let ends = match self.pieces.last() {
            Some(Piece::Text(text)) => line.ends_with(text.as_str()),
            _ => true,
        };
        begins
            && ends
            && match self.plain() {
                Some(text) => text == line,
                None => self.reaches(line)[0].contains(&0),
            }
    }

    /// What its names stand for in a line that it matches. Where that could be
    /// several words, it is the first.
    pub fn words(&self, line: &str) -> Words {
        let reaches = self.reaches(line);
        let (mut words, mut at) = (Words::new(), 0);
        for (piece, ends) in self.pieces.iter().zip(&reaches[1..]) {
            let Some(&end) = steps(piece, line, at).iter().find(|end| ends.contains(end)) else {
                break;
            };
            if let Piece::Word(name) = piece {
                words
                    .entry(name.clone())
                    .or_insert_with(|| line[at..end].to_string());
            }
            at = end;
        }
        words
    }

    /// For each piece, and for the end, from where on it and all after it match
    /// the rest of the line.
    fn reaches(&self, line: &str) -> Vec<BTreeSet<usize>> {
        let mut reaches = vec![BTreeSet::from([line.len()])];
        for piece in self.pieces.iter().rev() {
            let ends: &BTreeSet<usize> = &reaches[reaches.len() - 1];
            let starts = match piece {
                // Any end after it will do.
                Piece::Any => {
                    let last = ends.last().copied().unwrap_or_default();
                    boundaries(line).filter(|&start| start < last).collect()
                }
                Piece::Text(text) => {
                    let starts = ends.iter().filter_map(|end| end.checked_sub(text.len()));
                    starts
                        .filter(|&start| {
                            line.is_char_boundary(start) && line[start..].starts_with(text.as_str())
                        })
                        .collect()
                }
                Piece::Word(_) => {
                    let leads = |start: &usize| {
                        steps(piece, line, *start)
                            .iter()
                            .any(|end| ends.contains(end))
                    };
                    boundaries(line).filter(leads).collect()
                }
            };
            reaches.push(starts);
        }
        reaches.reverse();
        reaches
    }

    /// Whether some line could be both.
    pub fn may_be(&self, other: &Pattern) -> bool {
        match (self.plain(), other.plain()) {
            (Some(own), Some(other)) => own == other,
            (Some(own), None) => other.matches(own),
            (None, Some(other)) => self.matches(other),
            (None, None) => meet(&self.units(), &other.units()),
        }
    }

    /// Its characters, and what stands for several.
    fn units(&self) -> Vec<Unit> {
        let units = self.pieces.iter().flat_map(|piece| match piece {
            Piece::Text(text) => text.chars().map(Unit::One).collect(),
            Piece::Any | Piece::Word(_) => vec![Unit::AnyOne, Unit::Many],
        });
        units.collect()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Unit {
    One(char),
    AnyOne,
    Many,
}

/// Whether both can be the same text.
fn meet(a: &[Unit], b: &[Unit]) -> bool {
    // Which rests of `b` may be the same as the rest of `a`, from the back.
    let mut row: Vec<bool> = vec![false; b.len() + 1];
    for at in (0..=a.len()).rev() {
        let below = std::mem::replace(&mut row, vec![false; b.len() + 1]);
        for to in (0..=b.len()).rev() {
            let (first, second) = (a.get(at), b.get(to));
            row[to] = match (first, second) {
                (None, None) => true,
                (Some(Unit::Many), _) if below[to] => true,
                (_, Some(Unit::Many)) if row[to + 1] => true,
                (Some(Unit::Many), Some(_)) => row[to + 1],
                (Some(_), Some(Unit::Many)) => below[to],
                (Some(Unit::One(one)), Some(Unit::One(other))) => one == other && below[to + 1],
                (Some(_), Some(_)) => below[to + 1],
                _ => false,
            };
        }
    }
    row[0]
}

/// Where a piece that begins at `start` can end.
fn steps(piece: &Piece, line: &str, start: usize) -> Vec<usize> {
    let rest = &line[start..];
    match piece {
        Piece::Text(text) if rest.starts_with(text.as_str()) => vec![start + text.len()],
        Piece::Text(_) => Vec::new(),
        Piece::Any => boundaries(rest).skip(1).map(|end| start + end).collect(),
        // A whole word: nothing of it stands before or after.
        Piece::Word(_) if line[..start].ends_with(is_of_word) => Vec::new(),
        Piece::Word(_) => {
            let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
            Some(start + end).filter(|_| end > 0).into_iter().collect()
        }
    }
}

fn boundaries(text: &str) -> impl Iterator<Item = usize> {
    let starts = text.char_indices().map(|(at, _)| at);
    starts.chain([text.len()])
}

/// What words are made of.
pub(crate) fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_name(name: &str) -> bool {
    name.chars().all(|c| is_of_word(c) || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(line: &str) -> Pattern {
        Pattern::parse(line).expect(line)
    }

    #[test]
    fn a_varying_line_matches() {
        let cases = [
            ("a", "a", true),
            ("a", "ab", false),
            ("", "", true),
            ("[*]", "x y", true),
            ("[*]", "", false),
            ("took [*] s", "took 0.51 s", true),
            ("took [*] s", "took  s", false),
            ("[*]: [*]", "12:30: done: x", true),
            ("a[*]a", "aa", false),
            ("a[*]a", "aaa", true),
            ("pid [*p]", "pid 17", true),
            ("pid [*p]", "pid 17 18", false),
            ("([*p], [*])", "(17, x)", true),
            (r"\[*] x", "[*] x", true),
            (r"a \[*b [*]", "a [*b c", true),
            ("é[*]é", "éxé", true),
        ];
        for (expected, line, matches) in cases {
            assert_eq!(
                pattern(expected).matches(line),
                matches,
                "{expected}: {line}"
            );
        }
    }

    #[test]
    fn a_name_is_the_first_word_that_it_can_be() {
        let cases = [
            (
                "I am [*child] (wc: [*child])",
                "I am 18 (wc: 18)",
                "child=18",
            ),
            ("[*a] and [*b]", "x and y_1", "a=x b=y_1"),
            ("[*] [*a] [*]", "x 1 2 y", "a=1"),
            ("none [*]", "none x", ""),
        ];
        for (expected, line, words) in cases {
            let found = pattern(expected).words(line);
            let shown: Vec<String> = found.iter().map(|(n, w)| format!("{n}={w}")).collect();
            assert_eq!(shown.join(" "), words, "{expected}: {line}");
        }
    }

    #[test]
    fn two_lines_that_may_be_the_same_are_known() {
        let cases = [
            ("a", "a", true),
            ("a", "b", false),
            ("A [*]", "B [*]", false),
            ("A [*]", "[*] A", true),
            ("[*] starts", "[*] ends", false),
            ("[*a] starts", "[*b] starts", true),
            ("a[*]", "a", false),
            ("a[*]", "ab", true),
            ("[*]x[*]", "y[*]y", true),
            ("x[*]", "[*]y[*]z", true),
            ("x[*]a", "x[*]b", false),
        ];
        for (one, other, meet) in cases {
            assert_eq!(pattern(one).may_be(&pattern(other)), meet, "{one}: {other}");
            assert_eq!(pattern(other).may_be(&pattern(one)), meet, "{other}: {one}");
        }
    }

    #[test]
    fn what_can_vary_in_no_way_is_refused() {
        for line in [
            "[*", "[* x]", "[*a", "[*][*]", "[*][*a]", "[*a][*]", "x[*a]", "[*a]1",
        ] {
            assert!(Pattern::parse(line).is_err(), "{line}");
        }
    }
}
