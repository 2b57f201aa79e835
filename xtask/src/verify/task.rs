//! What happens when, from the arguments to the exit code.

use super::{VerifyArgs, comparison, programs};
use crate::usage::Usage;
use crate::workspace::{self, root};
use anyhow::{Result, bail};
use judge::expectation::Expected;
use judge::report::Entry;
use judge::task::{self, Reports};
use observer::Observer;
use observer::exit::Exit;
use observer::interrupt::Interrupt;
use std::path::Path;
use std::sync::Arc;

/// Carries out the task, its report included.
///
/// # Errors
/// Wrong usage, and invalid expectations: nothing was run.
pub fn run(arguments: &VerifyArgs) -> Result<Exit> {
    let root = root();
    // The parser does not tell this from no `--` at all.
    let last = std::env::args_os().next_back();
    if arguments.submissions.command.is_empty() && last.is_some_and(|last| last == "--") {
        bail!(usage(
            "no command follows `--`: `verify EXAMPLE -- COMMAND`"
        ));
    }
    if !arguments.submissions.is_empty() {
        let [name] = arguments.examples.as_slice() else {
            let one = "a command is judged by one expectation: `verify EXAMPLE -- COMMAND`";
            bail!(usage(one));
        };
        let expected = workspace::expected_or_file(&root, name)?;
        let done = task::judge_submissions(
            &expected,
            &arguments.submissions,
            &arguments.volume,
            &arguments.reporting,
        );
        return Ok(done.map_err(|error| Usage(format!("{error:#}")))?);
    }
    let interrupt = Interrupt::catch()?;
    let (names, compare) = wanted(&root, arguments)?;
    let expected = all_expected(&root, &names)?;
    let planned = match expected.as_slice() {
        [] => Vec::new(),
        expected => programs::plan(&root, expected, arguments.only)?,
    };
    let reports = Reports::open(&arguments.reporting)?;
    let observer = Observer::start(Arc::clone(&interrupt.caught))?;
    let subjects = programs::prepare(&observer, &root, &planned)?;
    let mut entries = task::run_all(
        &observer,
        subjects,
        &arguments.volume,
        reports.want_records(),
    );
    if compare {
        entries.push(Entry {
            name: comparison::NAME.to_string(),
            program: "Rust and CPython".to_string(),
            output: None,
            outcome: comparison::verify(&observer, &root, arguments.from.as_deref())?,
        });
    }
    Ok(task::finish(&entries, reports, &interrupt))
}

/// The examples that are wanted, and whether the comparison is. It measures
/// both languages, so with one of them it is not.
fn wanted(root: &Path, arguments: &VerifyArgs) -> Result<(Vec<String>, bool)> {
    let is_comparison = |name: &&String| name.trim_end_matches('/') == comparison::NAME;
    let (named, examples): (Vec<&String>, Vec<&String>) =
        arguments.examples.iter().partition(is_comparison);
    let compare = arguments.examples.is_empty() || !named.is_empty();
    if !named.is_empty() && arguments.only.is_some() {
        let both = "the comparison is of both languages: leave out `--only`, or `comparison`";
        bail!(usage(both));
    }
    let names = if !named.is_empty() && examples.is_empty() {
        Vec::new()
    } else {
        workspace::select(root, &examples.into_iter().cloned().collect::<Vec<_>>())?
    };
    let once = arguments.only.is_none() && arguments.volume.runs == 1;
    Ok((names, compare && (once || !named.is_empty())))
}

fn all_expected(root: &Path, names: &[String]) -> Result<Vec<Expected>> {
    let (mut all, mut mistakes) = (Vec::new(), Vec::new());
    for name in names {
        match workspace::expected(root, name) {
            Ok(expected) => all.push(expected),
            Err(mistake) => mistakes.push(format!("{mistake:#}")),
        }
    }
    if !mistakes.is_empty() {
        bail!(Usage(mistakes.join("\nerror: ")));
    }
    Ok(all)
}

fn usage(message: &str) -> Usage {
    Usage(message.to_string())
}
