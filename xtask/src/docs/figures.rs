//! The comparison's figures: all pages show those of one measurement.

use super::page::{Page, Shows};
use super::run::Runner;
use crate::measurement::{self, Measurement};
use anyhow::{Result, ensure};
use std::path::Path;

/// Whether a command shows figures of the comparison, which can be drawn from a
/// recorded measurement.
pub fn are_shown(words: &[&str]) -> bool {
    match words {
        ["cargo", "xtask", "verify"] | ["cargo", "xtask", "verify", "comparison"] => true,
        ["cargo", "run", "-p", "comparison", rest @ ..] => {
            // What names a record, or measures something else, has figures of its own.
            let others = ["run", "mixed", "scale", "--help", "--from"];
            !rest.iter().any(|word| others.contains(word))
        }
        _ => false,
    }
}

/// Has the same command draw them from a record.
pub fn draw_from<'a>(words: &mut Vec<&'a str>, record: &'a str) {
    if let Some(at) = words.iter().position(|word| *word == ROUNDS) {
        words.drain(at..at + 2);
    }
    if words[1] == "run" && !words.contains(&"--") {
        words.push("--");
    }
    words.extend(["--from", record]);
}

const ROUNDS: &str = "--rounds";

/// Measures, if one of the pages shows a figure: with as many rounds as the page
/// says.
///
/// # Errors
/// If the comparison cannot be run, or records nothing that can be read.
pub fn measure(runner: &Runner, pages: &[Page]) -> Result<Option<Measurement>> {
    let snippets = pages.iter().flat_map(|page| &page.snippets);
    let commands = snippets.filter_map(|snippet| match &snippet.shows {
        Shows::Output { command, .. } => Some(command.split_whitespace().collect::<Vec<_>>()),
        _ => None,
    });
    let shown: Vec<_> = commands.filter(|words| are_shown(words)).collect();
    if shown.is_empty() {
        return Ok(None);
    }
    let mut words = shown.iter().flat_map(|words| words.iter().copied());
    let rounds = words
        .find(|word| *word == ROUNDS)
        .and_then(|_| words.next());
    let record = measurement::clear(&runner.root)?;
    let mut command = vec!["cargo", "run", "--quiet", "-p", "comparison", "--"];
    command.extend(rounds.iter().flat_map(|rounds| [ROUNDS, rounds]));
    let json = record.display().to_string();
    command.extend(["--json", &json]);
    let measured = runner.run(&command, &runner.root, Path::new(""))?;
    ensure!(
        record.exists(),
        "the comparison could not be measured: {}",
        measured.stderr.trim()
    );
    measurement::read(&record).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_drawn_from_the_record() {
        let drawn = |command: &str| {
            let mut words: Vec<&str> = command.split(' ').collect();
            are_shown(&words).then(|| {
                draw_from(&mut words, "f");
                words.join(" ")
            })
        };
        for (command, expected) in [
            (
                "cargo run -p comparison",
                Some("cargo run -p comparison -- --from f"),
            ),
            (
                "cargo run -p comparison -- --rounds 11 --check",
                Some("cargo run -p comparison -- --check --from f"),
            ),
            ("cargo xtask verify", Some("cargo xtask verify --from f")),
            ("cargo xtask verify threading", None),
            ("cargo run -p comparison -- --help", None),
            ("cargo run -p comparison -- mixed --from f", None),
            ("cargo run -p comparison -- scale --from f", None),
            ("cargo run -p comparison -- run threading io", None),
            ("cargo run -p threading", None),
        ] {
            assert_eq!(drawn(command).as_deref(), expected);
        }
    }
}
