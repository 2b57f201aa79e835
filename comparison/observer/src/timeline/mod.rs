//! What programs did over time, as plain data that can be drawn: for a terminal,
//! for a slide, for a trace viewer.
//!
//! | file | idea |
//! | --- | --- |
//! | `observed.rs` | the lanes of an observation: its workers, lines, threads and counts |
//! | `lanes.rs` | what each thread used of a core, computed from the samples |
//! | `text.rs` | drawn with characters |
//! | `svg.rs` | drawn as a picture |
//! | `trace.rs` | written for a trace viewer |
//! | `palette.rs` | the colours |

pub mod lanes;
pub mod observed;
pub mod palette;
mod svg;
pub mod text;
mod trace;

use palette::Colour;
use std::time::Duration;

/// A picture of one program or of several.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// What is shown.
    pub title: String,
    /// What to look at, in a sentence.
    pub caption: String,
    /// The same in words, for those who cannot see it; one fact a line.
    pub description: String,
    /// Drawn one below the other, on one scale of time.
    pub sections: Vec<Section>,
}

/// A part of a picture with an axis of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Its heading; may be empty.
    pub title: String,
    /// Side by side.
    pub columns: Vec<Column>,
    /// One below the other.
    pub rows: Vec<Row>,
}

/// A column of a section.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading; may be empty.
    pub title: String,
    /// The colour of its heading and of its bars.
    pub colour: Colour,
}

/// Lanes that belong together, in each column.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Stands on the left.
    pub name: String,
    /// One a column.
    pub cells: Vec<Cell>,
}

/// The lanes of a row in one column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// One below the other.
    pub lanes: Vec<Lane>,
    /// A figure behind the lanes, or why there are none; may be empty.
    pub note: String,
}

/// What one worker or thread did, or how many there were. Times count from the
/// beginning of the axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// Whose it is.
    pub name: String,
    /// In the order of time. They do not overlap.
    pub bars: Vec<Bar>,
    /// In the order of time.
    pub marks: Vec<Mark>,
}

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Its beginning.
    pub from: Duration,
    /// Its end.
    pub to: Duration,
    /// What is known of it.
    pub amount: Amount,
}

/// What a bar stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// The share of one core that was used, from 0 to 1.
    Share(f64),
    /// At work, or waiting: nobody knows.
    Unknown,
    /// So many existed.
    Count(usize),
}

/// A printed line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When it came.
    pub at: Duration,
    /// What it says, on one line.
    pub text: String,
}

impl Section {
    /// A section of one column without a heading, in which each lane is a row of its own.
    #[must_use]
    pub fn of_lanes(title: &str, colour: Colour, lanes: Vec<Lane>) -> Section {
        let row = |lane: Lane| Row {
            name: lane.name.clone(),
            cells: vec![Cell {
                lanes: vec![lane],
                note: String::new(),
            }],
        };
        let column = Column {
            title: String::new(),
            colour,
        };
        Section {
            title: title.to_string(),
            columns: vec![column],
            rows: lanes.into_iter().map(row).collect(),
        }
    }

    fn lanes(&self) -> impl Iterator<Item = &Lane> {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.flat_map(|cell| &cell.lanes)
    }
}

impl Lane {
    /// A worker that is busy or waits, once.
    #[must_use]
    pub fn span(name: &str, from: Duration, to: Duration) -> Lane {
        let amount = Amount::Unknown;
        Lane {
            name: name.to_string(),
            bars: vec![Bar { from, to, amount }],
            marks: Vec::new(),
        }
    }

    /// When the last of it ends.
    #[must_use]
    pub fn end(&self) -> Duration {
        let bars = self.bars.iter().map(|bar| bar.to);
        let marks = self.marks.iter().map(|mark| mark.at);
        bars.chain(marks).max().unwrap_or_default()
    }
}
