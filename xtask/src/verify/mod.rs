//! `cargo xtask verify`: runs programs, the examples' or anybody's, and judges
//! their order, timing and technique from outside.
//!
//! | file | idea |
//! | --- | --- |
//! | `task.rs` | what happens when, from the arguments to the exit code |
//! | `programs.rs` | what is run: the examples' programs, |
//! | `command.rs`, `submissions.rs` | or anybody's: one, or many |
//! | `runs.rs`, `pace.rs` | many runs, as many side by side as the machine bears |
//! | `comparison.rs` | the comparison, which judges itself |
//! | `examples.rs` | the folders that have an `expected.txt` |
//! | `cargo.rs` | the examples' programs are built |
//! | `expectation.rs`, `notation.rs` | what a program must show, and how that is written |
//! | `judge.rs` | the judgement: pass, fail, or could not judge |
//! | `order.rs`, `timing.rs`, `technique.rs` | what is judged |
//! | `diagnosis.rs`, `crash.rs` | what a wrong program does wrong |
//! | `fault.rs` | the sentences that say so |
//! | `caps.rs` | what an untrusted program may use |
//! | `summary.rs` | what all runs of a program show together |
//! | `report/`, `text.rs` | how a person reads it, and how a program does |

// All of it compiles everywhere, but only Unix has what the observer needs.
#![cfg_attr(not(unix), allow(dead_code))]

mod caps;
pub mod cargo;
#[cfg(unix)]
mod command;
#[cfg(unix)]
mod comparison;
mod crash;
mod diagnosis;
pub mod examples;
mod expectation;
mod fault;
pub mod judge;
mod notation;
mod order;
mod pace;
#[cfg(unix)]
pub mod programs;
pub mod report;
#[cfg(unix)]
pub mod runs;
#[cfg(unix)]
mod submissions;
mod summary;
#[cfg(unix)]
pub mod task;
mod technique;
mod text;
mod timing;

use clap::{Args, ValueEnum};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct Arguments {
    /// The examples to verify, or `comparison`; all of them if none is named.
    /// With COMMAND: one example, or the path of an expectation file
    #[arg(value_name = "EXAMPLE")]
    examples: Vec<String>,

    /// Verify only the programs in this language
    #[arg(long, value_name = "LANGUAGE", conflicts_with = "command")]
    only: Option<Language>,

    /// Show one run of each program over time, and which rule each line
    /// satisfied
    #[arg(long)]
    explain: bool,

    /// Write what was seen and judged, for programs
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Write the verdicts as JUnit does; for each FILE, - is stdout
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,

    /// Judge many programs: each line of FILE is `label: command`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["only", "command", "each"])]
    batch: Option<PathBuf>,

    /// Judge many programs: run COMMAND for each file that PATTERN matches, with
    /// the file in place of `{}`
    #[arg(long, value_name = "PATTERN", requires = "command")]
    each: Option<String>,

    /// Any program to judge by the expectation, in place of the example's own;
    /// its standard input is empty
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,

    // Last: its heading would be that of what follows.
    #[command(flatten)]
    volume: Volume,
}

impl Arguments {
    /// Whether the examples that are named exist. A file of the user's own may
    /// not.
    ///
    /// # Errors
    /// The first that does not exist.
    pub fn check_names(&self, root: &Path) -> anyhow::Result<()> {
        let named = self.examples.iter();
        let named = named.filter(|name| !name.contains(['.', '/']) && *name != "comparison");
        let named: Vec<String> = named.cloned().collect();
        examples::select(root, &named).map(drop)
    }
}

/// How many runs there are, and what each may use.
#[derive(Args)]
pub struct Volume {
    /// Run each program so often; it is wrong if one run is
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    runs: u16,

    /// The most runs side by side; 1 for programs that share a file or a port
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    jobs: Option<u16>,

    #[command(flatten)]
    caps: caps::Caps,
}

impl Volume {
    /// One run of each program, with the usual limits.
    pub fn one_run() -> Volume {
        Volume {
            runs: 1,
            jobs: None,
            caps: caps::Caps::default(),
        }
    }
}

/// What a program is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Language {
    Rust,
    Python,
}

/// Text for a terminal: what would control it is escaped.
pub fn printable(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| text::shown(line.as_bytes(), 1000))
        .collect();
    lines.join("\n")
}

pub use fault::crowd;

#[cfg(unix)]
pub use task::run;

/// Says what is missing here.
#[cfg(not(unix))]
pub fn run(_: &Arguments) -> anyhow::Result<crate::exit::Exit> {
    eprintln!("error: verify needs a Unix system: it watches programs on a pseudo-terminal");
    Ok(crate::exit::Exit::CouldNotJudge)
}
