//! What the figures answer to a question, and with which bounds.

use super::table::{Answer, Question};
use crate::measure::{Language, Missing, Results, Series, Subject};
use crate::technique::Technique;
use crate::work::Work;
use std::fmt;

/// With two jobs on two cores, the speed-up is 1 or 2, and so are the cores
/// busy. What is between these two bounds is neither.
const ONE: f64 = 1.25;
const TWO: f64 = 1.5;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    Missing(Missing),
    /// The figures are between yes and no.
    Between,
    OneCore,
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
            NoAnswer::OneCore => f.write_str("needs two cores"),
        }
    }
}

/// What was measured in one language.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    pub results: &'a Results,
    pub language: Language,
}

/// How a technique used the cores.
#[derive(Clone, Copy)]
struct CoreUse {
    threads: usize,
    cores_busy: f64,
    side_by_side: f64,
}

impl<'a> Facts<'a> {
    fn subject(self, technique: Technique, work: Work) -> Subject {
        Subject::new(self.language, technique, work)
    }

    fn speed_up(self, technique: Technique, work: Work) -> Result<f64, Missing> {
        self.results.speed_up(self.subject(technique, work))
    }

    fn series(self, technique: Technique, work: Work) -> Result<&'a Series, Missing> {
        self.results.series(self.subject(technique, work))
    }

    fn jobs(self, technique: Technique, work: Work) -> Result<usize, Missing> {
        Ok(self.series(technique, work)?.typical()?.jobs.len())
    }

    fn core_use(self, technique: Technique, work: Work) -> Result<CoreUse, Missing> {
        let series = self.series(technique, work)?;
        let (figures, run) = (series.figures()?, series.typical()?);
        let core_use = || {
            Some(CoreUse {
                threads: run.seen.as_ref()?.threads,
                cores_busy: figures.cores_busy_median?,
                side_by_side: figures.side_by_side_median?,
            })
        };
        core_use().ok_or(Missing::NotObserved)
    }

    /// The best speed-up of all techniques.
    fn best(self, work: Work) -> Result<f64, Missing> {
        let techniques = self.language.techniques().iter();
        techniques
            .map(|&technique| self.speed_up(technique, work))
            .try_fold(0.0, |best: f64, next| Ok(best.max(next?)))
    }
}

/// The answer to a question, and the figures that it rests on.
pub fn answer(question: &Question, facts: Facts) -> (Result<Answer, NoAnswer>, String) {
    let one_core = facts.results.machine.cores < 2 && is_about_cores(question);
    match ask(question, facts) {
        Ok((_, figures)) if one_core => (Err(NoAnswer::OneCore), figures),
        Err(missing) if one_core && missing.is_inconclusive() => {
            (Err(NoAnswer::OneCore), String::new())
        }
        Ok((answer, figures)) => (answer.ok_or(NoAnswer::Between), figures),
        Err(missing) => (Err(NoAnswer::Missing(missing)), String::new()),
    }
}

fn is_about_cores(question: &Question) -> bool {
    use Question::{BestFor, BypassesGil, GainsFromCores, OneThreadAtATime};
    use Question::{UnlikeThreads, UsesCores};
    matches!(
        question,
        BestFor(Work::Cpu, _)
            | BypassesGil(_)
            | GainsFromCores(_)
            | OneThreadAtATime
            | UnlikeThreads(_)
            | UsesCores(_)
    )
}

