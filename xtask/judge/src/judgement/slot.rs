//! A place for a printed line.

use crate::expectation::ExpectedLine;

/// One expected line, and the printed line that is taken for it.
pub struct Slot<'a> {
    pub paragraph: usize,
    pub expected: &'a ExpectedLine,
    /// What it says.
    pub line: &'a [u8],
    pub taken_by: Option<usize>,
    /// Lines that are written the same have the same number.
    pub meaning: usize,
}
