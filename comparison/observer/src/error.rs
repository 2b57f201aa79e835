//! What can go wrong here, apart from what a program does.

use std::io;
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
            source: source.into(),
        }
    }
}
