//! What was found of each claim: its answer, held against the claim and against
//! the truth table.

use super::answer::{Facts, NoAnswer, answer};
use super::table::{Answer, Claim, Expected, Question, claims};
use crate::measure::{Language, Machine, Results};
use serde::{Serialize, Serializer};
use std::fmt;

/// A claim, and what was found of it in both languages.
#[derive(Clone, Debug, Serialize)]
#[serde(bound(serialize = ""))] // the question is not written
pub struct Findings<Q = Question> {
    #[serde(flatten)]
    pub claim: Claim<Q>,
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

/// What was found of all claims.
pub fn find(results: &Results) -> Vec<Findings> {
    let ask = |question: &Question, language| answer(question, Facts { results, language });
    let claims = claims().into_iter();
    claims
        .map(|claim| Findings::of(claim, &results.machine, ask))
        .collect()
}

impl<Q> Findings<Q> {
    /// What was found of all these claims, in both languages.
    pub fn in_both(all: &[Findings<Q>]) -> Vec<&Finding> {
        let both = all.iter().flat_map(|both| [&both.cpython, &both.rust]);
        both.collect()
    }

    /// Asks a claim's question in both languages.
    pub fn of(
        claim: Claim<Q>,
        machine: &Machine,
        ask: impl Fn(&Q, Language) -> (Result<Answer, NoAnswer>, String),
    ) -> Findings<Q> {
        let found = |language| {
            let (answer, figures) = ask(&claim.question, language);
            let truth = claim.truth.on(machine, language);
            Finding::new(claim.claimed, answer, figures, truth)
        };
        Findings {
            cpython: found(Language::CPython),
            rust: found(Language::Rust),
            claim,
        }
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
    /// Holds an answer against what is claimed.
    pub fn new(
        claimed: Answer,
        answer: Result<Answer, NoAnswer>,
        figures: String,
        truth: Expected,
    ) -> Finding {
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

    pub fn contradicts(&self) -> bool {
        let found = match &self.answer {
            Ok(answer) => Expected::Answer(*answer),
            Err(NoAnswer::NoQuestion(why)) => Expected::NoQuestion(*why),
            Err(_) => return false,
        };
        found != self.truth
    }

    /// Whether another, quieter try might answer it.
    pub fn is_inconclusive(&self) -> bool {
        let answer = self.answer.as_ref();
        answer.is_err_and(NoAnswer::is_inconclusive)
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
    use crate::claims::table::NoQuestion;
    use crate::measure::{Disturbance, Missing};

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
            let finding = Finding::new(claimed, Ok(found), String::new(), Expected::Answer(No));
            assert_eq!(finding.verdict, Some(expected), "{claimed:?} {found:?}");
            assert_eq!(finding.contradicts(), found != No);
            assert!(!finding.is_inconclusive());
        }
        let missing = NoAnswer::Missing;
        let slowed = Disturbance::SlowedPercent(130);
        let unseen = Disturbance::Unseen;
        let doubts = [
            (NoAnswer::Between, true, false),
            (missing(Missing::Disturbed(slowed)), true, true),
            (missing(Missing::Disturbed(unseen)), true, false),
            (missing(Missing::SteadyLoad), true, true),
            (missing(Missing::NotObserved), false, false),
            (missing(Missing::NoInterpreter(String::new())), false, false),
            (missing(Missing::Failed(String::new())), false, false),
        ];
        for (doubt, inconclusive, load) in doubts {
            let expected = Expected::Answer(No);
            let finding = Finding::new(No, Err(doubt.clone()), String::new(), expected);
            assert_eq!(finding.verdict, None);
            assert!(!finding.contradicts());
            assert_eq!(finding.is_inconclusive(), inconclusive, "{doubt:?}");
            assert_eq!(doubt.is_foreign_load(), load, "{doubt:?}");
        }
    }

    #[test]
    fn nothing_to_ask_is_expected_as_well() {
        let (one_core, definition) = (NoQuestion::OneCore, NoQuestion::Definition);
        let cases = [
            (Expected::NoQuestion(one_core), false),
            (Expected::NoQuestion(definition), true),
            (Expected::Answer(Yes), true),
        ];
        for (truth, contradicts) in cases {
            let answer = Err(NoAnswer::NoQuestion(one_core));
            let finding = Finding::new(Yes, answer, String::new(), truth);
            assert_eq!(finding.contradicts(), contradicts, "{truth:?}");
            assert_eq!((finding.verdict, finding.is_inconclusive()), (None, false));
        }
    }

    #[test]
    fn a_finding_says_what_it_means() {
        let say = |answer, truth| {
            let truth = Expected::Answer(truth);
            Finding::new(Yes, answer, String::new(), truth).to_string()
        };
        assert_eq!(say(Ok(Yes), Yes), "holds");
        assert_eq!(
            say(Ok(No), Yes),
            "does not hold, UNEXPECTED (the truth table says yes)"
        );
        assert_eq!(
            say(Err(NoAnswer::Between), Yes),
            "inconclusive: between the thresholds"
        );
        let truth = Expected::Answer(No);
        let finding = Finding::new(Yes, Ok(WhileWaiting), "1.00×".to_string(), truth);
        let json = serde_json::to_string(&finding).expect("JSON");
        let expected = r#"{"verdict":"does not hold","measured":"while-waiting","figures":"1.00×","truth":"no"}"#;
        assert_eq!(json, expected);
    }
}
