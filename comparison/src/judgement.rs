//! The judgement: what the measurements answer to a claim, and whether that is
//! what the truth table says.

use crate::claims::{Answer, CLAIMS, Claim, Question};
use crate::measure::Results;
use crate::run::{Run, Seen};
use crate::series::{Language, Missing, Series, Subject};
use crate::technique::Technique;
use crate::work::Work;
use std::collections::BTreeMap;
use std::fmt;

/// With two jobs on two cores, the speed-up is 1 or 2, and so are the cores
/// busy. What is between these two bounds is neither.
const ONE: f64 = 1.25;
const TWO: f64 = 1.5;

/// What was measured of one technique in one language, on one kind of work.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    pub jobs: usize,
    pub speed_up: Result<f64, Missing>,
    pub waits_together: bool,
    pub seen: Result<CoreUse, Missing>,
}

/// What the census says of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoreUse {
    pub threads: usize,
    pub cores_busy: f64,
    pub side_by_side: f64,
}

/// All that a claim is judged by, in one language.
#[derive(Clone, Debug)]
pub struct Facts {
    pub cores: usize,
    pub figures: BTreeMap<(Technique, Work), Result<Figures, Missing>>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    Missing(Missing),
    /// The figures are between yes and no.
    Between,
    OneCore,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Doubt::Missing(missing) => missing.fmt(f),
            Doubt::Between => f.write_str("inconclusive: neither yes nor no"),
            Doubt::OneCore => f.write_str("cannot be shown on one core"),
        }
    }
}

/// What was measured of a claim in one language.
#[derive(Clone, Debug)]
pub struct Finding {
    pub answer: Result<Answer, Doubt>,
    /// The figures that it rests on.
    pub figures: String,
    /// The right answer.
    pub truth: Answer,
}

/// A claim, and what was found.
pub struct Judged {
    pub claim: Claim,
    pub cpython: Finding,
    pub rust: Finding,
}

/// Whether a claim holds, by what was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Holds,
    /// It says no, and it should say when.
    Loose,
    DoesNotHold,
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::Loose => "holds loosely",
            Verdict::DoesNotHold => "does not hold",
        }
    }
}

impl Finding {
    pub fn verdict(&self, claimed: Answer) -> Result<Verdict, &Doubt> {
        Ok(match (claimed, *self.answer.as_ref()?) {
            (claimed, answer) if claimed == answer => Verdict::Holds,
            (Answer::No, Answer::WhileWaiting) => Verdict::Loose,
            _ => Verdict::DoesNotHold,
        })
    }

    pub fn contradicts(&self) -> bool {
        self.answer
            .as_ref()
            .is_ok_and(|&answer| answer != self.truth)
    }

    /// Whether another, quieter try might answer it.
    pub fn is_inconclusive(&self) -> bool {
        use Missing::{Disturbed, SteadyLoad};
        let doubt = self.answer.as_ref().err();
        doubt.is_some_and(|doubt| {
            matches!(
                doubt,
                Doubt::Between | Doubt::Missing(Disturbed(_) | SteadyLoad)
            )
        })
    }
}

/// Judges all claims.
pub fn judge(results: &Results) -> Vec<Judged> {
    let [rust, cpython] =
        [Language::Rust, Language::CPython].map(|language| facts(results, language));
    let has_gil = results.python.as_ref().is_ok_and(|python| python.has_gil);
    let judged = |claim: &Claim| {
        let finding = |facts, truth| {
            let (answer, figures) = answer(claim.question, facts);
            Finding {
                answer,
                figures,
                truth,
            }
        };
        let truth = claim.truth;
        Judged {
            claim: *claim,
            cpython: finding(
                &cpython,
                if has_gil {
                    truth.cpython
                } else {
                    truth.free_threaded
                },
            ),
            rust: finding(&rust, truth.rust),
        }
    };
    CLAIMS.iter().map(judged).collect()
}

