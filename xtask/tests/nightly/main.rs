//! Long proofs: every exercise wrong and solved, every folder built wherever it is
//! copied to, and every change of a page found. `cargo test -p xtask --test nightly` runs them.
#![cfg(target_os = "linux")]

mod drift;
#[path = "../it/support.rs"]
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;
use support::{EXAMPLES, command, examples, foreign_workspace, root, said, temporary, text, xtask};

const FOLDERS: [&str; 4] = ["asyncio", "comparison", "multiprocessing", "threading"];

fn exercise(workspace: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    xtask(workspace, &[&["exercise"], arguments].concat())
}

/// Judges all programs. On a loaded machine that may take several tries.
fn judge_all(workspace: &Path) -> (String, Option<i32>) {
    let tries = (0..4).map(|_| exercise(workspace, &["--all"]));
    let mut last = None;
    for (said, code) in tries {
        let unclear = said.contains("could not be judged");
        last = Some((said, code));
        if !unclear {
            break;
        }
    }
    last.expect("a try")
}

/// All programs of a folder below `exercises`, relative to the workspace.
fn programs(workspace: &Path, folder: &str) -> Vec<PathBuf> {
    let mut programs = Vec::new();
    for example in EXAMPLES {
        let folder = Path::new(example).join(folder);
        let files = fs::read_dir(workspace.join(&folder)).expect("a folder");
        let files = files.map(|file| folder.join(file.expect("a file").file_name()));
        let is_program = |file: &PathBuf| {
            let ending = file.extension().and_then(|ending| ending.to_str());
            matches!(ending, Some("rs" | "py"))
        };
        programs.extend(files.filter(is_program));
    }
    programs.sort();
    programs
}

/// The programs that a learner has solved in this workspace: they are no longer
/// as they were handed out.
fn solved_here() -> Vec<PathBuf> {
    let (list, _) = exercise(&root(), &[]);
    let mut solved = Vec::new();
    let mut example = "";
    for line in list.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if !line.starts_with(' ') {
            example = words.first().unwrap_or(&"");
            continue;
        }
        let states = line.replace("to do", "to-do");
        let states: Vec<&str> = states.split_whitespace().collect();
        for (state, ending) in states[1..3].iter().zip(["rs", "py"]) {
            if *state == "solved" {
                let file = format!("{example}/exercises/{}.{ending}", words[0]);
                solved.push(file.into());
            }
        }
    }
    solved
}

/// What a program says the judge says of it.
fn verdict(text: &str) -> String {
    let lines = text.lines();
    let lines = lines.map(|line| line.trim_start_matches("//!").trim());
    let mut lines = lines.skip_while(|line| !line.starts_with("Verdict: "));
    let first = lines.next().expect("a verdict").to_string();
    let rest = lines.take_while(|line| !line.is_empty());
    let all: Vec<&str> = first.split(' ').skip(1).chain(rest).collect();
    all.join(" ")
}

#[test]
fn each_is_wrong_as_it_says_and_its_solution_is_right() {
    let workspace = examples();
    let root = workspace.path();
    let wrong = programs(root, "exercises");
    assert!(wrong.len() >= 2 * 16, "{wrong:?}");
    let (list, code) = exercise(root, &[]);
    assert_eq!(code, Some(0), "{list}");
    assert_eq!(list.matches(" to do ").count(), wrong.len(), "{list}");

    let solved = solved_here();
    let (said, code) = judge_all(root);
    assert_eq!(code, Some(1), "{said}");
    for file in &wrong {
        if solved.contains(file) {
            eprintln!("not tested: {} is solved here", file.display());
            continue;
        }
        let text = fs::read_to_string(root.join(file)).expect("a program");
        let title = format!("FAIL  {}, terminal\n", file.display());
        let section = said.split(&title).nth(1);
        let section =
            section.unwrap_or_else(|| panic!("{} does not fail:\n{said}", file.display()));
        let section = section.split("\nFAIL  ").next().unwrap_or_default();
        let verdict = verdict(&text);
        assert!(
            section.contains(&verdict),
            "{}: {verdict}\n{section}",
            file.display()
        );
    }
    let (list, _) = exercise(root, &[]);
    let still_wrong = wrong.len() - solved.len();
    assert_eq!(list.matches(" wrong ").count(), still_wrong, "{list}");

    let solutions = programs(root, "exercises/solutions");
    assert_eq!(solutions.len(), wrong.len());
    for solution in &solutions {
        let name = solution.file_name().expect("a name");
        let exercises = solution.parent().and_then(Path::parent).expect("a folder");
        fs::copy(root.join(solution), root.join(exercises).join(name)).expect("a copy");
    }
    let (list, _) = exercise(root, &[]);
    let changed = list.matches(" changed ").count() + list.matches(" solved ").count();
    assert!(changed >= wrong.len(), "{list}");
    let (said, code) = judge_all(root);
    assert_eq!(code, Some(0), "{said}");
    let all = wrong.len() / 2;
    let solved = format!("solved: {all} of {all} in Rust, {all} of {all} in Python\n");
    assert!(said.contains(&solved), "{said}");
}

