//! `--trace`: the lanes for a trace viewer. A process of the trace is one
//! program; its tracks are the program's jobs and threads. All programs begin at
//! time 0.

use super::lanes::{colour, jobs};
use crate::claims::lesson::Record;
use crate::measure::Series;
use observer::timeline::lanes::ThreadLane;
use observer::timeline::{Panel, Timeline};

/// The whole trace.
pub fn trace(record: &Record) -> String {
    let picture = Timeline {
        panels: vec![record.results.series.iter().filter_map(program).collect()],
        ..Timeline::default()
    };
    picture.trace()
}

fn program(series: &Series) -> Option<Panel> {
    let run = series.typical().ok()?;
    let threads = run.seen.iter().flat_map(|seen| &seen.lanes);
    let mut lanes = jobs(run);
    lanes.extend(threads.map(ThreadLane::lane));
    Some(Panel {
        title: series.subject.to_string(),
        colour: colour(series.subject.language),
        lanes,
    })
}
