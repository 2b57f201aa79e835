//! One who answers requests beside one who computes, in ten ways: how late are the
//! answers?
//!
//! | file | idea |
//! | --- | --- |
//! | `way.rs` | the ways, with their names |
//! | `answer/` | those of Rust; `mixed.py` has those of CPython |
//! | `requester.rs` | who asks, and notes how late each answer is |
//! | `measure.rs` | one way after the other, from its program to its figures |
//! | `results.rs` | the results, as plain data that can be recorded |
//! | `claims.json`, `claims.rs` | what is said of it, what the figures say, and the record of both |
//! | `text.rs`, `svg.rs`, `html.rs` | the reports |

mod answer;
mod claims;
mod html;
mod measure;
mod requester;
mod results;
mod svg;
mod text;
mod way;

pub use answer::answer;
pub use claims::Record;
pub use html::section;
pub use way::Way;

use crate::flow::{self, Flow};
use crate::report_arguments::ReportArguments;
use clap::Args;
use observer::exit::Exit;
use std::path::PathBuf;

#[derive(Args)]
pub struct MixedArguments {
    /// Requests to each program, 50 a second
    #[arg(long, value_name = "N", default_value_t = 200, conflicts_with = "from", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub requests: u16,
    /// Make the reports from what --json recorded: nothing is measured
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    #[command(flatten)]
    pub report: ReportArguments,
}

/// Reports what is measured, or what was recorded.
pub fn mixed(arguments: &MixedArguments) -> Exit {
    let report = &arguments.report;
    let flow = Flow {
        check: report.check,
        from: arguments.from.as_slice(),
        reports: vec![
            (&report.json, Record::json),
            (&report.markdown, text::markdown),
            (&report.svg, |record| svg::picture(record).file()),
        ],
        text: text::text,
        read: flow::only,
        exit: Record::exit,
    };
    flow.run(|observer| measure::measure(observer, arguments.requests.into()).map(Record::of))
}
