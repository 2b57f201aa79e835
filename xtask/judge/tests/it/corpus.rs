//! Programs by the folder: `fakes/EXAMPLE`, none of which may pass the example's
//! expectation, and `right/EXAMPLE`, each of which must.
//!
//! The first lines of a program say what it is, and what else is to know:
//!
//! | line | meaning |
//! | --- | --- |
//! | `Verdict: …` | what is said of a fake |
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
    for example in ["asyncio", "multiprocessing", "threading"] {
        let files = fs::read_dir(programs().join(folder).join(example)).expect("a folder");
        let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
        files.sort();
        for file in files {
            let ending = file.extension().and_then(|ending| ending.to_str());
            if !ending.is_some_and(|ending| endings.contains(&ending)) {
                continue;
            }
            match program(example, &file, target) {
                Ok(programs) => found.extend(programs),
                Err(why) => eprintln!("left out: {}: {why}", file.display()),
            }
        }
    }
    assert!(found.len() >= 8, "{folder}: {}", found.len());
    found
}

/// A program, as often as it has arguments.
fn program(example: &str, file: &Path, target: &Path) -> Result<Vec<Program>, String> {
    let text = fs::read_to_string(file).expect("a program");
    let said = |key: &str| {
        let mut lines = text.lines().take(10);
        lines.find_map(|line| Some(line.split_once(key)?.1.trim().to_string()))
    };
    let words = |text: Option<String>| -> Vec<String> {
        let text = text.unwrap_or_default();
        text.split_whitespace().map(str::to_string).collect()
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let command = command(file, &words(said("Compiled with: ")), target)?;
    let arguments = said("Arguments: ").unwrap_or_default();
    let programs = arguments.split(", ").map(|argument| {
        let arguments = Some(argument).filter(|argument| !argument.is_empty());
        let file = file.strip_prefix(programs()).unwrap_or(file).display();
        Program {
            name: format!("{file} {argument}").trim_end().to_string(),
            expectation: root.join(example).join("expected.txt"),
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

/// Judges a program so often. What is wrong with the verdicts: nothing, if each
/// run of a right program passes, and no run of a fake.
pub fn check(program: &Program, runs: u16) -> Result<(), String> {
    let mut command = judge();
    command.arg(&program.expectation).args(&program.options);
    command.args(["--json=-", &format!("--runs={runs}"), "--"]);
    let judged = run(command.args(&program.command));
    let (name, said) = (&program.name, &judged.stderr);
    let report: Value = serde_json::from_str(&judged.stdout).expect("JSON alone");
    let report = report["runs"].as_array().expect("runs");
    assert_eq!(report.len(), usize::from(runs), "{name}: {said}");
    if report
        .iter()
        .any(|run| run["exit_code"] == NOT_POSSIBLE_HERE)
    {
        eprintln!("not possible here: {name}");
        return Ok(());
    }
    let number = |verdict: &str| {
        report
            .iter()
            .filter(|run| run["verdict"] == verdict)
            .count()
    };
    let verdicts = ["pass", "fail", "could-not-judge"].map(|verdict| (verdict, number(verdict)));
    let [(_, passed), ..] = verdicts;
    let wanted = program.verdict.as_ref().map_or(usize::from(runs), |_| 0);
    let is_said = program
        .verdict
        .as_ref()
        .is_none_or(|verdict| said.contains(verdict));
    let summary = verdicts
        .map(|(verdict, number)| format!("{verdict} {number}"))
        .join(", ");
    eprintln!("{name}: {summary}");
    match passed == wanted && is_said {
        true => Ok(()),
        false => Err(format!("{name}: {summary}; {:?}\n{said}", program.verdict)),
    }
}

/// All that is wrong, at once.
pub fn assert_right(checked: Vec<Result<(), String>>) {
    let wrong: Vec<String> = checked.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
