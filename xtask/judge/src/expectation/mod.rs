//! What a program must show: its lines, their order and times, its technique.
//!
//! | file | idea |
//! | --- | --- |
//! | `notation.rs` | how it is written, line by line |
//! | `mark.rs` | what may stand in brackets |
//! | `check.rs` | whether it makes sense as a whole |
//! | `mistake.rs` | what is wrong with it |
//! | `pattern.rs` | a line that may vary |
//! | `writing.rs` | an expectation as text |
//! | `file.rs` | where it is read from |

mod check;
mod file;
mod mark;
mod mistake;
pub mod notation;
pub mod pattern;
mod writing;

pub use file::ExpectationFile;
pub use pattern::Pattern;
pub use writing::write;

use observer::Counts;
use observer::seconds;
use serde::Serialize;
use std::fmt;
use std::time::Duration;

/// What a program must show. It has at least one line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expectation {
    /// In the order in which their lines come.
    pub paragraphs: Vec<Paragraph>,
    /// `[start]`: the first time counts from the program's start.
    pub from_start: bool,
    /// What is seen from outside in the whole run.
    pub counts: Option<ExpectedCounts>,
    /// Who writes in the whole run.
    pub writers: Option<ExpectedWriters>,
    /// What is never more than so often at once.
    pub at_once: Vec<AtOnce>,
}

/// `[2 at once: A .. B]`: of the lines that have the word A, at most so many have
/// come without a line that has the word B. So a lock, a semaphore, a pool and a
/// bounded channel are seen to do what they are for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AtOnce {
    /// The most.
    pub most: usize,
    /// The word of a line that begins something.
    pub begin: String,
    /// The word of a line that ends it.
    pub end: String,
}

/// A line of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpectedLine {
    /// What it says.
    pub pattern: Pattern,
    /// `[in order]`: the sequence in which it stands, by its index in the
    /// paragraph; each of its lines comes after the one before.
    pub sequence: Option<usize>,
    /// It may be missing: `[2..5 times]` admits it.
    pub optional: bool,
    /// How long after the line before it in its sequence.
    pub gap: Option<Gap>,
}

/// Lines that may come in any order, all of them after those of the paragraph
/// before and before those of the paragraph after.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// Each of them once; without line ends. Those of one sequence stand together,
    /// in their order.
    pub lines: Vec<ExpectedLine>,
    /// `...`: any other lines may come among them.
    pub open: bool,
    /// The time above it.
    pub when: When,
    /// What is seen from outside between the paragraph before and this one.
    pub counts: Option<ExpectedCounts>,
    /// Who writes.
    pub writers: Option<ExpectedWriters>,
}

/// When the lines of a paragraph come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum When {
    /// At any time.
    #[default]
    Untimed,
    /// `[0s]`: from here the next time counts.
    Origin,
    /// So long after the last paragraph with a time.
    After(Gap),
}

/// The shortest and the longest gap that pass.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// It passes itself.
    #[serde(rename = "shortest_s", serialize_with = "seconds::serialize")]
    pub shortest: Duration,
    /// So does this, and what the machine withheld on top.
    #[serde(rename = "longest_s", serialize_with = "seconds::serialize")]
    pub longest: Duration,
    /// So does this, where nobody knows what the machine withheld.
    #[serde(skip)]
    pub loosest: Duration,
}

/// The most processes at one moment, and the most threads at one moment in all
/// of them together. At least one of the two is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ExpectedCounts {
    /// Processes, the program itself among them.
    pub processes: Option<Bound>,
    /// Threads, the main thread of each process among them.
    pub threads: Option<Bound>,
}

/// How many threads, or processes, write: the lines of the paragraph before and
/// of this one; or, where there are names, all lines that bear one as a word, each
/// name's by another worker.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExpectedWriters {
    /// What counts as a worker.
    pub worker: Worker,
    /// How many: of names, as many as there are.
    pub number: Bound,
    /// The names; empty where the paragraphs count.
    pub names: Vec<String>,
}

/// Who writes a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Worker {
    /// A thread.
    Thread,
    /// A process, whichever of its threads it is.
    Process,
}

/// Which numbers are admitted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// This one alone.
    Exactly(usize),
    /// This one and all above it.
    AtLeast(usize),
    /// This one and all below it.
    AtMost(usize),
}

/// So many times as long as it should be, any gap may be.
const LATE: f64 = 1.05;

/// So many times as long as it should be, any gap is at least.
const EARLY: f64 = 0.95;

impl Gap {
    /// A time passes from 0.95 of itself, since a clock may be read late, up to
    /// 1.05; where nobody knows what the machine withheld, up to 1.5: two workers
    /// one after the other take 2.0, side by side 1.0, and this is half-way.
    pub fn around(time: Duration) -> Gap {
        Gap {
            loosest: time.mul_f64(1.5),
            ..Gap::between(time, time)
        }
    }

    /// Both ends pass as a single time does.
    pub fn between(shortest: Duration, longest: Duration) -> Gap {
        let longest = longest.mul_f64(LATE);
        Gap {
            shortest: shortest.mul_f64(EARLY),
            longest,
            loosest: longest,
        }
    }

    /// The longest gap as it was written, without what passes on top.
    #[must_use]
    pub fn longest_meant(self) -> Duration {
        self.longest.div_f64(LATE)
    }

    /// The shortest gap as it was written.
    #[must_use]
    pub fn shortest_meant(self) -> Duration {
        self.shortest.div_f64(EARLY)
    }

    /// The gap that passes where nobody knows what the machine withheld.
    #[must_use]
    pub fn loose(self) -> Gap {
        Gap {
            longest: self.loosest,
            ..self
        }
    }
}

