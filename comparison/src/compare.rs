//! What happens when, from the arguments to the exit code: measure, or read what
//! was measured; hold it against the truth table; write the reports.

use crate::claims::{self, Check, Findings};
use crate::measure::{Results, measure};
use crate::options::CompareArguments;
use crate::output::{OutputClosed, complain};
use crate::report;
use anyhow::{Context, Result, anyhow, bail};
use observer::Observer;
use observer::exit::Exit;
use observer::interrupt::Interrupt;
use observer::report_file::ReportFile;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// All that a report is made from.
struct Judged {
    results: Results,
    findings: Vec<Findings>,
    check: Check,
}

/// How a report is made.
type Render = fn(&Judged) -> String;

/// The reports that may be asked for, and where they go.
fn reports(arguments: &CompareArguments) -> impl Iterator<Item = (&PathBuf, Render)> {
    let json: Render = |all| report::json::json(&all.results, &all.findings, &all.check);
    let markdown: Render = |all| report::markdown(&all.results, &all.findings);
    let trace: Render = |all| report::trace(&all.results);
    let svg: Render = |all| report::svg(&all.results);
    let reports = [
        (&arguments.json, json),
        (&arguments.markdown, markdown),
        (&arguments.trace, trace),
        (&arguments.svg, svg),
    ];
    let wanted = reports.into_iter();
    wanted.filter_map(|(path, render)| Some((path.as_ref()?, render)))
}

/// Reports what is measured, or what was recorded.
pub fn compare(arguments: &CompareArguments) -> Exit {
    let ended = match usage(arguments) {
        Ok(recorded) => run(arguments, recorded).map_err(|error| (error, Exit::TaskFailed)),
        Err(error) => Err((error, Exit::Usage)),
    };
    ended.unwrap_or_else(|(error, exit)| {
        complain(&error);
        exit
    })
}

/// What was recorded, with `--from`.
///
/// # Errors
/// If it cannot be read, or two reports are to go to one place.
fn usage(arguments: &CompareArguments) -> Result<Option<Results>> {
    let mut paths: Vec<&PathBuf> = reports(arguments).map(|(path, _)| path).collect();
    paths.sort();
    if let Some(pair) = paths.windows(2).find(|pair| pair[0] == pair[1]) {
        bail!("only one report can go to {}", pair[0].display());
    }
    let read = |path: &PathBuf| {
        let cannot = || format!("cannot read {}", path.display());
        let record = fs::read(path).with_context(cannot)?;
        report::json::read(&record).with_context(cannot)
    };
    arguments.from.as_ref().map(read).transpose()
}

/// # Errors
/// If a report will not be written, or nothing can be measured.
fn run(arguments: &CompareArguments, recorded: Option<Results>) -> Result<Exit> {
    let mut files = Vec::new();
    for (path, render) in reports(arguments) {
        files.push((ReportFile::open(path)?, render));
    }
    let results = match recorded {
        Some(results) => results,
        None => {
            let interrupt = Interrupt::catch()?;
            let observer = Observer::start(Arc::clone(&interrupt.caught))?;
            let results = measure(&observer, arguments.rounds.into())?;
            if let Some(signal) = interrupt.signal() {
                complain(&anyhow!("interrupted"));
                return Ok(Exit::Interrupted(signal));
            }
            results
        }
    };
    let findings = claims::find(&results);
    let check = Check::of(&results, &findings);
    let verdict = check.exit(&results, arguments.check);
    let judged = Judged {
        results,
        findings,
        check,
    };
    let written = write(files, &judged);
    Ok(if written || verdict == Exit::Failed {
        verdict
    } else {
        Exit::TaskFailed
    })
}

/// Writes what it can, and says what it cannot. Whether all was written.
fn write(files: Vec<(ReportFile, Render)>, judged: &Judged) -> bool {
    let text = report::text(&judged.results, &judged.findings, &judged.check);
    let to_stdout = files.iter().any(|(file, _)| file.is_stdout());
    let mut written = vec![if to_stdout {
        print(std::io::stderr(), &text)
    } else {
        print(std::io::stdout(), &text)
    }];
    for (file, render) in files {
        written.push(file.write(&render(judged)).map_err(Into::into));
    }
    let lost = written.into_iter().filter_map(Result::err);
    let lost = lost.filter(|error| !error.is::<OutputClosed>());
    lost.inspect(complain).count() == 0
}

fn print(mut to: impl Write, text: &str) -> Result<()> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(OutputClosed.into()),
        written => written.context("failed to write the report"),
    }
}
