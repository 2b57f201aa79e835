//! What the documentation says of answering beside a computation, and what the figures
//! say of it. `claims.json` is the truth table: what is right with a GIL; without one,
//! and on one core, where that differs.

use super::results::Results;
use super::way::Way;
use crate::claims::record::{self, Measured};
use crate::claims::{Answer, Answered, Check, Expected, Finding, NoQuestion};
use crate::measure::{Language, Missing};
use crate::units::ms;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Two medians are alike if neither is more than a quarter above the other.
const ALIKE: f64 = 1.25;

/// What can be asked of the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Question {
    /// Is half of the answers so many milliseconds late, or later? Half of that and
    /// less is no; what is between is neither.
    HeldUp(Way, u16),
    /// Are the medians of both alike?
    Alike(Way, Way),
}

/// What is said, and where.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// Written so that yes or no can be said of it.
    pub says: String,
    /// Who says yes or no, or what is to be compared.
    pub source: String,
    #[serde(skip_serializing)]
    question: Question,
    pub claimed: Answer,
    #[serde(skip_serializing)]
    truth: Expected,
    #[serde(skip_serializing)]
    free_threaded: Option<Expected>,
    /// Of those who are not held up: with one core, the scheduler decides when they wake.
    #[serde(skip_serializing)]
    one_core: Option<NoQuestion>,
}

/// A claim, and what was found of it.
#[derive(Clone, Debug, Serialize)]
pub struct Claimed {
    #[serde(flatten)]
    pub claim: Claim,
    #[serde(flatten)]
    pub finding: Finding,
}

/// The record of the results, and of what they say.
pub type Record = record::Record<Results>;

impl Measured for Results {
    const VERSION: u32 = 1;
    const NAME: &str = "`mixed`";
    type Claim = Claimed;

    fn judge(&self) -> (Vec<Claimed>, Check) {
        let all: Vec<Claimed> = claims().into_iter().map(|claim| claim.find(self)).collect();
        let said = |one: &Claimed| {
            let (says, finding) = (&one.claim.says, &one.finding);
            format!("{says}: {finding}: {}", finding.figures)
        };
        let unexpected = all.iter().filter(|one| one.finding.is_unexpected());
        let mut problems: Vec<String> = unexpected.map(said).collect();
        problems.extend(self.notes());
        let findings: Vec<&Finding> = all.iter().map(|one| &one.finding).collect();
        let check = Check::of(&findings, problems);
        (all, check)
    }

    fn missing(&self) -> Vec<(String, Missing)> {
        let all = self.rows.iter();
        all.filter_map(|row| Some((row.way.title().to_string(), row.outcome.get().err()?)))
            .collect()
    }

    fn is_consistent(&self) -> bool {
        let mut measured = self.rows.iter().filter_map(|row| row.outcome.get().ok());
        measured.all(|figures| figures.late.len() == self.requests as usize)
    }
}

fn claims() -> Vec<Claim> {
    serde_json::from_str(include_str!("claims.json")).expect("a test reads the same claims")
}

impl Claim {
    /// What was found of it.
    fn find(self, results: &Results) -> Claimed {
        let truth = self.expected(results);
        let asked = match truth {
            Expected::Answer(_) => self.ask(results),
            Expected::NoQuestion(_) => Ok((None, String::new())),
        };
        Claimed {
            finding: Finding::new(self.claimed, truth, asked),
            claim: self,
        }
    }

    fn ask(&self, results: &Results) -> Result<Answered, Missing> {
        Ok(match self.question {
            Question::HeldUp(way, least_ms) => {
                let median = results.figures(way)?.p50;
                let least = Duration::from_millis(least_ms.into());
                let answer = match median {
                    late if late >= least => Some(Answer::Yes),
                    late if late <= least / 2 => Some(Answer::No),
                    _ => None,
                };
                (
                    answer,
                    format!("half of the answers {} late or more", ms(median)),
                )
            }
            Question::Alike(one, other) => {
                let [one, other] = [results.figures(one)?.p50, results.figures(other)?.p50];
                let ratio = one.max(other).as_secs_f64() / one.min(other).as_secs_f64().max(1e-9);
                let figures = format!("{} and {}", ms(one), ms(other));
                (Some((ratio <= ALIKE).into()), figures)
            }
        })
    }

