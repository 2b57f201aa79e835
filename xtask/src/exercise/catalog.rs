//! Which exercises there are. A folder `exercises` in an example has
//!
//! - `hints.txt`: a line `name: hint` for each exercise, in the order in which
//!   they are to be solved,
//! - `name.rs` and `name.py`: the wrong programs, which begin with a line
//!   `Exercise: what is wrong`,
//! - `expected.txt`: what they must show when they are right.

use crate::usage::Usage;
use crate::workspace::{self, LESSONS, Language, did_you_mean};
use anyhow::{Result, bail, ensure};
use clap::ValueEnum;
use std::fs;
use std::path::{Path, PathBuf};

/// A mistake to repair, in each language.
#[derive(Debug, PartialEq)]
pub struct Exercise {
    /// The folder of the example that is done wrong here.
    pub example: String,
    pub name: String,
    /// What is wrong.
    pub title: String,
    pub hint: String,
}

/// A learner's program for an exercise, in one language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempt<'a> {
    pub exercise: &'a Exercise,
    pub language: Language,
}

impl Exercise {
    pub fn attempts(&self) -> impl Iterator<Item = Attempt<'_>> {
        Language::value_variants().iter().map(|&language| Attempt {
            exercise: self,
            language,
        })
    }
}

impl Attempt<'_> {
    /// Relative to the workspace.
    pub fn file(&self) -> PathBuf {
        let ending = match self.language {
            Language::Rust => "rs",
            Language::Python => "py",
        };
        let folder = folder(&self.exercise.example);
        folder.join(&self.exercise.name).with_extension(ending)
    }
}

/// The exercises of an example.
pub fn folder(example: &str) -> PathBuf {
    Path::new(example).join("exercises")
}

/// All exercises of a workspace: the examples in the order of the lessons, and
/// the exercises of each in the order of its `hints.txt`.
///
/// # Errors
/// If a file is missing, or does not say what it should.
pub fn read(root: &Path) -> Result<Vec<Exercise>> {
    let mut exercises: Vec<Exercise> = Vec::new();
    let mut names = workspace::names(root)?;
    names.sort_by_key(|name| {
        let lesson = LESSONS.iter().position(|lesson| lesson == name);
        lesson.unwrap_or(LESSONS.len())
    });
    names.retain(|example| root.join(folder(example)).is_dir());
    for example in names {
        let hints = folder(&example).join("hints.txt");
        let Some(parsed) = parse_hints(&text(root, &hints)?) else {
            let hints = hints.display();
            bail!(Usage(format!("{hints}: a line must be `name: hint`")));
        };
        for (name, hint) in parsed {
            let is_new = exercises.iter().all(|other| other.name != name);
            let twice = format!("{example}: another example has an exercise `{name}` too");
            ensure!(is_new, Usage(twice));
            let mut exercise = Exercise {
                example: example.clone(),
                name,
                title: String::new(),
                hint,
            };
            let texts = exercise
                .attempts()
                .map(|attempt| text(root, &attempt.file()));
            let texts = texts.collect::<Result<Vec<_>>>()?;
            // A learner may have cut the first lines off.
            let title = texts.iter().find_map(|text| title_of(text));
            exercise.title = title.unwrap_or_default().to_string();
            exercises.push(exercise);
        }
    }
    let none = "no example has a folder `exercises`";
    ensure!(!exercises.is_empty(), Usage(none.to_string()));
    Ok(exercises)
}

fn text(root: &Path, file: &Path) -> Result<String> {
    let read = fs::read_to_string(root.join(file));
    Ok(read.map_err(|error| {
        let file = file.display();
        let needed = "an exercise needs its hint, `name.rs` and `name.py`";
        Usage(format!("failed to read {file}; {needed}: {error}"))
    })?)
}

/// The names with their hints; `None` if a line is neither that nor a comment.
fn parse_hints(text: &str) -> Option<Vec<(String, String)>> {
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let hint = |line: &str| {
        let (name, hint) = line.split_once(": ")?;
        Some((name.to_string(), hint.to_string()))
    };
    lines.map(hint).collect()
}

