//! The examples' own programs, side by side: together they take as long as the
//! slowest.

use crate::usage::Usage;
use crate::workspace::Language;
use crate::workspace::build::Target;
use crate::workspace::commands::{Source, commands};
use anyhow::{Result, ensure};
use judge::NotRun;
use judge::expectation::ExpectationFile;
use judge::schedule::Submission;
use observer::{Observer, Output};
use std::path::Path;

/// The programs of an example.
const PROGRAMS: [(Language, Output, &str); 3] = [
    (Language::Rust, Output::Terminal, "Rust, terminal"),
    (Language::Rust, Output::Pipe, "Rust, pipe"),
    (Language::Python, Output::Terminal, "Python, terminal"),
];

/// A program to be verified.
pub struct Planned<'a> {
    expected: &'a ExpectationFile,
    language: Language,
    output: Output,
    program: &'static str,
}

/// The programs of these examples, in one language or in all.
///
/// # Errors
/// If an example has none, so that nothing would be verified.
pub fn plan<'a>(
    root: &Path,
    examples: &'a [ExpectationFile],
    only: Option<Language>,
) -> Result<Vec<Planned<'a>>> {
    let mut planned = Vec::new();
    for expected in examples {
        let before = planned.len();
        for &(language, output, program) in &PROGRAMS {
            let wanted = only.is_none_or(|only| only == language);
            if wanted && root.join(&expected.name).join(file(language)).exists() {
                planned.push(Planned {
                    expected,
                    language,
                    output,
                    program,
                });
            }
        }
        let found = planned.len() > before || only.is_some();
        let name = &expected.name;
        let none = format!("{name} has no program: add a Cargo.toml or an example.py");
        ensure!(found, Usage(none));
    }
    let none = "none of these examples has a program in this language";
    ensure!(!planned.is_empty(), Usage(none.to_string()));
    Ok(planned)
}

/// The file that makes an example have a program in this language.
fn file(language: Language) -> &'static str {
    match language {
        Language::Rust => "Cargo.toml",
        Language::Python => "example.py",
    }
}

impl Planned<'_> {
    fn source(&self) -> Source {
        let name = &self.expected.name;
        match self.language {
            Language::Rust => Source::Rust(Target::program(name)),
            Language::Python => Source::Python(Path::new(name).join(file(self.language))),
        }
    }
}

/// Builds the programs, and finds out how each is run.
///
/// # Errors
/// If cargo cannot be run.
pub fn prepare<'a>(
    observer: &Observer,
    root: &Path,
    planned: &[Planned<'a>],
    only: Option<Language>,
) -> Result<Vec<Submission<'a>>> {
    // Asked for by name, they are not skipped.
    let no_python = match only {
        Some(_) => NotRun::Impossible,
        None => NotRun::Skipped,
    };
    let sources: Vec<Source> = planned.iter().map(Planned::source).collect();
    let commands = commands(observer, root, &sources, no_python)?;
    let submission = |(planned, command): (&Planned<'a>, _)| Submission {
        name: planned.expected.name.clone(),
        program: planned.program.to_string(),
        expected: planned.expected,
        command,
        output: planned.output,
    };
    Ok(planned.iter().zip(commands).map(submission).collect())
}
