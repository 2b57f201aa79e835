//! What is measured: a technique in a language, on one kind of work.

use crate::technique::Technique;
use crate::work::Work;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    Rust,
    CPython,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::Rust, Language::CPython];

    /// All of them in Rust; in CPython those that `example.py` has.
    pub fn techniques(self) -> &'static [Technique] {
        match self {
            Language::Rust => Technique::value_variants(),
            Language::CPython => &[
                Technique::Sequential,
                Technique::Threading,
                Technique::Multiprocessing,
                Technique::Asyncio,
            ],
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.serialize(f)
    }
}

/// A program that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject {
    pub language: Language,
    pub technique: Technique,
    pub work: Work,
}

impl Subject {
    pub fn new(language: Language, technique: Technique, work: Work) -> Subject {
        Subject {
            language,
            technique,
            work,
        }
    }

    /// All programs, in the order of a round.
    pub fn all() -> Vec<Subject> {
        let mut all = Vec::new();
        for work in Work::ALL {
            for language in Language::ALL {
                for &technique in language.techniques() {
                    all.push(Subject::new(language, technique, work));
                }
            }
        }
        all
    }

    /// What its speed-up is relative to: one job after the other in the same
    /// language.
    pub fn baseline(self) -> Subject {
        Subject::new(self.language, Technique::Sequential, self.work)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}, {}", self.language, self.technique, self.work)
    }
}
