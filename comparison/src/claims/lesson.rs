//! The lesson's claims: what is asked of the results, what the figures answer, and with
//! which bounds. `lesson.json` is their truth table.

use super::check::{Check, contradictions};
use super::finding::{Answered, Findings, decide, find_all};
use super::record::{self, Measured};
use super::table::{Answer, Claim};
use crate::measure::{CloseUp, Language, Missing, Results, Series, Subject};
use crate::technique::Technique;
use crate::units::mebibytes;
use crate::work::Work;
use serde::Deserialize;

/// With two jobs on two cores, the speed-up is 1 or 2, and so are the cores
/// busy. What is between these two bounds is neither.
const ONE: f64 = 1.25;
const TWO: f64 = 1.5;

/// The share of the time in which two threads are busy at once: up to the first they
/// take turns, from the second on they do not.
const TURNS: f64 = 0.1;
const TOGETHER: f64 = 0.5;

/// A technique is as fast as the fastest from this share of its speed-up on, and
/// slower up to the other.
const AS_FAST: f64 = 0.8;
const SLOWER: f64 = 0.6;

/// What needs less than this share of another's memory needs clearly less.
const LESS_MEMORY: f64 = 0.8;

/// What can be asked of the measurements. In `lesson.json`: `"one-thread-at-a-time"`,
/// `{ "uses-cores": "threading" }`, or `{ "best-for": ["io", ["threading"]] }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Do threads that compute take turns?
    OneThreadAtATime,
    /// Is each of these as fast as any for this work, and does none that is as fast
    /// need less memory?
    BestFor(Work, Vec<Technique>),
    /// Is it best where very many wait at once?
    BestForMany(Technique),
    /// Does it use more than one core?
    UsesCores(Technique),
    /// Does a lock that lets one thread run at a time not hold it back?
    BypassesGil(Technique),
    /// Is CPU-bound work done faster with it?
    GainsFromCores(Technique),
    /// Do its jobs wait together?
    WaitsTogether(Technique),
    /// Does one thread do it all?
    OneThread(Technique),
    /// Is every job begun before the first is done?
    WaitingBlocksNobody(Technique),
    /// Do threads use several cores where it does not?
    UnlikeThreads(Technique),
    /// Does this work do what its name says?
    Definition(Work),
}

/// Every claim that can be measured, in the order of the reports.
fn claims() -> Vec<Claim<Question>> {
    serde_json::from_str(include_str!("lesson.json")).expect("a test reads the same claims")
}

/// The record of the comparison.
pub type Record = record::Record<Results>;

impl Measured for Results {
    const VERSION: u32 = 2;
    const NAME: &str = "the comparison";
    type Claim = Findings;

    fn judge(&self) -> (Vec<Findings>, Check) {
        let ask = |question: &Question, language| {
            let results = self;
            ask(question, Facts { results, language })
        };
        let claims = find_all(claims(), &self.machine, ask);
        let check = Check::of(&Findings::in_both(&claims), problems(self, &claims));
        (claims, check)
    }

    fn missing(&self) -> Vec<(String, Missing)> {
        let all = self.series.iter();
        all.filter_map(|series| Some((series.subject.to_string(), series.figures().err()?)))
            .collect()
    }

    fn is_consistent(&self) -> bool {
        let mut series = self.series.iter();
        series.all(Series::is_consistent) && self.close_ups.iter().all(CloseUp::is_consistent)
    }
}

/// What contradicts the truth table; and of many programs without a result, one says
/// why.
fn problems(results: &Results, all: &[Findings]) -> Vec<String> {
    let mut problems = contradictions(all, &results.machine);
    let mut disturbed = Vec::new();
    for series in &results.series {
        match series.figures() {
            Err(missing @ Missing::Failed(_)) => {
                problems.push(format!("{}: {missing}", series.subject));
            }
            Err(missing) if missing.is_inconclusive() => {
                disturbed.push(format!("no result of {}: {missing}", series.subject));
            }
            _ => {}
        }
    }
    let others = disturbed.len().saturating_sub(1);
    problems.extend(disturbed.into_iter().take(1));
    if others > 0 {
        problems.push(format!("nor of {others} other programs"));
    }
    problems
}

