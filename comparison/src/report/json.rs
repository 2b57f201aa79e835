//! `--json`: every run that counts, for programs.
//!
//! Version 1 of the schema. Units are in the names: `_s` seconds, `_bytes`
//! bytes; a speed-up and a share have none. What could not be measured is
//! `null`, and `missing` says why. A new field does not change the version; a
//! field that goes away, or changes its meaning, does.

use crate::claims::Answer;
use crate::judgement::{Finding, Judged};
use crate::measure::Results;
use crate::run::Run;
use crate::series::{Series, spread};
use serde::Serialize;
use std::time::Duration;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    machine: Machine<'a>,
    rounds: usize,
    series: Vec<Measured>,
    claims: Vec<Judgement<'a>>,
}

#[derive(Serialize)]
struct Machine<'a> {
    cpu: &'a str,
    cores: usize,
    system: &'a str,
    /// `null` without CPython; `cpython_missing` says why.
    cpython: Option<&'a str>,
    cpython_has_gil: Option<bool>,
    cpython_missing: Option<&'a str>,
    /// In cores, over all runs.
    foreign_load: Option<f64>,
}

/// One program: a technique in a language, on one kind of work.
#[derive(Serialize)]
struct Measured {
    /// `Rust` or `CPython`.
    language: &'static str,
    technique: &'static str,
    /// `io` or `cpu`.
    work: &'static str,
    missing: Option<String>,
    /// Runs that were disturbed, those that were measured again among them.
    disturbed_runs: usize,
    /// Against `sequential` in the same language.
    speed_up: Option<f64>,
    wall_median_s: Option<f64>,
    /// Half of the way from the shortest to the longest, as a share of the
    /// median.
    wall_spread: Option<f64>,
    cores_busy_median: Option<f64>,
    /// The undisturbed runs, in the order in which they were made.
    runs: Vec<OneRun>,
}

#[derive(Serialize)]
struct OneRun {
    /// From the first `Starting` to the last `Finished`.
    wall_s: f64,
    /// From the program's start to the first `Starting`.
    start_up_s: f64,
    /// Of the program and all it started, the start-up included.
    cpu_s: f64,
    /// The load of others beside it, in cores.
    foreign_load: Option<f64>,
    /// The most at one moment.
    processes: Option<usize>,
    threads: Option<usize>,
    /// `VmHWM` of all processes, added up.
    peak_memory_bytes: Option<u64>,
    cores_busy: Option<f64>,
    /// The share of the time in which two or more threads were busy at once.
    side_by_side: Option<f64>,
    jobs: Vec<Job>,
    lanes: Vec<Lane>,
}

/// Times count from the first `Starting`.
#[derive(Serialize)]
struct Job {
    name: String,
    from_s: f64,
    to_s: f64,
}

#[derive(Serialize)]
struct Lane {
    pid: u32,
    tid: u32,
    slices: Vec<Slice>,
}

#[derive(Serialize)]
struct Slice {
    from_s: f64,
    to_s: f64,
    /// Of one core.
    share: f64,
}

#[derive(Serialize)]
struct Judgement<'a> {
    part: &'a str,
    says: &'a str,
    /// `yes`, `no`, or `while-waiting`.
    claimed: &'static str,
    reason: &'a str,
    cpython: Verdict<'a>,
    rust: Verdict<'a>,
}

#[derive(Serialize)]
struct Verdict<'a> {
    /// `holds`, `holds loosely`, `does not hold`; `null` if there is none.
    verdict: Option<&'static str>,
    missing: Option<String>,
    measured: Option<&'static str>,
    figures: &'a str,
    truth: &'static str,
}

/// The report, as one line of JSON.
pub fn json(results: &Results, judged: &[Judged]) -> String {
    let python = results.python.as_ref();
    let report = Report {
        version: 1,
        machine: Machine {
            cpu: &results.machine.cpu,
            cores: results.machine.cores,
            system: &results.machine.system,
            cpython: python.ok().map(|python| python.version.as_str()),
            cpython_has_gil: python.ok().map(|python| python.has_gil),
            cpython_missing: python.err().map(String::as_str),
            foreign_load: results.load.map(|load| load.share()),
        },
        rounds: results.rounds,
        series: results
            .series
            .iter()
            .map(|series| measured(results, series))
            .collect(),
        claims: judged.iter().map(judgement).collect(),
    };
    let text = serde_json::to_string(&report);
    text.expect("plain values, and keys that are text") + "\n"
}

fn judgement(judged: &Judged) -> Judgement<'_> {
    let Judged {
        claim,
        cpython,
        rust,
    } = judged;
    Judgement {
        part: claim.part,
        says: claim.says,
        claimed: word(claim.claimed),
        reason: claim.reason,
        cpython: verdict(cpython, claim.claimed),
        rust: verdict(rust, claim.claimed),
    }
}

fn measured(results: &Results, series: &Series) -> Measured {
    let subject = series.subject;
    let walls = series.walls().ok();
    Measured {
        language: subject.language.name(),
        technique: subject.technique.name(),
        work: subject.work.name(),
        missing: series.runs().err().map(|missing| missing.to_string()),
        disturbed_runs: series.disturbed.len(),
        speed_up: results.speed_up(subject).ok(),
        wall_median_s: series.median(|run| Some(seconds(run.wall))).ok(),
        wall_spread: walls.map(|walls| spread(&walls)),
        cores_busy_median: series
            .median(|run| Some(run.seen.as_ref()?.cores_busy))
            .ok(),
        runs: series
            .runs
            .iter()
            .map(|(run, load)| one_run(run, load.map(|load| load.share())))
            .collect(),
    }
}

fn one_run(run: &Run, foreign_load: Option<f64>) -> OneRun {
    let seen = run.seen.as_ref();
    let job = |job: &crate::run::Span| Job {
        name: job.name.clone(),
        from_s: seconds(job.from),
        to_s: seconds(job.to),
    };
    let slice = |slice: &observer::timeline::lanes::Slice| Slice {
        from_s: seconds(slice.from),
        to_s: seconds(slice.to),
        share: slice.share,
    };
    let lane = |lane: &observer::timeline::lanes::ThreadLane| Lane {
        pid: lane.pid,
        tid: lane.tid,
        slices: lane.slices.iter().map(slice).collect(),
    };
    OneRun {
        wall_s: seconds(run.wall),
        start_up_s: seconds(run.start_up),
        cpu_s: seconds(run.cpu),
        foreign_load,
        processes: seen.map(|seen| seen.crowd.processes),
        threads: seen.map(|seen| seen.crowd.threads),
        peak_memory_bytes: seen.map(|seen| seen.peak_memory_bytes),
        cores_busy: seen.map(|seen| seen.cores_busy),
        side_by_side: seen.map(|seen| seen.side_by_side),
        jobs: run.jobs.iter().map(job).collect(),
        lanes: seen.map_or(vec![], |seen| seen.lanes.iter().map(lane).collect()),
    }
}

fn verdict(finding: &Finding, claimed: Answer) -> Verdict<'_> {
    Verdict {
        verdict: finding
            .verdict(claimed)
            .ok()
            .map(crate::judgement::Verdict::name),
        missing: finding.answer.as_ref().err().map(ToString::to_string),
        measured: finding.answer.as_ref().ok().map(|&answer| word(answer)),
        figures: &finding.figures,
        truth: word(finding.truth),
    }
}

fn word(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::WhileWaiting => "while-waiting",
    }
}

/// To the microsecond.
fn seconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e6
}