/// Runs cargo. What the copies have in common is built once.
fn cargo(arguments: &[&str], current: &Path, target: &Path, offline: bool) -> Output {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(arguments)
        .current_dir(current)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0");
    if offline {
        cargo.env("CARGO_NET_OFFLINE", "true");
    }
    cargo.output().expect("cargo")
}

/// The copy in this folder was built, and not taken for another one that was
/// built before.
fn assert_built(output: &Output, copy: &Path) {
    let said = text(output);
    assert!(output.status.success(), "{}\n{said}", copy.display());
    let name = copy.file_name().expect("a name").display();
    let compiled = format!("Compiling {name} v0.1.0 ({})", copy.display());
    assert!(said.contains(&compiled), "{compiled}\n{said}");
}

/// Asked once: `python3` may be a small program that looks for the real one.
fn python() -> String {
    let question = ["-c", "import sys; print(sys.executable)"];
    let output = Command::new("python3").args(question).output();
    text(&output.expect("python3")).trim().to_string()
}

/// Verifies a program by the expectation in its folder. On a loaded machine, a
/// run may be impossible to judge.
fn verify(folder: &Path, command: &[&str]) -> (String, Option<i32>) {
    let expectation = folder.join("expected.txt").display().to_string();
    let arguments = [&["verify", &expectation, "--"], command].concat();
    let mut run = xtask(&root(), &arguments);
    for _ in 0..4 {
        if run.1 == Some(3) {
            run = xtask(&root(), &arguments);
        }
    }
    run
}

/// Copies from this workspace to `dir`, below `current`.
fn copy(current: &Path, arguments: &[&str]) {
    let arguments = [&["copy"], arguments].concat();
    let (report, code) = said(command(&root(), &arguments).current_dir(current));
    assert_eq!(code, Some(0), "{report}");
}

#[test]
fn each_folder_builds_wherever_it_is_copied_to() {
    let (_folder, folder) = temporary();
    let target = folder.join("target");
    let (alone, plain) = (folder.join("alone"), folder.join("plain"));
    let (foreign, fetched) = (folder.join("foreign"), folder.join("fetched"));
    foreign_workspace(&foreign, &["a"]);
    // So that it has the same dependencies, which are built once.
    let lock = root().join("Cargo.lock");
    fs::copy(&lock, foreign.join("Cargo.lock")).expect("Cargo.lock");
    fs::create_dir(&plain).expect("a folder");
    let build = |arguments: &[&str], current: &Path, offline, copy: &Path| {
        assert_built(&cargo(arguments, current, &target, offline), copy);
    };

    for name in FOLDERS {
        copy(&folder, &[name, "foreign/examples"]);
        foreign_workspace(&foreign, &["a", &format!("examples/{name}")]);
        let member = foreign.join("examples").join(name);
        build(&["build", "-p", name], &foreign, false, &member);

        copy(&folder, &[name, "fetched", "--without-solutions"]);
        let fetched = fetched.join(name);
        let fetch = cargo(&["fetch"], &fetched, &target, false);
        assert!(fetch.status.success(), "{}", text(&fetch));
        build(&["build", "--offline"], &fetched, true, &fetched);

        // Without a Cargo.lock, the newest versions would be built; offline,
        // those that are there.
        let mut cp = Command::new("cp");
        let cp = cp.arg("-r").arg(root().join(name)).arg(&plain).status();
        assert!(cp.expect("cp").success(), "{name}");
        let plain = plain.join(name);
        build(&["build"], &plain, true, &plain);

        // The last one, so that it is its program that is in `target`.
        copy(&folder, &[name, "alone"]);
        let alone = alone.join(name);
        build(&["build"], &alone, false, &alone);
    }

    let python = python();
    let check = |name: &str| {
        let folder = alone.join(name);
        let twin = folder.join("example.py").display().to_string();
        let program = target.join("debug").join(name).display().to_string();
        // By its name: a package that has exercises builds without a program, too.
        let built = cargo(&["build", "--bin", name], &folder, &target, false);
        if !built.status.success() {
            return Err(text(&built));
        }
        for command in [&[python.as_str(), &twin][..], &[&program]] {
            let (report, code) = verify(&folder, command);
            if code != Some(0) {
                return Err(report);
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        for name in EXAMPLES {
            scope.spawn(move || assert_eq!(check(name), Ok(()), "{name}"));
        }
    });
    for name in EXAMPLES {
        for file in ["Cargo.toml", "src/main.rs", "expected.txt", "example.py"] {
            let file = alone.join(name).join(file);
            let away = folder.join("away");
            fs::rename(&file, &away).expect("a file");
            assert!(check(name).is_err(), "without {}", file.display());
            fs::rename(&away, &file).expect("a file");
        }
    }

    let mut comparison = Command::new(target.join("debug/comparison"));
    let run = comparison.args(["run", "threading", "io"]).output();
    let run = run.expect("comparison");
    assert!(run.status.success(), "{}", text(&run));
}
