//! The measuring: rounds over all programs, one at a time. What somebody else's
//! load has disturbed is measured again, and does not count.

use super::close_up;
use super::disturbance::{Measured, disturbed};
use super::load::{Load, Meter};
use super::missing::Missing;
use super::results::{CloseUp, Machine, Results, Run, Series};
use super::series::set_speed_ups;
use super::subject::Subject;
use super::twins::Twins;
use crate::work::{Server, Work};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use observer::{Limits, Observer, Output, Program};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::time::Duration;

/// Far beyond what any of the programs takes.
const DEADLINE: Duration = Duration::from_secs(60);

/// How often what was disturbed is measured again.
const AGAIN: usize = 1;

/// Measures every technique on both kinds of work. A program that fails does
/// not keep the others from being measured. Then, if that is wanted, the threads that
/// compute are looked at closely.
///
/// # Errors
/// If the server cannot be started: nothing was measured.
pub fn measure(observer: &Observer, rounds: usize, closely: bool) -> Result<Results> {
    let mut session = Session {
        observer,
        server: Server::start("serve")?,
        twins: Twins::find("example.py")?,
        measured: Vec::new(),
        missing: BTreeMap::new(),
    };
    let progress = progress_bar();
    for _ in 0..=AGAIN {
        let queue = session.queue(rounds);
        progress.inc_length(queue.len() as u64);
        for subject in queue {
            session.run(subject);
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    let foreign_load: Option<Load> = session.measured.iter().map(|run| run.load).sum();
    Ok(Results {
        machine: Machine::this(session.twins.cpython(), foreign_load.map(Load::share)),
        rounds,
        series: session.series(),
        close_ups: if closely {
            session.close_ups()
        } else {
            Vec::new()
        },
    })
}

/// What it takes to run the programs, and what came of it.
struct Session<'a> {
    observer: &'a Observer,
    server: Server,
    twins: Twins,
    measured: Vec<Measured>,
    /// Programs that have no result, whatever else is measured.
    missing: BTreeMap<Subject, Missing>,
}

impl Session<'_> {
    /// What is to be run, until each program has `rounds` runs that count: in
    /// rounds, so that a machine that is slow for a while is slow for all.
    fn queue(&self, rounds: usize) -> Vec<Subject> {
        let disturbed = disturbed(&self.measured);
        let lacking = |subject| {
            let runs = self.measured.iter().zip(&disturbed);
            let kept = runs.filter(|(run, why)| run.subject == subject && why.is_none());
            (subject, rounds.saturating_sub(kept.count()))
        };
        let all = Subject::all().into_iter();
        let going = all.filter(|subject| !self.missing.contains_key(subject));
        let lacking: Vec<(Subject, usize)> = going.map(lacking).collect();
        let round = |number| lacking.iter().filter(move |(_, runs)| number < *runs);
        let queue = (0..rounds).flat_map(round);
        queue.map(|&(subject, _)| subject).collect()
    }

    /// Runs a program, unless it has failed before.
    fn run(&mut self, subject: Subject) {
        if self.missing.contains_key(&subject) || self.observer.is_interrupted() {
            return;
        }
        match self.measured(subject) {
            Ok(measured) => self.measured.push(measured),
            Err(missing) => {
                self.missing.insert(subject, missing);
            }
        }
    }

    fn measured(&self, subject: Subject) -> Result<Measured, Missing> {
        let program = self.program(subject)?;
        let meter = Meter::start(Some(self.server.pid()));
        let observation = self.observer.watch(&program).map_err(Missing::failed)?;
        let load = meter.stop(observation.cpu);
        let jobs = subject.work.usual_jobs();
        let run = Run::read(&observation, jobs, load.map(Load::share));
        let run = run.map_err(Missing::Failed)?;
        Ok(Measured { subject, run, load })
    }

    /// A run of each program that computes, for a picture of its threads.
    fn close_ups(&self) -> Vec<CloseUp> {
        let all = Subject::all().into_iter();
        let computing = all.filter(|subject| subject.work == Work::Cpu);
        let programs = computing.filter_map(|subject| Some((subject, self.program(subject).ok()?)));
        let programs: Vec<(Subject, Program)> = programs.collect();
        close_up::look(self.observer, &programs)
    }

    /// # Errors
    /// If there is no interpreter for it.
    fn program(&self, subject: Subject) -> Result<Program, Missing> {
        let mut command = self.twins.command(subject.language, "run")?;
        let names = [subject.technique.to_string(), subject.work.to_string()];
        command.extend(names.map(OsString::from));
        if subject.work == Work::Io {
            command.extend(["--server".into(), self.server.address.to_string().into()]);
        }
        let limits = Limits::with_deadline(DEADLINE);
        Ok(Program::new(command, Output::Terminal, limits))
    }

    /// The results: what was disturbed does not count.
    fn series(&self) -> Vec<Series> {
        let disturbed = disturbed(&self.measured);
        let runs = || self.measured.iter().zip(&disturbed);
        // A load that is too small to show in one short run shows in their sum.
        let is_steady = |work| {
            let kept = runs().filter(|(run, why)| run.subject.work == work && why.is_none());
            let load: Load = kept.filter_map(|(run, _)| run.load).sum();
            load.disturbs()
        };
        let of = |subject: Subject| {
            let (mut kept, mut lost) = (Vec::new(), Vec::new());
            for (measured, disturbance) in runs().filter(|(run, _)| run.subject == subject) {
                match disturbance {
                    None => kept.push(measured.run.clone()),
                    Some(disturbance) => lost.push(*disturbance),
                }
            }
            let steady = || is_steady(subject.work).then_some(Missing::SteadyLoad);
            let missing = self.missing.get(&subject).cloned().or_else(steady);
            Series::new(subject, kept, &lost, missing)
        };
        let mut series: Vec<Series> = Subject::all().into_iter().map(of).collect();
        set_speed_ups(&mut series);
        series
    }
}

/// Shows on stderr, if that is a terminal, how many runs are done.
pub fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} runs done, {elapsed}");
    bar.set_style(style.expect("a template that does not change"));
    bar
}
