//! The measuring: rounds over all programs, one at a time. What somebody else's
//! load has disturbed is measured again, and does not count.

use super::disturbance::{Measured, disturbed};
use super::load::{Load, Meter};
use super::missing::{Disturbance, Missing};
use super::python::{self, Interpreter};
use super::results::{Cpython, Machine, Results, Run, Series};
use super::series::set_speed_ups;
use super::subject::{Language, Subject};
use crate::work::{Server, Work};
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use observer::{Limits, Observer, Output, Program};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// Far beyond what any of the programs takes.
const DEADLINE: Duration = Duration::from_secs(60);

/// How often what was disturbed is measured again.
const AGAIN: usize = 1;

/// Measures every technique on both kinds of work. A program that fails does
/// not keep the others from being measured.
///
/// # Errors
/// If the server cannot be started: nothing was measured.
pub fn measure(observer: &Observer, rounds: usize) -> Result<Results> {
    let python = python::find().and_then(|found| Ok((found, python::twin()?)));
    let mut session = Session {
        observer,
        server: Server::start()?,
        python: python.as_ref().ok(),
        progress: progress_bar(),
        load: Some(Load::default()),
        measured: Vec::new(),
        missing: BTreeMap::new(),
    };
    if let Err(why) = &python {
        let all = Subject::all().into_iter();
        let twins = all.filter(|subject| subject.language == Language::CPython);
        let missing = |subject| (subject, Missing::NoInterpreter(why.clone()));
        session.missing = twins.map(missing).collect();
    }
    for _ in 0..=AGAIN {
        let queue = session.queue(rounds);
        session.run_all(&queue);
    }
    session.progress.finish_and_clear();
    let foreign_load = session.load.map(Load::share);
    let series = session.series();
    let cpython = match python {
        Ok((
            Interpreter {
                version, has_gil, ..
            },
            _,
        )) => Cpython::Found { version, has_gil },
        Err(why) => Cpython::Missing { why },
    };
    Ok(Results {
        machine: Machine::this(cpython, foreign_load),
        rounds,
        series,
    })
}

/// What it takes to run the programs, and what came of it.
struct Session<'a> {
    observer: &'a Observer,
    server: Server,
    /// The interpreter and the twin, if there are any.
    python: Option<&'a (Interpreter, PathBuf)>,
    progress: ProgressBar,
    /// Over all runs.
    load: Option<Load>,
    measured: Vec<Measured>,
    /// Programs that have no result, whatever else is measured.
    missing: BTreeMap<Subject, Missing>,
}

impl Session<'_> {
    /// What is to be run, until each program has `rounds` runs that count: in
    /// rounds, so that a machine that is slow for a while is slow for all.
    fn queue(&self, rounds: usize) -> Vec<Subject> {
        let disturbed = disturbed(&self.measured);
        let kept = |subject| {
            let runs = self.measured.iter().zip(&disturbed);
            runs.filter(|(run, disturbed)| run.subject == subject && disturbed.is_none())
                .count()
        };
        let mut lacking: Vec<(Subject, usize)> = Subject::all()
            .into_iter()
            .filter(|subject| !self.missing.contains_key(subject))
            .map(|subject| (subject, rounds.saturating_sub(kept(subject))))
            .collect();
        let mut queue = Vec::new();
        while !lacking.is_empty() {
            lacking.retain(|&(_, runs)| runs > 0);
            for (subject, runs) in &mut lacking {
                queue.push(*subject);
                *runs -= 1;
            }
        }
        queue
    }

    /// Runs each program in the queue, unless it has failed before.
    fn run_all(&mut self, queue: &[Subject]) {
        self.progress.inc_length(queue.len() as u64);
        for &subject in queue {
            if !self.missing.contains_key(&subject) && !self.observer.is_interrupted() {
                match self.run(subject) {
                    Ok(measured) => self.measured.push(measured),
                    Err(how) => {
                        self.missing.insert(subject, Missing::Failed(how));
                    }
                }
            }
            self.progress.inc(1);
        }
    }

    /// Runs a program, or says how it failed.
    fn run(&mut self, subject: Subject) -> Result<Measured, String> {
        let command = self.command(subject);
        let program = Program {
            command: command.map_err(|error| format!("{error:#}"))?,
            output: Output::Terminal,
            limits: Limits::with_deadline(DEADLINE),
        };
        let meter = Meter::start(self.server.pid());
        let observation = self.observer.watch(&program);
        let observation = observation.map_err(|error| format!("{error:#}"))?;
        let load = meter.stop(observation.cpu);
        match (&mut self.load, load) {
            (Some(sum), Some(load)) => *sum += load,
            (sum, _) => *sum = None,
        }
        let jobs = subject.work.usual_jobs();
        let run = Run::read(&observation, jobs, load.map(Load::share))?;
        Ok(Measured { subject, run, load })
    }

    fn command(&self, subject: Subject) -> Result<Vec<OsString>> {
        let mut command: Vec<OsString> = match (subject.language, self.python) {
            (Language::CPython, Some((interpreter, twin))) => {
                vec![interpreter.path.clone().into(), twin.into()]
            }
            _ => {
                let program = std::env::current_exe().context("failed to find this program")?;
                vec![program.into(), "run".into()]
            }
        };
        let names = [subject.technique.to_string(), subject.work.to_string()];
        command.extend(names.map(OsString::from));
        if subject.work == Work::Io {
            command.extend(["--server".into(), self.server.address.to_string().into()]);
        }
        Ok(command)
    }

    /// The results: what was disturbed does not count.
    fn series(mut self) -> Vec<Series> {
        let disturbed = disturbed(&self.measured);
        let mut kept: BTreeMap<Subject, Vec<Run>> = BTreeMap::new();
        let mut lost: BTreeMap<Subject, Vec<Disturbance>> = BTreeMap::new();
        let mut loads: BTreeMap<Work, Load> = BTreeMap::new();
        for (Measured { subject, run, load }, disturbance) in
            self.measured.into_iter().zip(disturbed)
        {
            if let Some(disturbance) = disturbance {
                lost.entry(subject).or_default().push(disturbance);
                continue;
            }
            kept.entry(subject).or_default().push(run);
            *loads.entry(subject.work).or_default() += load.unwrap_or_default();
        }
        let mut of = |subject: Subject| {
            // A load that is too small to show in one short run shows in their sum.
            let load = loads.get(&subject.work);
            let steady = load.is_some_and(|load| load.disturbs());
            let missing = self.missing.remove(&subject);
            Series::new(
                subject,
                kept.remove(&subject).unwrap_or_default(),
                &lost.remove(&subject).unwrap_or_default(),
                missing.or(steady.then_some(Missing::SteadyLoad)),
            )
        };
        let mut series: Vec<Series> = Subject::all().into_iter().map(&mut of).collect();
        set_speed_ups(&mut series);
        series
    }
}

/// Shows on stderr, if that is a terminal, how many runs are done.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} runs done, {elapsed}");
    bar.set_style(style.expect("a template that does not change"));
    bar
}
