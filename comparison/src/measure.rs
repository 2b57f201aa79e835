//! The measuring: rounds over all programs, one at a time, and a gate that
//! keeps out what somebody else's load has disturbed.

use crate::gate::{self, Measured};
use crate::load::{Load, Meter};
use crate::machine::Machine;
use crate::python::{self, Interpreter};
use crate::run::Run;
use crate::series::{Language, Missing, Series, Subject, speed_up};
use crate::technique::Technique;
use crate::work::{Server, Work};
use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use observer::{Limits, Observer, Output, Program};
use std::ffi::OsString;
use std::iter::repeat_n;
use std::path::PathBuf;
use std::time::Duration;

/// Far beyond what any of the programs takes.
const DEADLINE: Duration = Duration::from_secs(60);

/// How often what was disturbed is measured again.
const AGAIN: usize = 1;

/// Everything that was measured.
pub struct Results {
    pub machine: Machine,
    /// CPython, or why there is none.
    pub python: Result<Interpreter, String>,
    pub rounds: usize,
    /// The load of others, over all sections; `None` where the system does not
    /// tell, so that nothing could be kept out.
    pub load: Option<Load>,
    pub series: Vec<Series>,
}

impl Results {
    /// `None` if there is no such technique in this language.
    pub fn series(&self, subject: Subject) -> Option<&Series> {
        self.series.iter().find(|series| series.subject == subject)
    }

    /// How many times as fast as one job after the other in the same language.
    pub fn speed_up(&self, subject: Subject) -> Result<f64, Missing> {
        let walls = |subject| {
            let series = self.series(subject);
            series.map_or(Err(Missing::NotObserved), Series::walls)
        };
        let baseline = Subject {
            technique: Technique::Sequential,
            ..subject
        };
        Ok(speed_up(&walls(baseline)?, &walls(subject)?))
    }
}

/// Measures every technique on both kinds of work. A program that fails does
/// not keep the others from being measured.
///
/// # Errors
/// If the server cannot be started: nothing was measured.
pub fn measure(observer: &Observer, rounds: usize) -> Result<Results> {
    let python = python::find().and_then(with_twin);
    let subjects: Vec<Subject> = subjects().collect();
    let mut series: Vec<Series> = subjects.iter().copied().map(Series::new).collect();
    let mut session = Session {
        observer,
        server: Server::start()?,
        python: &python,
        progress: progress_bar(),
        load: Some(Load::default()),
    };
    if let Err(why) = &python {
        let of_python = |series: &&mut Series| series.subject.language == Language::CPython;
        for series in series.iter_mut().filter(of_python) {
            series.missing = Some(Missing::NoInterpreter(why.clone()));
        }
    }
    let mut measured = Vec::new();
    let mut queue: Vec<Subject> = (0..rounds).flat_map(|_| subjects.clone()).collect();
    let has_interpreter = |subject: &Subject| python.is_ok() || subject.language == Language::Rust;
    queue.retain(has_interpreter);
    let mut disturbed = Vec::new();
    for _ in 0..=AGAIN {
        session.progress.inc_length(queue.len() as u64);
        for subject in queue.drain(..) {
            let series = &mut series[position(&subjects, subject)];
            if series.missing.is_none() && !observer.is_interrupted() {
                match session.run(subject) {
                    Ok(run) => measured.push(run),
                    Err(how) => series.missing = Some(Missing::Failed(how)),
                }
            }
            session.progress.inc(1);
        }
        disturbed = gate::disturbed(&measured);
        let kept = |subject| {
            let runs = measured.iter().zip(&disturbed);
            runs.filter(|(run, disturbed)| run.subject == subject && disturbed.is_none())
                .count()
        };
        let wanted = |subject: &&Subject| series[position(&subjects, **subject)].missing.is_none();
        queue = subjects
            .iter()
            .filter(wanted)
            .flat_map(|&subject| repeat_n(subject, rounds.saturating_sub(kept(subject))))
            .collect();
    }
    session.progress.finish_and_clear();
    for (run, disturbed) in measured.into_iter().zip(disturbed) {
        let series = &mut series[position(&subjects, run.subject)];
        match disturbed {
            Some(disturbance) => series.disturbed.push(disturbance),
            None => series.runs.push((run.run, run.load)),
        }
    }
    for work in Work::ALL {
        keep_out_steady_load(&mut series, work);
    }
    Ok(Results {
        machine: Machine::look(),
        python: python.clone().map(|(interpreter, _)| interpreter),
        rounds,
        load: session.load,
        series,
    })
}

