//! Finds the Python twins, and the interpreter for them.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Asks the interpreter what it is. `python3` may be a small program that finds
/// the real one anew each time, which costs more than the start of CPython.
const QUESTION: &str = "import sys\n\
    gil = getattr(sys, '_is_gil_enabled', lambda: True)()\n\
    version = sys.version.split()[0]\n\
    print(sys.implementation.name, *sys.version_info[:2], version, gil, sys.executable)";

/// The oldest CPython, by its minor version, that the twins are written for.
const OLDEST: u32 = 8;

/// A CPython of 3.8 or later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interpreter {
    pub path: PathBuf,
    /// Such as `3.14.0`.
    pub version: String,
    /// Whether its threads share a Global Interpreter Lock. Free-threaded builds
    /// (3.13 and later, not the default) have none.
    pub has_gil: bool,
}

/// The interpreter that `python3` stands for, or why there is none.
pub fn find() -> Result<Interpreter, String> {
    interpreter(&ask("python3".as_ref())?)
}

/// A Python twin: beside this package's manifest, where cargo says that it is, or
/// where it was when this program was built.
pub fn twin(name: &str) -> Result<PathBuf, String> {
    let now = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let built = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let twins = now.into_iter().chain([built]);
    let mut twins = twins.map(|folder| folder.join(name));
    let twin = twins.find(|twin| twin.exists());
    twin.ok_or_else(|| format!("{name} not found beside Cargo.toml"))
}

fn ask(python: &Path) -> Result<String, String> {
    let mut command = Command::new(python);
    command.args(["-S", "-c", QUESTION]).stdin(Stdio::null());
    match command.output() {
        Ok(output) => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => Err("no python3 in PATH".to_string()),
        Err(error) => Err(format!("failed to start python3: {error}")),
    }
}

fn interpreter(answer: &str) -> Result<Interpreter, String> {
    let words: Vec<&str> = answer.trim_end().splitn(6, ' ').collect();
    let &[name, major, minor, version, gil, path] = words.as_slice() else {
        return Err("could not determine python3's version".to_string());
    };
    let new_enough = major == "3" && minor.parse().is_ok_and(|minor: u32| minor >= OLDEST);
    if name != "cpython" || !new_enough {
        return Err(format!(
            "python3 is {name} {major}.{minor}, not CPython 3.{OLDEST} or later"
        ));
    }
    Ok(Interpreter {
        path: path.into(),
        version: version.to_string(),
        has_gil: gil == "True",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_recent_cpython_will_do() {
        let python = |path: &str, version: &str, has_gil| {
            Ok(Interpreter {
                path: path.into(),
                version: version.to_string(),
                has_gil,
            })
        };
        let wrong = |text: &str| Err(text.to_string());
        let cases = [
            (
                "cpython 3 8 3.8.18 True /usr/bin/python3\n",
                python("/usr/bin/python3", "3.8.18", true),
            ),
            (
                "cpython 3 14 3.14.0rc1 False /a folder/python3\n",
                python("/a folder/python3", "3.14.0rc1", false),
            ),
            (
                "cpython 3 7 3.7.1 True /x\n",
                wrong("python3 is cpython 3.7, not CPython 3.8 or later"),
            ),
            (
                "pypy 3 11 3.11.1 True /x\n",
                wrong("python3 is pypy 3.11, not CPython 3.8 or later"),
            ),
            (
                "cpython 3 11 3.11.1 True \n",
                wrong("could not determine python3's version"),
            ),
            ("", wrong("could not determine python3's version")),
        ];
        for (answer, expected) in cases {
            assert_eq!(interpreter(answer), expected, "{answer}");
        }
    }

    #[test]
    fn only_what_is_not_there_is_not_in_path() {
        let folder = tempfile::tempdir().expect("a folder");
        let python = folder.path().join("python3");
        assert_eq!(ask(&python), Err("no python3 in PATH".to_string()));
        // It is there, but it may not be run.
        std::fs::write(&python, "").expect("a file");
        let refused = ask(&python).expect_err("no right to run it");
        assert!(
            refused.starts_with("failed to start python3: "),
            "{refused}"
        );
    }
}
