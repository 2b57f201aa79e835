//! What is wrong with an expectation as it is written.

use thiserror::Error;

/// What is wrong with an expectation, and what would be right.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("line {line}: {problem}; {remedy}")]
pub struct NotationError {
    /// The first line is number 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
    /// What would be right.
    pub remedy: String,
}

/// Refuses the line of this number.
pub(super) fn mistake<T>(
    line: usize,
    problem: impl Into<String>,
    remedy: impl Into<String>,
) -> Result<T, NotationError> {
    Err(NotationError {
        line,
        problem: problem.into(),
        remedy: remedy.into(),
    })
}
