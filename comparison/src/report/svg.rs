//! `--svg`: the lanes as a picture for a slide.

use super::lanes::{colour, lanes};
use crate::claims::lesson::Record;
use crate::measure::{Cpython, Language};
use crate::work::Work;
use observer::timeline::{Panel, Timeline};

/// The whole picture: Rust on the left, CPython on the right.
pub fn svg(record: &Record) -> String {
    let results = &record.results;
    let machine = &results.machine;
    let note = match &machine.cpython {
        Cpython::Found { has_gil: false, .. } => ", no GIL",
        Cpython::Missing { why } => &format!(": {why}"),
        Cpython::Found { .. } => "",
    };
    let cpython = machine.name(Language::CPython) + note;
    let panels = |what: &str, work| {
        let titles = [
            (Language::Rust, Language::Rust.to_string()),
            (Language::CPython, cpython.clone()),
        ];
        let panel = |(language, title)| Panel {
            title: format!("{title}, {what}, speed-up"),
            colour: colour(language),
            lanes: lanes(results, language, work),
        };
        titles.map(panel).to_vec()
    };
    let picture = Timeline {
        title: format!(
            "Threads, processes and coroutines: {}, {} cores",
            machine.cpu, machine.cores
        ),
        lead: "With a GIL, two threads come to half a core each; without one, and as processes, \
               to a whole one."
            .to_string(),
        panels: vec![
            panels("CPU-bound: busy threads", Work::Cpu),
            panels("I/O-bound: jobs", Work::Io),
        ],
    };
    picture.svg()
}
