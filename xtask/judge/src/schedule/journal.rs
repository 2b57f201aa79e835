//! Runs that are kept, for a judge that was stopped and goes on: a line for each run
//! that came to a verdict, with what was seen of it. Whoever takes it judges it anew.

use super::runs::Run;
use super::submission::Submission;
use crate::error::Error;
use crate::options::Volume;
use observer::{Hold, Observation};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// So each line begins.
const BEGIN: &[u8] = b"{\"submission\":\"";

/// The file, and what it had when it was opened.
pub struct Journal {
    path: PathBuf,
    file: File,
    kept: Vec<Kept<'static>>,
    /// Why the last line could not be written: then no other is.
    lost: OnceLock<io::Error>,
}

/// A run that came to a verdict.
#[derive(Serialize, Deserialize)]
struct Kept<'a> {
    /// Its name, for whoever looks into the file.
    submission: Cow<'a, str>,
    /// As [`key`] has it.
    key: u64,
    /// Who was to be held back.
    hold: Option<Cow<'a, Hold>>,
    seen: Cow<'a, Observation>,
}

impl Journal {
    /// The file of this name, which need not exist yet. A last line that was not
    /// written to its end is cut off.
    ///
    /// # Errors
    /// If it cannot be written, or is something else.
    pub fn open(path: &Path) -> Result<Journal, Error> {
        let refused = |source| {
            let path = path.to_path_buf();
            Error::System(observer::Error::Report { path, source })
        };
        let other = || Error::NotAJournal(path.to_path_buf());
        let opened = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path);
        let mut file = opened.map_err(refused)?;
        if !file.metadata().map_err(refused)?.is_file() {
            return Err(other());
        }
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(refused)?;
        let end = text.iter().rposition(|&byte| byte == b'\n');
        let (whole, torn) = text.split_at(end.map_or(0, |end| end + 1));
        let lines = whole
            .split_inclusive(|&byte| byte == b'\n')
            .map(serde_json::from_slice);
        let kept = lines.collect::<Result<_, _>>().map_err(|_| other())?;
        if !(torn.starts_with(BEGIN) || BEGIN.starts_with(torn)) {
            return Err(other());
        }
        file.set_len(whole.len() as u64).map_err(refused)?;
        Ok(Journal {
            path: path.to_path_buf(),
            file,
            kept,
            lost: OnceLock::new(),
        })
    }

    /// Which of these runs were kept, in the order in which they ended, and the
    /// others. `keys` are those of their submissions.
    pub fn recall(&self, runs: Vec<Run>, keys: &[u64]) -> (Vec<(Run, Observation)>, Vec<Run>) {
        let mut of_key = BTreeMap::<u64, Vec<usize>>::new();
        for (number, kept) in self.kept.iter().enumerate() {
            of_key.entry(kept.key).or_default().push(number);
        }
        let (mut recalled, mut others) = (Vec::new(), Vec::new());
        for run in runs {
            let numbers = of_key.entry(keys[run.index]).or_default();
            let is_same = |&number: &usize| self.kept[number].hold.as_deref() == run.hold();
            match numbers.iter().position(is_same) {
                Some(place) => recalled.push((numbers.remove(place), run)),
                None => others.push(run),
            }
        }
        recalled.sort_by_key(|&(number, _)| number);
        let seen = |(number, run): (usize, Run)| (run, Observation::clone(&self.kept[number].seen));
        (recalled.into_iter().map(seen).collect(), others)
    }

    /// Keeps a run of the submission of this name and this key.
    pub fn keep(&self, name: &str, key: u64, hold: Option<&Hold>, seen: &Observation) {
        if self.lost.get().is_some() {
            return;
        }
        let line = serde_json::to_vec(&Kept {
            submission: name.into(),
            key,
            hold: hold.map(Cow::Borrowed),
            seen: Cow::Borrowed(seen),
        });
        let written = line.map_err(io::Error::from).and_then(|mut line| {
            line.push(b'\n');
            (&self.file).write_all(&line)
        });
        if let Err(error) = written {
            let _ = self.lost.set(error);
        }
    }

    /// Why runs could not be kept, if that was so.
    pub fn lost(&self) -> Option<String> {
        let error = self.lost.get()?;
        Some(format!("cannot write {}: {error}", self.path.display()))
    }
}

/// A number for all that the runs of a submission depend on, as far as its command
/// names it: one that was kept is another's where it differs.
pub fn key(submission: &Submission, volume: &Volume) -> u64 {
    let expected = submission.expected;
    let here = submission.folder.clone().unwrap_or_default();
    let build = submission.build.as_ref();
    let words = submission.command.iter().flatten();
    let words = words.chain(build.iter().flat_map(|build| &build.command));
    let mut hasher = DefaultHasher::new();
    for word in words {
        // Programs are built in another folder each time.
        let text = word.to_string_lossy();
        let text = match build {
            Some(build) => text.replace(&*build.program.to_string_lossy(), "{out}"),
            None => text.into_owned(),
        };
        let file = here.join(word);
        let content = file.is_file().then(|| std::fs::read(file).ok());
        (text, content).hash(&mut hasher);
    }
    let limits = volume.caps.limits(&expected.expectation);
    let user = volume.user.as_ref().map(|user| &user.name);
    let how = (submission.output, volume.writers, volume.stderr, user);
    (&submission.name, &expected.text, here).hash(&mut hasher);
    format!("{how:?} {limits:?}").hash(&mut hasher);
    hasher.finish()
}
