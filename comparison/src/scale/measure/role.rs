//! A program in the role of `role/`: started, told what to do, looked at, and
//! ended with all that it made.
//!
//! The observer does not watch it: it would look at each thread every 50 ms,
//! which is more work than 10,000 waiting ones are.

use crate::measure::load::{Load, Meter};
use anyhow::{Context, Error, Result, anyhow, bail, ensure};
use nix::errno::Errno;
use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::waitpid;
use nix::unistd::Pid;
use observer::Observer;
use observer::proc::cpu_time;
use std::ffi::OsString;
use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How often a waiting program looks whether somebody wants it to stop.
const BEAT: Duration = Duration::from_millis(20);

/// The running program. It leads a group, in which all that it makes stays, and
/// which ends when this is dropped.
pub struct Role<'a> {
    group: Pid,
    stdin: ChildStdin,
    answers: Receiver<String>,
    stderr: Option<JoinHandle<String>>,
    observer: &'a Observer,
}

/// The time was over before it answered.
#[derive(Debug)]
pub struct Late;

impl std::error::Error for Late {}

impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("it did not answer in time")
    }
}

/// What the program answered.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    Done { numbers: Vec<u64> },
    Refused { count: u64, errno: i32, why: String },
}

impl<'a> Role<'a> {
    /// # Errors
    /// If the system refuses to start it.
    pub fn start(command: &[OsString], observer: &'a Observer) -> Result<Role<'a>> {
        let (program, arguments) = command.split_first().context("no program")?;
        let mut command = Command::new(program);
        command.args(arguments).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let process = command.stderr(Stdio::piped()).spawn();
        let mut process = process.context("failed to start a program")?;
        let group = Pid::from_raw(process.id().cast_signed());
        let stdin = process.stdin.take().context("it has no input")?;
        let stdout = process.stdout.take().context("it has no output")?;
        let mut stderr = process.stderr.take().context("it has no stderr")?;
        let (sender, answers) = mpsc::channel();
        thread::spawn(move || {
            let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
            lines.try_for_each(|line| sender.send(line))
        });
        let stderr = thread::spawn(move || {
            let mut text = Vec::new();
            let _ = stderr.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        Ok(Role {
            group,
            stdin,
            answers,
            stderr: Some(stderr),
            observer,
        })
    }

    pub fn pid(&self) -> u32 {
        self.group.as_raw().unsigned_abs()
    }

    /// Whether somebody wants all to stop.
    pub fn is_interrupted(&self) -> bool {
        self.observer.is_interrupted()
    }

    /// Tells it one thing, and waits for the answer: with how long that took.
    ///
    /// # Errors
    /// [`Late`]; if it ends, or answers something else; if somebody wants all to
    /// stop.
    pub fn tell(&mut self, what: &str, until: Instant) -> Result<(Answer, Duration)> {
        let told = Instant::now();
        let sent = self.stdin.write_all(format!("{what}\n").as_bytes());
        sent.map_err(|_| self.ended())?;
        let line = self.line(until)?;
        let took = told.elapsed();
        let answer = Answer::parse(&line).with_context(|| format!("it answered `{line}`"))?;
        Ok((answer, took))
    }

    /// The same, and what others did meanwhile, if the system tells: all but the
    /// program, without what it made, and its server, if it has one.
    pub fn tell_beside(
        &mut self,
        what: &str,
        until: Instant,
        server: Option<u32>,
    ) -> (Result<(Answer, Duration)>, Option<Load>) {
        let pid = self.pid();
        let used = || cpu_time(pid).unwrap_or_default();
        let (meter, before) = (Meter::start(server), used());
        let told = self.tell(what, until);
        (told, meter.stop(used().saturating_sub(before)))
    }

    /// The next line that it prints.
    fn line(&mut self, until: Instant) -> Result<String> {
        loop {
            ensure!(!self.is_interrupted(), "interrupted");
            match self.answers.recv_timeout(BEAT) {
                Ok(line) => return Ok(line),
                Err(RecvTimeoutError::Disconnected) => return Err(self.ended()),
                Err(RecvTimeoutError::Timeout) if Instant::now() > until => bail!(Late),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Keeps what it does from now on to one core.
    ///
    /// # Errors
    /// If the system does not allow that.
    pub fn pin(&self) -> Result<()> {
        let usable = sched_getaffinity(self.group).context("failed to ask for its cores")?;
        let mut first = (0..CpuSet::count()).filter(|&core| usable.is_set(core) == Ok(true));
        let mut one = CpuSet::new();
        one.set(first.next().context("it has no core")?)?;
        sched_setaffinity(self.group, &one).context("failed to keep it to one core")
    }

    /// It ended by itself, and what it said last.
    fn ended(&mut self) -> Error {
        self.kill();
        let stderr = self.stderr.take().and_then(|stderr| stderr.join().ok());
        let stderr = stderr.unwrap_or_default();
        // What it made may still say something after that.
        let own = stderr.lines().rfind(|line| line.starts_with("error: "));
        let last = || stderr.lines().rfind(|line| !line.trim().is_empty());
        match own.or_else(last) {
            Some(last) => anyhow!("it ended: {}", last.trim_start_matches("error: ")),
            None => anyhow!("it ended"),
        }
    }

    /// Kills and waits for all of the group: those whose parent is gone as well,
    /// since the observer made this process their reaper.
    fn kill(&self) {
        let _ = killpg(self.group, Signal::SIGKILL); // all may have ended
        let all = Pid::from_raw(-self.group.as_raw());
        while !matches!(waitpid(all, None), Err(Errno::ECHILD)) {}
    }
}

impl Drop for Role<'_> {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Answer {
    fn parse(line: &str) -> Option<Answer> {
        let (word, rest) = line.split_once(' ')?;
        if word == "refused" {
            let mut parts = rest.splitn(3, ' ');
            return Some(Answer::Refused {
                count: parts.next()?.parse().ok()?,
                errno: parts.next()?.parse().ok()?,
                why: parts.next()?.to_string(),
            });
        }
        let numbers = rest.split(' ').map(|number| number.parse().ok());
        let numbers = numbers.collect::<Option<_>>()?;
        Some(Answer::Done { numbers })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_numbers_or_a_refusal() {
        let refused = Answer::Refused {
            count: 30,
            errno: 11,
            why: "Resource temporarily unavailable".to_string(),
        };
        let done = |numbers: &[u64]| {
            Some(Answer::Done {
                numbers: numbers.to_vec(),
            })
        };
        let cases = [
            ("grown 20", done(&[20])),
            ("released 2 100 200", done(&[2, 100, 200])),
            (
                "refused 30 11 Resource temporarily unavailable",
                Some(refused),
            ),
            ("refused 30", None),
            ("grown", None),
            ("grown many", None),
            ("", None),
        ];
        for (line, expected) in cases {
            assert_eq!(Answer::parse(line), expected, "{line}");
        }
    }
}
