//! What programs did over time, as plain data that can be drawn: for a terminal,
//! for a page, for a slide, for a trace viewer.
//!
//! | file | idea |
//! | --- | --- |
//! | `observed.rs` | the lanes of an observation: its workers, lines, threads and counts |
//! | `lanes.rs` | what each thread used of a core, computed from the samples |
//! | `turns.rs` | when each thread ran, computed from samples that are close together |
//! | `text.rs` | drawn with characters |
//! | `svg.rs` | drawn as a picture |
//! | `picture.rs` | a drawing, as a file and as a part of a page |
//! | `html/` | played on a page |
//! | `words.rs` | said in words |
//! | `trace.rs` | written for a trace viewer |
//! | `palette.rs` | the colours |

pub mod html;
pub mod lanes;
pub mod observed;
pub mod palette;
mod picture;
#[cfg(test)]
mod properties;
mod svg;
pub mod text;
mod trace;
pub mod turns;
mod words;

pub use picture::Picture;

use palette::Colour;
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

/// What one worker or thread did, or how many there were. Times count from the
/// beginning of the axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// Whose it is; empty if it belongs to the lane above.
    pub name: String,
    /// In the order of time. They do not overlap.
    pub bars: Vec<Bar>,
    /// In the order of time.
    pub marks: Vec<Mark>,
    /// A figure behind the lane, or why nothing is in it; may be empty.
    pub note: String,
}

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Its beginning.
    pub from: Duration,
    /// Its end.
    pub to: Duration,
    /// The share of one core that was used, from 0 to 1. `None` of a worker: it
    /// may be at work, or wait.
    pub share: Option<f64>,
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
    /// A worker's time.
    #[must_use]
    pub fn span(name: &str, from: Duration, to: Duration) -> Lane {
        let share = None;
        let bars = vec![Bar { from, to, share }];
        Lane::new(name, bars, Vec::new())
    }

    fn new(name: &str, bars: Vec<Bar>, marks: Vec<Mark>) -> Lane {
        Lane {
            name: name.to_string(),
            bars,
            marks,
            note: String::new(),
        }
    }

    fn end(&self) -> Duration {
        let bars = self.bars.iter().map(|bar| bar.to);
        let marks = self.marks.iter().map(|mark| mark.at);
        bars.chain(marks).max().unwrap_or_default()
    }
}

/// A time for a reader.
fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
