//! What happens when, from the arguments to the exit code, whatever is measured:
//! measure, or read what was measured; hold it against the truth table; write the
//! reports.

use crate::claims::record::{Measured, Record};
use crate::output::{self, OutputClosed, complain};
use anyhow::{Context, Result, anyhow, bail};
use observer::Observer;
use observer::exit::Exit;
use observer::interrupt::Interrupt;
use observer::report_file::ReportFile;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io, iter};

/// How a report is made of a record.
pub type Render<R> = fn(&R) -> String;

/// A file that `--json` wrote.
pub struct Recorded {
    path: PathBuf,
    pub bytes: Vec<u8>,
}

impl Recorded {
    fn read(path: &PathBuf) -> Result<Recorded> {
        let bytes = fs::read(path).with_context(|| cannot_read(path))?;
        let path = path.clone();
        Ok(Recorded { path, bytes })
    }

    /// What is recorded in it.
    ///
    /// # Errors
    /// As [`Record::read`].
    pub fn record<R: Measured>(&self) -> Result<Record<R>> {
        Record::read(&self.bytes).with_context(|| cannot_read(&self.path))
    }
}

fn cannot_read(path: &Path) -> String {
    format!("cannot read {}", path.display())
}

/// What is recorded in the only file.
///
/// # Errors
/// If there are others, or as [`Recorded::record`].
pub fn only<R: Measured>(files: &[Recorded]) -> Result<Record<R>> {
    match files {
        [file] => file.record(),
        _ => bail!("only one record can be reported: name one with `--from`"),
    }
}

/// What can be done with one kind of record.
pub struct Flow<'a, R> {
    /// Whether the verdicts are held against the truth table.
    pub check: bool,
    /// What was recorded, in place of measuring.
    pub from: &'a [PathBuf],
    /// The reports that may be asked for, and where they go.
    pub reports: Vec<(&'a Option<PathBuf>, Render<R>)>,
    /// The report for people.
    pub text: Render<R>,
    /// Reads what was recorded: one file or more.
    pub read: fn(&[Recorded]) -> Result<R>,
    /// The verdict: of a record, and whether it is to be checked.
    pub exit: fn(&R, bool) -> Exit,
}

impl<R> Flow<'_, R> {
    /// Reports what is measured, or what was recorded.
    pub fn run(&self, measure: impl FnOnce(&Observer) -> Result<R>) -> Exit {
        let ended = match self.recorded() {
            Ok(recorded) => self
                .report(recorded, measure)
                .map_err(|error| (error, Exit::TaskFailed)),
            Err(error) => Err((error, Exit::Usage)),
        };
        ended.unwrap_or_else(|(error, exit)| {
            complain(&error);
            exit
        })
    }

    fn wanted(&self) -> impl Iterator<Item = (&PathBuf, Render<R>)> {
        let reports = self.reports.iter();
        reports.filter_map(|&(path, render)| Some((path.as_ref()?, render)))
    }

    /// What was recorded, with `--from`.
    ///
    /// # Errors
    /// If it cannot be read, or two reports are to go to one place.
    fn recorded(&self) -> Result<Option<R>> {
        let mut paths: Vec<&PathBuf> = self.wanted().map(|(path, _)| path).collect();
        paths.sort();
        if let Some(pair) = paths.windows(2).find(|pair| pair[0] == pair[1]) {
            bail!("only one report can go to {}", pair[0].display());
        }
        if self.from.is_empty() {
            return Ok(None);
        }
        let files = self.from.iter().map(Recorded::read);
        let files: Vec<Recorded> = files.collect::<Result<_>>()?;
        (self.read)(&files).map(Some)
    }

    /// # Errors
    /// If a report will not be written, or nothing can be measured.
    fn report(
        &self,
        recorded: Option<R>,
        measure: impl FnOnce(&Observer) -> Result<R>,
    ) -> Result<Exit> {
        let mut files = Vec::new();
        for (path, render) in self.wanted() {
            files.push((ReportFile::open(path)?, render));
        }
        let record = match recorded {
            Some(record) => record,
            None => {
                let interrupt = Interrupt::catch()?;
                let observer = Observer::start(Arc::clone(&interrupt.caught))?;
                let record = measure(&observer)?;
                if let Some(signal) = interrupt.signal() {
                    complain(&anyhow!("interrupted"));
                    return Ok(Exit::Interrupted(signal));
                }
                record
            }
        };
        let verdict = (self.exit)(&record, self.check);
        let written = self.write(files, &record);
        Ok(if written || verdict == Exit::Failed {
            verdict
        } else {
            Exit::TaskFailed
        })
    }

    /// Writes what it can, and says what it cannot. Whether all was written.
    fn write(&self, files: Vec<(ReportFile, Render<R>)>, record: &R) -> bool {
        let text = (self.text)(record);
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
}
