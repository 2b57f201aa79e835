//! Processes: this program again, in a role that reads from a pipe until it ends.

use super::workers::{QUESTION, Workers, check};
use crate::output::OutputClosed;
use anyhow::{Context, Result, bail, ensure};
use std::env;
use std::ffi::OsString;
use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

pub struct Processes {
    program: PathBuf,
    /// What they all read from. It ends when the other end is closed, here or
    /// because this process is gone.
    gate: (PipeReader, Option<PipeWriter>),
    running: (PipeReader, PipeWriter),
    children: Vec<Child>,
}

impl Processes {
    pub fn new() -> Result<Processes> {
        let (reader, writer) = io::pipe().context("failed to open a pipe")?;
        Ok(Processes {
            program: env::current_exe().context("failed to find this program")?,
            gate: (reader, Some(writer)),
            running: io::pipe().context("failed to open a pipe")?,
            children: Vec::new(),
        })
    }

    fn command(&self, arguments: &[OsString]) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("scale-worker").args(arguments);
        command
    }
}

impl Workers for Processes {
    fn start(&mut self) -> io::Result<()> {
        let mut command = self.command(&[]);
        command.stdin(self.gate.0.try_clone()?);
        command.stdout(self.running.1.try_clone()?);
        self.children.push(command.spawn()?);
        Ok(())
    }

    fn wait_for(&mut self, count: usize) -> io::Result<()> {
        let mut answers = vec![0; count];
        self.running.0.read_exact(&mut answers)
    }

    fn ask(&mut self, _: usize) -> Result<Vec<Duration>> {
        bail!("processes are not connected")
    }

    fn release(&mut self) -> Result<()> {
        drop(self.gate.1.take());
        for mut child in self.children.drain(..) {
            let status = child.wait().context("failed to wait for a process")?;
            ensure!(status.success(), "a process failed: {status}");
        }
        Ok(())
    }

    fn ping(&mut self, rounds: usize) -> Result<()> {
        let mut command = self.command(&["echo".into()]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context("failed to start a process")?;
        let mut there = child.stdin.take().context("no pipe")?;
        let mut back = child.stdout.take().context("no pipe")?;
        let mut answer = [0];
        for _ in 0..rounds {
            there.write_all(&[QUESTION])?;
            back.read_exact(&mut answer)?;
            check(answer[0], QUESTION)?;
        }
        drop(there);
        child.wait().context("failed to wait for a process")?;
        Ok(())
    }
}

/// The role of a worker: says that it runs, then waits for the end of its
/// standard input; or sends back whatever comes.
///
/// # Errors
/// If it cannot read or write.
pub fn worker(echo: bool) -> Result<()> {
    // Unbuffered: each message goes at once.
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut message = [QUESTION];
    if !echo {
        write(&mut output, message)?;
    }
    while input.read(&mut message).context("failed to read")? > 0 {
        write(&mut output, message)?;
    }
    Ok(())
}

fn write(output: &mut impl Write, message: [u8; 1]) -> Result<()> {
    let written = output.write_all(&message).and_then(|()| output.flush());
    written.map_err(|_| OutputClosed.into())
}
