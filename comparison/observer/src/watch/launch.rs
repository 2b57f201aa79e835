//! Starts a program so that it can be watched.

use super::proc::{self, ProcessStat};
use super::streams::Streams;
use super::system;
use super::trace::{Begun, LAUNCHER, NotBegun, OutputFile, Tracer};
use crate::{Error, Limits, Output, Program, Stop, Untraced};
use process_wrap::std::{CommandWrap, ProcessSession};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, Winsize, tcgetattr, tcsetattr};
use rustix_openpty::openpty;
use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Command, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

/// A started program.
pub(super) struct Launched {
    pub pid: u32,
    /// Its process, where the system shows it.
    pub root: Option<ProcessStat>,
    /// The moment just before.
    pub started: Instant,
    pub streams: Streams,
    /// Who traces it; or why nobody does.
    pub tracer: Result<Tracer, Untraced>,
    /// The limit that it went beyond, of those that the sampler counts. Who
    /// reads its output looks at this, and must not wait for the sampler.
    pub exceeded: Arc<OnceLock<Stop>>,
    /// A writing end of its output, kept open: without one, some systems throw
    /// away what a terminal holds unread when the program ends.
    _kept: OwnedFd,
}

/// Starts `program`, with the variable `mark` in its environment. One at a
/// time: on some systems another program would inherit a new terminal's
/// descriptors until these are told to close.
pub(super) fn launch(program: &Program, mark: (&str, &str)) -> Result<Launched, Error> {
    let name = program.command.first().ok_or(Error::NoProgram)?;
    let mut outputs = Outputs::open(program)?;
    let traced = match program.trace {
        true => start_traced(program, mark, &outputs),
        false => Err(Untraced::NotAsked),
    };
    let (prepared, started, tracer) = match traced {
        Ok(begun) => (begun.prepared, begun.started, Ok(begun.tracer)),
        // If it is the program that is wrong, the system says best how.
        Err(why) => {
            // What a launcher complained about is not the program's.
            outputs = Outputs::open(program)?;
            let start = start(program, mark, &outputs);
            let (prepared, started) = start.map_err(|error| not_started(name, error))?;
            (prepared, started, Err(why))
        }
    };
    Ok(Launched {
        pid: prepared.pid,
        root: prepared.root,
        started,
        streams: Streams::new(outputs.stdout, outputs.stderr, prepared.end),
        tracer,
        exceeded: Arc::default(),
        _kept: outputs.stdout_writer,
    })
}

/// Where a program's output goes: for each stream, an end to read and one to
/// write.
struct Outputs {
    stdout: OwnedFd,
    stdout_writer: OwnedFd,
    stderr: OwnedFd,
    stderr_writer: OwnedFd,
}

impl Outputs {
    fn open(program: &Program) -> Result<Outputs, Error> {
        let (stdout, stdout_writer) = match program.output {
            Output::Terminal => open_terminal().map_err(Error::system("open a terminal"))?,
            Output::Pipe => open_pipe()?,
        };
        let (stderr, mut stderr_writer) = open_pipe()?;
        if program.merge_stderr {
            let both = stdout_writer.try_clone();
            stderr_writer = both.map_err(Error::system("join stderr to stdout"))?;
        }
        if let Some(user) = &program.user {
            let owned = user
                .owns(&stdout_writer)
                .and_then(|()| user.owns(&stderr_writer));
            owned.map_err(Error::system("give a program its output"))?;
        }
        Ok(Outputs {
            stdout,
            stdout_writer,
            stderr,
            stderr_writer,
        })
    }
}

/// What is noted of a process before it may end.
struct Prepared {
    pid: u32,
    root: Option<ProcessStat>,
    /// Can be read when it has ended.
    end: OwnedFd,
}

/// Sets a process's limits, and notes what may be gone with it.
fn prepare(pid: u32, limits: &Limits) -> io::Result<Prepared> {
    system::limit(pid, limits);
    Ok(Prepared {
        pid,
        root: proc::stat(pid),
        end: system::end_of(pid)?,
    })
}

/// Starts the program itself. Returns the moment just before as well.
fn start(
    program: &Program,
    mark: (&str, &str),
    outputs: &Outputs,
) -> io::Result<(Prepared, Instant)> {
    let words = program.command.iter().map(OsString::as_os_str);
    let mut command = command(words, program, mark, outputs, Stdio::null())?;
    let started = Instant::now();
    let mut child = command.spawn()?;
    // It is there even if it has ended: nobody has waited for it yet.
    let prepared = prepare(child.id(), &program.limits).inspect_err(|_| {
        let _ = child.kill().and_then(|()| child.wait());
    })?;
    Ok((prepared, started))
}