/// The figures of a language's techniques, each against its sequential baseline.
pub fn facts(results: &Results, language: Language) -> Facts {
    let of_language = results.series.iter();
    let of_language = of_language.filter(|series| series.subject.language == language);
    let figures = of_language.map(|series| {
        let Subject {
            technique, work, ..
        } = series.subject;
        let figures = series.typical().map(|run| Figures {
            jobs: run.jobs.len(),
            speed_up: results.speed_up(series.subject),
            waits_together: series.runs.iter().all(|(run, _)| run.waits_together()),
            seen: core_use(series, run),
        });
        ((technique, work), figures)
    });
    Facts {
        cores: results.machine.cores,
        figures: figures.collect(),
    }
}

fn core_use(series: &Series, typical: &Run) -> Result<CoreUse, Missing> {
    let median = |of: fn(&Seen) -> f64| series.median(|run| run.seen.as_ref().map(of));
    Ok(CoreUse {
        threads: typical.seen.as_ref().map_or(0, |seen| seen.crowd.threads),
        cores_busy: median(|seen| seen.cores_busy)?,
        side_by_side: median(|seen| seen.side_by_side)?,
    })
}

impl Facts {
    fn figures(&self, technique: Technique, work: Work) -> Result<&Figures, Missing> {
        let figures = self.figures.get(&(technique, work));
        figures.map_or(Err(Missing::NotObserved), |figures| {
            figures.as_ref().map_err(Clone::clone)
        })
    }

    fn speed_up(&self, technique: Technique, work: Work) -> Result<f64, Missing> {
        self.figures(technique, work)?.speed_up.clone()
    }

    fn seen(&self, technique: Technique, work: Work) -> Result<CoreUse, Missing> {
        self.figures(technique, work)?.seen.clone()
    }

    /// The best speed-up of all techniques.
    fn best(&self, work: Work) -> Result<f64, Missing> {
        let of_work = self.figures.keys().filter(|&&(_, of)| of == work);
        of_work
            .map(|&(technique, _)| self.speed_up(technique, work))
            .try_fold(0.0, |best: f64, next| Ok(best.max(next?)))
    }
}

/// The answer to a question, and the figures that it rests on.
pub fn answer(question: Question, facts: &Facts) -> (Result<Answer, Doubt>, String) {
    use Missing::{Disturbed, SteadyLoad};
    match ask(question, facts) {
        Ok((_, figures)) if facts.cores < 2 && is_about_cores(question) => {
            (Err(Doubt::OneCore), figures)
        }
        Err(Disturbed(_) | SteadyLoad) if facts.cores < 2 && is_about_cores(question) => {
            (Err(Doubt::OneCore), String::new())
        }
        Ok((answer, figures)) => (answer, figures),
        Err(missing) => (Err(Doubt::Missing(missing)), String::new()),
    }
}

fn is_about_cores(question: Question) -> bool {
    match question {
        Question::BestFor(work, _) => work == Work::Cpu,
        Question::OneThreadAtATime
        | Question::UsesCores(_)
        | Question::BypassesGil(_)
        | Question::GainsFromCores(_)
        | Question::UnlikeThreads(_) => true,
        Question::WaitsTogether(_)
        | Question::OneThread(_)
        | Question::WaitingBlocksNobody(_)
        | Question::MostlyWaits
        | Question::MostlyComputes => false,
    }
}

type Asked = Result<(Result<Answer, Doubt>, String), Missing>;

