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
    let panels = |what: &str, work, techniques| {
        let [left, right] = lanes(results, work, techniques);
        let panel = |title: &str, language, lanes| Panel {
            title: format!("{title}, {what}, speed-up"),
            colour: colour(language),
            lanes,
        };
        vec![
            panel("Rust", Language::Rust, left),
            panel(&cpython, Language::CPython, right),
        ]
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
            panels(
                "CPU-bound: busy threads",
                Work::Cpu,
                Language::Rust.techniques(),
            ),
            panels("I/O-bound: jobs", Work::Io, Language::CPython.techniques()),
        ],
    };
    picture.svg()
}
