//! Programs by the folder: none of `fakes` may pass, each of `right` must, with
//! its workers held back as well, and each of `luck` passes only where nobody is.
//!
//! `fakes/EXAMPLE` and the like are judged by the example's expectation, or by the
//! `expected.txt` that is beside the programs.
//!
//! The first lines of a program say what it is, and what else is to know:
//!
//! | line | meaning |
//! | --- | --- |
//! | `Verdict: …` | what is said of a program that does not pass |
//! | `Arguments: a, b` | it is run once with each of these |
//! | `Options: …` | the judge is given these |
//! | `Compiled with: …` | the compiler is given these; without them it is left out |
//!
//! A program that ends with exit code 77 cannot show here what it is about.

use crate::support::{judge, programs, python, run};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PASSED: &str = "pass";
const FAILED: &str = "fail";
const NOT_JUDGED: &str = "could-not-judge";

/// Of the system, not of the program.
const NOT_POSSIBLE_HERE: u64 = 77;

/// One program, ready to run.
pub struct Program {
    pub name: String,
    expectation: PathBuf,
    options: Vec<String>,
    pub command: Vec<String>,
    verdict: Option<String>,
}

/// The endings of programs that need no compiler.
pub const INTERPRETED: [&str; 3] = ["py", "pl", "sh"];

/// The endings of all programs.
#[allow(dead_code, reason = "for the night")]
pub const ALL: [&str; 7] = ["py", "pl", "sh", "js", "c", "rs", "java"];

/// The programs in a folder that end so, built into `target`. What cannot be run
/// here is said, and left out.
pub fn load(folder: &str, endings: &[&str], target: &Path) -> Vec<Program> {
    let mut found = Vec::new();
    for example in entries(&programs().join(folder)) {
        let own = example.join("expected.txt");
        let expectation = match own.exists() {
            true => own,
            false => {
                let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
                let name = example.file_name().expect("a name");
                root.join(name).join("expected.txt")
            }
        };
        for file in entries(&example) {
            let ending = file.extension().and_then(|ending| ending.to_str());
            if !ending.is_some_and(|ending| endings.contains(&ending)) {
                continue;
            }
            match program(&expectation, &file, target) {
                Ok(programs) => found.extend(programs),
                Err(why) => eprintln!("left out: {}: {why}", file.display()),
            }
        }
    }
    assert!(found.len() >= 8, "{folder}: {}", found.len());
    found
}

/// What is in a folder, by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut entries: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    entries
}

/// A program, as often as it has arguments.
fn program(expectation: &Path, file: &Path, target: &Path) -> Result<Vec<Program>, String> {
    let text = fs::read_to_string(file).expect("a program");
    let said = |key: &str| {
        let mut lines = text.lines().take(10);
        lines.find_map(|line| Some(line.split_once(key)?.1.trim().to_string()))
    };
    let words = |text: Option<String>| -> Vec<String> {
        let text = text.unwrap_or_default();
        text.split_whitespace().map(str::to_string).collect()
    };
    let command = command(file, &words(said("Compiled with: ")), target)?;
    let arguments = said("Arguments: ").unwrap_or_default();
    let programs = arguments.split(", ").map(|argument| {
        let arguments = Some(argument).filter(|argument| !argument.is_empty());
        let file = file.strip_prefix(programs()).unwrap_or(file).display();
        Program {
            name: format!("{file} {argument}").trim_end().to_string(),
            expectation: expectation.to_path_buf(),
            options: words(said("Options: ")),
            command: command
                .iter()
                .cloned()
                .chain(arguments.map(str::to_string))
                .collect(),
            verdict: said("Verdict: "),
        }
    });
    Ok(programs.collect())
}

/// How a program is started; or why not.
fn command(file: &Path, flags: &[String], target: &Path) -> Result<Vec<String>, String> {
    let path = file.display().to_string();
    let name = file
        .file_stem()
        .and_then(|name| name.to_str())
        .expect("a name");
    let ending = file
        .extension()
        .and_then(|ending| ending.to_str())
        .expect("an ending");
    let example = file.parent().and_then(Path::file_name).expect("a folder");
    let target = target.join(example);
    fs::create_dir_all(&target).expect("a folder");
    let binary = target
        .join(format!("{name}_{ending}"))
        .display()
        .to_string();
    match ending {
        "py" => Ok(vec![python().to_string(), path]),
        "sh" => Ok(vec!["sh".to_string(), path]),
        "pl" => Ok(vec![found("perl")?, path]),
        "js" => Ok(vec![found("node")?, path]),
        "c" => {
            let mut cc = Command::new(found("cc")?);
            cc.args(["-w", "-pthread", "-o", &binary, &path]);
            compile(cc.args(flags), flags)?;
            Ok(vec![binary])
        }
        "rs" => {
            let mut rustc = Command::new(found("rustc")?);
            rustc.args(["--edition=2024", "-o", &binary, &path]);
            compile(&mut rustc, flags)?;
            Ok(vec![binary])
        }
        "java" => {
            let (java, mut javac) = (found("java")?, Command::new(found("javac")?));
            let classes = target.display().to_string();
            compile(javac.args(["-d", &classes, &path]), flags)?;
            Ok([&java, "-cp", &classes, name].map(str::to_string).to_vec())
        }
        other => panic!("{path}: nobody knows how to run .{other}"),
    }
}

