//! What is not as it should be on a page, and who can mend it.

use super::compare::Difference;
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

impl Notice {
    pub fn by_hand(line: usize, message: impl Into<String>) -> Notice {
        Notice {
            line,
            message: message.into(),
            remedy: Remedy::ByHand,
        }
    }

    pub fn try_again(line: usize, message: impl Into<String>) -> Notice {
        Notice {
            remedy: Remedy::TryAgain,
            ..Notice::by_hand(line, message)
        }
    }

    /// The snippet of this number, which begins in this line, is out of date.
    pub fn out_of_date(line: usize, number: usize, found: Difference) -> Notice {
        let remedy = found.updated.map(|text| Remedy::Snippet(number, text));
        Notice {
            line: line + found.line,
            message: found.message,
            // Only a person can tell what a line `...` is to leave out.
            remedy: remedy.unwrap_or(Remedy::ByHand),
        }
    }

    pub fn can_be_written(&self) -> bool {
        matches!(self.remedy, Remedy::Snippet(..) | Remedy::Picture(..))
    }
}