    /// What is right to find.
    fn expected(&self, results: &Results) -> Expected {
        let machine = &results.machine;
        let several = match self.free_threaded {
            Some(truth) if !machine.has_gil(Language::CPython) => truth,
            _ => self.truth,
        };
        match self.one_core {
            Some(why) if machine.cores < 2 => Expected::NoQuestion(why),
            _ => several,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{Cpython, Disturbance, Machine, Outcome};
    use crate::mixed::results::{Figures, Row};
    use clap::ValueEnum;

    /// Medians in tenths of a millisecond, in the order of the ways.
    type Medians = [u64; 10];
    const WITH_GIL: Medians = [52, 7, 2, 54, 900, 51, 2, 1000, 2, 2];
    const WITHOUT: Medians = [2, 2, 2, 3, 900, 51, 2, 1000, 2, 2];

    fn results(medians: Medians, has_gil: bool, cores: usize) -> Results {
        let row = |(&way, tenths): (&Way, u64)| {
            let late = [Duration::from_micros(100 * tenths)];
            let second = Duration::from_secs(1);
            let figures = Figures::new(&late, 1, second, second, None);
            Row {
                way,
                outcome: Outcome::Measured(figures),
            }
        };
        let cpython = Cpython::Found {
            version: String::new(),
            has_gil,
        };
        Results {
            machine: Machine {
                cores,
                ..Machine::this(cpython, None)
            },
            requests: 1,
            period: Duration::from_millis(20),
            rows: Way::value_variants().iter().zip(medians).map(row).collect(),
        }
    }

    fn counted(results: &Results) -> [usize; 5] {
        let (_, check) = results.judge();
        [
            check.agree,
            check.contradict,
            check.inconclusive,
            check.not_shown,
            check.not_counted,
        ]
    }

    #[test]
    fn each_machine_has_its_truth() {
        let mut disturbed = results(WITH_GIL, true, 2);
        let load = Missing::Disturbed(Disturbance::LoadPercent(97));
        disturbed.rows[0].outcome = Outcome::Missing { missing: load };
        let mut without_python = results(WITH_GIL, true, 2);
        for row in &mut without_python.rows[..5] {
            let missing = Missing::NoInterpreter(String::new());
            row.outcome = Outcome::Missing { missing };
        }
        let with = |way: usize, tenths| {
            let mut medians = WITH_GIL;
            medians[way] = tenths;
            results(medians, true, 2)
        };
        let cases = [
            // Agree, contradict, inconclusive, not shown, not counted.
            (results(WITH_GIL, true, 2), [10, 0, 0, 0, 0]),
            (results(WITHOUT, false, 2), [9, 0, 0, 0, 1]),
            (results(WITH_GIL, true, 1), [5, 0, 0, 5, 0]),
            (results(WITHOUT, false, 1), [4, 0, 0, 5, 1]),
            // Without a GIL nobody waits for it; with one, somebody does.
            (results(WITH_GIL, false, 2), [7, 2, 0, 0, 1]),
            (results(WITHOUT, true, 2), [7, 3, 0, 0, 0]),
            (disturbed, [8, 0, 2, 0, 0]),
            (without_python, [4, 0, 0, 6, 0]),
            // The bounds: 4 ms and more is held up, 2 ms and less is not.
            (with(6, 20), [10, 0, 0, 0, 0]),
            (with(6, 21), [9, 0, 1, 0, 0]),
            (with(6, 40), [9, 1, 0, 0, 0]),
            (with(5, 41), [9, 1, 0, 0, 0]),
            (with(5, 65), [10, 0, 0, 0, 0]),
        ];
        for (number, (results, expected)) in cases.iter().enumerate() {
            assert_eq!(counted(results), *expected, "case {number}");
        }
    }

    #[test]
    fn every_claim_names_its_source() {
        for claim in claims() {
            assert!(claim.source.starts_with("https://"), "{claim:?}");
        }
    }
}
