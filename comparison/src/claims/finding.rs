//! What was found of each claim: its answer, held against the claim and against
//! the truth table.

use super::table::{Answer, Claim, Expected, NoQuestion, Said};
use crate::measure::{Language, Machine, Missing};
use serde::{Serialize, Serializer};
use std::fmt;

/// A claim, and what was found of it in both languages.
#[derive(Clone, Debug, Serialize)]
pub struct Findings {
    #[serde(flatten)]
    pub claim: Said,
    pub cpython: Finding,
    pub rust: Finding,
}

/// What was found of a claim in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// `None` without an answer.
    pub verdict: Option<Verdict>,
    #[serde(flatten, serialize_with = "measured_or_missing")]
    pub answer: Result<Answer, NoAnswer>,
    /// What it rests on.
    pub figures: String,
    /// What is right to find.
    pub truth: Expected,
}

/// Whether a claim holds, by what was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Verdict {
    #[serde(rename = "holds")]
    Holds,
    /// It says no, and it should say when; or it says best, and another is as good.
    #[serde(rename = "holds loosely")]
    Loose,
    #[serde(rename = "does not hold")]
    DoesNotHold,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    Missing(Missing),
    /// The figures are between yes and no.
    Between,
    /// There is nothing to ask.
    NoQuestion(NoQuestion),
}

impl NoAnswer {
    /// Whether another, quieter try might give one.
    pub fn is_inconclusive(&self) -> bool {
        match self {
            NoAnswer::Missing(missing) => missing.is_inconclusive(),
            other => *other == NoAnswer::Between,
        }
    }

    /// Whether somebody else's use of the machine is the cause.
    pub fn is_foreign_load(&self) -> bool {
        matches!(self, NoAnswer::Missing(missing) if missing.is_foreign_load())
    }
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            NoAnswer::Missing(missing) => missing.fmt(f),
            NoAnswer::Between => f.write_str("inconclusive: between the thresholds"),
            NoAnswer::NoQuestion(why) => why.fmt(f),
        }
    }
}

/// An answer, and the figures that it rests on; none, if they are between yes and no.
pub type Answered = (Option<Answer>, String);

/// Asks the question of each claim in both languages.
pub fn find_all<Q>(
    claims: Vec<Claim<Q>>,
    machine: &Machine,
    ask: impl Fn(&Q, Language) -> Result<Answered, Missing>,
) -> Vec<Findings> {
    let find = |claim: Claim<Q>| {
        let [cpython, rust] = [Language::CPython, Language::Rust].map(|language| {
            let truth = claim.truth.on(machine, language);
            Finding::new(claim.said.claimed, truth, ask(&claim.question, language))
        });
        let claim = claim.said;
        Findings {
            claim,
            cpython,
            rust,
        }
    };
    claims.into_iter().map(find).collect()
}

impl Findings {
    /// What was found of all these claims, in both languages.
    pub fn in_both(all: &[Findings]) -> Vec<&Finding> {
        let both = all.iter().flat_map(|both| [&both.cpython, &both.rust]);
        both.collect()
    }

    /// In the order of the reports.
    pub fn both(&self) -> [(Language, &Finding); 2] {
        [
            (Language::CPython, &self.cpython),
            (Language::Rust, &self.rust),
        ]
    }
}

impl Finding {
    /// Holds what was answered against what is claimed. Where the truth is that there
    /// is nothing to ask, the figures answer nothing.
    pub fn new(claimed: Answer, truth: Expected, asked: Result<Answered, Missing>) -> Finding {
        let (answer, figures) = match (asked, truth) {
            // Figures would look like an answer.
            (_, Expected::NoQuestion(why @ NoQuestion::NotApplicable)) => {
                (Err(NoAnswer::NoQuestion(why)), String::new())
            }
            (Ok((_, figures)), Expected::NoQuestion(why)) => {
                (Err(NoAnswer::NoQuestion(why)), figures)
            }
            (Err(missing), Expected::NoQuestion(why)) if missing.is_inconclusive() => {
                (Err(NoAnswer::NoQuestion(why)), String::new())
            }
            (Ok((answer, figures)), _) => (answer.ok_or(NoAnswer::Between), figures),
            (Err(missing), _) => (Err(NoAnswer::Missing(missing)), String::new()),
        };
        let verdict = |&answer: &Answer| match (claimed, answer) {
            (claimed, answer) if claimed == answer => Verdict::Holds,
            (Answer::No, Answer::WhileWaiting) | (Answer::Yes, Answer::AsGood) => Verdict::Loose,
            _ => Verdict::DoesNotHold,
        };
        Finding {
            verdict: answer.as_ref().ok().map(verdict),
            answer,
            figures,
            truth,
        }
    }

    /// Whether it is another answer than the right one.
    pub fn contradicts(&self) -> bool {
        let found = self.answer.as_ref();
        found.is_ok_and(|&answer| Expected::Answer(answer) != self.truth)
    }

    /// Whether somebody should look: it contradicts the truth table, or is neither yes
    /// nor no.
    pub fn is_unexpected(&self) -> bool {
        self.contradicts() || self.answer == Err(NoAnswer::Between)
    }

    /// Whether another, quieter try might answer it.
    pub fn is_inconclusive(&self) -> bool {
        let answer = self.answer.as_ref();
        answer.is_err_and(NoAnswer::is_inconclusive)
    }
}

