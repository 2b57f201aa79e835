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
    if let Some(next) = next(exercises, progress, Language::Rust) {
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
    let solved = |language| {
        let solved = all(exercises).filter(|p| p.language == language && is_solved(p, progress));
        solved.count()
    };
    format!(
        "solved: {} of {all} in Rust, {} of {all} in Python",
        solved(Language::Rust),
        solved(Language::Python),
        all = exercises.len(),
    )
}

/// The first program in a language that is not solved.
pub fn next<'a>(
    exercises: &'a [Exercise],
    progress: &Progress,
    language: Language,
) -> Option<Attempt<'a>> {
    all(exercises).find(|p| p.language == language && !is_solved(p, progress))
}

fn is_solved(attempt: &Attempt, progress: &Progress) -> bool {
    progress.state(attempt) == State::Solved
}
