//! What is printed, and the same as Markdown.

use super::claims::Record;
use super::results::{Results, Row};
use crate::claims::record::Measured;
use crate::report::machine;
use crate::report::table::{in_columns, in_markdown, of};
use crate::units::ms;
use comfy_table::Table;
use std::fmt::Write;

const HEADER: [&str; 6] = ["way", "p50", "p99", "max", "cores busy", "counts a second"];

/// For a terminal.
pub fn text(record: &Record) -> String {
    let results = &record.results;
    let mut text = String::new();
    for (name, value) in machine(&results.machine) {
        let _ = writeln!(text, "{name:14}{value}");
    }
    let _ = writeln!(text, "\n{}", title(results));
    text.push_str(&in_columns(table(results)));
    let notes = results.notes();
    if !notes.is_empty() {
        let _ = writeln!(text, "\n{}", notes.join("\n"));
    }
    text.push_str("\nWhat is said, and what was measured\n");
    for claimed in &record.claims {
        let (claim, finding) = (&claimed.claim, &claimed.finding);
        let answer = claim.claimed;
        let _ = writeln!(text, "\n  {}: {answer}", claim.says);
        let line = format!("    {:15}{}", finding.to_string(), finding.figures);
        let _ = writeln!(text, "{}\n    {}", line.trim_end(), claim.source);
    }
    let _ = writeln!(text, "\n{}", record.check.summary);
    text
}

/// The machine, the table and the claims, to paste into a course.
pub fn markdown(record: &Record) -> String {
    let results = &record.results;
    let mut text = String::new();
    for (name, value) in machine(&results.machine) {
        let _ = writeln!(text, "- {name}: {value}");
    }
    let _ = writeln!(text, "\n{}\n", title(results));
    text.push_str(&in_markdown(table(results)));
    for note in results.notes() {
        let _ = writeln!(text, "\n{note}");
    }
    text.push_str("\n| what is said | verdict | measured |\n| --- | --- | --- |\n");
    for claimed in &record.claims {
        let (claim, finding) = (&claimed.claim, &claimed.finding);
        let (says, answer, source) = (&claim.says, claim.claimed, &claim.source);
        let _ = writeln!(
            text,
            "| [{says}]({source}): {answer} | **{finding}** | {} |",
            finding.figures
        );
    }
    text
}

pub fn title(results: &Results) -> String {
    format!(
        "{} requests to each, one every {} ms, beside one who computes; \
         how late each answer is, from when its request was due",
        results.requests,
        results.period.as_millis()
    )
}

pub fn table(results: &Results) -> Table {
    of(HEADER, results.rows.iter().map(cells), |column| column > 0)
}

fn cells(row: &Row) -> Vec<String> {
    let title = row.way.title().to_string();
    match row.outcome.get() {
        Ok(figures) => vec![
            title,
            ms(figures.p50),
            ms(figures.p99),
            ms(figures.max),
            format!("{:.2}", figures.cores_busy),
            format!("{:.1}", figures.counts_per_second),
        ],
        Err(missing) => vec![title, missing.word().to_string()],
    }
}