/// What is up to `no` or from `yes` on is clear; what is between is not.
pub fn decide(figure: f64, no: f64, yes: f64) -> Option<Answer> {
    match figure {
        high if high >= yes => Some(Answer::Yes),
        low if low <= no => Some(Answer::No),
        _ => None,
    }
}

/// The verdict, or why there is none.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if let Err(missing) = &self.answer {
            missing.fmt(f)?;
        }
        if let Some(verdict) = self.verdict {
            verdict.serialize(&mut *f)?;
        }
        if self.contradicts() {
            write!(f, ", UNEXPECTED (the truth table says {})", self.truth)?;
        }
        Ok(())
    }
}

/// `measured` is the answer; `missing` says why there is none.
fn measured_or_missing<S: Serializer>(
    answer: &Result<Answer, NoAnswer>,
    to: S,
) -> Result<S::Ok, S::Error> {
    match answer {
        Ok(answer) => to.collect_map([("measured", answer)]),
        Err(missing) => to.collect_map([("missing", missing.to_string())]),
    }
}

#[cfg(test)]
mod tests {
    use super::Answer::{AsGood, No, WhileWaiting, Yes};
    use super::*;
    use crate::measure::Disturbance;

    #[test]
    fn a_verdict_compares_what_is_claimed_with_what_was_found() {
        let cases = [
            (Yes, Yes, Verdict::Holds),
            (No, No, Verdict::Holds),
            (No, WhileWaiting, Verdict::Loose),
            (No, Yes, Verdict::DoesNotHold),
            (Yes, No, Verdict::DoesNotHold),
            (Yes, WhileWaiting, Verdict::DoesNotHold),
            (Yes, AsGood, Verdict::Loose),
        ];
        for (claimed, found, expected) in cases {
            let asked = Ok((Some(found), String::new()));
            let finding = Finding::new(claimed, Expected::Answer(No), asked);
            assert_eq!(finding.verdict, Some(expected), "{claimed:?} {found:?}");
            assert_eq!(finding.contradicts(), found != No);
            assert!(!finding.is_inconclusive());
        }
        let slowed = Disturbance::SlowedPercent(130);
        let unseen = Disturbance::Unseen;
        let doubts = [
            (Ok((None, String::new())), true, false),
            (Err(Missing::Disturbed(slowed)), true, true),
            (Err(Missing::Disturbed(unseen)), true, false),
            (Err(Missing::SteadyLoad), true, true),
            (Err(Missing::NotObserved), false, false),
            (Err(Missing::NoInterpreter(String::new())), false, false),
            (Err(Missing::Failed(String::new())), false, false),
        ];
        for (asked, inconclusive, load) in doubts {
            let finding = Finding::new(No, Expected::Answer(No), asked.clone());
            assert_eq!(finding.verdict, None);
            assert!(!finding.contradicts());
            assert_eq!(finding.is_inconclusive(), inconclusive, "{asked:?}");
            let doubt = finding.answer.expect_err("no answer");
            assert_eq!(doubt.is_foreign_load(), load, "{asked:?}");
        }
    }

    /// Where there is nothing to ask, no figure is an answer; that there is none because
    /// a program failed is still told.
    #[test]
    fn nothing_to_ask_is_no_answer() {
        let figures = || Ok((Some(No), "1.00×".to_string()));
        let failed = Missing::Failed(String::new());
        let (one_core, not_applicable) = (NoQuestion::OneCore, NoQuestion::NotApplicable);
        let cases = [
            (one_core, figures(), NoAnswer::NoQuestion(one_core), "1.00×"),
            (
                not_applicable,
                figures(),
                NoAnswer::NoQuestion(not_applicable),
                "",
            ),
            (
                one_core,
                Err(Missing::SteadyLoad),
                NoAnswer::NoQuestion(one_core),
                "",
            ),
            (one_core, Err(failed.clone()), NoAnswer::Missing(failed), ""),
        ];
        for (why, asked, expected, figures) in cases {
            let finding = Finding::new(Yes, Expected::NoQuestion(why), asked);
            assert_eq!(finding.answer, Err(expected));
            assert_eq!(finding.figures, figures);
            assert!(!finding.contradicts());
            assert_eq!((finding.verdict, finding.is_inconclusive()), (None, false));
        }
    }

    #[test]
    fn a_finding_says_what_it_means() {
        let say = |answer, truth| {
            let truth = Expected::Answer(truth);
            Finding::new(Yes, truth, Ok((answer, String::new()))).to_string()
        };
        assert_eq!(say(Some(Yes), Yes), "holds");
        assert_eq!(
            say(Some(No), Yes),
            "does not hold, UNEXPECTED (the truth table says yes)"
        );
        assert_eq!(say(None, Yes), "inconclusive: between the thresholds");
        let truth = Expected::Answer(No);
        let asked = Ok((Some(WhileWaiting), "1.00×".to_string()));
        let finding = Finding::new(Yes, truth, asked);
        let json = serde_json::to_string(&finding).expect("JSON");
        let expected = r#"{"verdict":"does not hold","measured":"while-waiting","figures":"1.00×","truth":"no"}"#;
        assert_eq!(json, expected);
    }
}
