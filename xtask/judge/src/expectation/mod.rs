//! What a program must show: its lines, their order and times, its technique.

mod file;
pub mod notation;

pub use file::ExpectationFile;

use observer::Counts;
use observer::seconds;
use serde::Serialize;
use std::fmt;
use std::time::Duration;

/// What a program must show. It has at least one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// In the order in which their lines come.
    pub paragraphs: Vec<Paragraph>,
}

/// Lines that may come in any order, all of them after those of the paragraph
/// before and before those of the paragraph after.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// Each of them once; without line ends.
    pub lines: Vec<String>,
    /// `...`: any other lines may come among them.
    pub open: bool,
    /// The time above it.
    pub when: When,
    /// What is seen from outside between the paragraph before and this one.
    pub counts: Option<ExpectedCounts>,
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
    /// So does this.
    #[serde(rename = "longest_s", serialize_with = "seconds::serialize")]
    pub longest: Duration,
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

/// Which numbers are admitted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// This one alone.
    Exactly(usize),
    /// This one and all above it.
    AtLeast(usize),
}

impl Gap {
    /// A time passes from 0.95 of itself, since a clock may be read late, up to
    /// 1.5: two workers one after the other take 2.0, side by side 1.0, and this
    /// is half-way.
    pub fn around(time: Duration) -> Gap {
        Gap {
            shortest: time.mul_f64(0.95),
            longest: time.mul_f64(1.5),
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
        self.lines.windows(2).any(|pair| pair[0] != pair[1])
    }
}

impl Bound {
    /// Whether this number is among them.
    pub fn admits(self, number: usize) -> bool {
        match self {
            Bound::Exactly(wanted) => number == wanted,
            Bound::AtLeast(wanted) => number >= wanted,
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
    /// How long a program may run: as long as its longest gaps take together
    /// (1.5 times what they should), and ten seconds for its start and end on a
    /// busy machine.
    pub fn deadline(&self) -> Duration {
        let gaps = self.paragraphs.iter().filter_map(Paragraph::gap);
        gaps.map(|gap| gap.longest).sum::<Duration>() + Duration::from_secs(10)
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
        let part = |bound: Option<Bound>, one: &str, many: &str| {
            let (least, number) = match bound? {
                Bound::Exactly(number) => ("", number),
                Bound::AtLeast(number) => ("at least ", number),
            };
            let noun = if number == 1 { one } else { many };
            Some(format!("{least}{number} {noun}"))
        };
        let processes = part(self.processes, "process", "processes");
        let threads = part(self.threads, "thread", "threads");
        let parts: Vec<String> = processes.into_iter().chain(threads).collect();
        f.write_str(&parts.join(" with "))
    }
}