/// Starts the program so that nothing of it goes unseen.
fn start_traced(
    program: &Program,
    mark: (&str, &str),
    outputs: &Outputs,
) -> Result<Begun<Prepared>, Untraced> {
    let refused = |error: io::Error| Untraced::Refused(error.to_string());
    let output = OutputFile::of(outputs.stdout_writer.as_fd()).map_err(refused)?;
    let launcher = LAUNCHER.iter().map(OsStr::new);
    let words = launcher.chain(program.command.iter().map(OsString::as_os_str));
    let command = command(words, program, mark, outputs, Stdio::piped()).map_err(refused)?;
    let (limits, hold) = (program.limits, program.hold.clone());
    let begun = Tracer::start(command, output, hold, move |pid| prepare(pid, &limits));
    begun.map_err(|not_begun| match not_begun {
        NotBegun::Refused(why) => Untraced::Refused(why),
        NotBegun::Program => Untraced::Refused("the program did not begin".to_string()),
    })
}

/// In a session of its own, the program cannot reach the caller's terminal, nor
/// a signal from there the program.
fn command<'a>(
    mut words: impl Iterator<Item = &'a OsStr>,
    program: &Program,
    mark: (&str, &str),
    outputs: &Outputs,
    stdin: Stdio,
) -> io::Result<CommandWrap> {
    let mut command = Command::new(words.next().unwrap_or_default());
    command
        .args(words)
        .env_clear()
        .envs(std::env::vars_os().filter(|(variable, _)| !is_unwanted(variable)))
        .envs([mark, ("NO_COLOR", "1"), ("TERM", "dumb")])
        .stdin(stdin)
        .stdout(outputs.stdout_writer.try_clone()?)
        .stderr(outputs.stderr_writer.try_clone()?);
    if let Some(folder) = &program.folder {
        command.current_dir(folder);
    }
    if let Some(user) = &program.user {
        user.has(&mut command);
    }
    let mut command = CommandWrap::from(command);
    command.wrap(ProcessSession);
    Ok(command)
}

/// Whether it is the program that cannot be started, or nothing can.
fn not_started(program: &OsStr, source: io::Error) -> Error {
    let program = program.to_string_lossy().into_owned();
    match Errno::from_io_error(&source) {
        // No descriptors, processes or memory left.
        Some(Errno::MFILE | Errno::NFILE | Errno::AGAIN | Errno::NOMEM) => {
            Error::system(format!("start `{program}`"))(source)
        }
        _ => Error::Start { program, source },
    }
}

/// What cargo and rustup set for the programs that they run, Python's switch to
/// unbuffered output, which tears lines apart, and the size of the caller's
/// terminal, which is not the program's.
fn is_unwanted(variable: &OsStr) -> bool {
    match variable.to_str() {
        Some("CARGO" | "RUSTUP_TOOLCHAIN" | "LD_LIBRARY_PATH") => true,
        Some("PYTHONUNBUFFERED" | "COLUMNS" | "LINES") => true,
        // Where the user's Rust is installed is the user's own setting.
        Some(variable) => variable.starts_with("CARGO_") && variable != "CARGO_HOME",
        None => false,
    }
}

/// A reading end and a writing end.
fn open_pipe() -> Result<(OwnedFd, OwnedFd), Error> {
    let (reader, writer) = io::pipe().map_err(Error::system("open a pipe"))?;
    Ok((reader.into(), writer.into()))
}

/// A pseudo-terminal of the usual size that hands over the bytes as the program
/// writes them.
fn open_terminal() -> io::Result<(OwnedFd, OwnedFd)> {
    let size = Winsize {
        ws_row: 24,
        ws_col: 80,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    let pty = openpty(None, Some(&size))?;
    let mut settings = tcgetattr(&pty.user)?;
    settings.make_raw();
    tcsetattr(&pty.user, OptionalActions::Now, &settings)?;
    Ok((pty.controller, pty.user))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_cannot_be_started_is_told_from_a_system_that_can_no_more() {
        let of_the_system = |errno: Errno| {
            let error = not_started(OsStr::new("a"), errno.into());
            assert_eq!(error.to_string(), "failed to start `a`");
            matches!(error, Error::System { .. })
        };
        for errno in [Errno::MFILE, Errno::NFILE, Errno::AGAIN, Errno::NOMEM] {
            assert!(of_the_system(errno), "{errno}");
        }
        for errno in [Errno::NOENT, Errno::ACCESS, Errno::NOEXEC] {
            assert!(!of_the_system(errno), "{errno}");
        }
    }

    #[test]
    fn only_what_cargo_and_python_leak_is_removed() {
        for variable in [
            "CARGO",
            "CARGO_PKG_NAME",
            "COLUMNS",
            "LINES",
            "RUSTUP_TOOLCHAIN",
            "PYTHONUNBUFFERED",
        ] {
            assert!(is_unwanted(OsStr::new(variable)), "{variable}");
        }
        for variable in ["PATH", "CARGO_HOME", "RUSTUP_HOME", "PYTHONPATH", "CARGOES"] {
            assert!(!is_unwanted(OsStr::new(variable)), "{variable}");
        }
    }
}
