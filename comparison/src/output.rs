//! What is written to standard output, and a complaint on standard error.

use anyhow::{Context, Result};
use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind, Write};

/// Nobody reads the output any more, which is their right.
#[derive(Debug)]
pub struct OutputClosed;

impl Error for OutputClosed {}

impl fmt::Display for OutputClosed {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("nobody reads the output")
    }
}

/// Prints a line. `println!` would panic where nobody reads the output.
///
/// # Errors
/// As [`write`].
pub fn print(line: &str) -> Result<()> {
    write(io::stdout(), &format!("{line}\n"))
}

/// Writes all of a text.
///
/// # Errors
/// [`OutputClosed`], or that it cannot be written.
pub fn write(mut to: impl Write, text: &str) -> Result<()> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(OutputClosed.into()),
        written => written.context("failed to write the output"),
    }
}

/// In one write: the complaints of several children must not mix.
pub fn complain(error: &anyhow::Error) {
    let complaint = format!("error: {error:#}\n");
    // Where stderr is gone, nobody is left to tell.
    let _ = io::stderr().write_all(complaint.as_bytes());
}