/// What was measured in one language.
#[derive(Clone, Copy)]
struct Facts<'a> {
    results: &'a Results,
    language: Language,
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

    fn memory_bytes(self, technique: Technique, work: Work) -> Result<u64, Missing> {
        let run = self.series(technique, work)?.typical()?;
        let seen = run.seen.as_ref().ok_or(Missing::NotObserved)?;
        Ok(seen.peak_memory_bytes)
    }
}

/// What the figures answer to a question of the lesson.
///
/// # Errors
/// If there are no figures.
fn ask(question: &Question, facts: Facts) -> Result<Answered, Missing> {
    use Technique::{Gil, Sequential, Threading};
    Ok(match *question {
        Question::OneThreadAtATime => {
            let speed_up = facts.speed_up(Threading, Work::Cpu)?;
            let together = facts.core_use(Threading, Work::Cpu)?.side_by_side;
            let gil = facts.speed_up(Gil, Work::Cpu);
            let gil = gil.map(|gil| format!("; {gil:.2}× with the emulated GIL"));
            let figures = format!(
                "{speed_up:.2}× with 2 threads, two at once {:.0} % of the time{}",
                together * 100.0,
                gil.unwrap_or_default()
            );
            let turns = |two| Answer::from(two == Answer::No);
            (both(speed_up, together).map(turns), figures)
        }
        Question::BestFor(work, ref techniques) => best_for(facts, work, techniques)?,
        Question::BestForMany(technique) => {
            let jobs = facts.jobs(technique, Work::Io)?;
            (None, format!("{jobs} downloads at once are few"))
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
            let jobs = facts.jobs(technique, Work::Cpu)?;
            (
                decide(speed_up, ONE, TWO),
                format!("CPU-bound {speed_up:.2}× with {jobs} jobs"),
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
        Question::Definition(work) => {
            let busy = facts.core_use(Sequential, work)?.cores_busy;
            (None, format!("{:.0} % of a core busy", busy * 100.0))
        }
    })
}

/// Whether each of these is as fast as the fastest. Of the others, those that are as
/// fast are named, with their memory.
fn best_for(facts: Facts, work: Work, techniques: &[Technique]) -> Result<Answered, Missing> {
    let best = facts.best(work)?;
    let (mut worst, mut least) = (best, u64::MAX);
    let mut figures = String::new();
    for &technique in techniques {
        let speed_up = facts.speed_up(technique, work)?;
        let memory = facts.memory_bytes(technique, work)?;
        worst = worst.min(speed_up);
        least = least.min(memory);
        figures += &format!("{technique} {speed_up:.2}×, ");
    }
    figures += &format!("the best {best:.2}×");
    let is_fast = decide(worst / best, SLOWER, AS_FAST);
    if is_fast != Some(Answer::Yes) {
        return Ok((is_fast, figures));
    }
    let more = if techniques.len() > 1 { " or more" } else { "" };
    figures += &format!(", with {}{more}", mebibytes(least));
    let mut answer = is_fast;
    let mut as_fast = Vec::new();
    for &other in facts.language.techniques() {
        // Nobody chooses the emulated GIL, which is a demonstration.
        if techniques.contains(&other) || other == Technique::Gil {
            continue;
        }
        let memory = facts.memory_bytes(other, work)?;
        let is_less = (memory as f64) < least as f64 * LESS_MEMORY;
        match decide(facts.speed_up(other, work)? / best, SLOWER, AS_FAST) {
            Some(Answer::Yes) => {
                as_fast.push(format!("{other} with {}", mebibytes(memory)));
                if is_less {
                    answer = Some(Answer::AsGood);
                }
            }
            None if is_less && answer == is_fast => answer = None,
            _ => {}
        }
    }
    if !as_fast.is_empty() {
        figures += &format!("; as fast: {}", as_fast.join(", "));
    }
    Ok((answer, figures))
}

/// More than one core is used if they are busy, and if two threads are seen to be
/// busy at once: neither alone would show it.
fn uses_cores(used: CoreUse) -> Option<Answer> {
    both(used.cores_busy, used.side_by_side)
}

/// One or two, by a speed-up or by the cores that were busy, and by how long two
/// threads were busy at once: both must say the same.
fn both(two: f64, together: f64) -> Option<Answer> {
    let two = decide(two, ONE, TWO)?;
    let together = decide(together, TURNS, TOGETHER)?;
    (two == together).then_some(two)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::finding::{Finding, NoAnswer};
    use crate::claims::table::{Expected, NoQuestion};
    use crate::measure::{Cpython, Disturbance, Figures, Machine, Outcome, Run, Seen};
    use crate::technique::Technique::{Asyncio, Gil, Multiprocessing, Sequential, Threading};
    use Answer::{AsGood, No, WhileWaiting, Yes};
    use observer::timeline::Task;
    use std::time::Duration;

    const LANGUAGE: Language = Language::CPython;

    /// A technique's figures: I/O-bound speed-up and threads, CPU-bound speed-up,
    /// cores busy, and how long two threads were busy at once.
    type Row = (Technique, f64, usize, f64, f64, f64);

    /// What each technique takes, here of both kinds of work.
    const MEBIBYTES: [(Technique, u64); 5] = [
        (Sequential, 5),
        (Threading, 5),
        (Gil, 2),
        (Multiprocessing, 15),
        (Asyncio, 6),
    ];

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
            let job = Task {
                name: String::new(),
                from: Duration::ZERO,
                to: Duration::ZERO,
            };
            let mut memory = MEBIBYTES.iter().filter(|(of, _)| *of == technique);
            let run = Run {
                seen: Some(Seen {
                    threads,
                    peak_memory_bytes: memory.next().expect("its memory").1 << 20,
                    ..Seen::default()
                }),
                jobs: vec![job; 8],
                ..Run::default()
            };
            let figures = Figures {
                speed_up: Some(speed_up),
                cores_busy_median: Some(cores_busy),
                side_by_side_median: Some(side_by_side),
                waits_together: speed_up > 2.0,
                ..Figures::default()
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
            close_ups: Vec::new(),
            machine: Machine {
                cores,
                ..Machine::this(Cpython::Missing { why: String::new() }, None)
            },
            rounds: 1,
            series: rows.iter().flat_map(of).collect(),
        }
    }

    fn subject(technique: Technique, work: Work) -> Subject {
        Subject::new(LANGUAGE, technique, work)
    }

    fn asked(question: &Question, results: &Results) -> Result<Answered, Missing> {
        let language = LANGUAGE;
        ask(question, Facts { results, language })
    }

    fn found(claim: &Claim<Question>, results: &Results) -> Finding {
        let truth = claim.truth.on(&results.machine, LANGUAGE);
        Finding::new(claim.said.claimed, truth, asked(&claim.question, results))
    }

    fn without_gil(mut results: Results) -> Results {
        results.machine.cpython = Cpython::Found {
            version: String::new(),
            has_gil: false,
        };
        results
    }

    /// All that is asked of them, held against the truth table.
    fn assert_true(results: &Results) {
        for claim in claims() {
            let finding = found(&claim, results);
            let found = match finding.answer {
                Ok(answer) => Expected::Answer(answer),
                Err(NoAnswer::NoQuestion(why)) => Expected::NoQuestion(why),
                Err(other) => panic!("{}: {other}", claim.said.says),
            };
            assert_eq!(found, finding.truth, "{}", claim.said.says);
        }
    }

    #[test]
    fn what_was_measured_on_a_quiet_machine_is_the_truth() {
        for cores in [1, 2, 16] {
            assert_true(&facts(&CPYTHON, cores));
            // Without a GIL, CPython's threads do what Rust's do.
            let free_threaded = without_gil(facts(&RUST, cores));
            assert_true(&free_threaded);
            for claim in claims() {
                let both = Language::ALL.map(|of| claim.truth.on(&free_threaded.machine, of));
                assert_eq!(both[0], both[1], "{}", claim.said.says);
            }
        }
    }

    #[test]
    fn nothing_about_cores_is_shown_on_one_core() {
        let count = |results: &Results, expected: &dyn Fn(&Result<Answer, NoAnswer>) -> bool| {
            let answers = claims().into_iter();
            let answers = answers.map(|claim| found(&claim, results).answer);
            answers.filter(|answer| expected(answer)).count()
        };
        let is = |why| {
            move |answer: &Result<Answer, NoAnswer>| *answer == Err(NoAnswer::NoQuestion(why))
        };
        let one = facts(&CPYTHON, 1);
        assert_eq!(count(&one, &is(NoQuestion::OneCore)), 11);
        assert_eq!(count(&one, &|answer| *answer == Ok(Yes)), 5);
        let free_threaded = without_gil(one);
        assert_eq!(count(&free_threaded, &is(NoQuestion::OneCore)), 8);
        assert_eq!(count(&free_threaded, &is(NoQuestion::NotApplicable)), 3);
    }

    #[test]
    fn each_question_has_its_bounds() {
        use Question::{
            BestFor, BestForMany, BypassesGil, Definition, GainsFromCores, OneThread,
            OneThreadAtATime, UnlikeThreads, UsesCores, WaitingBlocksNobody, WaitsTogether,
        };
        let between = None;
        // The figures of threading; the others are CPython's.
        let io = |speed_up, threads| (speed_up, threads, 1.0, 1.0, 0.0);
        let cpu = |speed_up, together| (1.0, 1, speed_up, 1.0, together);
        let busy = |cores, together| (1.0, 1, 1.0, cores, together);
        let cases = [
            (GainsFromCores(Threading), cpu(1.51, 0.0), Some(Yes)),
            (GainsFromCores(Threading), cpu(1.4, 0.0), between),
            (GainsFromCores(Threading), cpu(1.24, 0.0), Some(No)),
            (OneThreadAtATime, cpu(1.24, 0.0), Some(Yes)),
            (OneThreadAtATime, cpu(1.3, 0.0), between),
            (OneThreadAtATime, cpu(1.9, 0.9), Some(No)),
            // The speed-up and the overlap, both.
            (OneThreadAtATime, cpu(1.9, 0.0), between),
            (OneThreadAtATime, cpu(1.0, 0.6), between),
            // Cores busy and side by side, both.
            (UsesCores(Threading), busy(1.9, 0.9), Some(Yes)),
            (UsesCores(Threading), busy(1.9, 0.2), between),
            (UsesCores(Threading), busy(1.0, 0.3), between),
            (UsesCores(Threading), busy(1.4, 0.9), between),
            (UsesCores(Threading), busy(1.1, 0.0), Some(No)),
            (BypassesGil(Threading), io(7.0, 9), Some(WhileWaiting)),
            (BypassesGil(Threading), io(7.0, 1), Some(No)),
            (BypassesGil(Threading), io(1.0, 9), Some(No)),
            (BypassesGil(Threading), (1.0, 9, 1.9, 1.0, 0.0), Some(Yes)),
            (BypassesGil(Threading), (7.0, 9, 1.4, 1.0, 0.0), between),
            (WaitsTogether(Threading), io(4.0, 9), Some(Yes)),
            (WaitsTogether(Threading), io(2.0, 9), between),
            (WaitsTogether(Threading), io(1.1, 9), Some(No)),
            (OneThread(Threading), io(1.0, 1), Some(Yes)),
            (OneThread(Threading), io(1.0, 2), Some(No)),
            (WaitingBlocksNobody(Threading), io(7.0, 1), Some(Yes)),
            (WaitingBlocksNobody(Threading), io(1.0, 1), Some(No)),
            (UnlikeThreads(Asyncio), busy(1.9, 0.9), Some(Yes)),
            (UnlikeThreads(Asyncio), busy(1.0, 0.0), Some(No)),
            (UnlikeThreads(Asyncio), busy(1.9, 0.3), between),
            (BestFor(Work::Io, vec![Threading]), io(6.3, 1), Some(Yes)),
            (BestFor(Work::Io, vec![Threading]), io(5.5, 1), between),
            (BestFor(Work::Io, vec![Threading]), io(4.0, 1), Some(No)),
            (
                BestFor(Work::Io, vec![Threading, Asyncio]),
                io(4.0, 1),
                Some(No),
            ),
            (
                BestFor(Work::Io, vec![Threading, Asyncio]),
                io(5.5, 1),
                between,
            ),
            (BestFor(Work::Cpu, vec![Threading]), cpu(1.0, 0.0), Some(No)),
            // As fast as processes for a third of their memory; or nearly, or not.
            (
                BestFor(Work::Cpu, vec![Multiprocessing]),
                cpu(1.9, 0.0),
                Some(AsGood),
            ),
            (
                BestFor(Work::Cpu, vec![Multiprocessing]),
                cpu(1.4, 0.0),
                between,
            ),
            (
                BestFor(Work::Cpu, vec![Multiprocessing]),
                cpu(1.1, 0.0),
                Some(Yes),
            ),
            // Where both are meant, neither is a better choice than the other.
            (
                BestFor(Work::Cpu, vec![Threading, Multiprocessing]),
                cpu(1.9, 0.0),
                Some(Yes),
            ),
            (BestForMany(Asyncio), io(7.0, 1), None),
            (Definition(Work::Cpu), io(1.0, 1), None),
        ];
        for (question, (io, threads, cpu, busy, together), expected) in cases {
            let mut rows = CPYTHON;
            rows[1] = (Threading, io, threads, cpu, busy, together);
            let (answer, figures) = asked(&question, &facts(&rows, 2)).expect("figures");
            assert_eq!(answer, expected, "{question:?}: {figures}");
            assert!(!figures.is_empty(), "{question:?}");
        }
    }

    #[test]
    fn without_a_figure_there_is_no_answer() {
        let mut disturbed = facts(&CPYTHON, 2);
        let missing = Missing::Disturbed(Disturbance::Unseen);
        let threading = subject(Threading, Work::Cpu);
        for series in &mut disturbed.series {
            if series.subject == threading {
                let missing = missing.clone();
                series.outcome = Outcome::Missing { missing };
            }
        }
        let uses_cores = asked(&Question::UsesCores(Threading), &disturbed);
        assert_eq!(uses_cores, Err(missing));
        let empty = facts(&[], 2);
        for claim in claims() {
            let nothing = Err(NoAnswer::Missing(Missing::NotObserved));
            assert_eq!(found(&claim, &empty).answer, nothing, "{}", claim.said.says);
        }
    }

    #[test]
    fn the_claims_can_be_read() {
        let claims = claims();
        assert_eq!(claims.len(), 19);
        let threads_and_coroutines = vec![Technique::Threading, Technique::Asyncio];
        let both = Question::BestFor(Work::Io, threads_and_coroutines);
        assert!(claims.iter().any(|claim| claim.question == both));
        let definition = Expected::NoQuestion(NoQuestion::Definition);
        let machine = facts(&[], 2).machine;
        let truth = |claim: &Claim<Question>| claim.truth.on(&machine, Language::Rust);
        let is_definition = |claim: &&Claim<Question>| truth(claim) == definition;
        assert_eq!(claims.iter().filter(is_definition).count(), 2);
        for claim in claims {
            let said = [&claim.said.part, &claim.said.says, &claim.said.reason];
            assert!(said.iter().all(|text| !text.is_empty()), "{claim:?}");
        }
    }
}
