//! What came of the last judgement of each program, kept in the workspace's
//! folder `target`. A program that was changed since is not what was judged, so
//! its text is kept as well.

use super::catalog::Attempt;
use crate::workspace;
use anyhow::{Context, Result};
use judge::judgement::Verdict;
use observer::report_file::ReportFile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Where a learner stands with one program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It was never judged.
    ToDo,
    Wrong,
    Solved,
    /// It is not what was judged last.
    Changed,
    /// The last judgement came to no verdict.
    Unclear,
}

/// What is remembered, by the programs' paths in the workspace.
pub struct Progress {
    root: PathBuf,
    last: BTreeMap<PathBuf, LastVerdict>,
}

#[derive(Serialize, Deserialize)]
struct LastVerdict {
    verdict: String,
    text: String,
}

impl Progress {
    /// Reads what is remembered: nothing, if it was lost.
    pub fn read(root: &Path) -> Progress {
        let text = file(root).and_then(|file| Ok(fs::read_to_string(file)?));
        let last = text.ok().and_then(|text| serde_json::from_str(&text).ok());
        Progress {
            root: root.to_path_buf(),
            last: last.unwrap_or_default(),
        }
    }

    pub fn state(&self, attempt: &Attempt) -> State {
        match self.last.get(&attempt.file()) {
            None => State::ToDo,
            Some(last) if self.text(attempt) != last.text => State::Changed,
            Some(last) => match last.verdict.as_str() {
                "pass" => State::Solved,
                "fail" => State::Wrong,
                _ => State::Unclear,
            },
        }
    }

    /// The text of a program, as it is now.
    pub fn text(&self, attempt: &Attempt) -> String {
        let bytes = fs::read(self.root.join(attempt.file())).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Notes the verdict on a program whose text was this. A judgement that came
    /// to no verdict does not undo one on the same text.
    pub fn note(&mut self, attempt: &Attempt, text: String, verdict: Option<Verdict>) {
        let last = self.last.get(&attempt.file());
        let is_known = last.is_some_and(|last| last.text == text);
        if is_known && !matches!(verdict, Some(Verdict::Pass | Verdict::Fail)) {
            return;
        }
        let verdict = judge::message::verdict_code(verdict).to_string();
        let last = LastVerdict { verdict, text };
        self.last.insert(attempt.file(), last);
    }

    /// Remembers it.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self) -> Result<()> {
        let text = serde_json::to_string_pretty(&self.last).context("failed to write JSON")?;
        Ok(ReportFile::open(&file(&self.root)?)?.write(&text)?)
    }
}

fn file(root: &Path) -> Result<PathBuf> {
    workspace::kept_file(root, "exercises.json")
}

#[cfg(test)]
mod tests {
    use super::super::catalog::Exercise;
    use super::*;

    #[test]
    fn a_program_that_was_changed_is_not_what_was_judged() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let exercise = Exercise {
            example: String::new(),
            name: "turns".to_string(),
            title: String::new(),
            hint: String::new(),
        };
        let attempt = exercise.attempts().next().expect("a program");
        fs::create_dir(root.join("exercises")).expect("a folder");
        let write = |text: &str| fs::write(root.join(attempt.file()), text).expect("written");
        write("one");
        assert_eq!(Progress::read(root).state(&attempt), State::ToDo);
        for (verdict, state) in [
            (Some(Verdict::CouldNotJudge), State::Unclear),
            (Some(Verdict::Fail), State::Wrong),
            (Some(Verdict::Pass), State::Solved),
            (Some(Verdict::CouldNotJudge), State::Solved),
            (None, State::Solved),
        ] {
            let mut progress = Progress::read(root);
            progress.note(&attempt, progress.text(&attempt), verdict);
            progress.write().expect("written");
            assert_eq!(Progress::read(root).state(&attempt), state);
        }
        write("two");
        assert_eq!(Progress::read(root).state(&attempt), State::Changed);
        write("one");
        assert_eq!(Progress::read(root).state(&attempt), State::Solved);
        fs::write(file(root).expect("a folder"), "{").expect("written");
        assert_eq!(Progress::read(root).state(&attempt), State::ToDo);
    }
}
