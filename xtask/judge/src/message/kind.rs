//! What many runs have in common that failed in the same way.

use super::sentence;
use super::words::quoted;
use crate::judgement::{Fault, Finding, Inconclusive};

/// The sentence, without what differs from run to run: times and pids.
pub fn kind(finding: &Finding) -> String {
    match finding {
        Finding::Fault(fault) => of_fault(fault),
        Finding::Inconclusive(inconclusive) => match inconclusive {
            Inconclusive::Stalled { fault, .. } => format!("{}, stalled", of_fault(fault)),
            Inconclusive::WithinError(fault) => format!("{}, too close", of_fault(fault)),
            Inconclusive::NotCounted { after, .. } => format!("no sample after {}", quoted(after)),
            Inconclusive::Unattributed(process) => format!("unattributed `{}`", process.command),
            Inconclusive::Buffered | Inconclusive::Interrupted => sentence::finding(finding),
        },
    }
}

fn of_fault(fault: &Fault) -> String {
    match fault {
        Fault::Time {
            line,
            since,
            seen,
            expected,
        } => {
            let is_early = *seen < expected.shortest;
            let when = if is_early { "early" } else { "late" };
            format!("{} came too {when} after {}", quoted(line), quoted(since))
        }
        Fault::Hang(hang) => match &hang.waits_for {
            Some(line) => format!("{} did not come", quoted(line)),
            None => "it did not end".to_string(),
        },
        Fault::LeftBehind(process) => format!("left `{}` behind", process.command),
        Fault::TooManyProcesses(_) => "too many processes".to_string(),
        Fault::TooMuchMemory(_) => "too much memory".to_string(),
        Fault::Survivor(process) => format!("`{}` could not be stopped", process.command),
        Fault::Crash(crash) => format!("failed: {}", without_digits(&crash.report)),
        fault => sentence::fault(fault),
    }
}

/// Addresses and thread ids are in numbers.
fn without_digits(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit()).collect()
}
