//! `--svg`: the lanes as a picture for a slide.

use super::lanes::{colour, rows};
use crate::measure::Results;
use crate::series::Language;
use crate::technique::Technique;
use crate::work::Work;
use observer::timeline::{Column, Row, Section, Timeline};

/// The whole picture.
pub fn svg(results: &Results) -> String {
    let section = |title: &str, work, techniques| Section {
        title: title.to_string(),
        columns: columns(results),
        rows: rows(results, work, techniques),
    };
    let cpu = "CPU-bound: what each busy thread used of a core; full height is all of it";
    let io = "I/O-bound: each job from Starting to Finished";
    let sections = vec![
        section(cpu, Work::Cpu, &Technique::ALL),
        section(io, Work::Io, &Technique::OF_CPYTHON),
    ];
    let machine = &results.machine;
    let picture = Timeline {
        title: "Threads, processes and coroutines, in Rust and in CPython".to_string(),
        caption: format!(
            "Lanes side by side in time ran at once; the figure behind them is the speed-up. {}, {} cores",
            machine.cpu, machine.cores
        ),
        description: sections.iter().map(describe).collect(),
        sections,
    };
    picture.svg()
}

fn columns(results: &Results) -> Vec<Column> {
    let python = match &results.python {
        Ok(python) if python.has_gil => format!(" {}", python.version),
        Ok(python) => format!(" {}, no GIL", python.version),
        Err(why) => format!(": {why}"),
    };
    let rust = Column {
        title: Language::Rust.name().to_string(),
        colour: colour(Language::Rust),
    };
    let python = Column {
        title: Language::CPython.name().to_string() + &python,
        colour: colour(Language::CPython),
    };
    vec![rust, python]
}

/// The figures of a section, a line a row.
fn describe(section: &Section) -> String {
    let line = |row: &Row| {
        let cells = section.columns.iter().zip(&row.cells);
        let noted = cells.filter(|(_, cell)| !cell.note.is_empty());
        let figures: Vec<String> = noted
            .map(|(column, cell)| format!("{} {}", column.title, cell.note))
            .collect();
        format!("{}: {}\n", row.name, figures.join(", "))
    };
    let lines: String = section.rows.iter().map(line).collect();
    format!("{}\n{lines}", section.title)
}
