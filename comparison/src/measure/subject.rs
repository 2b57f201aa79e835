//! What is measured: a technique in a language, on one kind of work.

use crate::technique::Technique;
use crate::work::Work;
use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    Rust,
    CPython,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::Rust, Language::CPython];

    pub fn name(self) -> &'static str {
        match self {
            Language::Rust => "Rust",
            Language::CPython => "CPython",
        }
    }

    pub fn techniques(self) -> &'static [Technique] {
        match self {
            Language::Rust => &Technique::ALL,
            Language::CPython => &Technique::OF_CPYTHON,
        }
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
    /// All programs, in the order of a round.
    pub fn all() -> Vec<Subject> {
        let mut all = Vec::new();
        for work in Work::ALL {
            for language in Language::ALL {
                let techniques = language.techniques().iter();
                all.extend(techniques.map(|&technique| Subject {
                    language,
                    technique,
                    work,
                }));
            }
        }
        all
    }

    /// What its speed-up is relative to: one job after the other in the same
    /// language.
    pub fn baseline(self) -> Subject {
        Subject {
            technique: Technique::Sequential,
            ..self
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (language, technique) = (self.language.name(), self.technique.name());
        write!(f, "{language} {technique}, {}", self.work.name())
    }
}
