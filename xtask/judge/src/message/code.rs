//! A stable word for each kind of finding, for programs: it stays although the
//! sentence is put better.

use crate::judgement::{Fault, Finding, Inconclusive};

/// The word for a finding.
pub fn code(finding: &Finding) -> &'static str {
    match finding {
        Finding::Fault(fault) => of_fault(fault),
        Finding::Inconclusive(inconclusive) => of_inconclusive(inconclusive),
    }
}

fn of_fault(fault: &Fault) -> &'static str {
    match fault {
        Fault::Crash(_) => "crash",
        Fault::ExitCode { .. } => "exit-code",
        Fault::Signal(_) => "signal",
        Fault::TooManyLines(_) => "too-many-lines",
        Fault::LineTooLong(_) => "line-too-long",
        Fault::TooManyProcesses(_) => "too-many-processes",
        Fault::TooMuchMemory(_) => "too-much-memory",
        Fault::Hang(_) => "hang",
        Fault::Torn { .. } => "torn-line",
        Fault::NearMiss { .. } => "near-miss",
        Fault::Repeated(_) => "repeated-line",
        Fault::Unexpected(_) => "unexpected-line",
        Fault::Missing { .. } => "missing-line",
        Fault::Order { .. } => "wrong-order",
        Fault::Time { .. } => "wrong-time",
        Fault::Counts { .. } => "wrong-counts",
        Fault::LeftBehind(_) => "left-behind",
        Fault::Survivor(_) => "survivor",
        Fault::AfterEnd(_) => "line-after-end",
    }
}

fn of_inconclusive(inconclusive: &Inconclusive) -> &'static str {
    match inconclusive {
        Inconclusive::Buffered => "buffered",
        Inconclusive::Stalled { .. } => "stalled",
        Inconclusive::WithinError(_) => "within-measurement-error",
        Inconclusive::NotCounted { .. } => "no-sample",
        Inconclusive::Unattributed(_) => "unattributed",
        Inconclusive::Interrupted => "interrupted",
    }
}
