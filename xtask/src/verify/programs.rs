//! The examples' own programs, side by side: together they take as long as the
//! slowest.

use crate::usage::Usage;
use crate::workspace::build::Target;
use crate::workspace::{self, Language, Tools};
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
    /// Its interpreter was asked for by name: without one, it is not skipped.
    by_name: bool,
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
                let by_name = only.is_some();
                planned.push(Planned {
                    expected,
                    language,
                    output,
                    program,
                    by_name,
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

/// Builds the programs, and finds out how each is run.
///
/// # Errors
/// If cargo cannot be run.
pub fn prepare<'a>(
    observer: &Observer,
    root: &Path,
    planned: &[Planned<'a>],
) -> Result<Vec<Submission<'a>>> {
    let of = |language| planned.iter().filter(move |p| p.language == language);
    let targets = of(Language::Rust).map(|planned| Target::program(&planned.expected.name));
    let mut targets: Vec<Target> = targets.collect();
    targets.dedup();
    let needs_python = of(Language::Python).next().is_some();
    let tools = Tools::prepare(root, &targets, needs_python)?;
    let command = |planned: &Planned| {
        let name = &planned.expected.name;
        match planned.language {
            _ if observer.is_interrupted() => Err(NotRun::Impossible("interrupted".to_string())),
            Language::Rust => {
                let command = tools.rust(&Target::program(name));
                command.ok_or_else(|| NotRun::Impossible(why_not_built(root, name)))
            }
            Language::Python => {
                let command = tools.python(root.join(name).join(file(Language::Python)));
                command.map_err(match planned.by_name {
                    true => NotRun::Impossible,
                    false => NotRun::Skipped,
                })
            }
        }
    };
    let subject = |planned: &Planned<'a>| Submission {
        name: planned.expected.name.clone(),
        program: planned.program.to_string(),
        expected: planned.expected,
        command: command(planned),
        output: planned.output,
    };
    Ok(planned.iter().map(subject).collect())
}

/// Cargo has said it already, but above the report.
fn why_not_built(root: &Path, name: &str) -> String {
    let packages = workspace::packages(root);
    match packages.is_ok_and(|all| all.iter().all(|package| package.name != name)) {
        true => format!("{name} is not among the `members` of the workspace's Cargo.toml"),
        false => format!("`cargo build -p {name}` failed: see above what it says"),
    }
}
