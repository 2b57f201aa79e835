//! The list of exercises, with the state of each.

use super::catalog::{Attempt, Exercise, all};
use super::progress::{Progress, State};
use crate::workspace::Language;
use anstyle::{AnsiColor, Style};
use std::fmt::Write;

/// The word for a state, and how it looks.
fn word(state: State) -> (&'static str, Style) {
    match state {
        State::ToDo => ("to do", Style::new()),
        State::Wrong => ("wrong", AnsiColor::Red.on_default()),
        State::Solved => ("solved", AnsiColor::Green.on_default()),
        State::Changed => ("changed", Style::new()),
        State::Unclear => ("unclear", Style::new()),
    }
}

/// The list, with colour codes.
pub fn render(exercises: &[Exercise], progress: &Progress) -> String {
    let names = exercises
        .iter()
        .flat_map(|e| [e.name.len() + 2, e.example.len()]);
    let width = names.max().unwrap_or_default();
    let mut text = String::new();
    let mut example = "";
    for exercise in exercises {
        if exercise.example != example {
            example = &exercise.example;
            let _ = writeln!(text, "{example:width$}  Rust     Python");
        }
        let _ = write!(text, "  {:1$}", exercise.name, width - 2);
        for attempt in exercise.attempts() {
            let (word, style) = word(progress.state(&attempt));
            let _ = write!(text, "  {style}{word:7}{style:#}");
        }
        let _ = writeln!(text, "  {}", exercise.title);
    }
    let _ = writeln!(text, "\n{}", summary(exercises, progress));
    if let Some(next) = unsolved(exercises, progress, Language::Rust).next() {
        let (name, file) = (&next.exercise.name, next.file());
        let _ = writeln!(
            text,
            "next: repair {}, then `cargo xtask exercise {name}`",
            file.display()
        );
    }
    text
}

/// How many are solved.
pub fn summary(exercises: &[Exercise], progress: &Progress) -> String {
    let solved = |language| exercises.len() - unsolved(exercises, progress, language).count();
    format!(
        "solved: {} of {all} in Rust, {} of {all} in Python",
        solved(Language::Rust),
        solved(Language::Python),
        all = exercises.len(),
    )
}

/// The programs in a language that are not solved, the next one first.
pub fn unsolved<'a>(
    exercises: &'a [Exercise],
    progress: &Progress,
    language: Language,
) -> impl Iterator<Item = Attempt<'a>> {
    all(exercises).filter(move |p| p.language == language && progress.state(p) != State::Solved)
}
