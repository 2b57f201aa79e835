//! What can be wrong with a run, and why it may not be judged.

use super::crash::Crash;
use crate::expectation::{AtOnce, ExpectedCounts, ExpectedWriters, Gap, Worker};
use observer::{Counts, Process, Waiting};
use std::time::Duration;

/// Bytes that a program printed, or should have printed.
pub type Text = Vec<u8>;

/// What a rule found.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The run is wrong.
    Fault(Fault),
    /// The run cannot be judged.
    Inconclusive(Inconclusive),
}

impl Finding {
    /// A fault, unless a stall so long may be its cause.
    pub fn unless_stalled(fault: Fault, excuse: Option<Duration>) -> Finding {
        match excuse {
            Some(stalled) => {
                let fault = Box::new(fault);
                Finding::Inconclusive(Inconclusive::Stalled { fault, stalled })
            }
            None => Finding::Fault(fault),
        }
    }
}

/// Why a run is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// It does not compile; this line of what the compiler said tells why.
    NotBuilt(Text),
    /// The program's language reported a failure on stderr.
    Crash(Crash),
    /// It ended with another exit code than 0.
    ExitCode {
        /// The exit code.
        code: i32,
        /// It had not printed anything.
        silent: bool,
    },
    /// Killed by the signal of this number.
    Signal(i32),
    /// It printed more than so many.
    TooManyLines(usize),
    /// It printed one of more than so many bytes.
    LineTooLong(usize),
    /// It printed more than so many bytes.
    TooMuchOutput(usize),
    /// It had so many at once.
    TooManyProcesses(usize),
    /// The same of threads.
    TooManyThreads(usize),
    /// It used so many bytes.
    TooMuchMemory(u64),
    /// Still running at the deadline, or in a deadlock.
    Hang(Hang),
    /// Several lines in one.
    Torn {
        /// As it came.
        line: Text,
        /// How many it should have been.
        parts: usize,
    },
    /// A line that is nearly the expected one.
    NearMiss {
        /// What should have come.
        expected: Text,
        /// What came.
        came: Text,
    },
    /// An expected line came more often than expected.
    Repeated(Text),
    /// A line that nothing expects there.
    Unexpected(Text),
    /// A line did not come.
    Missing {
        /// The line.
        line: Text,
        /// This one came all the same, which should have come after it.
        closing: Option<Closing>,
        /// How often it came, and how often it should have at least, where that is
        /// several times.
        times: Option<(usize, usize)>,
    },
    /// It ended by itself before the last lines could come.
    EndedEarly {
        /// They.
        missing: Vec<Text>,
        /// The last line that came.
        since: Text,
        /// The time from that to its end.
        after: Duration,
        /// Nobody else lived then for whom main could have waited.
        alone: bool,
    },
    /// A line came on stderr; of `None`, all of them.
    OnStderr(Option<Text>),
    /// One line came before another, but belongs after it.
    Order {
        /// The line that came first.
        early: Text,
        /// The line that should have come first.
        late: Text,
        /// What that tells.
        reason: Reason,
    },
    /// A line came too early or too late after another.
    Time {
        /// The line.
        line: Text,
        /// The other one; `None` for the program's start.
        since: Option<Text>,
        /// The time between them.
        seen: Duration,
        /// What would have passed.
        expected: Gap,
    },
    /// Other processes or threads than expected.
    Counts {
        /// What would have passed.
        expected: ExpectedCounts,
        /// What existed.
        seen: Counts,
        /// The line since which they were counted, if not since its start.
        after: Option<Text>,
    },
    /// Lines with two names were written by one worker.
    OneWriter {
        /// The first of them, and the first with the other name.
        lines: [Text; 2],
        /// Their writer.
        by: String,
        /// What counts as a worker.
        worker: Worker,
        /// So many other threads lived while main wrote every line; 0 if somebody else
        /// wrote, too.
        idle: usize,
    },
    /// Lines with one name were written by two workers.
    NameOfTwo {
        /// The name.
        name: String,
        /// A line of each.
        lines: [Text; 2],
        /// The workers.
        workers: [String; 2],
    },
    /// No line bears this name.
    NameMissing(String),
    /// Other numbers of workers than expected wrote.
    WriterCount {
        /// What would have passed.
        expected: ExpectedWriters,
        /// How many did.
        seen: usize,
        /// So many other threads lived while main wrote every line; 0 if somebody else
        /// wrote, too.
        idle: usize,
    },
    /// The line was written in parts, by several threads.
    SeveralWriters(Text),
    /// All lines came, but in no order that is allowed.
    Disorder,
    /// A name stands for two words.
    OtherWord {
        /// The name.
        name: String,
        /// The word that it stood for first, and the other one.
        words: [String; 2],
        /// Where each of them is.
        lines: [Text; 2],
    },
    /// Two names stand for one word.
    SameWord {
        /// The names.
        names: [String; 2],
        /// The word.
        word: String,
        /// Where the second of them has it.
        line: Text,
    },
    /// More of something at once than there may be.
    TooManyAtOnce {
        /// What would have passed.
        expected: AtOnce,
        /// The most.
        seen: usize,
        /// The line with which there were too many.
        line: Text,
    },
    /// Still running after the program's end.
    LeftBehind(Process),
    /// It could not be stopped.
    Survivor(Process),
    /// The line came when the program had already ended.
    AfterEnd(Text),
}

