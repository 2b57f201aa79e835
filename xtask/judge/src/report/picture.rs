//! `--svg` and `--trace`: what was seen of one run of each program, over time.

use super::entry::Entry;
use crate::message;
use crate::summary::JudgedRun;
use observer::timeline::observed;
use observer::timeline::palette::BLUE;
use observer::timeline::{Panel, Timeline};

/// The run of each program that `--explain` shows.
pub fn picture(entries: &[Entry]) -> Timeline {
    let programs = entries.iter().filter_map(program);
    Timeline {
        title: "What each program did".to_string(),
        lead: "See who wrote which line, and whether the workers waited side by side.".to_string(),
        panels: programs.map(|program| vec![program]).collect(),
    }
}

fn program(entry: &Entry) -> Option<Panel> {
    let JudgedRun { seen, .. } = entry.outcome.telling_run()?;
    let verdict = message::verdict_code(entry.outcome.verdict());
    Some(Panel {
        title: format!("{}: {verdict}", entry.title()),
        colour: BLUE,
        lanes: observed::lanes(seen),
    })
}