/// What a program says is wrong with it.
fn title_of(text: &str) -> Option<&str> {
    let (_, title) = text.lines().next()?.split_once("Exercise: ")?;
    Some(title.trim_end_matches(['.', '"']))
}

/// Every program there is.
pub fn all(exercises: &[Exercise]) -> impl Iterator<Item = Attempt<'_>> {
    exercises.iter().flat_map(Exercise::attempts)
}

/// The programs that these names mean, each once. A name without an ending is the
/// program in Rust; a path must lead to it.
///
/// # Errors
/// If there is no exercise of that name.
pub fn select<'a>(exercises: &'a [Exercise], names: &[String]) -> Result<Vec<Attempt<'a>>> {
    let mut selected: Vec<Attempt> = Vec::new();
    for name in names {
        let last = name.trim_end_matches('/').rsplit('/').next();
        let last = last.unwrap_or_default();
        let file = match last.rsplit_once('.') {
            Some((_, "rs" | "py")) => last.to_string(),
            _ => format!("{last}.rs"),
        };
        let path = Path::new(name.trim_start_matches("./")).with_file_name(&file);
        let is_it = |attempt: &Attempt| attempt.file().ends_with(&path);
        let Some(attempt) = all(exercises).find(is_it) else {
            let hint = hint(exercises, &file);
            bail!(Usage(format!("no exercise is named `{name}`; {hint}")));
        };
        if !selected.contains(&attempt) {
            selected.push(attempt);
        }
    }
    Ok(selected)
}

/// What may have been meant by a name that no exercise has.
fn hint(exercises: &[Exercise], file: &str) -> String {
    let folder = file.trim_end_matches(".rs");
    if exercises.iter().any(|exercise| exercise.example == folder) {
        return "it is a folder; `cargo xtask exercise` lists its exercises".to_string();
    }
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let meant = did_you_mean(stem, exercises.iter().map(|e| e.name.as_str()));
    meant.unwrap_or("`cargo xtask exercise` lists them".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exercise(example: &str, name: &str) -> Exercise {
        Exercise {
            example: example.to_string(),
            name: name.to_string(),
            title: String::new(),
            hint: String::new(),
        }
    }

    #[test]
    fn a_name_stands_for_one_program() {
        let exercises = [
            exercise("threading", "turns"),
            exercise("asyncio", "forgotten"),
        ];
        let cases = [
            ("turns", "threading/exercises/turns.rs"),
            ("turns.rs", "threading/exercises/turns.rs"),
            ("turns.py", "threading/exercises/turns.py"),
            (
                "asyncio/exercises/forgotten.py",
                "asyncio/exercises/forgotten.py",
            ),
            ("./exercises/forgotten", "asyncio/exercises/forgotten.rs"),
        ];
        for (name, file) in cases {
            let selected = select(&exercises, &[name.to_string(), name.to_string()]);
            let files: Vec<PathBuf> = selected.expect(name).iter().map(Attempt::file).collect();
            assert_eq!(files, [Path::new(file)], "{name}");
        }
        for (name, message) in [
            ("turn", "did you mean `turns`?"),
            ("solutions/turns.rs", "did you mean `turns`?"),
            (
                "threading",
                "it is a folder; `cargo xtask exercise` lists its exercises",
            ),
            ("x.c", "`cargo xtask exercise` lists them"),
            ("", "`cargo xtask exercise` lists them"),
        ] {
            let error = select(&exercises, &[name.to_string()]).expect_err(name);
            let expected = format!("no exercise is named `{name}`; {message}");
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn hints_and_titles_are_read() {
        let hints = parse_hints("# of threads\n\nturns: When: first?\nb: c\n");
        let expected = [("turns", "When: first?"), ("b", "c")];
        let expected = expected.map(|(name, hint)| (name.to_string(), hint.to_string()));
        assert_eq!(hints, Some(expected.to_vec()));
        assert_eq!(parse_hints("turns"), None);
        for (first, title) in [
            (
                "//! Exercise: they take turns.\nmore",
                Some("they take turns"),
            ),
            (
                "\"\"\"Exercise: they take turns.\"\"\"",
                Some("they take turns"),
            ),
            ("use std::thread;", None),
            ("", None),
        ] {
            assert_eq!(title_of(first), title);
        }
    }
}
