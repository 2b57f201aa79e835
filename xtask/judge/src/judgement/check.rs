//! The four checks that a judgement is made of, for whoever gives points for each.

use super::clause::Clause;
use super::finding::{Fault, Finding, Inconclusive};
use super::{Judgement, Verdict};
use crate::expectation::Expectation;
use serde::Serialize;

/// One of the things that are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// The lines, each of them and in their order.
    Order,
    /// When they come.
    Time,
    /// Processes and threads, who writes, and how much goes on at once.
    Technique,
    /// The exit code, crashes, limits, and what is left behind.
    Ending,
}

impl Check {
    /// As options and reports call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Check::Order => "order",
            Check::Time => "time",
            Check::Technique => "technique",
            Check::Ending => "ending",
        }
    }

    /// All of them, in the order in which they are told.
    pub const ALL: [Check; 4] = [Check::Order, Check::Time, Check::Technique, Check::Ending];

    /// Those that an expectation asks for; `writers` says whether anybody looks who
    /// writes. Any program must print its lines, and end well.
    #[must_use]
    pub fn asked(expectation: &Expectation, writers: bool) -> Vec<Check> {
        let paragraphs = &expectation.paragraphs;
        let mut counts = paragraphs.iter().map(|paragraph| &paragraph.counts);
        let mut named = paragraphs.iter().map(|paragraph| &paragraph.writers);
        let is_asked = |check: &Check| match check {
            Check::Order | Check::Ending => true,
            Check::Time => expectation.gaps().next().is_some(),
            Check::Technique => {
                expectation.counts.is_some()
                    || counts.any(Option::is_some)
                    || !expectation.at_once.is_empty()
                    || writers && (expectation.writers.is_some() || named.any(Option::is_some))
            }
        };
        Check::ALL.into_iter().filter(is_asked).collect()
    }
}

impl Clause {
    /// Of which check it is a part.
    #[must_use]
    pub fn check(&self) -> Check {
        match self {
            Clause::Line { .. } | Clause::Order { .. } => Check::Order,
            Clause::Time { .. } => Check::Time,
            Clause::Count { .. } | Clause::AtOnce { .. } | Clause::Writers { .. } => {
                Check::Technique
            }
        }
    }

    /// Whether anything was seen that could be held against it.
    fn is_seen(&self) -> bool {
        match self {
            Clause::Line { seen, .. } => seen.is_some(),
            Clause::Order { seen, .. } => seen.is_some(),
            Clause::Time { seen, .. } => seen.is_some(),
            Clause::Count { seen, .. } => seen.is_some(),
            Clause::AtOnce { .. } => true,
            Clause::Writers { seen, .. } => seen.is_some(),
        }
    }
}

impl Finding {
    /// The check in which it was found.
    #[must_use]
    pub fn check(&self) -> Check {
        match self {
            Finding::Fault(fault) => of_fault(fault),
            Finding::Inconclusive(why) => of_doubt(why),
        }
    }
}

fn of_fault(fault: &Fault) -> Check {
    match fault {
        Fault::Torn { .. }
        | Fault::NearMiss { .. }
        | Fault::Repeated(_)
        | Fault::Unexpected(_)
        | Fault::Missing { .. }
        | Fault::EndedEarly { .. }
        | Fault::OnStderr(_)
        | Fault::Order { .. }
        | Fault::Disorder
        | Fault::OtherWord { .. }
        | Fault::SameWord { .. } => Check::Order,
        Fault::Time { .. } => Check::Time,
        Fault::Counts { .. }
        | Fault::OneWriter { .. }
        | Fault::NameOfTwo { .. }
        | Fault::NameMissing(_)
        | Fault::WriterCount { .. }
        | Fault::SeveralWriters(_)
        | Fault::TooManyAtOnce { .. } => Check::Technique,
        Fault::NotBuilt(_)
        | Fault::Crash(_)
        | Fault::ExitCode { .. }
        | Fault::Signal(_)
        | Fault::TooManyLines(_)
        | Fault::LineTooLong(_)
        | Fault::TooMuchOutput(_)
        | Fault::TooManyProcesses(_)
        | Fault::TooManyThreads(_)
        | Fault::TooMuchMemory(_)
        | Fault::Hang(_)
        | Fault::LeftBehind(_)
        | Fault::Survivor(_)
        | Fault::AfterEnd(_) => Check::Ending,
    }
}

fn of_doubt(why: &Inconclusive) -> Check {
    match why {
        Inconclusive::Buffered => Check::Time,
        Inconclusive::Stalled { fault, .. }
        | Inconclusive::WithinError(fault)
        | Inconclusive::SharedBuffer(fault) => of_fault(fault),
        Inconclusive::UnknownWriter(_)
        | Inconclusive::NotObserved
        | Inconclusive::NotCounted { .. } => Check::Technique,
        // Of these, nothing else was found: no check is decided.
        Inconclusive::Untraceable(_)
        | Inconclusive::NoRoom(_)
        | Inconclusive::Interrupted
        | Inconclusive::Unattributed(_) => Check::Ending,
    }
}

impl Judgement {
    /// What came of one check: nothing is right of what does not compile. Where its lines did not come, nothing was seen of a
    /// time or a technique: then it is not shown that these are right.
    #[must_use]
    pub fn of_check(&self, check: Check) -> Verdict {
        let findings = self.findings.iter();
        let mut findings = findings.filter(|finding| finding.check() == check);
        let clauses = self.clauses.iter();
        let mut clauses = clauses.filter(|clause| clause.check() == check);
        match findings.next() {
            _ if self.is_not_built() => Verdict::Fail,
            // Faults come first.
            Some(Finding::Fault(_)) => Verdict::Fail,
            Some(Finding::Inconclusive(_)) => Verdict::CouldNotJudge,
            None if clauses.all(Clause::is_seen) => Verdict::Pass,
            None => self.verdict(),
        }
    }
}
