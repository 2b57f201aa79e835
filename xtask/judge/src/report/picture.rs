//! `--svg` and `--trace`: what was seen of one run of each program, over time.

use super::entry::Entry;
use crate::message;
use crate::summary::JudgedRun;
use crate::text::shown;
use observer::timeline::observed;
use observer::timeline::palette::BLUE;
use observer::timeline::{Panel, Timeline};

/// The run of each program that `--explain` shows.
pub fn picture(entries: &[Entry]) -> Timeline {
    let programs = entries.iter().filter_map(program);
    Timeline {
        title: "What each program did".to_string(),
        panels: programs.map(|program| vec![program]).collect(),
    }
}

fn program(entry: &Entry) -> Option<Panel> {
    let JudgedRun { seen, .. } = entry.outcome.telling_run()?;
    let verdict = message::verdict_code(entry.outcome.verdict());
    let name = shown(entry.name.as_bytes(), 60);
    Some(Panel {
        title: format!("{name}, {}: {verdict}", entry.program),
        colour: BLUE,
        lanes: observed::lanes(seen),
    })
}
