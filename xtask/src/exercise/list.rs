//! The list of exercises, with the state of each.

use super::catalog::{Exercise, Program};
use super::record::{Record, State};
use crate::workspace::Language;
use anstyle::{AnsiColor, Style};
use std::fmt::Write;

impl State {
    fn word(self) -> &'static str {
        match self {
            State::ToDo => "to do",
            State::Wrong => "wrong",
            State::Solved => "solved",
            State::Changed => "changed",
            State::Unclear => "unclear",
        }
    }

    fn style(self) -> Style {
        match self {
            State::Solved => AnsiColor::Green.on_default(),
            State::Wrong => AnsiColor::Red.on_default(),
            State::ToDo | State::Changed | State::Unclear => Style::new(),
        }
    }
}

/// The list, with colour codes.
pub fn render(exercises: &[Exercise], record: &Record) -> String {
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
        for program in exercise.programs() {
            let state = record.state(&program);
            let style = state.style();
            let _ = write!(text, "  {style}{:7}{style:#}", state.word());
        }
        let _ = writeln!(text, "  {}", exercise.title);
    }
    let _ = writeln!(text, "\n{}", summary(exercises, record));
    if let Some(next) = next(exercises, record, Language::Rust) {
        let (name, file) = (&next.exercise.name, next.file.display());
        let _ = writeln!(
            text,
            "next: repair {file}, then `cargo xtask exercise {name}`"
        );
    }
    text
}

/// How many are solved.
pub fn summary(exercises: &[Exercise], record: &Record) -> String {
    let solved = |language| {
        let programs = exercises.iter().flat_map(Exercise::programs);
        let solved = programs.filter(|p| p.language == language && is_solved(p, record));
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
    record: &Record,
    language: Language,
) -> Option<Program<'a>> {
    let mut programs = exercises.iter().flat_map(Exercise::programs);
    programs.find(|p| p.language == language && !is_solved(p, record))
}

fn is_solved(program: &Program, record: &Record) -> bool {
    record.state(program) == State::Solved
}