/// No answer if the figures are between yes and no.
fn ask(question: &Question, facts: Facts) -> Result<(Option<Answer>, String), Missing> {
    use Technique::{Gil, Sequential, Threading};
    Ok(match *question {
        Question::OneThreadAtATime => {
            let speed_up = facts.speed_up(Threading, Work::Cpu)?;
            let gil = facts.speed_up(Gil, Work::Cpu);
            let gil = gil.map(|gil| format!(", {gil:.2}× with the emulated GIL"));
            let figures = format!("{speed_up:.2}× with 2 threads{}", gil.unwrap_or_default());
            let turns = |two| Answer::from(two == Answer::No);
            (decide(speed_up, ONE, TWO).map(turns), figures)
        }
        Question::BestFor(work, ref techniques) => {
            let best = facts.best(work)?;
            let mut worst = best;
            let mut figures = String::new();
            for &technique in techniques {
                let speed_up = facts.speed_up(technique, work)?;
                worst = worst.min(speed_up);
                figures += &format!("{technique} {speed_up:.2}×, ");
            }
            let figures = format!("{figures}the best {best:.2}×");
            (decide(worst / best, 0.6, 0.8), figures)
        }
        Question::UsesCores(technique) => {
            let used = facts.core_use(technique, Work::Cpu)?;
            let (busy, together) = (used.cores_busy, used.side_by_side * 100.0);
            let figures = format!("{busy:.2} cores busy, two at once {together:.0} % of the time");
            (uses_cores(used), figures)
        }
        Question::BypassesGil(technique) => {
            let cpu = facts.speed_up(technique, Work::Cpu)?;
            let waiting = facts.speed_up(technique, Work::Io)?;
            // One thread that waits for many shares its lock with nobody.
            let one_thread = facts.core_use(technique, Work::Io)?.threads == 1;
            let answer = decide(cpu, ONE, TWO).map(|answer| match answer {
                Answer::No if !one_thread && waiting > TWO => Answer::WhileWaiting,
                answer => answer,
            });
            let threads = if one_thread {
                "1 thread"
            } else {
                "several threads"
            };
            let figures = format!("CPU-bound {cpu:.2}×, I/O-bound {waiting:.2}× with {threads}");
            (answer, figures)
        }
        Question::GainsFromCores(technique) => {
            let speed_up = facts.speed_up(technique, Work::Cpu)?;
            (
                decide(speed_up, ONE, TWO),
                format!("CPU-bound {speed_up:.2}×"),
            )
        }
        Question::WaitsTogether(technique) => {
            let speed_up = facts.speed_up(technique, Work::Io)?;
            let jobs = facts.jobs(technique, Work::Io)?;
            let figures = format!("{speed_up:.2}× with {jobs} downloads");
            (decide(speed_up, TWO, jobs as f64 / 2.0), figures)
        }
        Question::OneThread(technique) => {
            let threads = facts.core_use(technique, Work::Io)?.threads;
            let plural = if threads == 1 { "" } else { "s" };
            let figures = format!("{threads} thread{plural} seen");
            (Some((threads == 1).into()), figures)
        }
        Question::WaitingBlocksNobody(technique) => {
            let jobs = facts.jobs(technique, Work::Io)?;
            let series = facts.series(technique, Work::Io)?;
            let together = series.figures()?.waits_together;
            let begun = match together {
                true => "begun before the first was done",
                false => "begun, some after others were done",
            };
            (Some(together.into()), format!("{jobs} downloads {begun}"))
        }
        Question::UnlikeThreads(technique) => {
            let threads = facts.core_use(Threading, Work::Cpu)?;
            let it = facts.core_use(technique, Work::Cpu)?;
            let (busy, others) = (it.cores_busy, threads.cores_busy);
            let figures = format!("{busy:.2} cores busy, threads {others:.2}");
            let both = uses_cores(threads).zip(uses_cores(it));
            let unlike = |both| Answer::from(both == (Answer::Yes, Answer::No));
            (both.map(unlike), figures)
        }
        Question::MostlyWaits => {
            let busy = facts.core_use(Sequential, Work::Io)?.cores_busy;
            (Some((busy < 0.5).into()), percent_busy(busy))
        }
        Question::MostlyComputes => {
            let busy = facts.core_use(Sequential, Work::Cpu)?.cores_busy;
            (Some((busy > 0.5).into()), percent_busy(busy))
        }
    })
}

/// What is up to `no` or from `yes` on is clear; what is between is not.
fn decide(figure: f64, no: f64, yes: f64) -> Option<Answer> {
    match figure {
        high if high >= yes => Some(Answer::Yes),
        low if low <= no => Some(Answer::No),
        _ => None,
    }
}

/// More than one core is used if they are, and if two threads are seen to be
/// busy at once: neither alone would show it.
fn uses_cores(used: CoreUse) -> Option<Answer> {
    let busy = decide(used.cores_busy, ONE, TWO)?;
    let together = decide(used.side_by_side, 0.1, 0.5)?;
    (busy == together).then_some(busy)
}