impl From<&str> for ExpectedLine {
    /// A line of this text, once and in any order.
    fn from(text: &str) -> ExpectedLine {
        Pattern::of_text(text).into()
    }
}

impl From<Pattern> for ExpectedLine {
    /// A line like this, once and in any order.
    fn from(pattern: Pattern) -> ExpectedLine {
        ExpectedLine {
            pattern,
            sequence: None,
            optional: false,
            gap: None,
        }
    }
}

impl Paragraph {
    /// The gap that its lines are judged by, if they are.
    pub fn gap(&self) -> Option<Gap> {
        match self.when {
            When::After(gap) => Some(gap),
            When::Origin | When::Untimed => None,
        }
    }

    /// Whether different lines may come in either order.
    pub fn is_undetermined(&self) -> bool {
        self.lines.windows(2).any(|pair| {
            let in_order = pair[0].sequence.is_some() && pair[0].sequence == pair[1].sequence;
            !in_order && pair[0].pattern != pair[1].pattern
        })
    }

    /// Whether a line is among those of this paragraph.
    pub fn has(&self, line: &str) -> bool {
        self.lines.iter().any(|own| own.pattern.matches(line))
    }
}

impl Bound {
    /// Whether this number is among them.
    pub fn admits(self, number: usize) -> bool {
        match self {
            Bound::Exactly(wanted) => number == wanted,
            Bound::AtLeast(wanted) => number >= wanted,
            Bound::AtMost(wanted) => number <= wanted,
        }
    }
}

impl Bound {
    /// What admits all of these numbers, if there are any: the one that they are, or
    /// the least of them and all above.
    #[must_use]
    pub fn of_numbers(numbers: impl Iterator<Item = usize> + Clone) -> Option<Bound> {
        let least = numbers.clone().min()?;
        Some(match numbers.max() == Some(least) {
            true => Bound::Exactly(least),
            false => Bound::AtLeast(least),
        })
    }

    /// The smallest of them.
    pub fn least(self) -> usize {
        match self {
            Bound::Exactly(number) | Bound::AtLeast(number) => number,
            Bound::AtMost(_) => 1,
        }
    }

    /// Such as `at least 2 threads`.
    fn of(self, one: &str, many: &str) -> String {
        let (least, number) = match self {
            Bound::Exactly(number) => ("", number),
            Bound::AtLeast(number) => ("at least ", number),
            Bound::AtMost(number) => ("at most ", number),
        };
        let noun = if number == 1 { one } else { many };
        format!("{least}{number} {noun}")
    }
}

impl ExpectedWriters {
    /// Which of the names a line bears, by their index.
    pub fn named_in(&self, line: &str) -> impl Iterator<Item = usize> {
        let names = self.names.iter().enumerate();
        names.filter_map(move |(index, name)| has_word(line, name).then_some(index))
    }
}

/// Whether the text has this word: what stands around it is no letter, digit or
/// underscore.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !before.ends_with(is_part) && !after.starts_with(is_part)
    })
}

impl fmt::Display for ExpectedWriters {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let number = match self.worker {
            Worker::Thread => self.number.of("thread writes", "threads write"),
            Worker::Process => self.number.of("process writes", "processes write"),
        };
        f.write_str(&number)?;
        match self.names.as_slice() {
            [] => Ok(()),
            names => write!(f, ": {}", names.join(", ")),
        }
    }
}

impl ExpectedCounts {
    /// Whether both numbers are as expected.
    pub fn admits(&self, seen: Counts) -> bool {
        let admits = |bound: Option<Bound>, number| bound.is_none_or(|bound| bound.admits(number));
        admits(self.processes, seen.processes) && admits(self.threads, seen.threads)
    }
}

impl Expectation {
    /// All times, those within sequences among them.
    pub fn gaps(&self) -> impl Iterator<Item = Gap> {
        self.paragraphs.iter().flat_map(|paragraph| {
            let in_sequences = paragraph.lines.iter().filter_map(|line| line.gap);
            paragraph.gap().into_iter().chain(in_sequences)
        })
    }

    /// How long a program takes at most: as long as its longest gaps take together
    /// (1.5 times what they should take). Its start and its end come on top.
    pub fn longest(&self) -> Duration {
        self.gaps().map(|gap| gap.loosest).sum()
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        // As few decimals as tell the limit, but at least one.
        let show = |limit: Duration| {
            let text = format!("{:.3}", limit.as_secs_f64());
            let kept = text.trim_end_matches('0');
            if kept.ends_with('.') {
                format!("{kept}0")
            } else {
                kept.to_string()
            }
        };
        write!(f, "{} to {} s", show(self.shortest), show(self.longest))
    }
}

impl fmt::Display for ExpectedCounts {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let processes = self.processes.map(|bound| bound.of("process", "processes"));
        let threads = self.threads.map(|bound| bound.of("thread", "threads"));
        let parts: Vec<String> = processes.into_iter().chain(threads).collect();
        f.write_str(&parts.join(" with "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_whole_word() {
        for text in [
            "Thread-1",
            "Starting Thread-1",
            "Thread-1: done",
            "(Thread-1)",
        ] {
            assert!(has_word(text, "Thread-1"), "{text}");
        }
        for text in [
            "Thread-10",
            "xThread-1",
            "Thread-2",
            "Thread-1_",
            "thread-1",
        ] {
            assert!(!has_word(text, "Thread-1"), "{text}");
        }
        assert!(has_word("Thread-10 after Thread-1", "Thread-1"));
    }
}
