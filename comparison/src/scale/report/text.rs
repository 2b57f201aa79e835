//! What is printed, and the same as Markdown.

use super::tables;
use crate::claims::record::Measured;
use crate::report::{self, claims, table};
use crate::scale::claims::Record;
use std::fmt::Write;

pub const GROWTH: &str = "One more of each, all of them alive and waiting";
pub const CONNECTIONS: &str =
    "Clients that wait for one server at once; it answers 100 ms after it is asked";
pub const HOW: [&str; 6] = [
    "memory: the slope between the first number and the last, seen from outside: PSS of all \
     processes (smaps_rollup), and the kernel's stacks and page tables",
    "create: from the word until each has said that it runs; join: from the word to go on; \
     ping-pong: a message from one to another and back, anywhere and on one core",
    "seen: threads and processes as /proc counts them, those that made them among them; tasks \
     have each answered, and were joined in the end",
    "ended by: what allows no more, before others lack something; or what explains a refusal",
    "answered: from the moment at which all may ask, over all clients; wall time: until the \
     program has said so of all of them",
    "others' load: as far as it is certain; a verdict would be the same without it",
];

/// The whole report.
pub fn text(record: &Record) -> String {
    let results = &record.results;
    let mut text = String::new();
    for (name, value) in machine(record) {
        let _ = writeln!(text, "{name:14}{value}");
    }
    let _ = writeln!(text, "\n{GROWTH}");
    text.push_str(&table::in_columns(tables::growth(results)));
    if !results.connections.is_empty() {
        let _ = writeln!(text, "\n{CONNECTIONS}");
        text.push_str(&table::in_columns(tables::connections(results)));
    }
    text.push('\n');
    for line in HOW {
        let _ = writeln!(text, "{line}");
    }
    let notes = results.notes();
    if !notes.is_empty() {
        text.push('\n');
    }
    for note in notes {
        let _ = writeln!(text, "{note}");
    }
    text.push_str("\nWhat is said of many workers, and what was measured\n");
    text.push_str(&claims::text(&record.claims, &results.machine));
    let _ = writeln!(text, "\n{}", record.check.summary);
    text
}

/// The machine, the tables and the claims, to paste into a course.
pub fn markdown(record: &Record) -> String {
    let results = &record.results;
    let mut text = String::new();
    for (name, value) in machine(record) {
        let _ = writeln!(text, "- {name}: {value}");
    }
    let _ = writeln!(text, "\n{GROWTH}:\n");
    text.push_str(&table::in_markdown(tables::growth(results)));
    if !results.connections.is_empty() {
        let _ = writeln!(text, "\n{CONNECTIONS}:\n");
        text.push_str(&table::in_markdown(tables::connections(results)));
    }
    text.push('\n');
    for line in HOW {
        let _ = writeln!(text, "- {line}");
    }
    for note in results.notes() {
        let _ = writeln!(text, "\n{note}");
    }
    let _ = writeln!(
        text,
        "\nWhat is said of many workers, and what was measured:\n"
    );
    let said = claims::markdown(&record.claims, &results.machine, "what is said");
    text.push_str(&said);
    text
}

/// Somebody else's load is told for each measurement by itself.
pub fn machine(record: &Record) -> impl Iterator<Item = (&'static str, String)> {
    let all = report::machine(&record.results.machine).into_iter();
    all.filter(|(name, _)| *name != "foreign load")
}
