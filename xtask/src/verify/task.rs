//! What happens when, from the arguments to the exit code.

use super::examples::{self, Expected};
use super::judge::judge;
use super::report::{self, Outcome, Run, Tally};
use super::{Arguments, command, comparison, programs};
use crate::exit::Exit;
use ::comparison::interrupt::Interrupt;
use ::comparison::observe::{Limits, Observer, Output, Program};
use anyhow::{Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use std::ffi::OsString;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Carries out the task, its report included.
///
/// # Errors
/// Wrong usage, and invalid expectations: nothing was run.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let interrupt = Interrupt::catch()?;
    let observer = || Observer::start(Arc::clone(&interrupt.caught));
    let root = examples::root();
    if arguments.command.is_empty() {
        // The parser does not tell this from no `--` at all.
        if std::env::args_os()
            .next_back()
            .is_some_and(|last| last == "--")
        {
            bail!("no command follows `--`: `verify EXAMPLE -- COMMAND`");
        }
        let (names, compare) = wanted(&root, arguments)?;
        let expected = all_expected(&root, &names)?;
        let planned = match expected.as_slice() {
            [] => Vec::new(),
            expected => programs::plan(&root, expected, arguments.only)?,
        };
        let observer = observer()?;
        let mut runs = programs::verify(&observer, &root, &planned);
        if compare {
            runs.push(Run {
                name: comparison::NAME,
                program: "Rust and CPython",
                outcome: comparison::verify(&observer, &root),
            });
        }
        Ok(finish(&runs, &interrupt))
    } else {
        let [name] = arguments.examples.as_slice() else {
            bail!("a command is judged by one expectation: `verify EXAMPLE -- COMMAND`");
        };
        let expected = examples::expected_or_file(&root, name)?;
        let run = command::verify(&observer()?, &expected, &arguments.command)?;
        Ok(finish(&[run], &interrupt))
    }
}

/// The examples that are wanted, and whether the comparison is. It measures
/// both languages, so with one of them it is not.
fn wanted(root: &Path, arguments: &Arguments) -> Result<(Vec<String>, bool)> {
    let is_comparison = |name: &&String| name.trim_end_matches('/') == comparison::NAME;
    let (named, examples): (Vec<&String>, Vec<&String>) =
        arguments.examples.iter().partition(is_comparison);
    let compare = arguments.examples.is_empty() || !named.is_empty();
    if !named.is_empty() && arguments.only.is_some() {
        bail!("the comparison is of both languages: leave out `--only`, or `comparison`");
    }
    let names = if !named.is_empty() && examples.is_empty() {
        Vec::new()
    } else {
        examples::select(root, &examples.into_iter().cloned().collect::<Vec<_>>())?
    };
    Ok((names, compare && arguments.only.is_none()))
}

fn all_expected(root: &Path, names: &[String]) -> Result<Vec<Expected>> {
    let (mut all, mut mistakes) = (Vec::new(), Vec::new());
    for name in names {
        match examples::expected(root, name) {
            Ok(expected) => all.push(expected),
            Err(mistake) => mistakes.push(format!("{mistake:#}")),
        }
    }
    if !mistakes.is_empty() {
        bail!("{}", mistakes.join("\nerror: "));
    }
    Ok(all)
}

/// Runs one program and judges it.
///
/// # Errors
/// If it cannot be started.
pub fn watch<'a>(
    observer: &Observer,
    expected: &'a Expected,
    command: Vec<OsString>,
    output: Output,
) -> Result<Outcome<'a>> {
    let limits = Limits::with_deadline(expected.expectation.deadline());
    let observation = observer.watch(&Program {
        command,
        output,
        limits,
    })?;
    let judgement = judge(&expected.expectation, &observation);
    Ok(Outcome::Judged(
        Box::new(judgement),
        Box::new(observation),
        expected,
    ))
}

/// Shows on stderr, if that is a terminal, how many runs are done.
pub fn progress_bar(runs: usize) -> ProgressBar {
    let bar = ProgressBar::new(runs as u64);
    let style = ProgressStyle::with_template("{spinner} {pos} of {len} runs done, {elapsed}");
    bar.set_style(style.expect("a template that does not change"));
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// Reports the runs, and sums them up in the exit code.
fn finish(runs: &[Run], interrupt: &Interrupt) -> Exit {
    let mut stdout = anstream::stdout();
    let written = stdout
        .write_all(report::render(runs).as_bytes())
        .and_then(|()| stdout.flush());
    // Whoever reads it may stop when they have seen enough.
    let lost = written
        .err()
        .filter(|error| error.kind() != ErrorKind::BrokenPipe);
    if let Some(error) = &lost {
        eprintln!("error: failed to write the report: {error}");
    }
    let Tally {
        failed,
        could_not_judge,
        ..
    } = report::tally(runs);
    match interrupt.signal() {
        Some(signal) => Exit::Interrupted(signal),
        None if failed > 0 => Exit::Failed,
        None if could_not_judge > 0 || lost.is_some() => Exit::CouldNotJudge,
        None => Exit::Passed,
    }
}