fn position(subjects: &[Subject], subject: Subject) -> usize {
    let position = subjects.iter().position(|&other| other == subject);
    position.expect("only these are measured")
}

/// What it takes to run the programs.
struct Session<'a> {
    observer: &'a Observer,
    server: Server,
    python: &'a Result<(Interpreter, PathBuf), String>,
    progress: ProgressBar,
    load: Option<Load>,
}

impl Session<'_> {
    /// Runs a program, or says how it failed.
    fn run(&mut self, subject: Subject) -> Result<Measured, String> {
        let command = match command(subject, &self.server, self.python) {
            Ok(command) => command,
            Err(error) => return Err(format!("{error:#}")),
        };
        let program = Program {
            command,
            output: Output::Terminal,
            limits: Limits::with_deadline(DEADLINE),
        };
        let meter = Meter::start(self.server.pid());
        let observation = match self.observer.watch(&program) {
            Ok(observation) => observation,
            Err(error) => return Err(format!("{:#}", anyhow::Error::from(error))),
        };
        let load = meter.stop(observation.cpu);
        self.load = self.load.zip(load).map(|(sum, load)| sum + load);
        let run = Run::read(&observation, subject.work.usual_jobs());
        run.map(|run| Measured { subject, run, load })
    }
}

/// A load that is too small to show in one short run shows in their sum.
fn keep_out_steady_load(series: &mut [Series], work: Work) {
    let of_work = |series: &&mut Series| series.subject.work == work;
    let loads = series
        .iter()
        .filter(|series| series.subject.work == work)
        .flat_map(|series| &series.runs);
    let load: Load = loads.filter_map(|(_, load)| *load).sum();
    if load.disturbs() {
        for series in series.iter_mut().filter(of_work) {
            series.missing.get_or_insert(Missing::SteadyLoad);
        }
    }
}

/// All programs, in the order of a round.
fn subjects() -> impl Iterator<Item = Subject> {
    Work::ALL.into_iter().flat_map(|work| {
        Language::ALL.into_iter().flat_map(move |language| {
            let techniques = language.techniques().iter();
            techniques.map(move |&technique| Subject {
                language,
                technique,
                work,
            })
        })
    })
}

/// The Python twin: beside this package's manifest, where cargo says that it
/// is, or where it was when this program was built.
fn with_twin(interpreter: Interpreter) -> Result<(Interpreter, PathBuf), String> {
    let now = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let built = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let twins = now.into_iter().chain([built]);
    let mut twins = twins.map(|folder| folder.join("example.py"));
    let twin = twins.find(|twin| twin.exists());
    twin.map(|twin| (interpreter, twin))
        .ok_or("example.py is not where this program was built".to_string())
}

fn command(
    subject: Subject,
    server: &Server,
    python: &Result<(Interpreter, PathBuf), String>,
) -> Result<Vec<OsString>> {
    let mut command: Vec<OsString> = match (subject.language, python) {
        (Language::CPython, Ok((interpreter, twin))) => {
            vec![interpreter.path.clone().into(), twin.into()]
        }
        _ => {
            let program = std::env::current_exe().context("failed to find this program")?;
            vec![program.into(), "run".into()]
        }
    };
    command.extend([subject.technique.name().into(), subject.work.name().into()]);
    if subject.work == Work::Io {
        command.extend(["--server".into(), server.address.to_string().into()]);
    }
    Ok(command)
}

/// Shows on stderr, if that is a terminal, how many runs are done.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} runs done, {elapsed}");
    bar.set_style(style.expect("a template that does not change"));
    bar
}
