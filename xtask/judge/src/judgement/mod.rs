//! Judges what was seen of a run by what was expected: pure computation.
//!
//! The printed lines are matched to the expected ones once. Then each rule is a
//! function of that match, and returns what it found. One place weighs it.
//!
//! | file | idea |
//! | --- | --- |
//! | `matching.rs`, `slot.rs`, `alignment.rs`, `buffering.rs` | which printed line satisfies which expected line, and whether their times tell anything |
//! | `diagnosis.rs`, `waiting.rs` | why printed lines are not the expected ones, and whether main did not wait |
//! | `lines.rs`, `timing.rs`, `technique.rs`, `writers.rs`, `at_once.rs`, `words.rs`, `ending.rs` with `crash.rs`, `leftovers.rs` | a rule each |
//! | `shared_buffer.rs` | whether threads may have written each other's lines |
//! | `untraceable.rs` | whether it does not run while it is watched so closely |
//! | `held.rs` | what is judged of a run in which a worker was held back |
//! | `refusal.rs` | whether the system refused the program a thread or a process |
//! | `ruling.rs` | what a rule returns that is about clauses |
//! | `check.rs` | the four checks, and which finding is of which |
//! | `clause.rs` | what the expectation asks for, and what was seen of it |
//! | `finding.rs` | what is wrong, or in doubt |

mod alignment;
mod at_once;
mod buffering;
mod check;
mod clause;
mod crash;
mod diagnosis;
mod ending;
mod finding;
mod held;
mod leftovers;
mod lines;
mod matching;
mod refusal;
mod ruling;
mod shared_buffer;
mod slot;
mod technique;
mod timing;
mod untraceable;
mod waiting;
mod words;
mod writers;

pub use check::Check;
pub use clause::{Arrangement, Clause, Interval, Written};
pub use crash::Crash;
pub use finding::{Closing, Fault, Finding, Hang, Inconclusive, Note, Reason, Text, Unknown};
pub use held::{Before, relaxed};
pub use refusal::is_refused_a_task;
pub use timing::TOLERANCE;

use crate::expectation::Expectation;
use diagnosis::diagnose;
use matching::Matched;
use observer::{Counts, Ending, Newline, Observation, Stop};
use std::time::Duration;

/// In so long a time there are several samples, unless the machine stalls.
const SEVERAL_SAMPLES: Duration = Duration::from_millis(200);

/// Three verdicts, never two: what cannot be known is neither right nor wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All is as expected.
    Pass,
    /// Something is not.
    Fail,
    /// It cannot be told.
    CouldNotJudge,
}

/// Which worker was held back in a run.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldBack {
    /// Its name, such as `thread 2`.
    pub worker: String,
    /// How many lines it had written then; `None` if it began late.
    pub after: Option<usize>,
}

/// Everything there is to say of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// What was expected, each beside what was seen of it.
    pub clauses: Vec<Clause>,
    /// Faults first, and of each kind the most telling first.
    pub findings: Vec<Finding>,
    /// What may be told of it besides.
    pub notes: Vec<Note>,
    /// The most processes and threads at one moment: at the first place where
    /// the expectation asks for them, or else while it printed.
    pub counts: Option<Counts>,
    /// Who was held back.
    pub held: Option<HeldBack>,
}

/// Judges a run.
#[must_use]
pub fn judge(expectation: &Expectation, seen: &Observation) -> Judgement {
    if let Some(interrupted) = interrupted(seen) {
        return interrupted;
    }
    let matched = Matched::new(expectation, seen);
    let differences = diagnose(&matched);
    let mut clauses = Vec::new();
    let mut findings = ending::judge(&matched, &differences);
    for ruling in [
        lines::judge(&matched, differences),
        timing::judge(&matched),
        technique::judge(&matched),
        writers::judge(&matched),
        at_once::judge(&matched),
    ] {
        clauses.extend(ruling.clauses);
        findings.extend(ruling.findings);
    }
    findings.extend(words::judge(&matched));
    findings.extend(leftovers::judge(&matched));
    weigh(&matched, clauses, findings)
}