fn percent_busy(cores: f64) -> String {
    format!("{:.0} % of a core busy", cores * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::table::{Claim, claims};
    use crate::measure::{Cpython, Disturbance, Figures, Machine, Outcome, Run, Seen, Span};
    use crate::technique::Technique::{Asyncio, Gil, Multiprocessing, Sequential, Threading};
    use Answer::{No, WhileWaiting, Yes};
    use std::time::Duration;

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

    /// Results of one language.
    fn facts(rows: &[Row], cores: usize) -> Results {
        let series = |technique, work, speed_up: f64, threads, cores_busy, side_by_side| {
            let job = Span {
                name: String::new(),
                from: Duration::ZERO,
                to: Duration::ZERO,
            };
            let run = Run {
                wall: Duration::ZERO,
                start_up: Duration::ZERO,
                cpu: Duration::ZERO,
                foreign_load: None,
                seen: Some(Seen {
                    processes: 1,
                    threads,
                    peak_memory_bytes: 0,
                    cores_busy,
                    side_by_side,
                    lanes: vec![],
                }),
                jobs: vec![job; 8],
            };
            let figures = Figures {
                speed_up: Some(speed_up),
                wall_median: Duration::ZERO,
                wall_spread: 0.0,
                start_up_median: Duration::ZERO,
                cores_busy_median: Some(cores_busy),
                side_by_side_median: Some(side_by_side),
                waits_together: speed_up > 2.0,
                typical_run: 0,
            };
            Series {
                subject: subject(technique, work),
                outcome: Outcome::Measured(figures),
                disturbed_runs: 0,
                last_disturbance: None,
                runs: vec![run],
            }
        };
        let of = |&(technique, io, threads, cpu, busy, together): &Row| {
            [
                series(technique, Work::Io, io, threads, 0.02, 0.0),
                series(technique, Work::Cpu, cpu, 3, busy, together),
            ]
        };
        Results {
            machine: Machine {
                cpu: String::new(),
                cores,
                system: String::new(),
                cpython: Cpython::Missing { why: String::new() },
                foreign_load: None,
            },
            rounds: 1,
            series: rows.iter().flat_map(of).collect(),
        }
    }

    fn subject(technique: Technique, work: Work) -> Subject {
        Subject::new(Language::CPython, technique, work)
    }

    fn ask(question: &Question, results: &Results) -> (Result<Answer, NoAnswer>, String) {
        let language = Language::CPython;
        answer(question, Facts { results, language })
    }

    fn answers(results: &Results) -> Vec<Result<Answer, NoAnswer>> {
        let answer = |claim: &Claim| ask(&claim.question, results).0;
        claims().iter().map(answer).collect()
    }

    #[test]
    fn what_was_measured_on_a_quiet_machine_is_the_truth() {
        let truths = |of: fn(&Claim) -> Answer| -> Vec<Result<Answer, NoAnswer>> {
            claims().iter().map(|claim| Ok(of(claim))).collect()
        };
        let cases = [
            (facts(&CPYTHON, 2), truths(|claim| claim.truth.cpython)),
            (facts(&RUST, 2), truths(|claim| claim.truth.rust)),
            // Without a GIL, CPython's threads do what Rust's do.
            (facts(&RUST, 2), truths(|claim| claim.truth.free_threaded)),
            (facts(&RUST, 16), truths(|claim| claim.truth.rust)),
        ];
        for (facts, expected) in cases {
            for ((claim, answer), expected) in claims().iter().zip(answers(&facts)).zip(expected) {
                assert_eq!(answer, expected, "{}", claim.says);
            }
        }
    }

    #[test]
    fn nothing_about_cores_is_shown_on_one_core() {
        let shown = answers(&facts(&CPYTHON, 1));
        let about_cores = shown
            .iter()
            .filter(|answer| **answer == Err(NoAnswer::OneCore));
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
        let between = Err(NoAnswer::Between);
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
                BestFor(Work::Io, vec![Threading]),
                (6.3, 1, 1.0, 1.0, 0.0),
                Ok(Yes),
            ),
            (
                BestFor(Work::Io, vec![Threading]),
                (5.5, 1, 1.0, 1.0, 0.0),
                between.clone(),
            ),
            (
                BestFor(Work::Io, vec![Threading]),
                (4.0, 1, 1.0, 1.0, 0.0),
                Ok(No),
            ),
            (
                BestFor(Work::Io, vec![Threading, Asyncio]),
                (4.0, 1, 1.0, 1.0, 0.0),
                Ok(No),
            ),
            (
                BestFor(Work::Io, vec![Threading, Asyncio]),
                (5.5, 1, 1.0, 1.0, 0.0),
                between.clone(),
            ),
            (
                BestFor(Work::Cpu, vec![Threading]),
                (1.0, 1, 1.0, 1.0, 0.0),
                Ok(No),
            ),
            (MostlyWaits, (1.0, 1, 1.0, 1.0, 0.0), Ok(Yes)),
            (MostlyComputes, (1.0, 1, 1.0, 1.0, 0.0), Ok(Yes)),
        ];
        for (question, (io, threads, cpu, busy, together), expected) in cases {
            let mut rows = CPYTHON;
            rows[1] = (Threading, io, threads, cpu, busy, together);
            let (found, figures) = ask(&question, &facts(&rows, 2));
            assert_eq!(found, expected, "{question:?}: {figures}");
            assert!(!figures.is_empty(), "{question:?}");
        }
    }

    #[test]
    fn without_a_figure_there_is_no_answer() {
        let mut disturbed = facts(&CPYTHON, 2);
        let missing = Missing::Disturbed(Disturbance::Unseen);
        let sequential = subject(Sequential, Work::Cpu);
        for series in &mut disturbed.series {
            if series.subject == sequential {
                let missing = missing.clone();
                series.outcome = Outcome::Missing { missing };
            }
        }
        let found = ask(&Question::MostlyComputes, &disturbed);
        assert_eq!(found, (Err(NoAnswer::Missing(missing)), String::new()));
        let empty = facts(&[], 2);
        assert!(answers(&empty).iter().all(Result::is_err));
    }
}
