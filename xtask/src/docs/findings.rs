//! What is found of one page: where what it shows differs from what is made.

use super::compare::{self, Difference, Tolerance};
use super::page::{Mistake, Page};
use std::path::PathBuf;

/// What came of one page.
#[derive(Default)]
pub struct Findings {
    /// What is wrong, and cannot be mended by writing.
    pub mistakes: Vec<Mistake>,
    /// What is shown and differs: where, and what should be there.
    pub stale: Vec<(Mistake, Place)>,
    /// What could not be measured.
    pub unclear: Vec<Mistake>,
}

pub enum Place {
    /// The number of an exhibit, and its text.
    Exhibit(usize, String),
    /// A file, and its text.
    Picture(PathBuf, String),
}

impl Findings {
    /// Holds what a page shows against what was made: exactly, or but for what
    /// varies.
    pub fn hold(&mut self, page: &Page, number: usize, made: &str, tolerance: Option<Tolerance>) {
        let exhibit = &page.exhibits[number];
        let shown = page.shown(exhibit);
        let found = match tolerance {
            Some(tolerance) => compare::difference(shown, made, tolerance),
            None => exact(shown, made),
        };
        if let Some(Difference { line, says }) = found {
            let line = exhibit.line + line;
            let new = match tolerance {
                Some(tolerance) => compare::updated(shown, made, tolerance),
                None => Some(made.to_string()),
            };
            let mistake = Mistake { line, says };
            match new {
                Some(new) => self.stale.push((mistake, Place::Exhibit(number, new))),
                // Only a person can tell what the dots are to leave out.
                None => self.mistakes.push(mistake),
            }
        }
    }
}

fn exact(shown: &str, made: &str) -> Option<Difference> {
    if shown == made {
        return None;
    }
    let mut others = made.lines();
    let mut lines = shown.lines().enumerate();
    let differs = lines.find_map(|(line, text)| match others.next() {
        Some(other) if other == text => None,
        Some(other) => Some((line, format!("shows `{text}`, but it is `{other}`"))),
        None => Some((line, format!("shows `{text}`, but there is no more"))),
    });
    let more = || {
        let next = others.next().unwrap_or_default();
        let line = shown.lines().count().saturating_sub(1);
        (line, format!("shows no more, but there is `{next}`"))
    };
    let (line, says) = differs.unwrap_or_else(more);
    Some(Difference { line, says })
}
