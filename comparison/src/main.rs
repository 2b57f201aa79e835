//! Techniques of concurrency, compared: each on I/O-bound and on CPU-bound
//! work, in Rust and in CPython side by side.
//!
//!     cargo run -p comparison                     # measure all, and report
//!     cargo run -p comparison -- run threading io # one technique, by itself
//!     cargo run -p comparison -- mixed            # who answers beside who computes
//!     cargo run -p comparison -- scale            # what one more worker costs
//!
//! | file | idea |
//! | --- | --- |
//! | `technique/` | the techniques, one file each |
//! | `work/` | the two kinds of work, and the server that one waits for |
//! | `measure/` | the measuring, from programs to results |
//! | `claims/` | the lesson's claims, and what the results say of them |
//! | `report/` | the reports, one file each |
//! | `options.rs`, `report_arguments.rs` | the command line |
//! | `records.rs`, `page.rs` | records of several measurements, and the page that shows them together |
//! | `compare.rs` | the comparison: its reports, and what is measured for them |
//! | `mixed/` | one who answers requests beside one who computes, in ten ways |
//! | `scale/` | what one more worker costs, and where it ends |
//! | `flow.rs` | what happens when, from the arguments to the exit code |
//! | `units.rs` | figures for a reader |
//! | `output.rs` | what is written to stdout, and a complaint on stderr |
//!
//! `example.py` is the twin of `technique/` and `work/`. What watches the
//! programs is the package in `observer/`.

mod options;
mod output;
mod report_arguments;
mod technique;
mod work;

// Programs are watched on Unix alone; each technique runs everywhere.
#[cfg(unix)]
mod claims;
#[cfg(unix)]
mod compare;
#[cfg(unix)]
mod flow;
#[cfg(unix)]
mod measure;
#[cfg(unix)]
mod mixed;
#[cfg(unix)]
mod page;
#[cfg(unix)]
mod records;
#[cfg(unix)]
mod report;
#[cfg(unix)]
mod units;
// It reads what Linux alone shows of each process.
#[cfg(target_os = "linux")]
mod scale;
#[cfg(not(unix))]
mod compare {
    /// Says what works instead.
    pub fn compare(_: &crate::options::CompareArguments) -> observer::exit::Exit {
        eprintln!("error: this needs a Unix system; `run TECHNIQUE WORK` works everywhere");
        observer::exit::Exit::Usage
    }
}

use anyhow::Result;
use clap::Parser;
use observer::exit::Exit;
use options::{Action, Cli, RunArguments};
use output::{OutputClosed, complain};
use std::process::ExitCode;
use work::{Job, Server, Task, Work};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let exit = match cli.action {
        None => compare::compare(&cli.compare),
        Some(Action::Run(run)) => match start_server(&run) {
            Ok(server) => ended(run_technique(&run, server.as_ref()), Exit::Failed),
            Err(error) => ended(Err(error), Exit::TaskFailed),
        },
        #[cfg(unix)]
        Some(Action::Mixed(arguments)) => mixed::mixed(&arguments),
        #[cfg(unix)]
        Some(Action::Answer { way, requester }) => {
            ended(mixed::answer(way, requester), Exit::Failed)
        }
        #[cfg(target_os = "linux")]
        Some(Action::Scale(arguments)) => scale::scale(&arguments),
        #[cfg(target_os = "linux")]
        Some(Action::ScaleRole { worker, server }) => {
            ended(scale::role::run(worker, server), Exit::Failed)
        }
        #[cfg(target_os = "linux")]
        Some(Action::ScaleWorker { echo }) => {
            ended(scale::role::worker(echo.is_some()), Exit::Failed)
        }
        #[cfg(target_os = "linux")]
        Some(Action::ScaleServer) => ended(scale::role::serve(), Exit::TaskFailed),
        Some(Action::Serve) => ended(work::serve(), Exit::TaskFailed),
        Some(Action::Child { number, server }) => {
            let task = server.map_or(Task::CountPrimes, Task::Download);
            ended(technique::child(&Job { number, task }), Exit::Failed)
        }
    };
    exit.into()
}

fn ended(done: Result<()>, otherwise: Exit) -> Exit {
    match done {
        Err(error) if !error.is::<OutputClosed>() => {
            complain(&error);
            otherwise
        }
        _ => Exit::Passed,
    }
}

/// A server of its own, if somebody has to answer and nobody else does.
fn start_server(run: &RunArguments) -> Result<Option<Server>> {
    match (run.work, run.server) {
        (Work::Io, None) => Server::start("serve").map(Some),
        _ => Ok(None),
    }
}

fn run_technique(run: &RunArguments, own_server: Option<&Server>) -> Result<()> {
    let server = run.server.or(own_server.map(|server| server.address));
    let task = match (run.work, server) {
        (Work::Io, Some(server)) => Task::Download(server),
        _ => Task::CountPrimes,
    };
    let jobs = run.jobs.map_or(run.work.usual_jobs(), usize::from);
    let jobs: Vec<Job> = (1..=jobs).map(|number| Job { number, task }).collect();
    run.technique.run(&jobs)
}
