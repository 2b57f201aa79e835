//! Finds the interpreter for the Python programs.

use anyhow::{Context, Result, bail};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Asks the interpreter what it is. `python3` may be a small program that finds
/// the real one anew each time, which costs more than the start of CPython.
const QUESTION: &str =
    "import sys; print(sys.implementation.name, *sys.version_info[:2], sys.executable)";

/// The oldest CPython, by its minor version, that the programs are written for.
const OLDEST: u32 = 8;

/// The interpreter that `python3` stands for.
///
/// # Errors
/// Why there is none.
pub fn find() -> Result<PathBuf> {
    let mut command = Command::new("python3");
    command.args(["-S", "-c", QUESTION]).stdin(Stdio::null());
    let output = match command.output() {
        Err(error) if error.kind() == ErrorKind::NotFound => bail!("no python3 in PATH"),
        output => output.context("failed to run python3")?,
    };
    interpreter(&String::from_utf8_lossy(&output.stdout))
}

fn interpreter(answer: &str) -> Result<PathBuf> {
    let words: Vec<&str> = answer.trim_end().splitn(4, ' ').collect();
    let [name, major, minor, path] = words[..] else {
        bail!("could not determine python3's version");
    };
    let new_enough = major == "3" && minor.parse().is_ok_and(|minor: u32| minor >= OLDEST);
    if name != "cpython" || !new_enough {
        bail!("python3 is {name} {major}.{minor}, not CPython 3.{OLDEST} or later");
    }
    Ok(path.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_recent_cpython_will_do() {
        let unknown = "could not determine python3's version";
        let cases = [
            ("cpython 3 8 /usr/bin/python3\n", "/usr/bin/python3"),
            ("cpython 3 14 /a folder/python3\n", "/a folder/python3"),
            (
                "cpython 3 7 /x\n",
                "python3 is cpython 3.7, not CPython 3.8 or later",
            ),
            (
                "pypy 3 11 /x\n",
                "python3 is pypy 3.11, not CPython 3.8 or later",
            ),
            ("cpython 3 11 \n", unknown),
            ("", unknown),
        ];
        for (answer, expected) in cases {
            let found = match interpreter(answer) {
                Ok(path) => path.display().to_string(),
                Err(error) => error.to_string(),
            };
            assert_eq!(found, expected, "{answer}");
        }
    }
}
