//! A learner's program is built, run and judged as `verify` does.

use super::catalog::{Attempt, Exercise};
use super::list;
use super::progress::Progress;
use crate::output;
use crate::workspace::build::Target;
use crate::workspace::{self, Language, Tools};
use anyhow::Result;
use judge::NotRun;
use judge::expectation::ExpectationFile;
use judge::judgement::Verdict;
use judge::options::Volume;
use judge::report::Destinations;
use judge::schedule::Submission;
use judge::task::Session;
use observer::exit::Exit;
use observer::{Observer, Output};
use std::collections::BTreeMap;
use std::path::Path;

/// Judges these programs, remembers the verdicts, and says what comes next.
///
/// # Errors
/// If what they must show cannot be read.
pub fn judge(root: &Path, exercises: &[Exercise], attempts: &[Attempt]) -> Result<Exit> {
    let mut expected = BTreeMap::new();
    for attempt in attempts {
        let example = attempt.exercise.example.as_str();
        let file = Path::new(example).join("exercises/expected.txt");
        expected.insert(example, workspace::expected_in(root, example, &file)?);
    }
    // Before they are built: what is saved meanwhile is not what is judged.
    let before = Progress::read(root);
    let texts: Vec<String> = attempts.iter().map(|a| before.text(a)).collect();
    let session = Session::start()?;
    let subjects = subjects(&session.observer, root, attempts, &expected)?;
    let entries = session.run(subjects, &Volume::one_run());
    let exit = session.finish(&entries, Destinations::for_people());
    if matches!(exit, Exit::Interrupted(_)) {
        return Ok(exit);
    }
    let verdicts: Vec<_> = entries
        .iter()
        .map(|entry| entry.outcome.verdict())
        .collect();
    // Read again: somebody may have judged another one meanwhile.
    let mut progress = Progress::read(root);
    for ((attempt, text), &verdict) in attempts.iter().zip(texts).zip(&verdicts) {
        progress.note(attempt, text, verdict);
    }
    let written = progress.write();
    let advice = advice(exercises, attempts, &verdicts, &progress);
    let exit = output::say(&format!("{advice}\n"), exit);
    Ok(match written {
        Ok(()) => exit,
        Err(error) => {
            output::complain(&format!("{error:#}: the verdict is not remembered"));
            output::but_failed(exit)
        }
    })
}

/// What a learner can do next.
fn advice(
    exercises: &[Exercise],
    attempts: &[Attempt],
    verdicts: &[Option<Verdict>],
    progress: &Progress,
) -> String {
    let summary = list::summary(exercises, progress);
    let solved = |verdict: &Option<Verdict>| *verdict == Some(Verdict::Pass);
    match attempts {
        [attempt] if !solved(&verdicts[0]) => {
            let name = &attempt.exercise.name;
            format!("hint: `cargo xtask exercise {name} --hint`")
        }
        [attempt, ..] if verdicts.iter().all(solved) => {
            match list::next(exercises, progress, attempt.language) {
                Some(next) => format!("{summary}; next: {}", next.file.display()),
                None => summary,
            }
        }
        _ => summary,
    }
}

/// Builds the programs, and finds out how each is run.
fn subjects<'a>(
    observer: &Observer,
    root: &Path,
    attempts: &[Attempt],
    expected: &'a BTreeMap<&str, ExpectationFile>,
) -> Result<Vec<Submission<'a>>> {
    let target = |attempt: &Attempt| Target {
        package: attempt.exercise.example.clone(),
        example: Some(attempt.exercise.name.clone()),
    };
    let in_rust = |attempt: &&Attempt| attempt.language == Language::Rust;
    let targets: Vec<Target> = attempts.iter().filter(in_rust).map(target).collect();
    let needs_python = targets.len() < attempts.len();
    let tools = Tools::prepare(observer, root, &targets, needs_python)?;
    let subject = |attempt: &Attempt| Submission {
        name: attempt.file.display().to_string(),
        program: "terminal".to_string(),
        expected: &expected[attempt.exercise.example.as_str()],
        command: tools.command(
            attempt.language,
            &target(attempt),
            attempt.file,
            NotRun::Impossible,
        ),
        output: Output::Terminal,
    };
    Ok(attempts.iter().map(subject).collect())
}