/// A program that was still running at the deadline, or in a deadlock.
#[derive(Clone, Debug, PartialEq)]
pub struct Hang {
    /// When it was stopped.
    pub elapsed: Duration,
    /// The first line that did not come.
    pub waits_for: Option<Text>,
    /// All its lines had come.
    pub complete: bool,
    /// It used more than half of a core.
    pub computes: bool,
    /// What its threads did then, as far as that is known.
    pub waits: Vec<Waiting>,
    /// The names of all its threads.
    pub names: Vec<String>,
}

/// A line that should have come after those of all workers.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    /// The line.
    pub line: Text,
    /// Who did not wait.
    pub by: String,
}

/// What an order tells of a program.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// One worker ended before another began.
    TookTurns,
    /// It came so soon after this line, the last one of those between which and it there
    /// should have been a wait.
    NoWait(Text, Duration),
    /// Main, or who else is named here, went on before the workers had ended.
    DidNotWait(String),
    /// Nothing.
    Unknown,
}

/// Why a run could not be judged.
#[derive(Clone, Debug, PartialEq)]
pub enum Inconclusive {
    /// It kept its lines to itself until its end.
    Buffered,
    /// The machine stalled, which may be the cause of the fault.
    Stalled {
        /// What would be wrong otherwise.
        fault: Box<Fault>,
        /// For how long.
        stalled: Duration,
    },
    /// The fault is closer to a limit than can be measured.
    WithinError(Box<Fault>),
    /// A thread wrote another one's line beside its own, as threads do that share a
    /// buffer.
    SharedBuffer(Box<Fault>),
    /// It is not known who wrote a line.
    UnknownWriter(Unknown),
    /// It does not run under a tracer, as it says in this line of its stderr.
    Untraceable(Text),
    /// Processes and threads are not shown here.
    NotObserved,
    /// No process sample was taken in so short a time.
    NotCounted {
        /// The line since which there was none, if not since its start.
        after: Option<Text>,
        /// The time until the next line.
        window: Duration,
    },
    /// Left behind by this program or by another one that ran at that time.
    Unattributed(Process),
    /// The system refused it a thread or a process, although the judge would have
    /// allowed it more: there was room for so many.
    NoRoom(usize),
    /// Nobody waited for its end.
    Interrupted,
}

/// Why it is not known who wrote a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Unknown {
    /// Programs cannot be traced here, for this reason.
    NotTraced(String),
    /// The line came in a way that nobody can watch.
    NotSeen(Text),
    /// The line bears two of the names.
    TwoNames {
        /// The line.
        line: Text,
        /// The names.
        names: [String; 2],
    },
}

/// What a run that passes may be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// Its lines end in CR LF.
    CrLf,
    /// Its last line has no line end.
    NoNewline,
    /// Its colour codes were not compared.
    Colours,
    /// This system shows no processes.
    NotObserved,
    /// The middle of its stderr was not kept, so nobody looked for a crash there.
    StderrCut,
}
