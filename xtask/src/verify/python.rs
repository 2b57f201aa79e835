//! Finds the interpreter for the Python twins.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Asks the interpreter what it is. `python3` may be a small program that finds
/// the real one anew each time, which costs more than the start of CPython.
const QUESTION: &str = "import sys\n\
    print(sys.implementation.name, *sys.version_info[:2], sys.executable)";

/// The oldest CPython, by its minor version, that the twins are written for.
const OLDEST: u32 = 8;

/// CPython 3.8 or later, or why there is none.
pub fn find() -> Result<PathBuf, String> {
    let mut command = Command::new("python3");
    command
        .args(["-I", "-S", "-c", QUESTION])
        .stdin(Stdio::null());
    let output = command
        .output()
        .map_err(|_| "no python3 in PATH".to_string())?;
    interpreter(&String::from_utf8_lossy(&output.stdout))
}

fn interpreter(answer: &str) -> Result<PathBuf, String> {
    let mut words = answer.trim_end().splitn(4, ' ');
    let mut word = || words.next().unwrap_or_default();
    let (name, major, minor, path) = (word(), word(), word(), word());
    if path.is_empty() {
        return Err("python3 does not say what it is".to_string());
    }
    let new_enough = major == "3" && minor.parse().is_ok_and(|minor: u32| minor >= OLDEST);
    if name != "cpython" || !new_enough {
        return Err(format!(
            "python3 is {name} {major}.{minor}, not CPython 3.{OLDEST} or later"
        ));
    }
    Ok(path.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_recent_cpython_will_do() {
        let python = |text: &str| Ok(PathBuf::from(text));
        let wrong = |text: &str| Err(text.to_string());
        let cases = [
            ("cpython 3 8 /usr/bin/python3\n", python("/usr/bin/python3")),
            (
                "cpython 3 14 /a folder/python3\n",
                python("/a folder/python3"),
            ),
            (
                "cpython 3 7 /x\n",
                wrong("python3 is cpython 3.7, not CPython 3.8 or later"),
            ),
            (
                "pypy 3 11 /x\n",
                wrong("python3 is pypy 3.11, not CPython 3.8 or later"),
            ),
            ("cpython 3 11 \n", wrong("python3 does not say what it is")),
            ("", wrong("python3 does not say what it is")),
        ];
        for (answer, expected) in cases {
            assert_eq!(interpreter(answer), expected, "{answer}");
        }
    }
}
