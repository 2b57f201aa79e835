//! What can go wrong here, apart from what a program does.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

/// Why a program could not be watched, or a report not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command is empty.
    #[error("no program to run")]
    NoProgram,
    /// This program cannot be started: it does not exist, or is not allowed to
    /// run. Another one might be.
    #[error("failed to start `{program}`")]
    Start {
        /// Its name, as it was given.
        program: String,
        /// What the system says of it.
        source: io::Error,
    },
    /// The system refused what the observer itself needs, such as descriptors,
    /// processes or memory. It says nothing about the program.
    #[error("failed to {action}")]
    System {
        /// What was refused.
        action: String,
        /// What the system says of it.
        source: io::Error,
    },
    /// Two observers would take each other's orphans for their own.
    #[error("this process has an observer already")]
    SecondObserver,
    /// A report cannot be written there.
    #[error("cannot write {}", path.display())]
    Report {
        /// Where it was to go.
        path: PathBuf,
        /// What the system says of it.
        source: io::Error,
    },
}

impl Error {
    /// Says what the system refused: to be given to `map_err`.
    pub(crate) fn system<E: Into<io::Error>>(action: impl Into<String>) -> impl FnOnce(E) -> Error {
        |source| Error::System {
            action: action.into(),
            source: with_remedy(source.into()),
        }
    }

    /// Says where a report cannot be written.
    pub(crate) fn report(path: PathBuf, source: io::Error) -> Error {
        let source = with_remedy(source);
        Error::Report { path, source }
    }
}

/// Says what ran out, if something did, and how there is more of it.
fn with_remedy(source: io::Error) -> io::Error {
    // The same number on every Unix.
    const EMFILE: i32 = 24;
    let remedy = match (source.raw_os_error(), source.kind()) {
        (Some(EMFILE), _) => "a higher `ulimit -n` allows more descriptors",
        (Some(_), ErrorKind::WouldBlock) => {
            "a higher `ulimit -u`, or `pids.max` of the cgroup, allows more processes and threads"
        }
        (Some(_), ErrorKind::OutOfMemory) => "there is not enough memory",
        _ => return source,
    };
    io::Error::new(source.kind(), format!("{source}; {remedy}"))
}