/// Judges lines by their order alone: nobody knows when they came, who wrote them, or
/// how the program ended.
#[must_use]
pub fn judge_order(expectation: &Expectation, seen: &Observation) -> Judgement {
    let matched = Matched {
        has_times: false,
        ..Matched::new(expectation, seen)
    };
    let differences = diagnose(&matched);
    let mut ruling = lines::judge(&matched, differences);
    let at_once = at_once::judge(&matched);
    ruling.clauses.extend(at_once.clauses);
    ruling.findings.extend(at_once.findings);
    ruling.findings.extend(words::judge(&matched));
    Judgement {
        clauses: ruling.clauses,
        findings: ruling.findings,
        ..Judgement::default()
    }
}

/// Judges a run in which a worker was held back, by what a run tells in which
/// nobody was: its lines and their writers, its
/// end, and what it left, but neither times nor what only time puts in order.
#[must_use]
pub fn judge_held(
    expectation: &Expectation,
    seen: &Observation,
    held: HeldBack,
    before: &Before,
) -> Judgement {
    if let Some(interrupted) = interrupted(seen) {
        return interrupted;
    }
    // Nobody is held back where it is not.
    let relaxed = relaxed(expectation).unwrap_or_else(|| expectation.clone());
    let matched = Matched::new(&relaxed, seen);
    let differences = diagnose(&matched);
    let mut findings = ending::judge(&matched, &differences);
    let (lines, writers) = (
        lines::judge(&matched, differences),
        writers::judge(&matched),
    );
    findings.extend(lines.findings);
    findings.extend(held::judge(&matched, before));
    // Of a pool, another worker may take the task of one that has not begun it.
    if held.after > Some(0) {
        findings.extend(writers.findings);
    }
    findings.extend(at_once::judge(&matched).findings);
    findings.extend(words::judge(&matched));
    findings.extend(leftovers::judge(&matched));
    // Its paragraphs are others, so what is told of each is not kept.
    Judgement {
        counts: None,
        held: Some(held),
        ..weigh(&matched, Vec::new(), findings)
    }
}

/// Nobody knows what a program would have done that nobody waited for.
fn interrupted(seen: &Observation) -> Option<Judgement> {
    let is_interrupted = seen.ending == Ending::Stopped(Stop::Interrupted);
    is_interrupted.then(Judgement::interrupted)
}

/// All that the rules found becomes one judgement.
fn weigh(matched: &Matched, clauses: Vec<Clause>, mut findings: Vec<Finding>) -> Judgement {
    findings.sort_by_key(|finding| matches!(finding, Finding::Inconclusive(_)));
    let is_crash = |finding: &Finding| matches!(finding, Finding::Fault(Fault::Crash(_)));
    if findings.iter().any(is_crash) {
        let blameless = findings.into_iter().flat_map(|finding| match finding {
            Finding::Fault(fault) => waiting::without_blame(fault)
                .into_iter()
                .map(Finding::Fault)
                .collect(),
            other => vec![other],
        });
        findings = blameless.collect();
    }
    let is_wrong = matches!(findings.first(), Some(Finding::Fault(_)));
    if is_wrong && let Some(line) = untraceable::refusal(matched.seen) {
        // Nobody knows what it would have done otherwise.
        findings = vec![Finding::Inconclusive(Inconclusive::Untraceable(line))];
    }
    let counted = clauses.iter().find_map(|clause| match clause {
        Clause::Count { seen, .. } => *seen,
        _ => None,
    });
    Judgement {
        clauses,
        findings,
        notes: notes(matched),
        counts: counted.or_else(|| technique::while_it_printed(matched.seen)),
        held: None,
    }
}

impl Judgement {
    /// Of a run that nobody waited for.
    #[must_use]
    pub fn interrupted() -> Judgement {
        Judgement {
            findings: vec![Finding::Inconclusive(Inconclusive::Interrupted)],
            ..Judgement::default()
        }
    }

    /// Of a program that does not compile, for the reason in this line of what the
    /// compiler said.
    #[must_use]
    pub fn not_built(telling: Text) -> Judgement {
        Judgement {
            findings: vec![Finding::Fault(Fault::NotBuilt(telling))],
            ..Judgement::default()
        }
    }

