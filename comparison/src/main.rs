//! Techniques of concurrency, compared: each on I/O-bound and on CPU-bound
//! work, in Rust and in CPython side by side.
//!
//!     cargo run -p comparison                     # measure all, and report
//!     cargo run -p comparison -- run threading io # one technique, by itself
//!
//! | folder | idea |
//! | --- | --- |
//! | `technique/` | the techniques, one file each |
//! | `work/` | the two kinds of work, and the server that one waits for |
//! | `measure/` | the measuring, from programs to results |
//! | `claims/` | the lesson's claims, and what the results say of them |
//! | `report/` | the reports, one file each |
//! | `compare.rs` | what happens when, from the arguments to the exit code |
//!
//! `example.py` is the twin of `technique/` and `work/`. What watches the
//! programs is the package in `observer/`.

mod technique;
mod work;

// Programs are watched on Unix alone; each technique runs everywhere.
#[cfg(unix)]
mod claims;
#[cfg(unix)]
mod compare;
#[cfg(unix)]
mod lanes;
#[cfg(unix)]
mod measure;
#[cfg(unix)]
mod report;
#[cfg(not(unix))]
mod compare {
    /// Says what works instead.
    pub fn compare(_: &crate::CompareArguments) -> observer::exit::Exit {
        eprintln!("error: this needs a Unix system; `run TECHNIQUE WORK` works everywhere");
        observer::exit::Exit::Usage
    }
}

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use observer::exit::{self, Exit};
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use technique::Technique;
use work::{Job, OutputClosed, Server, Task, Work};

/// Compare techniques of concurrency, in Rust and in CPython
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true, after_help = exit::HELP)]
struct Cli {
    #[command(flatten)]
    compare: CompareArguments,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Args)]
struct CompareArguments {
    /// Measured runs per program; the median is reported
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    rounds: u16,
    /// Hold the verdicts against the truth table: exit code 1 if one differs, 3
    /// if one is inconclusive
    #[arg(long)]
    check: bool,
    /// Make the reports from what --json recorded: nothing is measured
    #[arg(long, value_name = "FILE", conflicts_with = "rounds")]
    from: Option<PathBuf>,
    /// Write every run that counts, for programs and for --from
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the tables, to paste into a course
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// Write the lanes for a trace viewer such as Perfetto
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Write the lanes as a picture for a slide; for each report, - is stdout
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Action {
    /// Do one kind of work with one technique
    Run(RunArguments),
    /// The role of the server that the downloads wait for
    #[command(hide = true)]
    Serve,
    /// The role of a child of `run multiprocessing`
    #[command(hide = true)]
    Child {
        number: usize,
        #[arg(long)]
        server: Option<SocketAddr>,
    },
}

#[derive(Args)]
struct RunArguments {
    technique: Technique,
    work: Work,
    /// How many jobs [default: 8 for io, 2 for cpu]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=100))]
    jobs: Option<u16>,
    /// The server to download from, instead of one of its own
    #[arg(long, value_name = "HOST:PORT")]
    server: Option<SocketAddr>,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.action {
        None => return compare::compare(&cli.compare).into(),
        Some(Action::Run(run)) => run_technique(&run),
        Some(Action::Serve) => work::serve(),
        Some(Action::Child { number, server }) => {
            let task = server.map_or(Task::CountPrimes, Task::Download);
            technique::child(&Job { number, task })
        }
    };
    let exit = match done {
        Err(error) if !error.is::<OutputClosed>() => {
            complain(&error);
            Exit::Failed
        }
        _ => Exit::Passed,
    };
    exit.into()
}

fn run_technique(run: &RunArguments) -> Result<()> {
    let jobs = run.jobs.map_or(run.work.usual_jobs(), usize::from);
    // Its own server lives until the jobs are done.
    let own_server;
    let task = match (run.work, run.server) {
        (Work::Cpu, _) => Task::CountPrimes,
        (Work::Io, Some(server)) => Task::Download(server),
        (Work::Io, None) => {
            own_server = Server::start()?;
            Task::Download(own_server.address)
        }
    };
    let jobs: Vec<Job> = (1..=jobs).map(|number| Job { number, task }).collect();
    run.technique.run(&jobs)
}

/// In one write: the complaints of several children must not mix.
fn complain(error: &anyhow::Error) {
    let complaint = format!("error: {error:#}\n");
    // Where stderr is gone, nobody is left to tell.
    let _ = std::io::stderr().write_all(complaint.as_bytes());
}
