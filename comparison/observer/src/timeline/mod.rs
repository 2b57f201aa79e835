//! What programs did over time, as plain data that can be drawn: for a terminal,
//! for a page, for a slide, for a trace viewer.
//!
//! | file | idea |
//! | --- | --- |
//! | `observed.rs` | the lanes of an observation: its threads, with their tasks and lines, and its counts |
//! | `lanes.rs` | what each thread used of a core, computed from the samples |
//! | `turns.rs` | when each thread ran, computed from samples that are close together |
//! | `rows.rs` | where the tasks of a lane are |
//! | `text.rs` | drawn with characters |
//! | `svg.rs` | drawn as a picture |
//! | `picture.rs` | a drawing, as a file and as a part of a page |
//! | `legend.rs` | what the parts of it stand for |
//! | `html/` | played on a page |
//! | `words.rs` | said in words |
//! | `trace.rs` | written for a trace viewer |
//! | `palette.rs` | the colours |

pub mod html;
pub mod lanes;
mod legend;
pub mod observed;
pub mod palette;
mod picture;
#[cfg(test)]
mod properties;
mod rows;
mod svg;
pub mod text;
mod trace;
pub mod turns;
mod words;

pub use picture::{Drawing, Picture};

use palette::{COUNT, Colour};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A picture of one program or of several.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// What is shown.
    pub title: String,
    /// What to see in it, in one sentence; may be empty.
    pub lead: String,
    /// From top to bottom, and from left to right. Those side by side have the
    /// same scale of time.
    pub panels: Vec<Vec<Panel>>,
}

/// Lanes over one axis of time: a program, or programs of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Its heading.
    pub title: String,
    /// The colour of the heading and of the bars.
    pub colour: Colour,
    /// From top to bottom.
    pub lanes: Vec<Lane>,
}

/// What one thread did, or how many there were. Times count from the beginning of
/// the axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// Whose it is; empty if it belongs to the lane above.
    pub name: String,
    /// The process of the thread, if it is one. Neighbours of one process stand in
    /// one frame.
    pub process: Option<u32>,
    /// What it used of a core, in the order of time. They do not overlap.
    pub slices: Vec<Slice>,
    /// What was under way in it, in the order in which that began. Coroutines overlap.
    pub tasks: Vec<Task>,
    /// In the order of time.
    pub marks: Vec<Mark>,
    /// A figure behind the lane, or why nothing is in it; may be empty.
    pub note: String,
}

/// One thread between two looks at it. In a record, its times are to the microsecond:
/// what is read back is drawn the same.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// The look before, or the window's start.
    #[serde(rename = "from_s", with = "crate::seconds")]
    pub from: Duration,
    /// The look after, or the window's end.
    #[serde(rename = "to_s", with = "crate::seconds")]
    pub to: Duration,
    /// Its share of one core, from 0 to 1.
    pub share: f64,
}

/// What is under way from its first line to its last: it may compute, or wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What its lines call it.
    pub name: String,
    /// Its first line.
    #[serde(rename = "from_s", with = "crate::seconds")]
    pub from: Duration,
    /// Its last line.
    #[serde(rename = "to_s", with = "crate::seconds")]
    pub to: Duration,
}

/// A moment at which something came: a line, or another count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When it came.
    pub at: Duration,
    /// What it says, on one line.
    pub text: String,
}

impl Lane {
    /// A lane of tasks alone, named by the first.
    #[must_use]
    pub fn of_tasks(tasks: Vec<Task>) -> Lane {
        Lane {
            name: tasks
                .first()
                .map_or(String::new(), |task| task.name.clone()),
            tasks,
            ..Lane::default()
        }
    }

    fn of_marks(name: &str, marks: Vec<Mark>) -> Lane {
        Lane {
            name: name.to_string(),
            marks,
            ..Lane::default()
        }
    }

    fn is_empty(&self) -> bool {
        self.slices.is_empty() && self.tasks.is_empty() && self.marks.is_empty()
    }

    /// Whether it used a tenth of a core or more, of the time in which it was seen.
    fn computes(&self) -> bool {
        let sum = |of: fn(&Slice) -> f64| self.slices.iter().map(of).sum::<f64>();
        let seen = sum(|slice| (slice.to - slice.from).as_secs_f64());
        let used = sum(|slice| slice.share * (slice.to - slice.from).as_secs_f64());
        used > 0.0 && used >= 0.1 * seen
    }

    /// Of its shares: how many there were is no computing.
    fn colour(&self, panel: Colour) -> Colour {
        if self.process.is_some() { panel } else { COUNT }
    }

    fn start(&self) -> Duration {
        let slices = self.slices.first().map(|slice| slice.from);
        let tasks = self.tasks.first().map(|task| task.from);
        let marks = self.marks.first().map(|mark| mark.at);
        let starts = [slices, tasks, marks].into_iter().flatten();
        starts.min().unwrap_or_default()
    }

    fn end(&self) -> Duration {
        let slices = self.slices.iter().map(|slice| slice.to);
        let tasks = self.tasks.iter().map(|task| task.to);
        let marks = self.marks.iter().map(|mark| mark.at);
        slices.chain(tasks).chain(marks).max().unwrap_or_default()
    }

    /// The index of the task that a line begins or ends.
    fn task_of(&self, line: &Mark) -> Option<usize> {
        let tells = |task: &Task| {
            [task.from, task.to].contains(&line.at) && line.text.ends_with(&task.name)
        };
        self.tasks.iter().position(tells)
    }

    /// The same, of the time from `start` to `end` alone, and counted from its
    /// beginning.
    #[must_use]
    pub fn within(mut self, start: Duration, end: Duration) -> Lane {
        let cut = |time: &mut Duration| *time = (*time).min(end).saturating_sub(start);
        self.slices
            .retain(|slice| slice.from < end && start < slice.to);
        for slice in &mut self.slices {
            cut(&mut slice.from);
            cut(&mut slice.to);
        }
        self.tasks
            .retain(|task| task.from <= end && start <= task.to);
        for task in &mut self.tasks {
            cut(&mut task.from);
            cut(&mut task.to);
        }
        self.marks.retain(|mark| (start..=end).contains(&mark.at));
        self.marks.iter_mut().for_each(|mark| cut(&mut mark.at));
        self
    }
}

/// From the first of these lanes' beginnings to the last of their ends.
fn span(lanes: &[Lane]) -> [Duration; 2] {
    let from = lanes.iter().map(Lane::start).min();
    let to = lanes.iter().map(Lane::end).max();
    [from, to].map(Option::unwrap_or_default)
}

/// A time for a reader.
fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
