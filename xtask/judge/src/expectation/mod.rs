//! What a program must show: its lines, their order and times, its technique.

mod file;
pub mod notation;

pub use file::Expected;

use std::fmt;
use std::time::Duration;

/// What a program must show. It has at least one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    pub paragraphs: Vec<Paragraph>,
}

/// Lines that may come in any order, all of them after those of the paragraph
/// before and before those of the paragraph after.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    pub lines: Vec<String>,
    /// `...`: any other lines may come among them.
    pub open: bool,
    pub when: When,
    /// What is seen from outside between the paragraph before and this one.
    pub census: Option<Census>,
}

/// When the lines of a paragraph come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum When {
    #[default]
    Untimed,
    /// `[0s]`: from here the next time counts.
    Origin,
    /// So long after the last paragraph with a time.
    After(Gap),
}

/// The shortest and the longest gap that pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    pub shortest: Duration,
    pub longest: Duration,
}

/// The most processes at one moment, and the most threads at one moment in all
/// of them together. At least one of the two is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Census {
    pub processes: Option<Count>,
    pub threads: Option<Count>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Count {
    Exactly(usize),
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

impl Count {
    pub fn admits(self, number: usize) -> bool {
        match self {
            Count::Exactly(wanted) => number == wanted,
            Count::AtLeast(wanted) => number >= wanted,
        }
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

impl fmt::Display for Census {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let part = |count: Option<Count>, one: &str, many: &str| match count? {
            Count::Exactly(1) => Some(format!("1 {one}")),
            Count::Exactly(number) => Some(format!("{number} {many}")),
            Count::AtLeast(1) => Some(format!("at least 1 {one}")),
            Count::AtLeast(number) => Some(format!("at least {number} {many}")),
        };
        let parts = [
            part(self.processes, "process", "processes"),
            part(self.threads, "thread", "threads"),
        ];
        write!(
            f,
            "{}",
            parts
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" with ")
        )
    }
}
