//! What came of the last judgement of each program, kept in one file of the
//! workspace that `cargo clean` does not reach. A program that was changed since is
//! not what was judged, so a digest of its text is kept as well.

use super::catalog::Attempt;
use anyhow::Result;
use judge::judgement::Verdict;
use observer::report_file::ReportFile;
use std::collections::BTreeMap;
use std::fmt::Write;
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

struct LastVerdict {
    verdict: String,
    /// Of the text that was judged.
    digest: String,
}

/// The file, by its path in the workspace.
const FILE: &str = "progress.txt";

/// Its first line.
const HEAD: &str = "# What the judge said last of each exercise, and a digest of what it had read.";

impl Progress {
    /// Reads what is remembered: nothing, if it was lost.
    pub fn read(root: &Path) -> Progress {
        let text = fs::read_to_string(root.join(FILE)).unwrap_or_default();
        let last = text.lines().filter_map(|line| {
            let mut words = line.split_whitespace().map(str::to_string);
            let [program, verdict, digest] = [words.next()?, words.next()?, words.next()?];
            Some((program.into(), LastVerdict { verdict, digest }))
        });
        Progress {
            root: root.to_path_buf(),
            last: last
                .filter(|(program, _)| program != Path::new("#"))
                .collect(),
        }
    }

    pub fn state(&self, attempt: &Attempt) -> State {
        match self.last.get(&attempt.file()) {
            None => State::ToDo,
            Some(last) if digest(&self.text(attempt)) != last.digest => State::Changed,
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
    pub fn note(&mut self, attempt: &Attempt, text: &str, verdict: Option<Verdict>) {
        let last = self.last.get(&attempt.file());
        let digest = digest(text);
        let is_known = last.is_some_and(|last| last.digest == digest);
        if is_known && !matches!(verdict, Some(Verdict::Pass | Verdict::Fail)) {
            return;
        }
        let verdict = judge::message::verdict_code(verdict).to_string();
        let last = LastVerdict { verdict, digest };
        self.last.insert(attempt.file(), last);
    }

    /// Remembers it.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self) -> Result<()> {
        let mut text = format!("{HEAD}\n");
        for (program, LastVerdict { verdict, digest }) in &self.last {
            let _ = writeln!(text, "{} {verdict} {digest}", program.display());
        }
        Ok(ReportFile::open(&self.root.join(FILE))?.write(&text)?)
    }
}

/// What tells texts apart (FNV-1a, 64 bits).
fn digest(text: &str) -> String {
    let digest = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| {
            (digest ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
    format!("{digest:016x}")
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
            progress.note(&attempt, &progress.text(&attempt), verdict);
            progress.write().expect("written");
            assert_eq!(Progress::read(root).state(&attempt), state);
        }
        write("two");
        assert_eq!(Progress::read(root).state(&attempt), State::Changed);
        write("one");
        assert_eq!(Progress::read(root).state(&attempt), State::Solved);
        let kept = fs::read_to_string(root.join(FILE)).expect("a file");
        let lines: Vec<&str> = kept.lines().collect();
        assert_eq!(lines, [HEAD, "exercises/turns.rs pass 1a08aa1921ca5caf"]);
        fs::write(root.join(FILE), "{").expect("written");
        assert_eq!(Progress::read(root).state(&attempt), State::ToDo);
    }
}
