//! Any program, as its command was given.

use crate::expectation::Expected;
use crate::schedule::runs::Subject;
use observer::Output;
use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The command, to be judged by an expectation.
pub fn subject<'a>(expected: &'a Expected, command: &[OsString]) -> Subject<'a> {
    Subject {
        name: expected.name.clone(),
        program: "command, terminal".to_string(),
        expected,
        command: Ok(command.to_vec()),
        output: Output::Terminal,
    }
}

/// Why a command could not be started, and what would work.
pub fn explain(error: &anyhow::Error, command: &[OsString]) -> String {
    let cause = error
        .chain()
        .find_map(|cause| cause.downcast_ref())
        .map(io::Error::kind);
    format!("{error:#}{}", remedy(Path::new(&command[0]), cause))
}

/// What would work, if that can be told.
fn remedy(program: &Path, cause: Option<ErrorKind>) -> String {
    let shown = program.display();
    let here = Path::new(".").join(program);
    let python = program
        .extension()
        .is_some_and(|extension| extension == "py");
    match cause {
        Some(ErrorKind::NotFound | ErrorKind::PermissionDenied) if python && here.is_file() => {
            format!("; run it by its interpreter: `python3 {shown}`")
        }
        Some(ErrorKind::NotFound) if here.is_file() && program.components().count() == 1 => {
            format!("; a program in this folder is named `{}`", here.display())
        }
        Some(ErrorKind::NotFound) if here.is_file() => {
            "; the interpreter that its first line names does not exist".to_string()
        }
        Some(ErrorKind::NotFound) if shown.to_string().contains(' ') => {
            "; give the program and its arguments as words of their own, without quotes".to_string()
        }
        Some(ErrorKind::NotFound) if program.components().count() > 1 => {
            "; there is no such file".to_string()
        }
        Some(ErrorKind::NotFound) => "; is it spelt right, and in PATH?".to_string(),
        Some(ErrorKind::PermissionDenied) if here.is_dir() => "; it is a folder".to_string(),
        Some(ErrorKind::PermissionDenied) => {
            format!("; if it is a program, `chmod +x {shown}` makes it executable")
        }
        _ => String::new(),
    }
}
