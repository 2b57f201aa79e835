//! Starts a program so that it can be watched.

use super::{Limits, Output, Program};
use anyhow::{Context, Result};
use nix::errno::Errno;
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::pty::openpty;
use nix::sys::resource::{Resource, getrlimit};
use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};
use process_wrap::std::{CommandWrap, ProcessSession};
use std::any::Any;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use wait4::{ResUse, Wait4};

/// A started program.
pub(super) struct Launched {
    pub child: Child,
    /// The moment just before.
    pub started: Instant,
    pub streams: Streams,
    /// An end of the pseudo-terminal to be kept open: without one, some systems
    /// throw away what was not read when the program ended.
    pub terminal: Option<OwnedFd>,
}

/// What can be read of a program.
pub(super) struct Streams(Vec<(Source, File)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Stdout,
    Stderr,
    /// Carries no bytes: it is closed when the program has ended.
    End,
}

/// Waits for the end of a program in a thread of its own.
pub(super) type Waiter = JoinHandle<io::Result<(ResUse, Instant)>>;

/// How many programs can be watched side by side: each takes a terminal, two
/// pipes, and some files to look at it.
pub fn most_side_by_side() -> usize {
    let limit = getrlimit(Resource::RLIMIT_NOFILE).map_or(256, |(soft, _)| soft);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    (limit.saturating_sub(40) / 8).max(1)
}

/// Starts `program`, with the variable `mark` in its environment. One at a
/// time: another program would inherit a new terminal's descriptors until these
/// are told to close.
pub(super) fn launch(program: &Program, mark: (&str, &str)) -> Result<Launched> {
    let (name, arguments) = program.command.split_first().context("no program to run")?;
    let (stdout, stdout_writer) = match program.output {
        Output::Terminal => open_terminal().context("failed to open a terminal")?,
        Output::Pipe => open_pipe()?,
    };
    let (stderr, stderr_writer) = open_pipe()?;
    let terminal = match program.output {
        Output::Terminal => Some(
            stdout_writer
                .try_clone()
                .context("failed to keep a terminal")?,
        ),
        Output::Pipe => None,
    };

    let mut command = Command::new(name);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(stdout_writer)
        .stderr(stderr_writer);
    for (variable, _) in std::env::vars_os() {
        if variable.to_str().is_some_and(is_unwanted) {
            command.env_remove(variable);
        }
    }
    command
        .env(mark.0, mark.1)
        .env("NO_COLOR", "1")
        .env("TERM", "dumb");

    // In a session of its own, the program cannot reach the caller's terminal,
    // nor a signal from there the program.
    let mut command = CommandWrap::from(command);
    command.wrap(ProcessSession);
    let started = Instant::now();
    let child = command
        .spawn()
        .with_context(|| format!("failed to start `{}`", name.to_string_lossy()))?;
    let child: Box<dyn Any> = child.into_inner();
    let child = *child
        .downcast::<Child>()
        .ok()
        .context("failed to unwrap a child process")?;
    limit(child.id(), &program.limits);
    let streams = Streams(vec![(Source::Stdout, stdout), (Source::Stderr, stderr)]);
    Ok(Launched {
        child,
        started,
        streams,
        terminal,
    })
}

/// Sets the limits that the system itself watches over; what the process starts
/// inherits them. It may have started something already, or have ended.
#[cfg(target_os = "linux")]
fn limit(pid: u32, limits: &Limits) {
    use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    let seconds = limits.cpu.as_secs().max(1);
    for (resource, most, hard) in [
        // At the hard limit the signal is SIGKILL, which does not say why.
        (Resource::Cpu, seconds, seconds + 1),
        (Resource::Fsize, limits.file_bytes, limits.file_bytes),
        (Resource::Core, 0, 0),
    ] {
        // Somebody may have set a lower one already.
        let own = getrlimit(resource);
        let lower = |most: u64, own: Option<u64>| Some(own.map_or(most, |own| own.min(most)));
        let limit = Rlimit {
            current: lower(most, own.current),
            maximum: lower(hard, own.maximum),
        };
        let _ = prlimit(pid, resource, limit);
    }
}

#[cfg(not(target_os = "linux"))]
fn limit(_: u32, _: &Limits) {}

/// What cargo and rustup set for the programs that they run, and Python's
/// switch to unbuffered output, which tears lines apart.
fn is_unwanted(variable: &str) -> bool {
    // Where the user's Rust is installed is the user's own setting.
    let cargo = variable == "CARGO" || variable.starts_with("CARGO_");
    (cargo && variable != "CARGO_HOME")
        || ["RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "PYTHONUNBUFFERED"].contains(&variable)
}

fn open_pipe() -> Result<(File, OwnedFd)> {
    let (reader, writer) = io::pipe().context("failed to open a pipe")?;
    Ok((OwnedFd::from(reader).into(), writer.into()))
}

/// A pseudo-terminal that hands over the bytes as the program writes them.
fn open_terminal() -> nix::Result<(File, OwnedFd)> {
    let pty = openpty(None, None)?;
    for end in [&pty.master, &pty.slave] {
        fcntl(end, FcntlArg::F_SETFD(FdFlag::FD_CLOEXEC))?;
    }
    let mut settings = tcgetattr(&pty.slave)?;
    cfmakeraw(&mut settings);
    tcsetattr(&pty.slave, SetArg::TCSANOW, &settings)?;
    Ok((pty.master.into(), pty.slave))
}

impl Streams {
    /// Waits for the program's end; it shows as the end of [`Source::End`].
    pub(super) fn add_end_of(&mut self, child: Child) -> Result<Waiter> {
        let (reader, writer) = open_pipe()?;
        self.0.push((Source::End, reader));
        let thread = thread::Builder::new().name("waiter".to_string());
        let wait = move || {
            let used = child.wait4()?;
            let ended = Instant::now();
            drop(writer);
            Ok((used, ended))
        };
        thread.spawn(wait).context("failed to start a thread")
    }

    /// What came of each source, as soon as anything comes, or after `patience`.
    /// No bytes mean that the source was closed.
    pub(super) fn read(&mut self, patience: Duration) -> Vec<(Source, Vec<u8>)> {
        let mut descriptors = Vec::new();
        for (_, file) in &self.0 {
            descriptors.push(PollFd::new(file.as_fd(), PollFlags::POLLIN));
        }
        let timeout = PollTimeout::try_from(patience).unwrap_or(PollTimeout::MAX);
        while poll(&mut descriptors, timeout) == Err(Errno::EINTR) {}
        let ready: Vec<bool> = descriptors
            .iter()
            .map(|descriptor| descriptor.any() == Some(true))
            .collect();

        let mut came = Vec::new();
        for ((source, file), _) in self.0.iter_mut().zip(&ready).filter(|(_, ready)| **ready) {
            let mut bytes = vec![0; 64 * 1024];
            // A terminal whose programs are all gone answers with an error.
            let count = file.read(&mut bytes).unwrap_or(0);
            bytes.truncate(count);
            came.push((*source, bytes));
        }
        self.0
            .retain(|(source, _)| !came.contains(&(*source, Vec::new())));
        came
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cargo_and_python_leak_is_removed() {
        for variable in [
            "CARGO",
            "CARGO_PKG_NAME",
            "RUSTUP_TOOLCHAIN",
            "PYTHONUNBUFFERED",
        ] {
            assert!(is_unwanted(variable), "{variable}");
        }
        for variable in ["PATH", "CARGO_HOME", "RUSTUP_HOME", "PYTHONPATH", "CARGOES"] {
            assert!(!is_unwanted(variable), "{variable}");
        }
    }
}
