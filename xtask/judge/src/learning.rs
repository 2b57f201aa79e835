//! What happens when an expectation is learned: runs, then what they have in common.

use crate::error::Error;
use crate::expectation::{ExpectationFile, write};
use crate::judgement::{Judgement, Verdict};
use crate::learn::{Runs, anything, learn};
use crate::message;
use crate::options::Volume;
use crate::schedule::{self, Run, Submission, holds, progress_bar};
use crate::task::Session;
use crate::text::shown;
use observer::Observation;
use std::ffi::OsString;
use std::path::PathBuf;

/// So often a program runs before anybody is held back.
const PLAIN_RUNS: usize = 5;

/// The widest that a command is shown.
const COMMAND_WIDTH: usize = 200;

/// A command as it is named where something is learned from it.
#[must_use]
pub fn name_of(command: &[OsString]) -> String {
    let words: Vec<_> = command.iter().map(|word| word.to_string_lossy()).collect();
    format!("`{}`", shown(words.join(" ").as_bytes(), COMMAND_WIDTH))
}

/// Runs a program, plainly and with each of its workers held back, and returns what
/// stayed the same: the text of an expectation.
///
/// # Errors
/// If a run goes wrong, or cannot be judged; or if the runs have nothing in common
/// that can be said.
pub fn learn_from(
    session: &Session,
    name: &str,
    command: &[OsString],
    volume: &Volume,
) -> Result<String, Error> {
    let expected = ExpectationFile {
        name: name.to_string(),
        path: PathBuf::new(),
        text: String::new(),
        expectation: anything(),
    };
    let command = Ok(command.to_vec());
    let submission = Submission::on_terminal(name.to_string(), "command", &expected, command);
    let submissions = [submission];
    let learn = |runs: &Runs| {
        learn(runs).map_err(|why| Error::NothingLearned {
            name: name.to_string(),
            verdict: Verdict::CouldNotJudge,
            why: why.to_string(),
        })
    };
    let plain = schedule::plain_runs(&submissions, PLAIN_RUNS);
    let plain = carry_out(session, &submissions, &plain, volume)?;
    let mut runs = Runs {
        plain: plain.into_iter().map(|(_, seen)| seen).collect(),
        held: Vec::new(),
    };
    // Who is held back, and for how long, is told by what the plain runs show.
    let holds = holds(&learn(&runs)?, &runs.plain[0]);
    let held = schedule::held_runs(&submissions, |_| holds.workers.clone());
    let held = carry_out(session, &submissions, &held, volume)?;
    let held = held.into_iter();
    let held = held.filter_map(|(judgement, seen)| Some((judgement.held?, seen)));
    runs.held = held.collect();
    let text = write(&learn(&runs)?);
    let held = match (runs.held.len(), holds.left_out) {
        (0, None) => "; it has no worker that could be held back".to_string(),
        (0, Some(why)) => format!("; {why}"),
        (held, _) => format!(", and {held} in which a worker was held back"),
    };
    Ok(format!(
        "# Learned from {name}: {PLAIN_RUNS} runs{held}.\n\
         # It describes what the program does, right or wrong: read it before you use it.\n{text}"
    ))
}

/// What is seen of these runs, if all of them are well.
fn carry_out(
    session: &Session,
    submissions: &[Submission],
    runs: &[Run],
    volume: &Volume,
) -> Result<Vec<(Judgement, Observation)>, Error> {
    let progress = progress_bar(runs.len(), "runs done");
    let mut all = Vec::new();
    schedule::run_all(&session.observer, submissions, runs, volume, |_, judged| {
        progress.inc(1);
        all.push(judged);
    });
    progress.finish_and_clear();
    session.check_interrupt()?;
    let all = all.into_iter().map(|judged| {
        let (judgement, seen) = judged?;
        match judgement.verdict() {
            Verdict::Pass => Ok((judgement, seen)),
            verdict => Err(Error::NothingLearned {
                name: submissions[0].name.clone(),
                verdict,
                why: message::reason(&judgement).map_or(String::new(), |reason| reason.sentence),
            }),
        }
    });
    all.collect()
}
