//! A learner's program is built, run and judged as `verify` does.

use super::catalog::{Exercise, Program};
use super::list;
use super::record::Record;
use crate::output;
use crate::workspace::Language;
use crate::workspace::build::Target;
use crate::workspace::build_and_find;
use anyhow::Result;
use judge::expectation::ExpectationFile;
use judge::judgement::Verdict;
use judge::schedule::{NotRun, Submission};
use judge::task;
use observer::exit::Exit;
use observer::{Observer, Output};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

/// Judges these programs, remembers the verdicts, and says what comes next.
///
/// # Errors
/// If what they must show cannot be read.
pub fn judge(root: &Path, exercises: &[Exercise], programs: &[Program]) -> Result<Exit> {
    let mut expected = BTreeMap::new();
    for program in programs {
        let example = program.exercise.example.as_str();
        let shown = Path::new(example).join("exercises/expected.txt");
        let read = ExpectationFile::read(&root.join(&shown), &shown, example.to_string())?;
        expected.insert(example, read);
    }
    // Before they are built: what is saved meanwhile is not what is judged.
    let before = Record::read(root);
    let texts: Vec<String> = programs
        .iter()
        .map(|program| before.text(program))
        .collect();
    let make_ready = |observer: &Observer| submissions(observer, root, programs, &expected);
    let (exit, entries) = task::judge_once(make_ready)?;
    if matches!(exit, Exit::Interrupted(_)) {
        return Ok(exit);
    }
    let verdicts: Vec<_> = entries
        .iter()
        .map(|entry| entry.outcome.verdict())
        .collect();
    // Read again: somebody may have judged another one meanwhile.
    let mut record = Record::read(root);
    for ((program, text), &verdict) in programs.iter().zip(texts).zip(&verdicts) {
        record.note(program, text, verdict);
    }
    if let Err(error) = record.write() {
        eprintln!("error: {error:#}: the verdict is not remembered");
    }
    let advice = advice(exercises, programs, &verdicts, &record);
    Ok(output::say(&format!("{advice}\n"), exit))
}

/// What a learner can do next.
fn advice(
    exercises: &[Exercise],
    programs: &[Program],
    verdicts: &[Option<Verdict>],
    record: &Record,
) -> String {
    let summary = list::summary(exercises, record);
    let solved = |verdict: &Option<Verdict>| *verdict == Some(Verdict::Pass);
    match programs {
        [program] if !solved(&verdicts[0]) => {
            let name = &program.exercise.name;
            format!("hint: `cargo xtask exercise {name} --hint`")
        }
        [program, ..] if verdicts.iter().all(solved) => {
            match list::next(exercises, record, program.language) {
                Some(next) => format!("{summary}; next: {}", next.file.display()),
                None => summary,
            }
        }
        _ => summary,
    }
}

fn submissions<'a>(
    observer: &Observer,
    root: &Path,
    programs: &[Program],
    expected: &'a BTreeMap<&str, ExpectationFile>,
) -> Vec<Submission<'a>> {
    let target = |program: &Program| Target {
        package: program.exercise.example.clone(),
        example: Some(program.exercise.name.clone()),
    };
    let in_rust = |program: &&Program| program.language == Language::Rust;
    let targets: Vec<Target> = programs.iter().filter(in_rust).map(target).collect();
    let needs_python = targets.len() < programs.len();
    let (built, interpreter) = build_and_find(root, &targets, needs_python);
    let command = |program: &Program| -> Result<Vec<OsString>, String> {
        if observer.is_interrupted() {
            return Err("interrupted".to_string());
        }
        match (program.language, &interpreter) {
            (Language::Rust, _) => match built.get(&target(program)) {
                Some(built) => Ok(vec![built.into()]),
                None => Err("it could not be built: see above what cargo says".to_string()),
            },
            (Language::Python, Ok(python)) => {
                Ok(vec![python.into(), root.join(program.file).into()])
            }
            (Language::Python, Err(why)) => Err(format!("{why:#}")),
        }
    };
    let submission = |program: &Program| Submission {
        name: program.file.display().to_string(),
        program: "terminal".to_string(),
        expected: &expected[program.exercise.example.as_str()],
        command: command(program).map_err(NotRun::Impossible),
        output: Output::Terminal,
    };
    programs.iter().map(submission).collect()
}
