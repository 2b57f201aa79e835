//! What one more worker costs, and where it ends: `comparison scale`.
//!
//! # Design
//!
//! ```text
//! scale ── tells ──> role (a program) ── makes ──> workers that all wait
//!   └──── looks at /proc: memory, limits ──────────────┘
//!   └──> Results ──> Findings ──> Record ──> text, Markdown, JSON, SVG
//! ```
//!
//! A program is started in a role, in Rust (`role/`) or in CPython (`scale.py`).
//! It does what it is told, a line each: make workers until there are N; ask
//! a server; let all go; pass a message. Whoever tells it takes the time, and looks from
//! outside at what all of its processes take, while every worker waits. That
//! each is alive then has two proofs: it has said so, and ends as it should when
//! it is let go; and threads and processes are counted from outside.
//!
//! The growing goes in steps of 10, 20, 50, 100 and so on. At each step it reads
//! all limits, and what was used of them: the slope says how many more each of
//! them allows. So no limit has a rule of its own, neither for where to stop nor
//! for what explains a refusal.
//!
//! The clients of a server are the same workers, told to connect first, and then to ask,
//! all at one moment. From that moment on, each counts how long it waits for its answer.
//! None ends before all have theirs: what its end costs is not in these times.
//!
//! | file | idea |
//! | --- | --- |
//! | `worker.rs` | the kinds of workers |
//! | `role/` | what runs in the measured program: workers that wait |
//! | `measure/` | the measuring, from programs to results |
//! | `claims.rs`, `claims.json` | what the results say of claims about scale, and the record of both |
//! | `report/` | the reports, one file each |

mod claims;
mod measure;
mod report;
pub mod role;
mod worker;

pub use claims::Record;
pub use report::section;
pub use worker::Worker;

use crate::flow::{self, Flow};
use crate::report_arguments::ReportArguments;
use clap::Args;
use observer::exit::Exit;
use std::path::PathBuf;

#[derive(Args)]
pub struct ScaleArguments {
    /// The most workers of a kind, each kind for up to 90 s [default: as many as
    /// there is time for, 3 s a kind]
    #[arg(long, value_name = "N", conflicts_with = "from", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub up_to: Option<u64>,
    /// Make the reports from what --json recorded: nothing is measured
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    #[command(flatten)]
    pub report: ReportArguments,
}

/// Reports what is measured, or what was recorded.
pub fn scale(arguments: &ScaleArguments) -> Exit {
    let report = &arguments.report;
    let flow = Flow {
        check: report.check,
        from: arguments.from.as_slice(),
        reports: vec![
            (&report.json, Record::json),
            (&report.markdown, report::markdown),
            (&report.svg, |record| report::picture(record).file()),
        ],
        text: report::text,
        read: flow::only,
        exit: Record::exit,
    };
    flow.run(|observer| measure::measure(observer, arguments.up_to).map(Record::of))
}
