//! A learner's program is built, run and judged as `verify` does.

use super::catalog::{self, Attempt, Exercise};
use super::list;
use super::progress::Progress;
use crate::output;
use crate::workspace::build::Target;
use crate::workspace::commands::{Source, commands};
use crate::workspace::{self, Language};
use anyhow::Result;
use judge::NotRun;
use judge::judgement::Verdict;
use judge::options::Volume;
use judge::report::Destinations;
use judge::schedule::Submission;
use judge::task::Session;
use observer::Output;
use observer::exit::Exit;
use std::path::Path;

/// What came of some programs.
pub struct Judged {
    /// How the task ends because of it.
    pub exit: Exit,
    /// Of each program, in their order; `None` if it was skipped.
    pub verdicts: Vec<Option<Verdict>>,
    /// What is remembered now.
    pub progress: Progress,
}

/// Judges these programs, reports it, and remembers the verdicts.
///
/// # Errors
/// If what they must show cannot be read.
pub fn judge(session: &Session, root: &Path, attempts: &[Attempt]) -> Result<Judged> {
    let expected = attempts.iter().map(|attempt| {
        let example = &attempt.exercise.example;
        workspace::expected(root, example, &catalog::folder(example))
    });
    let expected = expected.collect::<Result<Vec<_>>>()?;
    // Before they are built: what is saved meanwhile is not what is judged.
    let before = Progress::read(root);
    let texts: Vec<String> = attempts.iter().map(|a| before.text(a)).collect();
    let sources: Vec<Source> = attempts.iter().map(source).collect();
    let commands = commands(&session.observer, root, &sources, NotRun::Impossible)?;
    let each = attempts.iter().zip(&expected).zip(commands);
    let submissions = each.map(|((attempt, expected), command)| Submission {
        name: attempt.file().display().to_string(),
        program: "terminal".to_string(),
        expected,
        command,
        output: Output::Terminal,
        folder: None,
        build: None,
    });
    let entries = session.run(submissions.collect(), &Volume::one_run().perturbed());
    let mut exit = session.finish(&entries, Destinations::for_people());
    let verdicts = entries.iter().map(|entry| entry.outcome.verdict());
    let verdicts: Vec<_> = verdicts.collect();
    // Read again: somebody may have judged another one meanwhile.
    let mut progress = Progress::read(root);
    if !matches!(exit, Exit::Interrupted(_)) {
        for ((attempt, text), &verdict) in attempts.iter().zip(texts).zip(&verdicts) {
            progress.note(attempt, &text, verdict);
        }
        if let Err(error) = progress.write() {
            output::complain(&format!("{error:#}: the verdict is not remembered"));
            exit = output::worst(&[exit, Exit::TaskFailed]);
        }
    }
    Ok(Judged {
        exit,
        verdicts,
        progress,
    })
}

/// What a learner can do next.
pub fn advice(exercises: &[Exercise], attempts: &[Attempt], judged: &Judged) -> String {
    let Judged {
        verdicts, progress, ..
    } = judged;
    let summary = list::summary(exercises, progress);
    let solved = |verdict: &Option<Verdict>| *verdict == Some(Verdict::Pass);
    match attempts {
        [attempt] if !solved(&verdicts[0]) => {
            let name = &attempt.exercise.name;
            format!("hint: `cargo xtask exercise {name} --hint`")
        }
        [attempt, ..] if verdicts.iter().all(solved) => {
            match list::unsolved(exercises, progress, attempt.language).next() {
                Some(next) => format!("{summary}; next: {}", next.file().display()),
                None => summary,
            }
        }
        _ => summary,
    }
}

fn source(attempt: &Attempt) -> Source {
    match attempt.language {
        Language::Rust => Source::Rust(Target {
            package: attempt.exercise.example.clone(),
            example: Some(attempt.exercise.name.clone()),
        }),
        Language::Python => Source::Python(attempt.file()),
    }
}
