//! The truth table: what the lesson claims, and what is true of it in CPython
//! with its GIL, in CPython without one, and in Rust.
//!
//! `--check` holds what is measured against it. A difference means that the
//! measuring is wrong, or that the world has changed: either way, somebody
//! should look.

use crate::technique::Technique::{self, Asyncio, Multiprocessing, Threading};
use crate::work::Work;
use serde::Serialize;

/// What can be asked of the measurements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Do threads that compute take turns?
    OneThreadAtATime,
    /// Is each of these among the fastest for this work?
    BestFor(Work, &'static [Technique]),
    /// Does it use more than one core?
    UsesCores(Technique),
    /// Does a lock that lets one thread run at a time not hold it back?
    BypassesGil(Technique),
    /// Is CPU-bound work done faster with it?
    GainsFromCores(Technique),
    /// Do its jobs wait together?
    WaitsTogether(Technique),
    /// Does one thread do it all?
    OneThread(Technique),
    /// Is every job begun before the first is done?
    WaitingBlocksNobody(Technique),
    /// Do threads use several cores where it does not?
    UnlikeThreads(Technique),
    /// Does one job after the other leave the core alone most of the time?
    MostlyWaits,
    /// Does one job after the other keep the core busy?
    MostlyComputes,
}

/// What the measurements answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Yes,
    No,
    /// Not while it computes, but while it waits.
    WhileWaiting,
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Answer {
        if yes { Answer::Yes } else { Answer::No }
    }
}

/// One claim of the lesson. What it says is meant of CPython.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Claim {
    pub part: &'static str,
    pub says: &'static str,
    #[serde(skip)]
    pub question: Question,
    pub claimed: Answer,
    #[serde(skip)]
    pub truth: Truth,
    /// Why the truth differs from the claim, where it does, or why it does not.
    pub reason: &'static str,
}

/// The right answers.
#[derive(Clone, Copy, Debug)]
pub struct Truth {
    pub cpython: Answer,
    pub free_threaded: Answer,
    pub rust: Answer,
}

const fn everywhere(answer: Answer) -> Truth {
    Truth {
        cpython: answer,
        free_threaded: answer,
        rust: answer,
    }
}

/// True of CPython's default build, and the contrary where there is no GIL.
const fn with_gil(cpython: Answer, without: Answer) -> Truth {
    Truth {
        cpython,
        free_threaded: without,
        rust: without,
    }
}

use Answer::{No, WhileWaiting, Yes};
use Question::*;

const GIL: &str = "The GIL";
const TABLE: &str = "The lesson's table";
const ASYNCIO: &str = "asyncio";
const WHICH: &str = "Concurrency or parallelism";

