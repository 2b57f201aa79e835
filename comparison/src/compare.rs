//! What happens when, from the arguments to the exit code.

use crate::judgement::{Finding, Judged, judge};
use crate::measure::{Results, measure};
use crate::report;
use crate::series::Missing;
use crate::work::OutputClosed;
use crate::{Compare, complain};
use anyhow::{Context, Result, bail};
use observer::Observer;
use observer::exit::Exit;
use observer::interrupt::Interrupt;
use observer::report_file::ReportFile;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::Arc;

/// Measures everything, and reports.
///
/// # Errors
/// Wrong usage, or a program that cannot be started at all: nothing was
/// measured.
pub fn compare(arguments: &Compare) -> Result<Exit> {
    let paths = [
        &arguments.json,
        &arguments.markdown,
        &arguments.trace,
        &arguments.svg,
    ];
    let mut paths: Vec<_> = paths.into_iter().flatten().collect();
    paths.sort();
    if let Some(pair) = paths.windows(2).find(|pair| pair[0] == pair[1]) {
        bail!("only one report can go to {}", pair[0].display());
    }
    let open = |path: &Option<_>| {
        let path = path.as_deref();
        path.map(|path: &Path| ReportFile::open(path)).transpose()
    };
    let files = [
        open(&arguments.json)?,
        open(&arguments.markdown)?,
        open(&arguments.trace)?,
        open(&arguments.svg)?,
    ];
    let to_stdout = files.iter().flatten().any(ReportFile::is_stdout);

    let interrupt = Interrupt::catch()?;
    let observer = Observer::start(Arc::clone(&interrupt.caught))?;
    let results = measure(&observer, arguments.rounds.into())?;
    if let Some(signal) = interrupt.signal() {
        eprintln!("error: interrupted");
        return Ok(Exit::Interrupted(signal));
    }
    let judged = judge(&results);

    let text = report::text(&results, &judged);
    let [json, markdown, trace, svg] = files;
    let mut written = vec![if to_stdout {
        print(std::io::stderr(), &text)
    } else {
        print(std::io::stdout(), &text)
    }];
    let write = |file: Option<ReportFile>, make: &dyn Fn() -> String| {
        file.map_or(Ok(()), |file| Ok(file.write(&make())?))
    };
    written.push(write(json, &|| report::json(&results, &judged)));
    written.push(write(markdown, &|| report::markdown(&results, &judged)));
    written.push(write(trace, &|| report::trace(&results)));
    written.push(write(svg, &|| report::svg(&results)));
    let mut lost = false;
    for error in written.into_iter().filter_map(Result::err) {
        if !error.is::<OutputClosed>() {
            complain(&error);
            lost = true;
        }
    }
    let exit = exit(&results, &judged, arguments.check);
    Ok(if lost && exit == Exit::Passed {
        Exit::CouldNotJudge
    } else {
        exit
    })
}

fn print(mut to: impl Write, text: &str) -> Result<()> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(OutputClosed.into()),
        written => written.context("failed to write the report"),
    }
}

fn exit(results: &Results, judged: &[Judged], check: bool) -> Exit {
    let failed = |missing: &Option<Missing>| matches!(missing, Some(Missing::Failed(_)));
    let failed = results.series.iter().any(|series| failed(&series.missing));
    let findings = || {
        let both = judged
            .iter()
            .flat_map(|judged| [&judged.cpython, &judged.rust]);
        both.filter(|_| check)
    };
    if failed || findings().any(Finding::contradicts) {
        Exit::Failed
    } else if findings().any(Finding::is_inconclusive) {
        Exit::CouldNotJudge
    } else {
        Exit::Passed
    }
}
