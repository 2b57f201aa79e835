//! Why a command could not be started, and what would work.

use crate::error::NotRun;
use observer::Error;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::Path;

/// Why this command was not run.
pub fn explain(error: Error, command: &[OsString]) -> NotRun {
    let remedy = match &error {
        Error::Start { source, .. } => Some(remedy(Path::new(&command[0]), source.kind())),
        // Anything else is what the observer itself needs.
        _ => None,
    };
    let why = format!("{:#}", anyhow::Error::from(error));
    match remedy {
        Some(remedy) => NotRun::Impossible(why + &remedy),
        None => NotRun::Refused(why),
    }
}

/// What would work, if that can be told.
fn remedy(program: &Path, cause: ErrorKind) -> String {
    let shown = program.display();
    let here = Path::new(".").join(program);
    let python = program
        .extension()
        .is_some_and(|extension| extension == "py");
    match cause {
        ErrorKind::NotFound | ErrorKind::PermissionDenied if python && here.is_file() => {
            format!("; run it by its interpreter: `python3 {shown}`")
        }
        ErrorKind::NotFound if here.is_file() && program.components().count() == 1 => {
            format!("; a program in this folder is named `{}`", here.display())
        }
        ErrorKind::NotFound if here.is_file() => {
            "; the interpreter that its first line names does not exist".to_string()
        }
        ErrorKind::NotFound if shown.to_string().contains(' ') => {
            "; give the program and its arguments as separate arguments, without quotes".to_string()
        }
        ErrorKind::NotFound if program.components().count() > 1 => {
            "; there is no such file".to_string()
        }
        ErrorKind::NotFound => "; not found in PATH".to_string(),
        ErrorKind::PermissionDenied if here.is_dir() => "; it is a folder".to_string(),
        ErrorKind::PermissionDenied => {
            format!("; if it is a program, `chmod +x {shown}` makes it executable")
        }
        _ => String::new(),
    }
}
