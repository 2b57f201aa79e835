//! What is printed, and the same as Markdown.

use super::table::{in_columns, in_markdown, notes, table};
use super::{claims, lanes};
use crate::claims::lesson::Record;
use crate::measure::{Cpython, Language, Machine, Results};
use crate::units::thousands;
use crate::work::{Work, cpu};
use std::fmt::Write;

/// The whole report.
pub fn text(record: &Record) -> String {
    let results = &record.results;
    let mut text = String::new();
    for (name, value) in machine(&results.machine) {
        let _ = writeln!(text, "{name:14}{value}");
    }
    for language in Language::ALL {
        let _ = writeln!(text, "\n{}", title(results, language));
        if is_measured(results, language) {
            text.push_str(&in_columns(table(results, language)));
        }
    }
    let notes = notes(results);
    if !notes.is_empty() {
        text.push('\n');
    }
    for note in notes {
        let _ = writeln!(text, "{note}");
    }
    text.push('\n');
    text.push_str(&lanes::threads_text(results));
    text.push('\n');
    text.push_str(&lanes::jobs_text(results));
    text.push_str("\nWhat the lesson says, and what was measured\n");
    text.push_str(&claims::text(&record.claims, &results.machine));
    let _ = writeln!(text, "\n{}", record.check.summary);
    text
}

/// The machine, the tables and the claims, to paste into a course.
pub fn markdown(record: &Record) -> String {
    let results = &record.results;
    let mut text = String::new();
    for (name, value) in machine(&results.machine) {
        let _ = writeln!(text, "- {name}: {value}");
    }
    for language in Language::ALL {
        let _ = writeln!(text, "\n{}\n", title(results, language));
        if is_measured(results, language) {
            text.push_str(&in_markdown(table(results, language)));
        }
    }
    for note in notes(results) {
        let _ = writeln!(text, "\n{note}");
    }
    let _ = writeln!(text, "\nWhat the lesson says, and what was measured:\n");
    let said = claims::markdown(&record.claims, &results.machine, "the lesson says");
    text.push_str(&said);
    text
}

/// What was measured on, a name and a value each.
pub fn machine(machine: &Machine) -> [(&'static str, String); 5] {
    let cpython = match &machine.cpython {
        Cpython::Found { version, has_gil } if *has_gil => format!("{version}, with its GIL"),
        Cpython::Found { version, .. } => format!("{version}, free-threaded: without a GIL"),
        Cpython::Missing { why } => why.clone(),
    };
    let load = match machine.foreign_load {
        Some(load) => format!("{:.1} % of a core, over all runs", load * 100.0),
        None => "not known on this system: nothing disturbed could be kept out".to_string(),
    };
    [
        ("CPU", machine.cpu.clone()),
        ("cores", machine.cores.to_string()),
        ("system", machine.system.clone()),
        ("CPython", cpython),
        ("foreign load", load),
    ]
}

pub fn is_measured(results: &Results, language: Language) -> bool {
    language == Language::Rust || matches!(results.machine.cpython, Cpython::Found { .. })
}

pub fn title(results: &Results, language: Language) -> String {
    let name = results.machine.name(language);
    let bound = match (language, &results.machine.cpython) {
        (Language::CPython, Cpython::Missing { why }) => {
            return format!("{name}: not measured: {why}");
        }
        (Language::CPython, _) => cpu::BOUND_CPYTHON,
        (Language::Rust, _) => cpu::BOUND,
    };
    let [downloads, counts] = Work::ALL.map(Work::usual_jobs);
    let rounds = match results.rounds {
        1 => "one run of each".to_string(),
        rounds => format!("median of {rounds} runs"),
    };
    format!(
        "{name}: {downloads} downloads of 100 ms, {counts} counts of the primes below {}; \
         {rounds}",
        thousands(bound)
    )
}
