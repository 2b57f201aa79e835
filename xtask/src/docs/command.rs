//! Whether a command that a page tells its reader to type can be typed: each
//! option, example, exercise and package that it names exists.

use anyhow::{Context, Result, bail, ensure};
use clap::Command;
use clap::error::ErrorKind;
use std::path::Path;

/// What can be typed.
pub struct Typed {
    /// The parser of `cargo xtask`.
    pub tasks: Command,
    /// Whether the names exist that are given to a task: for a workspace, and
    /// what stands behind `cargo xtask`.
    pub check_names: fn(&Path, &[&str]) -> Result<()>,
}

impl Typed {
    /// Looks at one line, which stands in a page of this folder.
    ///
    /// # Errors
    /// The first thing in it that does not exist.
    pub fn check(&self, root: &Path, folder: &Path, line: &str) -> Result<()> {
        let line = line.split(" # ").next().unwrap_or_default();
        // What reads the output is the reader's own choice.
        let line = line.split(" | ").next().unwrap_or_default();
        for command in line.split("&&") {
            let words = shell_words::split(command).context("a quotation mark is not closed")?;
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            match words.as_slice() {
                [] | ["cd" | "mkdir" | "git", ..] => {}
                ["cargo", "xtask", arguments @ ..] => self.check_xtask(root, arguments)?,
                ["judge", expectation, rest @ ..] => {
                    let exists = root.join(expectation).is_file();
                    ensure!(exists, "there is no file {expectation}");
                    // It takes what `verify` takes.
                    self.check_xtask(root, &[&["verify", expectation], rest].concat())?;
                }
                ["cargo", rest @ ..] => check_cargo(root, folder, rest)?,
                ["python3", file, ..] => {
                    let exists = root.join(folder).join(file).is_file();
                    ensure!(exists, "there is no file {file}");
                }
                ["cp", "-r", what, ..] => {
                    ensure!(root.join(folder).join(what).exists(), "there is no {what}");
                }
                [other, ..] => bail!("nothing checks commands of `{other}`"),
            }
        }
        Ok(())
    }

    /// As the task itself would read it.
    fn check_xtask(&self, root: &Path, arguments: &[&str]) -> Result<()> {
        let Err(error) = (self.check_names)(root, arguments) else {
            return Ok(());
        };
        let Some(cannot_be_read) = error.downcast_ref::<clap::Error>() else {
            return Err(error);
        };
        match cannot_be_read.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Ok(()),
            // A page may name a task alone, to speak of it.
            ErrorKind::MissingRequiredArgument if arguments.len() == 1 => Ok(()),
            _ => {
                let text = cannot_be_read.to_string();
                bail!("{}", text.lines().next().unwrap_or_default());
            }
        }
    }

    /// Whether one of the tasks has this option, such as `--runs`.
    pub fn has_option(&self, option: &str) -> bool {
        let name = option.trim_start_matches("--");
        let mut options = self.tasks.get_subcommands().flat_map(Command::get_opts);
        options.any(|known| known.get_long() == Some(name)) || name == "help"
    }
}

fn check_cargo(root: &Path, folder: &Path, words: &[&str]) -> Result<()> {
    let known = [
        "run", "build", "test", "fetch", "clippy", "fmt", "doc", "install",
    ];
    let task = words.first().copied().unwrap_or_default();
    ensure!(known.contains(&task), "nothing checks `cargo {task}`");
    let mut words = words[1..].iter().take_while(|word| **word != "--");
    while let Some(&word) = words.next() {
        match word {
            "-q" | "--quiet" | "--release" | "--workspace" => {}
            "-p" | "--package" => {
                let name = words.next().copied().unwrap_or_default();
                let manifest = root.join(name).join("Cargo.toml");
                ensure!(manifest.is_file(), "there is no package {name}");
            }
            "--path" => {
                let path = words.next().copied().unwrap_or_default();
                let manifest = root.join(path).join("Cargo.toml");
                ensure!(manifest.is_file(), "there is no package in {path}");
            }
            "--example" => {
                let name = words.next().copied().unwrap_or_default();
                let folder = root.join(folder);
                let in_folder = |of: &str| folder.join(of).join(format!("{name}.rs")).is_file();
                let exists = in_folder("exercises") || in_folder("examples");
                ensure!(
                    exists,
                    "neither examples nor exercises has a file {name}.rs"
                );
            }
            word => bail!("cargo does not take `{word}` here"),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_cannot_be_typed_is_found() {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let typed = crate::typed();
        let check = |line: &str| typed.check(root, Path::new("threading"), line);
        for line in [
            "cargo xtask verify threading --runs 50 # often",
            "cargo xtask",
            "cargo xtask --help",
            "cargo xtask copy",
            "cargo run -p threading",
            "cargo run --example turns",
            "cargo run --example counter",
            "cargo run | head -1",
            "python3 example.py",
            "mkdir -p ~/x && cp -r src ~/x && cd ~/x",
            "cargo xtask verify my.txt -- y --anything",
            "cargo xtask exercise turns.py --hint",
            "cargo install --path xtask/judge",
            "judge threading/expected.txt --runs 9 -- ./x",
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
                "neither examples nor exercises has a file trns.rs",
            ),
            ("cargo install --path jugde", "there is no package in jugde"),
            ("judge none.txt -- ./x", "there is no file none.txt"),
            (
                "judge threading/expected.txt --rums 9",
                "error: unexpected argument '--rums' found",
            ),
            ("cargo rum", "nothing checks `cargo rum`"),
            ("python3 exmple.py", "there is no file exmple.py"),
            ("mkdir x && cp -r sec x", "there is no sec"),
            ("rm -r x", "nothing checks commands of `rm`"),
        ] {
            assert_eq!(check(line).expect_err(line).to_string(), says);
        }
        assert!(typed.has_option("--runs") && !typed.has_option("--rums"));
    }
}