fn ask(question: Question, facts: &Facts) -> Asked {
    use Technique::{Sequential, Threading};
    match question {
        Question::OneThreadAtATime => {
            let speed_up = facts.speed_up(Threading, Work::Cpu)?;
            let answer = at_least_two(speed_up).map(not);
            let figures = match facts.speed_up(Technique::Gil, Work::Cpu) {
                Ok(gil) => {
                    format!("{speed_up:.2}× with 2 threads, {gil:.2}× with the emulated GIL")
                }
                Err(_) => format!("{speed_up:.2}× with 2 threads"),
            };
            Ok((answer, figures))
        }
        Question::BestFor(work, techniques) => {
            let best = facts.best(work)?;
            let mut answer = Ok(Answer::Yes);
            let mut figures = Vec::new();
            for &technique in techniques {
                let speed_up = facts.speed_up(technique, work)?;
                figures.push(format!("{} {speed_up:.2}×", technique.name()));
                answer = match speed_up / best {
                    ratio if ratio >= 0.8 => answer,
                    ratio if ratio <= 0.6 => Ok(Answer::No),
                    _ if answer == Ok(Answer::No) => answer,
                    _ => Err(Doubt::Between),
                };
            }
            let figures = figures.join(", ");
            Ok((answer, format!("{figures}, the best {best:.2}×")))
        }
        Question::UsesCores(technique) => {
            let seen = facts.seen(technique, Work::Cpu)?;
            Ok((uses_cores(seen), describe(seen)))
        }
        Question::BypassesGil(technique) => {
            let cpu = facts.speed_up(technique, Work::Cpu)?;
            let io = facts.figures(technique, Work::Io)?;
            let waiting = io.speed_up.clone()?;
            // One thread that waits for many shares its lock with nobody.
            let threads = io.seen.clone()?.threads;
            let answer = at_least_two(cpu).map(|answer| match answer {
                Answer::No if threads > 1 && waiting > TWO => Answer::WhileWaiting,
                answer => answer,
            });
            let threads = if threads == 1 {
                "1 thread"
            } else {
                "several threads"
            };
            let figures = format!("CPU-bound {cpu:.2}×, I/O-bound {waiting:.2}× with {threads}");
            Ok((answer, figures))
        }
        Question::GainsFromCores(technique) => {
            let speed_up = facts.speed_up(technique, Work::Cpu)?;
            let figures = format!("CPU-bound {speed_up:.2}×");
            Ok((at_least_two(speed_up), figures))
        }
        Question::WaitsTogether(technique) => {
            let speed_up = facts.speed_up(technique, Work::Io)?;
            let jobs = facts.figures(technique, Work::Io)?.jobs;
            let answer = match speed_up {
                enough if enough >= jobs as f64 / 2.0 => Ok(Answer::Yes),
                little if little <= TWO => Ok(Answer::No),
                _ => Err(Doubt::Between),
            };
            Ok((answer, format!("{speed_up:.2}× with {jobs} downloads")))
        }
        Question::OneThread(technique) => {
            let threads = facts.seen(technique, Work::Io)?.threads;
            let answer = if threads == 1 {
                Answer::Yes
            } else {
                Answer::No
            };
            let threads = if threads == 1 {
                "1 thread".to_string()
            } else {
                format!("{threads} threads")
            };
            Ok((Ok(answer), format!("{threads} seen")))
        }
        Question::WaitingBlocksNobody(technique) => {
            let figures = facts.figures(technique, Work::Io)?;
            let (answer, what) = if figures.waits_together {
                (Answer::Yes, "begun before the first was done")
            } else {
                (Answer::No, "begun, some after others were done")
            };
            Ok((Ok(answer), format!("{} downloads {what}", figures.jobs)))
        }
        Question::UnlikeThreads(technique) => {
            let [threads, it] = [Threading, technique].map(|of| facts.seen(of, Work::Cpu));
            let (threads, it) = (threads?, it?);
            let answer = match (uses_cores(threads), uses_cores(it)) {
                (Ok(Answer::Yes), Ok(Answer::No)) => Ok(Answer::Yes),
                (Ok(_), Ok(_)) => Ok(Answer::No),
                (Err(doubt), _) | (_, Err(doubt)) => Err(doubt),
            };
            let busy = format!(
                "{:.2} cores busy, threads {:.2}",
                it.cores_busy, threads.cores_busy
            );
            Ok((answer, busy))
        }
        Question::MostlyWaits => {
            let busy = facts.seen(Sequential, Work::Io)?.cores_busy;
            let answer = if busy < 0.5 { Answer::Yes } else { Answer::No };
            Ok((Ok(answer), format!("{:.0} % of a core busy", busy * 100.0)))
        }
        Question::MostlyComputes => {
            let busy = facts.seen(Sequential, Work::Cpu)?.cores_busy;
            let answer = if busy > 0.5 { Answer::Yes } else { Answer::No };
            Ok((Ok(answer), format!("{:.0} % of a core busy", busy * 100.0)))
        }
    }
}

