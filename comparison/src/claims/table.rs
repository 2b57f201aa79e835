//! A truth table: what somebody claims, and what is true of it in CPython with its
//! GIL, in CPython without one, and in Rust; on two cores or more, and on one.
//! `lesson.json` is one; here is what each of its fields means.
//!
//! `--check` holds what is measured against it. A difference means that the
//! measuring is wrong, or that the world has changed: either way, somebody
//! should look.

use crate::measure::{Language, Machine};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What the measurements answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Yes,
    No,
    /// Not while it computes, but while it waits.
    WhileWaiting,
    /// None is better, but another is as good, and needs less memory.
    AsGood,
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Answer {
        if yes { Answer::Yes } else { Answer::No }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::WhileWaiting => "only while it waits",
            Answer::AsGood => "another is as good, for less memory",
        })
    }
}

/// Why a question has no answer, whatever the figures are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoQuestion {
    /// The work was made so: no figure could say otherwise.
    Definition,
    /// It is about the GIL, and there is none.
    NotApplicable,
    /// It is about very many at once, and these are few.
    TooFew,
    /// It is about cores, and there is only one.
    OneCore,
}

impl fmt::Display for NoQuestion {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            NoQuestion::Definition => "a definition",
            NoQuestion::NotApplicable => "not applicable: there is no GIL",
            NoQuestion::TooFew => "not shown",
            NoQuestion::OneCore => "needs two cores",
        })
    }
}

/// One claim of the lesson, or of another measurement, which asks its own questions.
#[derive(Clone, Debug, Deserialize)]
pub struct Claim<Q> {
    #[serde(flatten)]
    pub said: Said,
    pub question: Q,
    pub truth: Truth,
}

/// What is claimed. It is meant of CPython.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Said {
    pub part: String,
    pub says: String,
    /// Who says so, if it is not the lesson.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    pub claimed: Answer,
    /// Why the truth differs from the claim, where it does, or why it does not.
    pub reason: String,
}

/// What is right to find; or why no figure answers the question.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Truth {
    /// With its GIL.
    cpython: Expected,
    /// Without one.
    free_threaded: Expected,
    rust: Expected,
    /// Instead of each answer, where there is only one core; left out where that
    /// makes no difference.
    one_core: Option<NoQuestion>,
}

/// An answer, or that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Expected {
    Answer(Answer),
    NoQuestion(NoQuestion),
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Expected::Answer(answer) => answer.fmt(f),
            Expected::NoQuestion(why) => why.fmt(f),
        }
    }
}

impl Truth {
    /// What is right to find in a language, on this machine.
    pub fn on(self, machine: &Machine, language: Language) -> Expected {
        let several = match language {
            Language::Rust => self.rust,
            Language::CPython if machine.has_gil(language) => self.cpython,
            Language::CPython => self.free_threaded,
        };
        match (several, self.one_core) {
            (Expected::Answer(_), Some(why)) if machine.cores < 2 => Expected::NoQuestion(why),
            _ => several,
        }
    }
}
