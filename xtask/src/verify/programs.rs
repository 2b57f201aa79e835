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

/// Builds the programs of these examples, in one language or in all, and finds
/// out how each is run.
///
/// # Errors
/// If an example has none, so that nothing would be verified; or if cargo cannot
/// be run.
pub fn submissions<'a>(
    observer: &Observer,
    root: &Path,
    examples: &'a [ExpectationFile],
    only: Option<Language>,
) -> Result<Vec<Submission<'a>>> {
    let is_wanted = |language| only.is_none_or(|only| only == language);
    let mut planned = Vec::new();
    let mut sources = Vec::new();
    for expected in examples {
        let name = &expected.name;
        let before = planned.len();
        for &(language, output, program) in &PROGRAMS {
            if is_wanted(language) && root.join(name).join(file(language)).exists() {
                planned.push((expected, output, program));
                sources.push(match language {
                    Language::Rust => Source::Rust(Target::program(name)),
                    Language::Python => Source::Python(Path::new(name).join(file(language))),
                });
            }
        }
        let found = planned.len() > before || only.is_some();
        let none = format!("{name} has no program: add a Cargo.toml or an example.py");
        ensure!(found, Usage(none));
    }
    let found = !planned.is_empty() || examples.is_empty();
    let none = "none of these examples has a program in this language";
    ensure!(found, Usage(none.to_string()));
    // Asked for by name, they are not skipped.
    let no_python = match only {
        Some(_) => NotRun::Impossible,
        None => NotRun::Skipped,
    };
    let commands = commands(observer, root, &sources, no_python)?;
    let submission =
        |((expected, output, program), command): ((&'a ExpectationFile, _, &str), _)| Submission {
            name: expected.name.clone(),
            program: program.to_string(),
            expected,
            command,
            output,
            folder: None,
            build: None,
        };
    Ok(planned.into_iter().zip(commands).map(submission).collect())
}

/// The file that makes an example have a program in this language.
fn file(language: Language) -> &'static str {
    match language {
        Language::Rust => "Cargo.toml",
        Language::Python => "example.py",
    }
}
