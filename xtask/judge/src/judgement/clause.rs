//! The clauses of an expectation: what each asks for, and what was seen of it.

use crate::expectation::{AtOnce, ExpectedCounts, ExpectedWriters, Gap, Paragraph};
use observer::Counts;
use observer::seconds;
use serde::{Serialize, Serializer};
use std::time::Duration;

/// One thing that an expectation asks for. `seen` is `None` where nothing was
/// seen that could be held against it. Paragraphs and printed lines are told by
/// their index.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "clause", rename_all = "kebab-case")]
pub enum Clause {
    /// A line is printed.
    Line {
        /// The paragraph in which it stands.
        paragraph: usize,
        /// The line.
        expected: String,
        /// The printed line that is taken for it.
        seen: Option<usize>,
    },
    /// The lines of a paragraph come after those above it.
    Order {
        /// The paragraph.
        paragraph: usize,
        /// How its lines may come.
        expected: Arrangement,
        /// The printed lines that satisfy it, in the order in which they came.
        seen: Option<Vec<usize>>,
    },
    /// The lines of a paragraph come so long after those of the timed one above.
    Time {
        /// The paragraph.
        paragraph: usize,
        /// Which times pass.
        expected: Gap,
        /// Which of its lines came how long after which.
        seen: Option<Vec<Interval>>,
    },
    /// So many processes and threads exist before the lines of a paragraph.
    Count {
        /// The paragraph; `None` for the whole run.
        paragraph: Option<usize>,
        /// Which numbers pass.
        expected: ExpectedCounts,
        /// The most at one moment.
        seen: Option<Counts>,
    },
    /// Of something, so much goes on at once and no more.
    AtOnce {
        /// What passes.
        expected: AtOnce,
        /// The most that was seen.
        seen: usize,
    },
    /// So many threads or processes write.
    Writers {
        /// The paragraph; `None` for the whole run.
        paragraph: Option<usize>,
        /// How many, and whose lines bear which name.
        expected: ExpectedWriters,
        /// The lines that it is about, in groups.
        seen: Option<Vec<Written>>,
    },
}

/// A line, and who wrote it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Written {
    /// The name that it bears, where names are expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The printed line, by its index.
    pub line: usize,
    /// The name of the thread that wrote it, or of that thread's process.
    pub writer: String,
    /// The same, by its index among the threads that were seen: of a process,
    /// its first.
    #[serde(skip)]
    pub worker: usize,
}

/// How the lines of a paragraph may come.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arrangement {
    /// There is one.
    Alone,
    /// Each after the one before it in its sequence; those of different sequences
    /// in any order.
    InOrder,
    /// In any order.
    AnyOrder,
    /// In any order, with other lines among them.
    AmongOthers,
}

/// From one printed line to another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The earlier one, by its index; `None` for the program's start.
    pub since: Option<usize>,
    /// The later one.
    pub line: usize,
    /// The time between them.
    #[serde(rename = "time_s", serialize_with = "seconds::serialize")]
    pub time: Duration,
    /// What the machine surely withheld meanwhile; `None` if nobody knows.
    #[serde(
        rename = "withheld_s",
        skip_serializing_if = "Option::is_none",
        serialize_with = "serialize_known"
    )]
    pub withheld: Option<Duration>,
}

impl Arrangement {
    /// How the lines of this paragraph may come.
    pub fn of(paragraph: &Paragraph) -> Arrangement {
        let in_order = paragraph.lines.iter().any(|line| line.sequence.is_some());
        match (paragraph.open, paragraph.lines.len()) {
            (true, _) => Arrangement::AmongOthers,
            (false, 1) => Arrangement::Alone,
            (false, _) if in_order => Arrangement::InOrder,
            (false, _) => Arrangement::AnyOrder,
        }
    }
}

fn serialize_known<S: Serializer>(time: &Option<Duration>, to: S) -> Result<S::Ok, S::Error> {
    time.map(seconds::seconds).serialize(to)
}
