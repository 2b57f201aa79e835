//! Each exercise is wrong as it says, and its solution is right. This is also a
//! test of the judge: every mistake that the exercises have must be found.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const EXAMPLES: [&str; 3] = ["asyncio", "multiprocessing", "threading"];

/// The examples in a workspace of their own, in which nothing was judged yet.
fn workspace() -> TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let copy = tempfile::tempdir().expect("a folder");
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {EXAMPLES:?}\n");
    fs::write(copy.path().join("Cargo.toml"), manifest).expect("a manifest");
    for what in EXAMPLES.iter().chain(&["Cargo.lock"]) {
        let mut cp = Command::new("cp");
        cp.arg("-r").arg(root.join(what)).arg(copy.path());
        assert!(cp.status().expect("cp").success(), "{what}");
    }
    copy
}

/// What `cargo xtask exercise` says in this workspace, and its exit code.
fn exercise(workspace: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("exercise")
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", workspace.join("xtask"))
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        .env_remove("GITHUB_STEP_SUMMARY")
        .current_dir(workspace)
        .stdin(Stdio::null())
        .output()
        .expect("xtask");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).expect("a report is text");
    (said, output.status.code())
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
    let (list, _) = exercise(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &[]);
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
    let workspace = workspace();
    let root = workspace.path();
    let wrong = programs(root, "exercises");
    assert!(wrong.len() >= 2 * 9, "{wrong:?}");
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

#[test]
fn a_learner_gets_a_hint_and_a_clear_answer() {
    let workspace = workspace();
    let root = workspace.path();
    let (said, code) = exercise(root, &["turns", "--hint"]);
    assert!(
        said.starts_with("turns: When does `join` return?"),
        "{said}"
    );
    assert_eq!(code, Some(0));
    for (arguments, says, expected) in [
        (
            vec!["turn"],
            "error: no exercise is named `turn`; did you mean `turns`?\n",
            2,
        ),
        (vec!["turns", "--all"], "error: the argument ", 2),
        (
            vec!["--hint"],
            "error: the following required arguments ",
            2,
        ),
    ] {
        let (said, code) = exercise(root, &arguments);
        assert!(said.starts_with(says), "{said}");
        assert_eq!(code, Some(expected));
    }
    // What does not compile is neither right nor wrong.
    let file = root.join("threading/exercises/turns.rs");
    fs::write(&file, "fn main() { nonsense }").expect("written");
    let (said, code) = exercise(root, &["turns"]);
    assert!(said.contains("cannot find value `nonsense`"), "{said}");
    assert!(
        said.contains("it could not be built: see above what cargo says"),
        "{said}"
    );
    assert_eq!(code, Some(3));
    fs::remove_file(&file).expect("removed");
    let (said, code) = exercise(root, &[]);
    assert!(
        said.starts_with("error: failed to read threading/exercises/turns.rs"),
        "{said}"
    );
    assert_eq!(code, Some(2));
}
