//! What to run, and within which limits.

#[cfg(unix)]
use crate::User;
use crate::{Sample, Stop};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// A program to watch.
#[derive(Clone, Debug)]
pub struct Program {
    /// The program, then its arguments. A name without `/` is looked up in
    /// `PATH`.
    pub command: Vec<OsString>,
    /// The folder that it runs in; of `None`, the caller's.
    pub folder: Option<PathBuf>,
    /// Whose rights it has; of `None`, the caller's.
    #[cfg(unix)]
    pub user: Option<User>,
    /// Where its standard output goes.
    pub output: Output,
    /// Whether its standard error goes where its standard output goes, and is read
    /// as that; else it is kept apart.
    pub merge_stderr: bool,
    /// Whether to trace it, so that the writer of each line is known, and each
    /// birth and death of a thread. Where that is not possible, it is watched
    /// without.
    pub trace: bool,
    /// Which of its threads to hold back, if one; needs tracing.
    pub hold: Option<Hold>,
    /// What it may use.
    pub limits: Limits,
}

/// A thread is stopped for a while, as a scheduler may do at any time. It finds
/// what is right by luck: one delay at a well-chosen moment shows most mistakes
/// of this kind (delay-bounded scheduling: Emmi, Qadeer, Rakamarić, POPL 2011).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Whom: `[1, 0]` is the first child of the second child of the program's
    /// first thread, threads and processes alike, in the order of their births.
    pub worker: Vec<usize>,
    /// When it is stopped.
    pub moment: Moment,
    /// For how long.
    pub length: Duration,
}

/// When a thread is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    /// Before it runs at all.
    Birth,
    /// When so much time has passed since it ended its line of this number; 0:
    /// since its birth. Not if it writes again before that.
    Wait {
        /// How many lines it has written then.
        after: usize,
        /// How much later it is stopped.
        pause: Duration,
    },
}

/// Where the program's standard output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// A pseudo-terminal, its output processing off. Most languages flush each
    /// line to a terminal, so arrival times are true.
    Terminal,
    /// A pipe. Many languages, CPython among them, keep what they print to a
    /// pipe until the program ends: its arrival times then say nothing.
    Pipe,
}

/// What a program may use. At a limit it is stopped, with everything it
/// started; only the bytes of stderr beyond theirs are merely dropped.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From the program's start.
    pub deadline: Duration,
    /// From the program's start: from then on, it is stopped as soon as it is certain
    /// that it can never go on, since each of its threads waits for another one of
    /// them. That is known of what is traced.
    pub deadlock_after: Duration,
    /// The most lines on stdout.
    pub lines: usize,
    /// The most bytes in one line of stdout, its line end not counted.
    pub line_bytes: usize,
    /// The most bytes on stdout: they are kept until the program has ended.
    pub output_bytes: usize,
    /// The most bytes of stderr that are kept, half of them from its end.
    pub stderr_bytes: usize,
    /// The most processes at one moment. Counted every 50 ms, so a program that
    /// makes them without end has some more for a moment.
    pub processes: usize,
    /// The most threads of all processes together, counted likewise.
    pub threads: usize,
    /// The most bytes of memory of all processes together: the peaks of each
    /// (`VmHWM`), counted every 50 ms, and what they keep in files that have no
    /// name (`memfd_create`).
    pub memory_bytes: u64,
    /// The most CPU time of each process; the system ends it then (`SIGXCPU`).
    /// Linux only, and in whole seconds.
    pub cpu: Duration,
    /// The most bytes in a file that a process writes; the system ends it then
    /// (`SIGXFSZ`), or refuses. Linux only.
    pub file_bytes: u64,
}

impl Program {
    /// As the caller would run it, and watched only: its standard error apart, nothing
    /// traced, and nobody held back.
    #[must_use]
    pub fn new(command: Vec<OsString>, output: Output, limits: Limits) -> Program {
        Program {
            command,
            folder: None,
            #[cfg(unix)]
            user: None,
            output,
            merge_stderr: false,
            trace: false,
            hold: None,
            limits,
        }
    }
}

impl Limits {
    /// Generous for an example: 4,096 lines, each of 8 KiB at most and all of
    /// them of 2 MiB, and 64 KiB of stderr; 64 processes, 1,024 threads and 2 GiB
    /// of memory; as much CPU time as two cores have until the deadline; files of
    /// 256 MiB. A deadlock is not looked for.
    pub fn with_deadline(deadline: Duration) -> Limits {
        Limits {
            deadline,
            deadlock_after: deadline,
            lines: 4096,
            line_bytes: 8 * 1024,
            output_bytes: 2 * 1024 * 1024,
            stderr_bytes: 64 * 1024,
            processes: 64,
            threads: 1024,
            memory_bytes: 2 * 1024 * 1024 * 1024,
            cpu: 2 * deadline,
            file_bytes: 256 * 1024 * 1024,
        }
    }
    /// Of the limits that are counted, the first one that a sample shows to be
    /// exceeded.
    pub(crate) fn exceeded_by(&self, sample: &Sample) -> Option<Stop> {
        let counts = sample.counts();
        if counts.processes > self.processes {
            Some(Stop::TooManyProcesses)
        } else if counts.threads > self.threads {
            Some(Stop::TooManyThreads)
        } else if sample.peak_memory_bytes > self.memory_bytes {
            Some(Stop::TooMuchMemory)
        } else {
            None
        }
    }
}
