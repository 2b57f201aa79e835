//! Whether a command that a page tells its reader to type can be typed: each
//! option, example, exercise and package that it names exists.

use super::page::NewFile;
use anyhow::{Context, Result, bail, ensure};
use clap::error::ErrorKind;
use clap::{Command, Parser};
use judge::arguments::Arguments;
use std::fs;
use std::path::Path;

/// What can be typed.
pub struct Typed {
    /// The parser of `cargo xtask`.
    pub tasks: Command,
    /// Whether the names exist that are given to a task: for a workspace, and
    /// what stands behind `cargo xtask`.
    pub check_names: fn(&Path, &[&str]) -> Result<()>,
}

/// Where something is typed.
pub struct Setting<'a> {
    pub root: &'a Path,
    /// That of the page.
    pub folder: &'a Path,
    /// What the page has told to make.
    pub new: &'a [NewFile],
}

impl Setting<'_> {
    /// Whether there is such a file: of the reader's own, or in the folder of the page.
    fn has(&self, file: &str) -> bool {
        let file = Path::new(file);
        let is_new = self.new.iter().any(|new| Path::new(&new.path) == file);
        is_new || self.root.join(self.folder).join(file).is_file()
    }
}

impl Typed {
    /// Looks at one line.
    ///
    /// # Errors
    /// The first thing in it that does not exist.
    pub fn check(&self, setting: &Setting, line: &str) -> Result<()> {
        let (root, folder) = (setting.root, setting.folder);
        let line = line.split(" # ").next().unwrap_or_default();
        // What reads the output is the reader's own choice.
        let line = line.split(" | ").next().unwrap_or_default();
        for command in line.split("&&") {
            let words = shell_words::split(command).context("a quotation mark is not closed")?;
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            match words.as_slice() {
                [] | ["cd" | "mkdir" | "git" | "rustup", ..] => {}
                ["cargo", "xtask", arguments @ ..] => self.check_xtask(root, arguments)?,
                ["judge", ..] => check_judge(setting, &words)?,
                ["cargo", rest @ ..] => check_cargo(root, folder, rest)?,
                ["python3", file, ..] => {
                    ensure!(setting.has(file), "there is no file {file}");
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
        match error.downcast_ref::<clap::Error>() {
            // A page may name a task alone, to speak of it.
            Some(cannot_be_read) => refuse(cannot_be_read, arguments.len() == 1),
            None => Err(error),
        }
    }

    /// Whether one of the tasks has this option, such as `--runs`.
    pub fn has_option(&self, option: &str) -> bool {
        let name = option.trim_start_matches("--");
        let mut options = self.tasks.get_subcommands().flat_map(Command::get_opts);
        options.any(|known| known.get_long() == Some(name)) || name == "help"
    }
}

/// Passes on why something cannot be read, unless it only asks for help, or is a name
/// alone.
fn refuse(error: &clap::Error, is_alone: bool) -> Result<()> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Ok(()),
        ErrorKind::MissingRequiredArgument if is_alone => Ok(()),
        _ => bail!("{}", error.to_string().lines().next().unwrap_or_default()),
    }
}

/// As the judge itself would read it; and the expectations are there.
fn check_judge(setting: &Setting, words: &[&str]) -> Result<()> {
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error, words.len() == 1),
    };
    for file in arguments.expectation.iter().chain(&arguments.check) {
        let file = file.to_string_lossy();
        ensure!(setting.has(&file), "there is no file {file}");
    }
    Ok(())
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
            "-q" | "--quiet" | "--release" | "--workspace" | "--locked" => {}
            "-p" | "--package" => {
                let name = words.next().copied().unwrap_or_default();
                let manifest = root.join(name).join("Cargo.toml");
                ensure!(manifest.is_file(), "there is no package {name}");
            }
            // The package of that name, wherever it is in the repository there.
            "--git" => {
                let [_address, name] = [words.next(), words.next()];
                let name = name.copied().unwrap_or_default();
                let members = fs::read_to_string(root.join("Cargo.toml"))?;
                let is_member = members.contains(&format!("/{name}\""));
                ensure!(is_member, "there is no package {name}");
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
        let new = NewFile {
            path: "mine/expected.txt".to_string(),
            text: String::new(),
        };
        let setting = Setting {
            root,
            folder: Path::new("threading"),
            new: &[new],
        };
        let check = |line: &str| typed.check(&setting, line);
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
            "cargo install --locked --path xtask/judge",
            "cargo install --locked --git URL judge",
            "judge expected.txt --runs 9 -- ./x",
            "judge --check mine/expected.txt",
            "judge --all . -- python3 main.py",
            "judge",
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
            ("cargo install --git URL jugde", "there is no package jugde"),
            ("judge none.txt -- ./x", "there is no file none.txt"),
            (
                "judge --check mine/none.txt",
                "there is no file mine/none.txt",
            ),
            (
                "judge expected.txt --rums 9",
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

    #[test]
    fn what_a_container_for_development_does_can_be_typed() {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let text = fs::read_to_string(root.join(".devcontainer/devcontainer.json"));
        let settings: serde_json::Value =
            serde_json::from_str(&text.expect("a file")).expect("JSON");
        let setting = Setting {
            root,
            folder: Path::new(""),
            new: &[],
        };
        for name in ["postCreateCommand", "postAttachCommand"] {
            let command = settings[name].as_str().expect(name);
            crate::typed().check(&setting, command).expect(command);
        }
    }
}
