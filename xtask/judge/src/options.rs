//! The options of the judge, the same for every program that calls it.

use crate::grade::Points;
use crate::schedule::ForExtension;
use crate::schedule::limits::Caps;
use clap::{Args, ValueEnum};
use observer::User;
use std::ffi::OsString;
use std::path::PathBuf;

/// Which reports are made.
#[derive(Args, Default)]
pub struct Reporting {
    /// Show one run of each program over time, who wrote each line, and which
    /// rule it satisfied
    #[arg(long)]
    pub explain: bool,

    /// Write what was seen and judged, for programs
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,

    /// Write the verdicts as JUnit does
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,

    /// Write a page that plays one run of each program: who wrote which line when,
    /// what was expected, what is wrong
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,

    /// Draw one run of each program over time
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,

    /// Write the same for a trace viewer such as Perfetto; for each FILE, - is
    /// stdout
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
}

/// What a submission is given, and who is told.
#[derive(Args, Default)]
#[command(next_help_heading = "Grades")]
pub struct Grading {
    /// What each check is worth, of order, time, technique and ending: one point if
    /// it is not named
    #[arg(
        long,
        value_name = "CHECK=N,…",
        default_value = "order=1,time=1,technique=1,ending=1",
        hide_default_value = true
    )]
    pub points: Points,

    /// Write a row for each program: its verdict, its points and why
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,

    /// Write the points as Gradescope reads them; of --each or --batch, FILE is a
    /// folder with a file for each. What could not be judged has none
    #[arg(
        long,
        value_name = "FILE",
        requires = "Submissions",
        conflicts_with_all = ["transcript", "learn"]
    )]
    pub gradescope: Option<PathBuf>,

    /// Write the points as Classroom 50 reads them, likewise
    #[arg(
        long,
        value_name = "FILE",
        requires = "Submissions",
        conflicts_with_all = ["transcript", "learn"]
    )]
    pub classroom50: Option<PathBuf>,
}

/// What is judged: a command, or many, or what one printed.
#[derive(Args)]
pub struct Submissions {
    /// Judge many programs: each line of FILE is `label: command`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["command", "each"])]
    pub batch: Option<PathBuf>,

    /// Judge many programs: run COMMAND for each file that PATTERN matches, or that
    /// is in a folder, with the file in place of `{}`
    #[arg(long, value_name = "PATTERN")]
    pub each: Option<String>,

    /// Run this in place of COMMAND for the files that end in .EXT
    #[arg(long, value_name = "EXT=COMMAND", requires = "each")]
    pub run: Vec<ForExtension>,

    /// Make `{out}` of each such file first; what does not compile is wrong
    #[arg(long, value_name = "EXT=COMMAND", requires = "each")]
    pub build: Vec<ForExtension>,

    /// Judge the order of lines that a program printed elsewhere; - is stdin
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["command", "batch", "each", "explain", "html", "svg", "trace", "runs", "stderr", "perturb"]
    )]
    pub transcript: Option<PathBuf>,

    /// Print an expectation of what stays the same when COMMAND runs again and
    /// again, each worker held back in turn; read it before you use it
    #[arg(long, conflicts_with_all = ["batch", "each", "transcript", "explain", "json", "junit", "csv", "svg", "trace", "runs", "perturb"])]
    pub learn: bool,

    /// Any program to judge by the expectation; its standard input is empty
    #[arg(last = true, value_name = "COMMAND")]
    pub command: Vec<OsString>,
}

impl Submissions {
    /// Whether anything was submitted.
    pub fn is_empty(&self) -> bool {
        let has_command = !self.command.is_empty() || !self.run.is_empty();
        !has_command && self.batch.is_none() && self.transcript.is_none()
    }

    /// Whether there may be many.
    pub fn is_many(&self) -> bool {
        self.batch.is_some() || self.each.is_some()
    }

    /// Whether `--` is the last word: a command should follow it. The parser
    /// does not tell this from no `--` at all.
    pub fn lacks_command(&self) -> bool {
        let last = std::env::args_os().next_back();
        self.command.is_empty() && last.is_some_and(|last| last == "--")
    }
}

/// Whether the writers of lines are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Writers {
    /// Each line's writer is known, where the system tells.
    On,
    /// Nobody looks, and nothing is asked of them.
    Off,
}

/// How many runs there are, how they are watched, and what each may use.
#[derive(Args)]
pub struct Volume {
    /// Number of runs of each program; one failing run fails the program
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub runs: u16,

    /// Maximum concurrent runs; 1 for programs that share a file or a port
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub jobs: Option<u16>,

    /// Whether to look who wrote each line; off leaves out what is expected of
    /// writers, for programs that bear no tracer
    #[arg(
        long,
        value_name = "on|off",
        default_value = "on",
        hide_possible_values = true
    )]
    pub writers: Writers,

    /// Judge what comes on standard error as well: it goes where standard output
    /// goes
    #[arg(long)]
    pub stderr: bool,

    /// Run each program that passed again for each of its workers, with that one
    /// held back: finds what is right only by luck
    #[arg(long)]
    pub perturb: bool,

    /// Keep each run that came to a verdict in FILE, and take those that are there
    /// already: the same command goes on where it was stopped
    #[arg(
        long,
        value_name = "FILE",
        requires = "Submissions",
        conflicts_with_all = ["transcript", "learn"]
    )]
    pub resume: Option<PathBuf>,

    /// Run and build programs as this user, who can neither end the judge nor write
    /// its files; for root
    #[arg(long, value_name = "NAME")]
    pub user: Option<User>,

    /// What each may use.
    #[command(flatten)]
    pub caps: Caps,
}

impl Volume {
    /// One run of each program, with the usual limits.
    #[must_use]
    pub fn one_run() -> Volume {
        Volume {
            runs: 1,
            jobs: None,
            writers: Writers::On,
            stderr: false,
            perturb: false,
            resume: None,
            user: None,
            caps: Caps::default(),
        }
    }

    /// The same, and each worker is held back once it has passed.
    #[must_use]
    pub fn perturbed(self) -> Volume {
        Volume {
            perturb: true,
            ..self
        }
    }
}