    /// Whether it was not run, since it does not compile.
    pub fn is_not_built(&self) -> bool {
        matches!(
            self.findings.first(),
            Some(Finding::Fault(Fault::NotBuilt(_)))
        )
    }

    /// Of a run that the system refused something, where it had room for so many
    /// more processes and threads: that is no fault of the program.
    #[must_use]
    pub fn for_want_of_room(self, room: usize) -> Judgement {
        Judgement {
            findings: vec![Finding::Inconclusive(Inconclusive::NoRoom(room))],
            ..self
        }
    }

    /// Whether that is in the way of a verdict.
    pub fn lacks_room(&self) -> bool {
        self.inconclusive()
            .any(|why| matches!(why, Inconclusive::NoRoom(_)))
    }

    /// Whether nobody could tell who wrote its lines, for want of room or for
    /// good.
    pub fn is_untraced(&self) -> bool {
        let not_traced = |why: &Inconclusive| {
            let Inconclusive::UnknownWriter(unknown) = why else {
                return false;
            };
            matches!(unknown, Unknown::NotTraced(_))
        };
        self.verdict() == Verdict::CouldNotJudge && self.inconclusive().any(not_traced)
    }

    /// Whether it is right.
    pub fn verdict(&self) -> Verdict {
        match self.findings.first() {
            None => Verdict::Pass,
            Some(Finding::Fault(_)) => Verdict::Fail,
            Some(Finding::Inconclusive(_)) => Verdict::CouldNotJudge,
        }
    }

    /// For each paragraph with a time, its shortest and its longest gap.
    pub fn gaps(&self) -> Vec<(Duration, Duration)> {
        let range = |clause: &Clause| {
            let Clause::Time { seen, .. } = clause else {
                return None;
            };
            let times = seen.iter().flatten().map(|interval| interval.time);
            times.clone().min().zip(times.max())
        };
        self.clauses.iter().filter_map(range).collect()
    }

    /// Whether that is all there is to say: nobody waited for its end.
    pub fn is_interrupted(&self) -> bool {
        self.findings == [Finding::Inconclusive(Inconclusive::Interrupted)]
    }

    /// Whether nothing but processes of unknown origin is in the way of a
    /// verdict.
    pub fn lacks_attribution(&self) -> bool {
        self.verdict() == Verdict::CouldNotJudge
            && self
                .inconclusive()
                .all(|why| matches!(why, Inconclusive::Unattributed(_)))
    }

    /// Whether it came to no verdict, and the machine stalled: what should have
    /// been seen was not, or late.
    pub fn is_stalled(&self) -> bool {
        self.verdict() == Verdict::CouldNotJudge
            && self.inconclusive().any(|why| match why {
                Inconclusive::Stalled { .. } => true,
                Inconclusive::NotCounted { window, .. } => *window >= SEVERAL_SAMPLES,
                _ => false,
            })
    }

    fn inconclusive(&self) -> impl Iterator<Item = &Inconclusive> {
        self.findings.iter().filter_map(|finding| match finding {
            Finding::Inconclusive(why) => Some(why),
            Finding::Fault(_) => None,
        })
    }
}

fn notes(matched: &Matched) -> Vec<Note> {
    let seen = matched.seen;
    let ends = |newline| seen.lines.iter().any(|line| line.newline == newline);
    let mut lines = seen.lines.iter().zip(&matched.printed);
    let notes = [
        (ends(Newline::CrLf), Note::CrLf),
        (ends(Newline::Missing), Note::NoNewline),
        (
            lines.any(|(line, plain)| line.bytes != *plain),
            Note::Colours,
        ),
        (seen.census.is_none(), Note::NotObserved),
        (seen.stderr_left_out > 0, Note::StderrCut),
    ];
    let applying = notes.into_iter().filter(|(applies, _)| *applies);
    applying.map(|(_, note)| note).collect()
}

#[cfg(test)]
mod properties;
#[cfg(test)]
pub mod tests;
