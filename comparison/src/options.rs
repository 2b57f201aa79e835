//! The command line.

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
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub rounds: u16,
    /// Hold the verdicts against the truth table: exit code 1 if one differs, 3
    /// if one is inconclusive
    #[arg(long)]
    pub check: bool,
    /// Make the reports from what --json recorded: nothing is measured
    #[arg(long, value_name = "FILE", conflicts_with = "rounds")]
    pub from: Option<PathBuf>,
    /// Write every run that counts, for programs and for --from
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write the tables, to paste into a course
    #[arg(long, value_name = "FILE")]
    pub markdown: Option<PathBuf>,
    /// Write the lanes for a trace viewer such as Perfetto
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
    /// Write the lanes as a picture for a slide; for each report, - is stdout
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum Action {
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
