//! Whether a command that a page tells its reader to type can be typed: each
//! option, example, exercise and package that it names exists.

use crate::Cli;
use anyhow::{Context, Result, bail, ensure};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use std::path::Path;

/// Looks at one line, which stands in a page of this folder.
///
/// # Errors
/// The first thing in it that does not exist.
pub fn check(root: &Path, folder: &Path, line: &str) -> Result<()> {
    let line = line.split(" # ").next().unwrap_or_default();
    // What reads the output is the reader's own choice.
    let line = line.split(" | ").next().unwrap_or_default();
    for command in line.split("&&") {
        let words = shell_words::split(command).context("a quotation mark is not closed")?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] => {}
            ["cargo", "xtask", arguments @ ..] => check_xtask(root, arguments)?,
            ["cargo", rest @ ..] => check_cargo(root, folder, rest)?,
            ["python3", file, ..] => {
                let exists = root.join(folder).join(file).is_file();
                ensure!(exists, "there is no file {file}");
            }
            ["cp", "-r", what, ..] => {
                ensure!(root.join(folder).join(what).exists(), "there is no {what}");
            }
            ["cd" | "mkdir" | "git", ..] => {}
            [other, ..] => bail!("nothing checks commands of `{other}`"),
        }
    }
    Ok(())
}

/// As the task itself would read it.
fn check_xtask(root: &Path, arguments: &[&str]) -> Result<()> {
    let error = match Cli::try_parse_from(["xtask"].iter().chain(arguments)) {
        Ok(cli) => return cli.task.check_names(root),
        Err(error) => error,
    };
    // A page may name a task alone, to speak of it.
    let is_name = arguments.len() == 1 && error.kind() == ErrorKind::MissingRequiredArgument;
    let help = [
        ErrorKind::DisplayHelp,
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
    ];
    if is_name || help.contains(&error.kind()) {
        return Ok(());
    }
    let text = error.to_string();
    bail!("{}", text.lines().next().unwrap_or_default());
}

fn check_cargo(root: &Path, folder: &Path, words: &[&str]) -> Result<()> {
    let known = ["run", "build", "test", "fetch", "clippy", "fmt", "doc"];
    let task = words.first().copied().unwrap_or_default();
    ensure!(known.contains(&task), "nothing checks `cargo {task}`");
    let own = words.split(|word| *word == "--").next().unwrap_or_default();
    let known = [
        "-p",
        "--package",
        "--example",
        "-q",
        "--quiet",
        "--release",
        "--workspace",
    ];
    let mut odd = own.iter().enumerate().skip(1).filter(|(at, word)| {
        let is_value = ["-p", "--package", "--example"].contains(&own[at - 1]);
        !is_value && !known.contains(word)
    });
    if let Some((_, word)) = odd.next() {
        bail!("cargo does not take `{word}` here");
    }
    for pair in own.windows(2) {
        if let ["-p" | "--package", name] = pair {
            let manifest = root.join(name).join("Cargo.toml");
            ensure!(manifest.is_file(), "there is no package {name}");
        }
        if let ["--example", name] = pair {
            let exercise = format!("exercises/{name}.rs");
            let exists = root.join(folder).join(&exercise).is_file();
            ensure!(exists, "there is no file {exercise}");
        }
    }
    Ok(())
}

/// Whether one of the tasks has this option, such as `--runs`.
pub fn has_option(option: &str) -> bool {
    let name = option.trim_start_matches("--").split(['=', ' ']).next();
    let tasks = Cli::command();
    let mut options = tasks.get_subcommands().flat_map(clap::Command::get_opts);
    options.any(|known| known.get_long() == name) || name == Some("help")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_cannot_be_typed_is_found() {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let check = |line: &str| check(root, Path::new("threading"), line);
        for line in [
            "cargo xtask verify threading --runs 50 # often",
            "cargo xtask",
            "cargo xtask --help",
            "cargo xtask copy",
            "cargo run -p threading",
            "cargo run --example turns",
            "cargo run | head -1",
            "python3 example.py",
            "mkdir -p ~/x && cp -r src ~/x && cd ~/x",
            "cargo xtask verify my.txt -- y --anything",
            "cargo xtask exercise turns.py --hint",
        ] {
            check(line).expect(line);
        }
        for (line, says) in [
            (
                "cargo xtask verfy",
                "error: unrecognized subcommand 'verfy'",
            ),
            (
                "cargo xtask verify --rums 5",
                "error: unexpected argument '--rums' found",
            ),
            (
                "cargo xtask exercise turnz",
                "no exercise is named `turnz`; did you mean `turns`?",
            ),
            (
                "cargo xtask copy threadink x",
                "no folder to copy is named `threadink`; did you mean `threading`? there are \
                 asyncio, comparison, multiprocessing, threading",
            ),
            (
                "cargo xtask verify asincio -- ./x",
                "no example is named `asincio`; did you mean `asyncio`? the examples are \
                 asyncio, multiprocessing, threading",
            ),
            (
                "cargo run -q threading",
                "cargo does not take `threading` here",
            ),
            ("cargo run -p treading", "there is no package treading"),
            (
                "cargo run --example trns",
                "there is no file exercises/trns.rs",
            ),
            ("cargo rum", "nothing checks `cargo rum`"),
            ("python3 exmple.py", "there is no file exmple.py"),
            ("mkdir x && cp -r sec x", "there is no sec"),
            ("rm -r x", "nothing checks commands of `rm`"),
        ] {
            assert_eq!(check(line).expect_err(line).to_string(), says);
        }
        assert!(has_option("--runs") && has_option("--json FILE") && !has_option("--rums"));
    }
}
