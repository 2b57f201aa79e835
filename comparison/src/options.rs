//! The command line.

#[cfg(unix)]
use crate::mixed::{MixedArguments, Way};
use crate::report_arguments::ReportArguments;
#[cfg(target_os = "linux")]
use crate::scale::{ScaleArguments, Worker};
use crate::technique::Technique;
use crate::work::Work;
use clap::{Args, Parser, Subcommand};
use observer::exit;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Compare techniques of concurrency, in Rust and in CPython
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true, after_help = exit::HELP)]
pub struct Cli {
    #[command(flatten)]
    pub compare: CompareArguments,
    #[command(subcommand)]
    pub action: Option<Action>,
}

#[derive(Args)]
pub struct CompareArguments {
    /// Measured runs per program; the median is reported
    #[arg(long, value_name = "N", default_value_t = 3, conflicts_with = "from", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub rounds: u16,
    /// Make the reports from what --json recorded: nothing is measured. For --html,
    /// also what `mixed` or `scale` recorded, each with a --from of its own
    #[arg(long, value_name = "FILE")]
    pub from: Vec<PathBuf>,
    #[command(flatten)]
    pub report: ReportArguments,
    /// Write a page that plays the lanes: one file, for a browser. What is measured
    /// for it is looked at more closely, in one more run of each program that computes
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write the lanes for a trace viewer such as Perfetto
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum Action {
    /// Do one kind of work with one technique
    Run(RunArguments),
    /// Answer requests beside a computation, and see how late the answers are
    #[cfg(unix)]
    Mixed(MixedArguments),
    /// The role of a program of `mixed`: it answers beside a computation
    #[cfg(unix)]
    #[command(hide = true)]
    Answer { way: Way, requester: SocketAddr },
    /// Find out what one more worker costs, and where it ends
    #[cfg(target_os = "linux")]
    Scale(ScaleArguments),
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
    /// The role of a program of `scale`, which makes workers
    #[cfg(target_os = "linux")]
    #[command(hide = true)]
    ScaleRole {
        worker: Worker,
        #[arg(long)]
        server: Option<SocketAddr>,
    },
    /// The role of one of its processes
    #[cfg(target_os = "linux")]
    #[command(hide = true)]
    ScaleWorker { echo: Option<String> },
    /// The role of the server that its clients wait for
    #[cfg(target_os = "linux")]
    #[command(hide = true)]
    ScaleServer,
}

#[derive(Args)]
pub struct RunArguments {
    pub technique: Technique,
    pub work: Work,
    /// How many jobs [default: 8 for io, 2 for cpu]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=100))]
    pub jobs: Option<u16>,
    /// The server to download from, instead of one of its own
    #[arg(long, value_name = "HOST:PORT")]
    pub server: Option<SocketAddr>,
}
