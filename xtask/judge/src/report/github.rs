//! The summary of a job in GitHub Actions: a Markdown table, and what is wrong.

use super::entry::{Entry, Outcome, tally};
use crate::message;
use std::fmt::Write;

/// What is appended to the file that `GITHUB_STEP_SUMMARY` names.
pub fn summary(entries: &[Entry]) -> String {
    let mut text =
        String::from("| example | program | verdict | why |\n| --- | --- | --- | --- |\n");
    for entry in entries {
        let verdict = message::verdict_code(entry.outcome.verdict());
        let cells = [&entry.name, &entry.program, verdict, &why(entry)].map(cell);
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    let counts = tally(entries).map(|(number, words)| format!("{number} {words}"));
    let _ = writeln!(text, "\n{}\n", counts.join(", "));
    text
}

fn why(entry: &Entry) -> String {
    match &entry.outcome {
        Outcome::Ran(summary, _) => {
            let kinds = summary.kinds.iter().map(|kind| {
                let reason = message::reason(&summary.runs[kind.first].judgement);
                let reason = reason.map_or(String::new(), |reason| reason.sentence);
                match summary.runs.len() + summary.not_started.len() {
                    1 => reason,
                    runs => format!("{} of {runs} runs: {reason}", kind.count),
                }
            });
            kinds.collect::<Vec<_>>().join("; ")
        }
        Outcome::Transcript(transcript, _) => {
            let reason = message::reason(&transcript.judgement);
            reason.map_or(String::new(), |reason| reason.sentence)
        }
        Outcome::Checked(checked) => checked.summary.clone(),
        Outcome::NotRun(not_run) => not_run.to_string(),
    }
}

/// Text that cannot break out of its cell, nor be taken for markup.
fn cell(text: &str) -> String {
    let mut cell = String::new();
    for c in text.chars().filter(|c| !c.is_control()) {
        match c {
            '|' | '*' | '_' | '[' | ']' | '\\' | '#' | '~' => cell.extend(['\\', c]),
            // Within a code span, what is escaped would show as it is.
            '`' => cell.push('\''),
            '<' => cell.push_str("&lt;"),
            '>' => cell.push_str("&gt;"),
            '&' => cell.push_str("&amp;"),
            c => cell.push(c),
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_in_its_cell() {
        assert_eq!(cell("a|b\n<img>\u{1b}[1m"), "a\\|b&lt;img&gt;\\[1m");
    }
}
