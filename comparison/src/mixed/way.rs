//! The ways to answer beside a computation.

use crate::measure::Language;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One who answers, one who computes, and what they share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    CpythonThreads,
    CpythonShortInterval,
    CpythonProcess,
    CpythonAsyncioThread,
    CpythonAsyncioBlocked,
    Gil,
    RustThreads,
    TokioBlocked,
    TokioSpawnBlocking,
    TokioRayon,
}

impl Way {
    pub fn language(self) -> Language {
        match self {
            Way::CpythonThreads
            | Way::CpythonShortInterval
            | Way::CpythonProcess
            | Way::CpythonAsyncioThread
            | Way::CpythonAsyncioBlocked => Language::CPython,
            Way::Gil
            | Way::RustThreads
            | Way::TokioBlocked
            | Way::TokioSpawnBlocking
            | Way::TokioRayon => Language::Rust,
        }
    }

    /// For a reader.
    pub fn title(self) -> &'static str {
        match self {
            Way::CpythonThreads => "CPython: two threads",
            Way::CpythonShortInterval => "CPython: two threads, switch interval 0.5 ms",
            Way::CpythonProcess => "CPython: a process computes",
            Way::CpythonAsyncioThread => "CPython: asyncio, a thread computes",
            Way::CpythonAsyncioBlocked => "CPython: asyncio, a coroutine computes",
            Way::Gil => "Rust: two threads, emulated GIL",
            Way::RustThreads => "Rust: two threads",
            Way::TokioBlocked => "Rust: tokio, a task computes",
            Way::TokioSpawnBlocking => "Rust: tokio, spawn_blocking computes",
            Way::TokioRayon => "Rust: tokio, rayon computes",
        }
    }
}

/// As it is written on the command line, and in a record.
impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.serialize(f)
    }
}
