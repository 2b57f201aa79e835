//! Errors are told apart by their type: what cannot be done as it was asked for
//! is wrong usage; any other error is the task's own failure.

use observer::exit::Exit;

/// Somebody asked for what there is not, or what cannot be.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// How a task ends that could not be carried out.
pub fn exit(error: &anyhow::Error) -> Exit {
    let judges = error.downcast_ref::<judge::Error>();
    match judges.map(judge::Error::exit) {
        Some(exit) => exit,
        None if error.is::<Usage>() => Exit::Usage,
        None => Exit::TaskFailed,
    }
}
