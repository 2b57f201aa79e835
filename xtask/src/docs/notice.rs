//! What is not as it should be on a page, and who can mend it.

use super::page::Snippet;
use anyhow::{Error, Result};
use judge::NotRun;

/// Something that is not as it should be.
#[derive(Debug)]
pub struct Notice<'a> {
    /// Where it is in the page, counted from 1.
    pub line: usize,
    pub message: String,
    pub remedy: Remedy<'a>,
}

#[derive(Debug)]
pub enum Remedy<'a> {
    /// Only a person can mend it.
    ByHand,
    /// This is to be shown instead.
    Update(&'a Snippet, String),
    /// It came to no verdict: another try may.
    TryAgain,
}

impl Notice<'_> {
    /// Of an error in looking at this line. The page is at fault, unless
    /// something could not be run.
    ///
    /// # Errors
    /// The error, if the system refused what the task itself needs.
    pub fn of_error(line: usize, error: Error) -> Result<Self> {
        let remedy = match error.downcast_ref() {
            Some(NotRun::Refused(_)) => return Err(error),
            Some(NotRun::Impossible(_) | NotRun::Skipped(_)) => Remedy::TryAgain,
            None => Remedy::ByHand,
        };
        let message = format!("{error:#}");
        Ok(Notice {
            line,
            message,
            remedy,
        })
    }
}

/// An error that is not the page's.
pub fn refused(error: Error) -> NotRun {
    NotRun::Refused(format!("{error:#}"))
}
