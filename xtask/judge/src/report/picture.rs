//! `--svg` and `--trace`: what was seen of one run of each program, over time.

use super::entry::Entry;
use crate::message;
use crate::summary::JudgedRun;
use observer::Observation;
use observer::timeline::observed;
use observer::timeline::palette::BLUE;
use observer::timeline::{Lane, Panel, Timeline};

/// A picture of the run of each program that `--explain` shows.
pub fn svg(entries: &[Entry]) -> String {
    let lanes = |seen: &_| [observed::threads(seen), observed::steps(seen)].concat();
    timeline(entries, lanes).svg()
}

/// The same for a trace viewer.
pub fn trace(entries: &[Entry]) -> String {
    let lanes = |seen: &_| [observed::threads(seen), observed::counts(seen)].concat();
    timeline(entries, lanes).trace()
}

fn timeline(entries: &[Entry], lanes: fn(&Observation) -> Vec<Lane>) -> Timeline {
    let program = |entry: &Entry| {
        let JudgedRun { seen, .. } = entry.outcome.telling_run()?;
        let verdict = message::verdict_code(entry.outcome.verdict());
        Some(Panel {
            title: format!("{}: {verdict}", entry.title()),
            colour: BLUE,
            lanes: lanes(seen),
        })
    };
    let programs = entries.iter().filter_map(program);
    Timeline {
        title: "What each program did".to_string(),
        lead: "See who wrote which line, and whether the workers waited side by side.".to_string(),
        panels: programs.map(|program| vec![program]).collect(),
    }
}