/// Every claim that can be measured.
pub const CLAIMS: [Claim; 19] = [
    Claim {
        part: GIL,
        says: "it lets one thread run at a time, which limits CPU-bound work",
        question: OneThreadAtATime,
        claimed: Yes,
        truth: with_gil(Yes, No),
        reason: "Rust has no GIL, and neither have free-threaded builds of CPython",
    },
    Claim {
        part: TABLE,
        says: "threading is best for I/O-bound tasks",
        question: BestFor(Work::Io, &[Threading]),
        claimed: Yes,
        truth: everywhere(Yes),
        reason: "a thread that waits needs no core, and no GIL",
    },
    Claim {
        part: TABLE,
        says: "threading uses multiple CPU cores: no",
        question: UsesCores(Threading),
        claimed: No,
        truth: with_gil(No, Yes),
        reason: "it is the GIL that keeps threads to one core, not threads as such",
    },
    Claim {
        part: TABLE,
        says: "threading bypasses the GIL: no",
        question: BypassesGil(Threading),
        claimed: No,
        truth: with_gil(WhileWaiting, Yes),
        reason: "CPython always releases the GIL for I/O: that is why threads work for I/O at all",
    },
    Claim {
        part: TABLE,
        says: "multiprocessing is best for CPU-bound tasks",
        question: BestFor(Work::Cpu, &[Multiprocessing]),
        claimed: Yes,
        truth: everywhere(Yes),
        reason: "each process has an interpreter, and so a GIL, of its own",
    },
    Claim {
        part: TABLE,
        says: "multiprocessing uses multiple CPU cores: yes",
        question: UsesCores(Multiprocessing),
        claimed: Yes,
        truth: everywhere(Yes),
        reason: "the system gives each process a core",
    },
    Claim {
        part: TABLE,
        says: "multiprocessing bypasses the GIL: yes",
        question: BypassesGil(Multiprocessing),
        claimed: Yes,
        truth: everywhere(Yes),
        reason: "no lock is shared by two processes",
    },
    Claim {
        part: TABLE,
        says: "asyncio is best for high-concurrency I/O tasks",
        question: BestFor(Work::Io, &[Asyncio]),
        claimed: Yes,
        truth: everywhere(Yes),
        reason: "one thread waits for all of them at once",
    },
    Claim {
        part: TABLE,
        says: "asyncio uses multiple CPU cores: no",
        question: UsesCores(Asyncio),
        claimed: No,
        truth: everywhere(No),
        reason: "one thread runs on one core",
    },
    Claim {
        part: TABLE,
        says: "asyncio bypasses the GIL: yes, via async I/O",
        question: BypassesGil(Asyncio),
        claimed: Yes,
        truth: everywhere(No),
        reason: "it needs no second thread to wait for many things, which is not the same: \
                 coroutines that compute gain nothing",
    },
    Claim {
        part: ASYNCIO,
        says: "an event loop runs all coroutines in one thread",
        question: OneThread(Asyncio),
        claimed: Yes,
        truth: everywhere(Yes),
        reason: "tokio's current-thread runtime does the same",
    },
    Claim {
        part: ASYNCIO,
        says: "a coroutine that waits does not block the others",
        question: WaitingBlocksNobody(Asyncio),
        claimed: Yes,
        truth: everywhere(Yes),
        reason: "`await` hands the thread back to the event loop",
    },
    Claim {
        part: ASYNCIO,
        says: "unlike threads, it does not use multiple CPU cores",
        question: UnlikeThreads(Asyncio),
        claimed: Yes,
        truth: with_gil(No, Yes),
        reason: "with a GIL, threads do not use them either",
    },
    Claim {
        part: ASYNCIO,
        says: "it still runs many I/O tasks concurrently",
        question: WaitsTogether(Asyncio),
        claimed: Yes,
        truth: everywhere(Yes),
        reason: "waiting for many takes as long as waiting for one",
    },
    Claim {
        part: WHICH,
        says: "I/O-bound work spends most of its time waiting",
        question: MostlyWaits,
        claimed: Yes,
        truth: everywhere(Yes),
        reason: "a download waits for its server",
    },
    Claim {
        part: WHICH,
        says: "concurrency (threading, asyncio) is best for I/O-bound work",
        question: BestFor(Work::Io, &[Threading, Asyncio]),
        claimed: Yes,
        truth: everywhere(Yes),
        reason: "what waits can wait together",
    },
    Claim {
        part: WHICH,
        says: "CPU-bound work needs actual CPU time",
        question: MostlyComputes,
        claimed: Yes,
        truth: everywhere(Yes),
        reason: "counting primes waits for nothing",
    },
    Claim {
        part: WHICH,
        says: "parallelism (multiprocessing) is best for CPU-bound work",
        question: BestFor(Work::Cpu, &[Multiprocessing]),
        claimed: Yes,
        truth: everywhere(Yes),
        reason: "what computes needs cores",
    },
    Claim {
        part: WHICH,
        says: "parallelism (multiprocessing): more cores give it more",
        question: GainsFromCores(Multiprocessing),
        claimed: Yes,
        truth: everywhere(Yes),
        reason: "two cores do twice the work of one",
    },
];
