//! What workers of every kind have in common.

use anyhow::{Result, ensure};
use std::io;
use std::time::Duration;

/// What a connected worker asks, and what the server says at once and later.
pub const QUESTION: u8 = b'?';
pub const GREETING: u8 = b'.';

/// Workers of one kind.
pub trait Workers {
    /// Makes one more, and does not wait until it runs.
    fn start(&mut self) -> io::Result<()>;

    /// Waits until so many of those that were made have said that they run. A
    /// worker that could not connect is an error.
    fn wait_for(&mut self, count: usize) -> io::Result<()>;

    /// Lets all that are connected ask at one moment: how long each of so many waited
    /// for its answer from then on. None of them ends before it is let go.
    fn ask(&mut self, count: usize) -> Result<Vec<Duration>>;

    /// Lets all go on, and waits for their end.
    fn release(&mut self) -> Result<()>;

    /// Lets two of them pass a message back and forth.
    fn ping(&mut self, rounds: usize) -> Result<()>;
}

/// That something answered as it should.
pub fn check(answer: u8, right: u8) -> Result<()> {
    ensure!(answer == right, "a wrong answer: {answer}");
    Ok(())
}
