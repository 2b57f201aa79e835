//! Many submissions, a row each: the table at the end of the report, and `--csv`.

use super::entry::Entry;
use crate::grade::{Grade, Points};
use crate::message;
use crate::text::shown;
use serde::Serialize;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// The most characters of a message in the table.
const SHOWN: usize = 100;

/// A submission.
#[derive(Serialize)]
struct Row {
    name: String,
    /// As in `--json`.
    verdict: &'static str,
    /// `None` if they are not known.
    points: Option<u32>,
    max_points: u32,
    /// Why it did not pass.
    message: String,
}

impl Row {
    fn of(entry: &Entry, points: &Points) -> Row {
        let grade = entry.grade(points);
        Row {
            name: entry.name.clone(),
            verdict: message::verdict_code(entry.outcome.verdict()),
            points: grade.as_ref().and_then(Grade::points),
            max_points: grade.as_ref().map_or(0, Grade::most),
            message: entry.reason().unwrap_or_default(),
        }
    }
}

/// The table for a person.
pub fn table(entries: &[Entry], points: &Points) -> String {
    let head = ["name", "verdict", "points", "why"].map(str::to_string);
    let rows = entries.iter().map(|entry| {
        let row = Row::of(entry, points);
        let given = match row.points {
            Some(given) => format!("{given} of {}", row.max_points),
            None => format!("? of {}", row.max_points),
        };
        let verdict = message::verdict(entry.outcome.verdict()).to_string();
        let why = shown(row.message.as_bytes(), SHOWN);
        [entry.shown_name(), verdict, given, why]
    });
    let rows: Vec<[String; 4]> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max();
    let widths: [usize; 4] = std::array::from_fn(|column| width(column).unwrap_or(0));
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let padding = " ".repeat(width - cell.width() + 2);
            let _ = write!(line, "{cell}{padding}");
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// The same as CSV (RFC 4180), with a head. What could not be judged has no points.
pub fn csv(entries: &[Entry], points: &Points) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for entry in entries {
        let row = Row::of(entry, points);
        let row = Row {
            name: for_a_spreadsheet(&row.name),
            message: for_a_spreadsheet(&row.message),
            ..row
        };
        writer.serialize(row).expect("plain values into memory");
    }
    let bytes = writer.into_inner().expect("memory");
    String::from_utf8(bytes).expect("text, and commas between")
}

/// Text without control characters, which a spreadsheet takes for text: what
/// begins like a formula has an apostrophe before it.
fn for_a_spreadsheet(text: &str) -> String {
    let text = shown(text.as_bytes(), usize::MAX / 8);
    match text.starts_with(['=', '+', '-', '@']) {
        true => format!("'{text}"),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::Outcome;
    use super::*;
    use crate::error::NotRun;
    use crate::judgement::Check;

    fn entry(name: &str, why: &str) -> Entry<'static> {
        Entry {
            name: name.to_string(),
            program: "submission, terminal".to_string(),
            output: None,
            asked: Check::ALL.to_vec(),
            outcome: Outcome::NotRun(NotRun::Impossible(why.to_string())),
        }
    }

    #[test]
    fn what_could_not_be_judged_has_no_points() {
        let entries = [entry("開始", "no `a`"), entry("anna", "")];
        let expected = "name  verdict          points  why\n\
                        開始  could not judge  ? of 4  no `a`\n\
                        anna  could not judge  ? of 4\n";
        assert_eq!(table(&entries, &Points::default()), expected);
        let expected = "name,verdict,points,max_points,message\n\
                        開始,could-not-judge,,4,no `a`\n\
                        anna,could-not-judge,,4,\n";
        assert_eq!(csv(&entries, &Points::default()), expected);
    }

    #[test]
    fn long_names_that_differ_at_an_end_look_different() {
        let folder = "a-rather-long-folder".repeat(4);
        let names = ["anna", "ben"].map(|name| format!("{name}/{folder}/{name}.py"));
        let [anna, ben] = [
            "anna/a-rather-long-f…-long-foldera-rather-long-folder/anna.py",
            "ben/a-rather-long-fo…r-long-foldera-rather-long-folder/ben.py",
        ];
        let table = table(&names.map(|name| entry(&name, "")), &Points::default());
        let rows: Vec<&str> = table.lines().skip(1).collect();
        assert!(
            rows[0].starts_with(anna) && rows[1].starts_with(ben),
            "{table}"
        );
    }

    #[test]
    fn text_stays_in_its_cell() {
        let hostile = [
            entry("=HYPERLINK(\"x\")", "a,\"b\"\n<script>\u{1b}[1m"),
            entry("@x", "-1"),
        ];
        let expected = "name,verdict,points,max_points,message\n\
            \"'=HYPERLINK(\"\"x\"\")\",could-not-judge,,4,\"a,\"\"b\"\"\\n<script>\\u{1b}[1m\"\n\
            '@x,could-not-judge,,4,'-1\n";
        assert_eq!(csv(&hostile, &Points::default()), expected);
    }
}
