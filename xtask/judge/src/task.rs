//! What happens when, from the options to the exit code.

use crate::expectation::Expected;
use crate::options::{Reporting, Submissions, Volume};
use crate::report::{self, Entry, Outcome, Tally};
use crate::schedule::runs::{self, Obstacle, Subject};
use crate::schedule::{command, submissions};
use crate::summary::Summary;
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use observer::exit::Exit;
use observer::interrupt::Interrupt;
use observer::report_file::ReportFile;
use observer::{Observer, most_side_by_side};
use std::collections::HashSet;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Judges what was submitted, and reports it.
///
/// # Errors
/// Wrong usage: nothing was run.
pub fn judge_submissions(
    expected: &Expected,
    submitted: &Submissions,
    volume: &Volume,
    reporting: &Reporting,
) -> Result<Exit> {
    let interrupt = Interrupt::catch()?;
    let subjects = match (&submitted.batch, &submitted.each) {
        (Some(file), _) => submissions::batch(expected, file)?,
        (None, Some(pattern)) => submissions::each(expected, pattern, &submitted.command)?,
        (None, None) => vec![command::subject(expected, &submitted.command)],
    };
    // Not before the submissions were listed: a report's own file is none.
    let reports = Reports::open(reporting)?;
    let observer = Observer::start(Arc::clone(&interrupt.caught))?;
    let entries = run_all(&observer, subjects, volume, reports.want_records());
    if let [
        Entry {
            outcome: Outcome::Not(Obstacle::NotRun(why)),
            ..
        },
    ] = entries.as_slice()
        && submitted.batch.is_none()
        && !interrupt.caught.load(Ordering::Relaxed)
    {
        bail!("{why}");
    }
    Ok(finish(&entries, reports, &interrupt))
}

/// Judges one run of each of the programs that are made ready, and reports it.
/// Returns what came of each as well.
///
/// # Errors
/// If the observer cannot be started.
pub fn judge_once<'a>(
    make_ready: impl FnOnce(&Observer) -> Vec<Subject<'a>>,
) -> Result<(Exit, Vec<Entry<'a>>)> {
    let interrupt = Interrupt::catch()?;
    let observer = Observer::start(Arc::clone(&interrupt.caught))?;
    let subjects = make_ready(&observer);
    let entries = run_all(&observer, subjects, &Volume::one_run(), false);
    let exit = finish(&entries, Reports::for_people(), &interrupt);
    Ok((exit, entries))
}

/// Runs the programs, and sums up the runs of each. `records` keeps each run for
/// the reports that programs read.
pub fn run_all<'a>(
    observer: &Observer,
    subjects: Vec<Subject<'a>>,
    volume: &Volume,
    records: bool,
) -> Vec<Entry<'a>> {
    let times = usize::from(volume.runs);
    let summaries: Vec<Mutex<Summary>> = subjects
        .iter()
        .map(|_| Mutex::new(Summary::new(times, records)))
        .collect();
    let progress = progress_bar(subjects.len() * times, "runs done");
    let most = usize::from(volume.jobs.unwrap_or(u16::MAX)).min(most_side_by_side());
    runs::run_all(
        observer,
        &subjects,
        times,
        most,
        &volume.caps,
        |index, judged| {
            let mut summary = summaries[index].lock().expect("no panic in a sum");
            let subject = &subjects[index];
            match (judged, &subject.command) {
                (Ok((judgement, seen)), _) => {
                    summary.add(&subject.expected.expectation, judgement, seen);
                }
                (Err(error), Ok(command)) => {
                    summary.add_not_started(command::explain(&error, command));
                }
                (Err(_), Err(_)) => {}
            }
            progress.inc(1);
        },
    );
    progress.finish_and_clear();
    let entry = |(subject, summary): (Subject<'a>, Mutex<Summary>)| {
        let summary = summary.into_inner().expect("no panic in a sum");
        let not_run = |why| Outcome::Not(Obstacle::NotRun(why));
        let outcome = match (subject.command, &summary.why_not_started) {
            (Err(obstacle), _) => Outcome::Not(obstacle),
            (Ok(_), Some(why)) if summary.runs() == summary.not_started => not_run(why.clone()),
            (Ok(_), _) if summary.runs() == 0 => not_run("interrupted".to_string()),
            (Ok(_), _) => Outcome::Ran(summary, subject.expected),
        };
        Entry {
            name: subject.name,
            program: subject.program,
            output: Some(subject.output),
            outcome,
        }
    };
    subjects.into_iter().zip(summaries).map(entry).collect()
}