fn compile(compiler: &mut Command, flags: &[String]) -> Result<(), String> {
    let output = compiler.output().expect("a compiler");
    match (output.status.success(), flags) {
        (true, _) => Ok(()),
        (false, []) => panic!("{compiler:?}: {}", String::from_utf8_lossy(&output.stderr)),
        (false, _) => Err(format!("does not compile with {flags:?} here")),
    }
}

/// The program of this name, if it is installed.
fn found(name: &str) -> Result<String, String> {
    match Command::new(name).arg("--version").output() {
        Ok(output) if output.status.success() => Ok(name.to_string()),
        _ => Err(format!("there is no {name}")),
    }
}

impl Program {
    /// Whether it bears no tracer: nobody can be held back then.
    #[allow(dead_code, reason = "the long proof asks it")]
    pub fn is_untraced(&self) -> bool {
        self.options.iter().any(|option| option == "off")
    }

    /// Judges it so often, or holds its workers back in so many tries; the runs,
    /// and what was said. `None` if it cannot show here what it is about.
    fn judged(&self, times: u16, is_held: bool) -> Option<(Vec<Value>, String)> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = judge();
        command.arg(&self.expectation).args(&self.options);
        command.arg("--json=-");
        if is_held {
            // Each try is a program of its own, which is held back as it ran.
            let words = shell_words::join(&self.command);
            let tries = (1..=times).map(|number| format!("{number}: {words}\n"));
            let list = folder.path().join("tries.txt");
            fs::write(&list, tries.collect::<String>()).expect("a list");
            command.args(["--perturb", "--batch"]).arg(list);
        } else {
            command.args([&format!("--runs={times}"), "--"]);
            command.args(&self.command);
        }
        let judged = run(&mut command);
        let name = &self.name;
        let mut report: Value = serde_json::from_str(&judged.stdout).expect("JSON alone");
        let runs = report["runs"].as_array_mut().map(std::mem::take);
        let runs = runs.expect("runs");
        assert!(
            runs.len() >= usize::from(times),
            "{name}: {}",
            judged.stderr
        );
        if runs.iter().any(|run| run["exit_code"] == NOT_POSSIBLE_HERE) {
            eprintln!("not possible here: {name}");
            return None;
        }
        Some((runs, judged.stderr))
    }

    /// Whether it was said why it is not to pass.
    fn is_explained(&self, said: &str) -> bool {
        said.contains(self.verdict.as_ref().expect("a verdict"))
    }

    /// Shows the verdicts, and what was said if they are wrong.
    fn report(&self, verdicts: &[&str], is_right: bool, said: &str) -> Result<(), String> {
        let number = |verdict| verdicts.iter().filter(|seen| **seen == verdict).count();
        let summary = [PASSED, FAILED, NOT_JUDGED]
            .map(|verdict| format!("{verdict} {}", number(verdict)))
            .join(", ");
        let name = &self.name;
        eprintln!("{name}: {summary}");
        match is_right {
            true => Ok(()),
            false => Err(format!("{name}: {summary}; {:?}\n{said}", self.verdict)),
        }
    }
}

/// Judges a program so often. What is wrong with the verdicts: nothing, if no run
/// fails (a busy machine keeps some from a verdict), or none passes where none is to.
pub fn check(program: &Program, runs: u16, is_to_pass: bool) -> Result<(), String> {
    let Some((judged, said)) = program.judged(runs, false) else {
        return Ok(());
    };
    let verdicts: Vec<&str> = judged.iter().filter_map(verdict).collect();
    assert_eq!(
        verdicts.len(),
        usize::from(runs),
        "{}: {said}",
        program.name
    );
    let is_right = match is_to_pass {
        true => !verdicts.contains(&FAILED),
        false => !verdicts.contains(&PASSED) && program.is_explained(&said),
    };
    program.report(&verdicts, is_right, &said)
}

/// Holds each worker of a program back, in so many tries. What is wrong with the
/// verdicts: nothing, if no try fails, or each does where none is to pass. A try
/// fails if one of its runs does.
pub fn check_held(program: &Program, tries: u16, is_to_pass: bool) -> Result<(), String> {
    let Some((judged, said)) = program.judged(tries, true) else {
        return Ok(());
    };
    let verdict_of = |number: u16| {
        let number = number.to_string();
        let runs = judged.iter().filter(|run| run["example"] == *number);
        let verdicts: Vec<&str> = runs.filter_map(verdict).collect();
        let worst = [FAILED, NOT_JUDGED];
        let worst = worst.into_iter().find(|verdict| verdicts.contains(verdict));
        worst.unwrap_or(PASSED)
    };
    let verdicts: Vec<&str> = (1..=tries).map(verdict_of).collect();
    let is_right = match is_to_pass {
        true => !verdicts.contains(&FAILED),
        false => verdicts.iter().all(|verdict| *verdict == FAILED) && program.is_explained(&said),
    };
    program.report(&verdicts, is_right, &said)
}

fn verdict(run: &Value) -> Option<&str> {
    run["verdict"].as_str()
}

/// All that is wrong, at once.
pub fn assert_right(checked: Vec<Result<(), String>>) {
    let wrong: Vec<String> = checked.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