fn not(answer: Answer) -> Answer {
    match answer {
        Answer::No => Answer::Yes,
        _ => Answer::No,
    }
}

/// Tells 2 from 1.
fn at_least_two(figure: f64) -> Result<Answer, Doubt> {
    match figure {
        two if two > TWO => Ok(Answer::Yes),
        one if one < ONE => Ok(Answer::No),
        _ => Err(Doubt::Between),
    }
}

/// More than one core is used if they are, and if two threads are seen to be
/// busy at once: neither alone would show it.
fn uses_cores(seen: CoreUse) -> Result<Answer, Doubt> {
    match at_least_two(seen.cores_busy)? {
        Answer::Yes if seen.side_by_side > 0.5 => Ok(Answer::Yes),
        Answer::No if seen.side_by_side < 0.1 => Ok(Answer::No),
        _ => Err(Doubt::Between),
    }
}

fn describe(seen: CoreUse) -> String {
    let together = seen.side_by_side * 100.0;
    format!(
        "{:.2} cores busy, two at once {together:.0} % of the time",
        seen.cores_busy
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::Disturbance;
    use crate::technique::Technique::{Asyncio, Gil, Multiprocessing, Sequential, Threading};
    use Answer::{No, WhileWaiting, Yes};

    /// A technique's figures: I/O-bound speed-up and threads, CPU-bound speed-up,
    /// cores busy, and how long two threads were busy at once.
    type Row = (Technique, f64, usize, f64, f64, f64);

    const CPYTHON: [Row; 4] = [
        (Sequential, 1.0, 1, 1.0, 0.98, 0.0),
        (Threading, 7.6, 9, 0.98, 1.0, 0.0),
        (Multiprocessing, 6.9, 9, 1.97, 1.96, 0.9),
        (Asyncio, 7.8, 1, 1.02, 0.98, 0.0),
    ];

    const RUST: [Row; 5] = [
        (Sequential, 1.0, 1, 1.0, 0.98, 0.0),
        (Threading, 7.9, 9, 1.98, 1.97, 0.95),
        (Gil, 7.9, 9, 1.0, 1.0, 0.0),
        (Multiprocessing, 7.9, 9, 1.95, 1.96, 0.9),
        (Asyncio, 7.9, 1, 0.99, 0.98, 0.0),
    ];

    const UNSEEN: Disturbance = Disturbance::Unseen;

    fn facts(rows: &[Row], cores: usize) -> Facts {
        let figures = |speed_up, threads, cores_busy, side_by_side| {
            Ok(Figures {
                jobs: 8,
                speed_up: Ok(speed_up),
                waits_together: speed_up > 2.0,
                seen: Ok(CoreUse {
                    threads,
                    cores_busy,
                    side_by_side,
                }),
            })
        };
        let of = |&(technique, io, threads, cpu, busy, together): &Row| {
            [
                ((technique, Work::Io), figures(io, threads, 0.02, 0.0)),
                ((technique, Work::Cpu), figures(cpu, 3, busy, together)),
            ]
        };
        Facts {
            cores,
            figures: rows.iter().flat_map(of).collect(),
        }
    }

    fn answers(facts: &Facts) -> Vec<Result<Answer, Doubt>> {
        let answer = |claim: &Claim| answer(claim.question, facts).0;
        CLAIMS.iter().map(answer).collect()
    }

    #[test]
    fn what_was_measured_on_a_quiet_machine_is_the_truth() {
        let truths = |of: fn(&Claim) -> Answer| -> Vec<Result<Answer, Doubt>> {
            CLAIMS.iter().map(|claim| Ok(of(claim))).collect()
        };
        let cases = [
            (facts(&CPYTHON, 2), truths(|claim| claim.truth.cpython)),
            (facts(&RUST, 2), truths(|claim| claim.truth.rust)),
            // Without a GIL, CPython's threads do what Rust's do.
            (facts(&RUST, 2), truths(|claim| claim.truth.free_threaded)),
            (facts(&RUST, 16), truths(|claim| claim.truth.rust)),
        ];
        for (facts, expected) in cases {
            for ((claim, answer), expected) in CLAIMS.iter().zip(answers(&facts)).zip(expected) {
                assert_eq!(answer, expected, "{}", claim.says);
            }
        }
    }

    #[test]
    fn nothing_about_cores_is_shown_on_one_core() {
        let shown = answers(&facts(&CPYTHON, 1));
        let about_cores = shown
            .iter()
            .filter(|answer| **answer == Err(Doubt::OneCore));
        assert_eq!(about_cores.count(), 11);
        let others = shown.iter().filter_map(|answer| answer.as_ref().ok());
        assert!(others.copied().eq([Yes; 8]), "{shown:?}");
    }

    #[test]
    fn each_question_has_its_bounds() {
        use Question::{
            BestFor, BypassesGil, GainsFromCores, MostlyComputes, MostlyWaits, OneThread,
            OneThreadAtATime, UnlikeThreads, UsesCores, WaitingBlocksNobody, WaitsTogether,
        };
        let between = Err(Doubt::Between);
        // The figures of threading; the others are CPython's.
        let cases = [
            (GainsFromCores(Threading), (1.0, 1, 1.51, 1.0, 0.0), Ok(Yes)),
            (
                GainsFromCores(Threading),
                (1.0, 1, 1.4, 1.0, 0.0),
                between.clone(),
            ),
            (GainsFromCores(Threading), (1.0, 1, 1.24, 1.0, 0.0), Ok(No)),
            (OneThreadAtATime, (1.0, 1, 1.24, 1.0, 0.0), Ok(Yes)),
            (OneThreadAtATime, (1.0, 1, 1.3, 1.0, 0.0), between.clone()),
            (OneThreadAtATime, (1.0, 1, 1.9, 1.0, 0.0), Ok(No)),
            // Cores busy and side by side, both.
            (UsesCores(Threading), (1.0, 1, 1.0, 1.9, 0.9), Ok(Yes)),
            (
                UsesCores(Threading),
                (1.0, 1, 1.0, 1.9, 0.2),
                between.clone(),
            ),
            (
                UsesCores(Threading),
                (1.0, 1, 1.0, 1.0, 0.3),
                between.clone(),
            ),
            (
                UsesCores(Threading),
                (1.0, 1, 1.0, 1.4, 0.9),
                between.clone(),
            ),
            (UsesCores(Threading), (1.0, 1, 1.0, 1.1, 0.0), Ok(No)),
            (
                BypassesGil(Threading),
                (7.0, 9, 1.0, 1.0, 0.0),
                Ok(WhileWaiting),
            ),
            (BypassesGil(Threading), (7.0, 1, 1.0, 1.0, 0.0), Ok(No)),
            (BypassesGil(Threading), (1.0, 9, 1.0, 1.0, 0.0), Ok(No)),
            (BypassesGil(Threading), (1.0, 9, 1.9, 1.0, 0.0), Ok(Yes)),
            (
                BypassesGil(Threading),
                (7.0, 9, 1.4, 1.0, 0.0),
                between.clone(),
            ),
            (WaitsTogether(Threading), (4.0, 9, 1.0, 1.0, 0.0), Ok(Yes)),
            (
                WaitsTogether(Threading),
                (2.0, 9, 1.0, 1.0, 0.0),
                between.clone(),
            ),
            (WaitsTogether(Threading), (1.1, 9, 1.0, 1.0, 0.0), Ok(No)),
            (OneThread(Threading), (1.0, 1, 1.0, 1.0, 0.0), Ok(Yes)),
            (OneThread(Threading), (1.0, 2, 1.0, 1.0, 0.0), Ok(No)),
            (
                WaitingBlocksNobody(Threading),
                (7.0, 1, 1.0, 1.0, 0.0),
                Ok(Yes),
            ),
            (
                WaitingBlocksNobody(Threading),
                (1.0, 1, 1.0, 1.0, 0.0),
                Ok(No),
            ),
            (UnlikeThreads(Asyncio), (1.0, 1, 1.0, 1.9, 0.9), Ok(Yes)),
            (UnlikeThreads(Asyncio), (1.0, 1, 1.0, 1.0, 0.0), Ok(No)),
            (
                UnlikeThreads(Asyncio),
                (1.0, 1, 1.0, 1.9, 0.3),
                between.clone(),
            ),
            (
                BestFor(Work::Io, &[Threading]),
                (6.3, 1, 1.0, 1.0, 0.0),
                Ok(Yes),
            ),
            (
                BestFor(Work::Io, &[Threading]),
                (5.5, 1, 1.0, 1.0, 0.0),
                between.clone(),
            ),
            (
                BestFor(Work::Io, &[Threading]),
                (4.0, 1, 1.0, 1.0, 0.0),
                Ok(No),
            ),
            (
                BestFor(Work::Io, &[Threading, Asyncio]),
                (4.0, 1, 1.0, 1.0, 0.0),
                Ok(No),
            ),
            (
                BestFor(Work::Io, &[Threading, Asyncio]),
                (5.5, 1, 1.0, 1.0, 0.0),
                between.clone(),
            ),
            (
                BestFor(Work::Cpu, &[Threading]),
                (1.0, 1, 1.0, 1.0, 0.0),
                Ok(No),
            ),
            (MostlyWaits, (1.0, 1, 1.0, 1.0, 0.0), Ok(Yes)),
            (MostlyComputes, (1.0, 1, 1.0, 1.0, 0.0), Ok(Yes)),
        ];
        for (question, (io, threads, cpu, busy, together), expected) in cases {
            let mut rows = CPYTHON;
            rows[1] = (Threading, io, threads, cpu, busy, together);
            let (found, figures) = answer(question, &facts(&rows, 2));
            assert_eq!(found, expected, "{question:?}: {figures}");
            assert!(!figures.is_empty(), "{question:?}");
        }
    }

    #[test]
    fn without_a_figure_there_is_no_answer() {
        let mut disturbed = facts(&CPYTHON, 2);
        disturbed
            .figures
            .insert((Sequential, Work::Cpu), Err(Missing::Disturbed(UNSEEN)));
        let missing = Err(Doubt::Missing(Missing::Disturbed(UNSEEN)));
        let found = answer(Question::MostlyComputes, &disturbed);
        assert_eq!(found, (missing, String::new()));
        let empty = facts(&[], 2);
        assert!(answers(&empty).iter().all(Result::is_err));
    }

    #[test]
    fn a_verdict_compares_what_is_claimed_with_what_was_found() {
        let finding = |answer, truth| Finding {
            answer,
            figures: String::new(),
            truth,
        };
        let cases = [
            (Yes, Yes, Verdict::Holds),
            (No, No, Verdict::Holds),
            (No, WhileWaiting, Verdict::Loose),
            (No, Yes, Verdict::DoesNotHold),
            (Yes, No, Verdict::DoesNotHold),
            (Yes, WhileWaiting, Verdict::DoesNotHold),
        ];
        for (claimed, found, expected) in cases {
            let finding = finding(Ok(found), No);
            assert_eq!(
                finding.verdict(claimed),
                Ok(expected),
                "{claimed:?} {found:?}"
            );
            assert_eq!(finding.contradicts(), found != No);
            assert!(!finding.is_inconclusive());
        }
        let doubts = [
            (Doubt::Between, true),
            (Doubt::OneCore, false),
            (Doubt::Missing(Missing::Disturbed(UNSEEN)), true),
            (Doubt::Missing(Missing::SteadyLoad), true),
            (Doubt::Missing(Missing::NotObserved), false),
            (Doubt::Missing(Missing::NoInterpreter(String::new())), false),
            (Doubt::Missing(Missing::Failed(String::new())), false),
        ];
        for (doubt, inconclusive) in doubts {
            let finding = finding(Err(doubt.clone()), No);
            assert_eq!(finding.verdict(No), Err(&doubt));
            assert!(!finding.contradicts());
            assert_eq!(finding.is_inconclusive(), inconclusive, "{doubt:?}");
        }
    }
}
