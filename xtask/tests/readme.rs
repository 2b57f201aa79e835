//! What the READMEs show is what the programs print.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect(path)
}

/// The indented block of a README that begins with this line, without it.
fn block(readme: &str, first: &str) -> String {
    let text = read(readme);
    let lines = text
        .lines()
        .skip_while(|line| line.strip_prefix("    ") != Some(first))
        .skip(1);
    let lines = lines.take_while(|line| line.is_empty() || line.starts_with("    "));
    let block: Vec<&str> = lines
        .map(|line| line.strip_prefix("    ").unwrap_or(""))
        .collect();
    assert!(!block.is_empty(), "{readme} does not show `{first}`");
    block.join("\n").trim_end().to_string()
}

/// What a command prints, run as the README says, in the workspace's root.
fn output(command: &str) -> String {
    let arguments = command.strip_prefix("cargo xtask ").expect("an xtask");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments.split(' '))
        .current_dir(root())
        .output()
        .expect("xtask");
    String::from_utf8(output.stdout)
        .expect("text")
        .trim_end()
        .to_string()
}

/// Replaces what differs from run to run: times by `T`, the width of columns by
/// a space, which worker came first by `N`, and how many helper processes
/// CPython keeps, which depends on its version.
fn without_chance(text: &str) -> String {
    let is_time = |word: &str| word.len() > 3 && word.parse::<f64>().is_ok();
    let line = |line: &str| {
        if let Some((first, _)) = line.trim().split_once("Thread-")
            && first.starts_with("first: ")
        {
            return format!("{first}N");
        }
        let words = line
            .split_whitespace()
            .map(|word| if is_time(word) { "T" } else { word });
        let line = words
            .collect::<Vec<_>>()
            .join(" ")
            .replace("T to T s", "T s");
        match line.split_once("Python, terminal pass T s ") {
            Some((example @ "multiprocessing ", _)) => format!("{example}Python pass"),
            _ => line,
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_reports_are_those_that_verify_prints() {
    let commands = [
        "cargo xtask verify",
        "cargo xtask verify threading --only rust --runs 50",
        "cargo xtask verify xtask/tests/programs/threads.txt -- python3 xtask/tests/programs/turns.py",
    ];
    for command in commands {
        let shown = block("README.md", &format!("$ {command}"));
        let (mut shown, mut printed) = (without_chance(&shown), without_chance(&output(command)));
        // On a loaded machine, the comparison may be inconclusive.
        if printed.contains("\ncomparison Rust and CPython could not judge") {
            let examples = |text: &str| text.split("\ncomparison ").next().map(str::to_string);
            (shown, printed) = (
                examples(&shown).expect("text"),
                examples(&printed).expect("text"),
            );
        }
        assert_eq!(shown, printed, "{command}");
    }
}

#[test]
fn each_examples_output_is_what_it_is_expected_to_print() {
    for example in ["asyncio", "multiprocessing", "threading"] {
        let shown = block(&format!("{example}/README.md"), "$ cargo run --quiet");
        let expected = read(&format!("{example}/expected.txt"));
        let printed = |line: &&str| !line.is_empty() && !line.starts_with(['#', '[']);
        let expected: Vec<&str> = expected.lines().filter(printed).collect();
        assert_eq!(shown.lines().collect::<Vec<_>>(), expected, "{example}");
    }
}

#[test]
fn the_expectation_shown_is_the_file() {
    let shown = block("README.md", "# Two threads that wait side by side.");
    let file = read("threading/expected.txt");
    assert_eq!(
        format!("# Two threads that wait side by side.\n{shown}\n"),
        file
    );
}
