//! How the program ended.

use super::crash;
use super::finding::{Fault, Finding, Hang};
use super::matching::Matched;
use observer::{Ending, Observation, Stop};
use std::time::Duration;

/// A program ends by itself and with exit code 0, and reports no failure.
/// `lines` is what is wrong with its lines.
pub fn judge(matched: &Matched, lines: &[Fault]) -> Vec<Finding> {
    let seen = matched.seen;
    let failed = seen.ending != Ending::Exited(0);
    let crash = crash::first(&seen.stderr, failed);
    let crash = crash.map(|crash| Finding::Fault(Fault::Crash(crash)));
    let ending = match seen.ending {
        Ending::Stopped(Stop::Deadline | Stop::Deadlock) => Some(judge_hang(matched, lines)),
        ending => fault(ending, seen).map(Finding::Fault),
    };
    crash.into_iter().chain(ending).collect()
}

fn fault(ending: Ending, seen: &Observation) -> Option<Fault> {
    let samples = seen.census.iter().flat_map(|census| &census.samples);
    let stop = match ending {
        Ending::Exited(0) => return None,
        Ending::Exited(code) => {
            let silent = seen.lines.is_empty();
            return Some(Fault::ExitCode { code, silent });
        }
        Ending::Signalled(number) => return Some(Fault::Signal(number)),
        Ending::Stopped(stop) => stop,
    };
    match stop {
        Stop::TooManyLines => Some(Fault::TooManyLines(seen.lines.len())),
        Stop::LineTooLong => {
            let longest = seen.lines.iter().map(|line| line.bytes.len()).max();
            Some(Fault::LineTooLong(longest.unwrap_or_default()))
        }
        Stop::TooMuchOutput => {
            let printed = seen.lines.iter().map(|line| line.bytes.len()).sum();
            Some(Fault::TooMuchOutput(printed))
        }
        Stop::TooManyThreads => {
            let most = samples.map(|sample| sample.counts().threads).max();
            Some(Fault::TooManyThreads(most.unwrap_or_default()))
        }
        Stop::TooManyProcesses => {
            let most = samples.map(|sample| sample.counts().processes).max();
            Some(Fault::TooManyProcesses(most.unwrap_or_default()))
        }
        Stop::TooMuchMemory => {
            let most = samples.map(|sample| sample.peak_memory_bytes).max();
            Some(Fault::TooMuchMemory(most.unwrap_or_default()))
        }
        Stop::Deadline | Stop::Deadlock | Stop::Interrupted => None,
    }
}

fn judge_hang(matched: &Matched, lines: &[Fault]) -> Finding {
    let seen = matched.seen;
    let is_certain = seen.ending == Ending::Stopped(Stop::Deadlock);
    let hang = Hang {
        elapsed: seen.elapsed,
        waits_for: lines.iter().find_map(|fault| match fault {
            Fault::Missing { line, .. } => Some(line.clone()),
            _ => None,
        }),
        complete: lines.is_empty(),
        computes: !is_certain && seen.cpu * 2 >= seen.elapsed,
        waits: seen.waits.clone(),
        names: seen.worker_names(),
    };
    // The deadline is several times what the program needs: only a machine that
    // stalled for half of it may be the cause. No machine makes a deadlock.
    let stalled = seen.stalled_between(Duration::ZERO, seen.elapsed);
    let excuse = Some(stalled).filter(|&stalled| !is_certain && stalled * 2 >= seen.elapsed);
    Finding::unless_stalled(Fault::Hang(hang), excuse)
}
