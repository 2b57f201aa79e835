//! What there is where nobody can trace (see `trace/`): every program is started
//! without.

use super::traced::Traced;
use crate::{Hold, Waiting};
use process_wrap::std::CommandWrap;
use std::collections::BTreeSet;
use std::io;
use std::os::fd::BorrowedFd;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(super) const LAUNCHER: [&str; 0] = [];

pub(super) enum NotBegun {
    Program,
    Refused(String),
}

pub(super) struct Begun<T> {
    pub prepared: T,
    pub started: Instant,
    pub tracer: Tracer,
}

pub(super) struct Tracer {
    pub shared: Arc<Shared>,
}

pub(super) struct Shared;

#[derive(PartialEq)]
pub(super) struct Standstill;

pub(super) struct OutputFile;

impl Tracer {
    pub(super) fn start<T>(
        _: CommandWrap,
        _: OutputFile,
        _: Option<Hold>,
        _: impl FnOnce(u32) -> io::Result<T> + Send + 'static,
    ) -> Result<Begun<T>, NotBegun> {
        let why = "programs can be traced on Linux on x86-64 only";
        Err(NotBegun::Refused(why.to_string()))
    }

    pub(super) fn finish(self, _: Duration) -> Traced {
        Traced::default()
    }
}

impl Shared {
    pub(super) fn processes(&self) -> BTreeSet<u32> {
        BTreeSet::new()
    }

    pub(super) fn waits(&self) -> Vec<Waiting> {
        Vec::new()
    }

    pub(super) fn standstill(&self) -> Option<Standstill> {
        None
    }

    pub(super) fn kill(&self) {}
}

impl OutputFile {
    pub(super) fn of(_: BorrowedFd) -> io::Result<OutputFile> {
        Ok(OutputFile)
    }
}
