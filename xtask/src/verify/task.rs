//! What happens when, from the arguments to the exit code.

use super::{VerifyArgs, comparison, programs};
use crate::output::say;
use crate::usage::Usage;
use crate::workspace::{self, root};
use anyhow::{Result, bail, ensure};
use judge::expectation::ExpectationFile;
use judge::learning::{learn_from, name_of};
use judge::report::Entry;
use judge::task::{self, Caller, Session};
use observer::Output;
use observer::exit::Exit;
use std::path::Path;

const CALLER: Caller = Caller {
    name: "cargo xtask verify",
    usage: "verify EXAMPLE -- COMMAND",
};

/// Carries out the task, its report included.
///
/// # Errors
/// Wrong usage, and invalid expectations: nothing was run.
pub fn run(arguments: &VerifyArgs) -> Result<Exit> {
    let root = root()?;
    let submissions = &arguments.submissions;
    if submissions.learn {
        return learn(&root, arguments);
    }
    if !submissions.is_empty() || submissions.lacks_command() {
        let [name] = arguments.examples.as_slice() else {
            let one = match submissions.transcript {
                None => "a command is judged by one expectation: `verify EXAMPLE -- COMMAND`",
                Some(_) => {
                    "a transcript is judged by one expectation: `verify EXAMPLE --transcript FILE`"
                }
            };
            bail!(Usage(one.to_string()));
        };
        let (volume, reporting) = (&arguments.volume, &arguments.reporting);
        let grading = &arguments.grading;
        let expected = workspace::expected_or_file(&root, name)?;
        let done =
            task::judge_submissions(&CALLER, &expected, submissions, volume, reporting, grading);
        return Ok(done?);
    }
    let session = Session::start()?;
    let (names, compare) = wanted(&root, arguments)?;
    let expected = all_expected(&root, &names)?;
    let inputs: Vec<&Path> = expected.iter().map(|file| file.path.as_path()).collect();
    let destinations = session.open(
        &arguments.reporting,
        &arguments.grading,
        CALLER.name,
        &inputs,
    )?;
    let submissions = programs::submissions(&session.observer, &root, &expected, arguments.only)?;
    let mut entries = session.run(submissions, &arguments.volume);
    if compare {
        entries.push(Entry {
            name: comparison::NAME.to_string(),
            program: "Rust and CPython".to_string(),
            output: None,
            asked: Vec::new(),
            outcome: comparison::verify(&session.observer, &root, arguments.from.as_deref())?,
        });
    }
    Ok(session.finish(&entries, destinations))
}

/// Prints what is learned from a command, or from the programs of examples.
fn learn(root: &Path, arguments: &VerifyArgs) -> Result<Exit> {
    let command = &arguments.submissions.command;
    let is_one = command.is_empty() != arguments.examples.is_empty();
    let one = "one thing to learn from: `verify EXAMPLE --learn`, or `verify --learn -- COMMAND`";
    ensure!(is_one, Usage(one.to_string()));
    let session = Session::start()?;
    let names = workspace::select(root, &arguments.examples)?;
    let expected = all_expected(root, &names)?;
    let mut programs = Vec::new();
    if command.is_empty() {
        let all = programs::submissions(&session.observer, root, &expected, arguments.only)?;
        let on_terminal = all.into_iter();
        let on_terminal = on_terminal.filter(|program| program.output == Output::Terminal);
        for program in on_terminal {
            let name = format!("{}, {}", program.name, program.program);
            programs.push((name, program.command.map_err(judge::Error::from)?));
        }
    } else {
        programs.push((name_of(command), command.clone()));
    }
    let learned = programs.iter();
    let learned =
        learned.map(|(name, command)| learn_from(&session, name, command, &arguments.volume));
    let learned: Vec<String> = learned.collect::<Result<_, _>>()?;
    Ok(say(&learned.join("\n"), Exit::Passed))
}

/// The examples that are wanted, and whether the comparison is. It measures
/// both languages, so with one of them it is not.
fn wanted(root: &Path, arguments: &VerifyArgs) -> Result<(Vec<String>, bool)> {
    let is_comparison = |name: &String| name.trim_end_matches('/') == comparison::NAME;
    let (named, examples): (Vec<String>, Vec<String>) =
        arguments.examples.iter().cloned().partition(is_comparison);
    let is_named = !named.is_empty();
    if is_named && arguments.only.is_some() {
        let both = "the comparison is of both languages: leave out `--only`, or `comparison`";
        bail!(Usage(both.to_string()));
    }
    let names = match is_named && examples.is_empty() {
        true => Vec::new(),
        false => workspace::select(root, &examples)?,
    };
    let all_once =
        arguments.examples.is_empty() && arguments.only.is_none() && arguments.volume.runs == 1;
    Ok((names, is_named || all_once))
}

fn all_expected(root: &Path, names: &[String]) -> Result<Vec<ExpectationFile>> {
    let (mut all, mut mistakes) = (Vec::new(), Vec::new());
    for name in names {
        match workspace::expected(root, name, Path::new(name)) {
            Ok(expected) => all.push(expected),
            Err(mistake) => mistakes.push(format!("{mistake:#}")),
        }
    }
    if !mistakes.is_empty() {
        bail!(Usage(mistakes.join("\nerror: ")));
    }
    Ok(all)
}
