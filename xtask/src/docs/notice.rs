//! What is not as it should be on a page, and who can mend it.

use anyhow::{Error, Result};
use std::path::PathBuf;

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Where it is in the page, counted from 1.
    pub line: usize,
    pub message: String,
    pub remedy: Remedy,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Remedy {
    /// Only a person can mend it.
    ByHand,
    /// The text of the snippet of this number.
    Snippet(usize, String),
    /// The text of a file.
    Picture(PathBuf, String),
    /// It came to no verdict: another try may.
    TryAgain,
}

/// Why what a page shows could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum NotCompared {
    /// The page is not at fault, and neither is the task.
    #[error("{0}")]
    NoVerdict(String),
    /// The system refuses what the task needs.
    #[error("{0}")]
    TaskFailed(String),
}

impl Notice {
    pub fn by_hand(line: usize, message: impl Into<String>) -> Notice {
        Notice {
            line,
            message: message.into(),
            remedy: Remedy::ByHand,
        }
    }

    /// Of an error in looking at this line. Unless it says otherwise, the page
    /// is at fault.
    ///
    /// # Errors
    /// The error, if the task itself has failed.
    pub fn of_error(line: usize, error: Error) -> Result<Notice> {
        let message = format!("{error:#}");
        match error.downcast_ref() {
            Some(NotCompared::TaskFailed(_)) => Err(error),
            Some(NotCompared::NoVerdict(_)) => Ok(Notice {
                remedy: Remedy::TryAgain,
                ..Notice::by_hand(line, message)
            }),
            None => Ok(Notice::by_hand(line, message)),
        }
    }
}