/// Shows on stderr, if that is a terminal, how many of these are done.
pub fn progress_bar(all: usize, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(all as u64);
    let style = ProgressStyle::with_template("{spinner} {pos} of {len} {msg}, {elapsed}");
    bar.set_style(style.expect("a template that does not change"));
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// Where the reports go.
pub struct Reports {
    json: Option<ReportFile>,
    junit: Option<ReportFile>,
    svg: Option<ReportFile>,
    trace: Option<ReportFile>,
    explain: bool,
    github: Option<PathBuf>,
}

impl Reports {
    /// The text, and the summary of a job in GitHub Actions.
    fn for_people() -> Reports {
        let github = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
        Reports {
            json: None,
            junit: None,
            svg: None,
            trace: None,
            explain: false,
            github: github.map(PathBuf::from),
        }
    }

    /// # Errors
    /// If it will not be possible to write there.
    pub fn open(reporting: &Reporting) -> Result<Reports> {
        let Reporting {
            explain,
            json,
            junit,
            svg,
            trace,
        } = reporting;
        let mut taken = HashSet::new();
        for path in [json, junit, svg, trace].into_iter().flatten() {
            if !taken.insert(path) {
                bail!("only one report can go to {}", path.display());
            }
        }
        let open = |path: &Option<PathBuf>| path.as_deref().map(ReportFile::open).transpose();
        Ok(Reports {
            json: open(json)?,
            junit: open(junit)?,
            svg: open(svg)?,
            trace: open(trace)?,
            explain: *explain,
            ..Reports::for_people()
        })
    }

    /// Whether each run is kept, for the reports that programs read.
    pub fn want_records(&self) -> bool {
        self.json.is_some() || self.junit.is_some()
    }

    /// The text for a person gives way to a report for programs.
    fn text_goes_to_stderr(&self) -> bool {
        let files = [&self.json, &self.junit, &self.svg, &self.trace];
        files.into_iter().flatten().any(ReportFile::is_stdout)
    }

    /// Writes all of them, and returns what could not be written.
    fn write(self, entries: &[Entry]) -> Vec<anyhow::Error> {
        let mut text = report::render(entries);
        if self.explain {
            text = report::explain(entries) + &text;
        }
        let text = if self.text_goes_to_stderr() {
            print(&mut anstream::stderr(), &text)
        } else {
            print(&mut anstream::stdout(), &text)
        };
        let json = self
            .json
            .map(|file| Ok(file.write(&report::json(entries))?));
        let junit = self
            .junit
            .map(|file| Ok(file.write(&report::junit(entries)?)?));
        let svg = self
            .svg
            .map(|file| Ok(file.write(&report::picture(entries).svg())?));
        let trace = self
            .trace
            .map(|file| Ok(file.write(&report::picture(entries).trace())?));
        let github = self.github.map(|path| {
            let file = OpenOptions::new().append(true).create(true).open(&path);
            let written =
                file.and_then(|mut file| print(&mut file, &report::github_summary(entries)));
            written.with_context(|| format!("failed to append to {}", path.display()))
        });
        let text = text.context("failed to write the report");
        let written = [Some(text), json, junit, svg, trace, github];
        written
            .into_iter()
            .flatten()
            .filter_map(Result::err)
            .collect()
    }
}

fn print(to: &mut impl Write, text: &str) -> io::Result<()> {
    to.write_all(text.as_bytes()).and_then(|()| to.flush())
}

/// Reports the runs, and sums them up in the exit code.
pub fn finish(entries: &[Entry], reports: Reports, interrupt: &Interrupt) -> Exit {
    let mut lost = false;
    for error in reports.write(entries) {
        // Whoever reads it may stop when they have seen enough.
        let cause = error
            .chain()
            .find_map(|cause| cause.downcast_ref())
            .map(io::Error::kind);
        if cause != Some(ErrorKind::BrokenPipe) {
            eprintln!("error: {error:#}");
            lost = true;
        }
    }
    let Tally {
        failed,
        could_not_judge,
        ..
    } = report::tally(entries);
    match interrupt.signal() {
        Some(signal) => Exit::Interrupted(signal),
        None if failed > 0 => Exit::Failed,
        None if could_not_judge > 0 || lost => Exit::CouldNotJudge,
        None => Exit::Passed,
    }
}
