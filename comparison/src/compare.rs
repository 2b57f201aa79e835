//! What happens when, from the arguments to the exit code: measure, or read what
//! was measured; hold it against the truth table; write the reports.

use crate::measure::measure;
use crate::options::CompareArguments;
use crate::output::{self, OutputClosed, complain};
use crate::report::{self, Record};
use anyhow::{Context, Result, anyhow, bail};
use observer::Observer;
use observer::exit::Exit;
use observer::interrupt::Interrupt;
use observer::report_file::ReportFile;
use std::path::PathBuf;
use std::sync::Arc;
use std::{fs, io, iter};

/// How a report is made.
type Render = fn(&Record) -> String;

/// The reports that may be asked for, and where they go.
fn reports(arguments: &CompareArguments) -> impl Iterator<Item = (&PathBuf, Render)> {
    let reports: [(&Option<PathBuf>, Render); 4] = [
        (&arguments.json, Record::json),
        (&arguments.markdown, report::markdown),
        (&arguments.trace, report::trace),
        (&arguments.svg, report::svg),
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
fn usage(arguments: &CompareArguments) -> Result<Option<Record>> {
    let mut paths: Vec<&PathBuf> = reports(arguments).map(|(path, _)| path).collect();
    paths.sort();
    if let Some(pair) = paths.windows(2).find(|pair| pair[0] == pair[1]) {
        bail!("only one report can go to {}", pair[0].display());
    }
    let read = |path: &PathBuf| {
        let record = fs::read(path).map_err(Into::into);
        let record = record.and_then(|record| Record::read(&record));
        record.with_context(|| format!("cannot read {}", path.display()))
    };
    arguments.from.as_ref().map(read).transpose()
}

/// # Errors
/// If a report will not be written, or nothing can be measured.
fn run(arguments: &CompareArguments, recorded: Option<Record>) -> Result<Exit> {
    let mut files = Vec::new();
    for (path, render) in reports(arguments) {
        files.push((ReportFile::open(path)?, render));
    }
    let record = match recorded {
        Some(record) => record,
        None => {
            let interrupt = Interrupt::catch()?;
            let observer = Observer::start(Arc::clone(&interrupt.caught))?;
            let results = measure(&observer, arguments.rounds.into())?;
            if let Some(signal) = interrupt.signal() {
                complain(&anyhow!("interrupted"));
                return Ok(Exit::Interrupted(signal));
            }
            Record::of(results)
        }
    };
    let verdict = record.check.exit(&record.results, arguments.check);
    let written = write(files, &record);
    Ok(if written || verdict == Exit::Failed {
        verdict
    } else {
        Exit::TaskFailed
    })
}

/// Writes what it can, and says what it cannot. Whether all was written.
fn write(files: Vec<(ReportFile, Render)>, record: &Record) -> bool {
    let text = report::text(record);
    let shown = match files.iter().any(|(file, _)| file.is_stdout()) {
        true => output::write(io::stderr(), &text),
        false => output::write(io::stdout(), &text),
    };
    let files = files.into_iter();
    let written = files.map(|(file, render)| Ok(file.write(&render(record))?));
    let lost = iter::once(shown).chain(written).filter_map(Result::err);
    let lost = lost.filter(|error| !error.is::<OutputClosed>());
    lost.inspect(complain).count() == 0
}
