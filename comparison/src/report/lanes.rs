//! The lanes of both languages side by side: to be drawn, and as text.

use crate::measure::{Language, Results, Run, Series, Subject};
use crate::technique::Technique;
use crate::work::Work;
use observer::timeline::lanes::ThreadLane;
use observer::timeline::palette::{BLUE, Colour, VERMILION};
use observer::timeline::{Lane, text};
use std::fmt::Write;
use std::time::Duration;

/// The time that one character stands for, unless that is too short for the
/// longest run to fit.
const STEP: Duration = Duration::from_millis(25);

/// The columns of one language, a gap among them.
const WIDTH: usize = 36;

/// Stands in the place of the lanes of a program that has no result.
pub const NO_RESULT: &str = "no result";

/// Of the lanes of a language.
pub fn colour(language: Language) -> Colour {
    match language {
        Language::Rust => VERMILION,
        Language::CPython => BLUE,
    }
}

/// A lane a job, in the order in which they began.
pub fn jobs(run: &Run) -> Vec<Lane> {
    let jobs = run.jobs.iter();
    jobs.map(|job| Lane::of_tasks(vec![job.clone()])).collect()
}

/// To compare the languages: the techniques that both have, and then, of those that
/// compute, the others.
pub fn techniques(language: Language, work: Work) -> Vec<Technique> {
    let both = Language::CPython.techniques();
    let others = language.techniques().iter();
    let others = others.filter(|own| work == Work::Cpu && !both.contains(own));
    both.iter().chain(others).copied().collect()
}

/// To be drawn: the lanes of each technique of a language. The first one of each has
/// its name, and the speed-up.
pub fn lanes(results: &Results, language: Language, work: Work) -> Vec<Lane> {
    let mut all = Vec::new();
    for technique in techniques(language, work) {
        let subject = Subject::new(language, technique, work);
        if let Ok(series) = results.series(subject) {
            let lanes = match (series.typical(), work) {
                (Err(_), _) => vec![without_result()],
                (Ok(run), Work::Cpu) => busy(run),
                (Ok(run), Work::Io) => placed(run),
            };
            all.extend(named(lanes, results, subject));
        }
    }
    all
}

/// The name and the speed-up of a program, on its first lane.
pub fn named(mut lanes: Vec<Lane>, results: &Results, subject: Subject) -> Vec<Lane> {
    for lane in &mut lanes {
        lane.name.clear();
    }
    if let Some(first) = lanes.first_mut() {
        first.name = subject.technique.to_string();
        if let Ok(speed_up) = results.speed_up(subject) {
            first.note = format!("{speed_up:.2}×");
        }
    }
    lanes
}

/// A lane a busy thread.
fn busy(run: &Run) -> Vec<Lane> {
    let threads = run.seen.iter().flat_map(|seen| &seen.lanes);
    let busy = threads.filter(|thread| !thread.is_idle(run.wall));
    busy.map(ThreadLane::lane).collect()
}

/// The jobs where they must have been done, by what was seen meanwhile: in the only
/// thread, in the only process, or in as many processes as there are jobs.
fn placed(run: &Run) -> Vec<Lane> {
    let first = run
        .seen
        .iter()
        .flat_map(|seen| &seen.lanes)
        .map(|thread| thread.pid)
        .min();
    let (Some(seen), Some(first)) = (&run.seen, first) else {
        return jobs(run);
    };
    let mut lanes = match seen.threads {
        1 => vec![Lane::of_tasks(run.jobs.clone())],
        _ => jobs(run),
    };
    for (lane, number) in lanes.iter_mut().zip(1..) {
        lane.process = match seen.processes {
            1 => Some(first),
            processes if processes > run.jobs.len() => Some(first + number),
            _ => None,
        };
    }
    lanes
}

fn without_result() -> Lane {
    Lane {
        note: NO_RESULT.to_string(),
        ..Lane::default()
    }
}

/// As text: a row a thread, its height its share of a core.
pub fn threads_text(results: &Results) -> String {
    let what = "CPU-bound: what each busy thread used of a core";
    in_columns(results, what, Language::Rust.techniques(), Work::Cpu)
}

/// As text: a row a job, from its `Starting` to its `Finished`.
pub fn jobs_text(results: &Results) -> String {
    let what = "I/O-bound: each job from Starting to Finished";
    let techniques = [Technique::Sequential, Technique::Asyncio];
    in_columns(results, what, &techniques, Work::Io)
}

fn in_columns(results: &Results, what: &str, techniques: &[Technique], work: Work) -> String {
    let step = step(results, work);
    let mut text = format!("{what}, {} ms a character\n", step.as_millis());
    let _ = writeln!(text, "{:17}{:WIDTH$}CPython", "", "Rust");
    for &technique in techniques {
        let rows = |language| rows(results, Subject::new(language, technique, work), step);
        let [rust, cpython] = Language::ALL.map(rows);
        let mut name = technique.to_string();
        for row in 0..rust.len().max(cpython.len()) {
            let [rust, cpython] = [&rust, &cpython].map(|rows| rows.get(row).map_or("", |row| row));
            let line = format!("{name:17}{rust:WIDTH$}{cpython}");
            let _ = writeln!(text, "{}", line.trim_end());
            name.clear();
        }
    }
    text
}

/// A row a busy thread, or a job, which ends with a tick.
fn rows(results: &Results, subject: Subject, step: Duration) -> Vec<String> {
    match results.series(subject).map(Series::typical) {
        Ok(Ok(run)) if subject.work == Work::Cpu => {
            busy(run).iter().map(|lane| text::row(lane, step)).collect()
        }
        Ok(Ok(run)) => jobs(run).iter().map(|job| job_row(job, step)).collect(),
        Ok(Err(_)) => vec!["-".to_string()],
        Err(_) => vec![String::new()],
    }
}

fn job_row(job: &Lane, step: Duration) -> String {
    text::row(job, step) + "✓"
}

/// The shortest multiple of 25 ms with which the longest run fits.
fn step(results: &Results, work: Work) -> Duration {
    let of_work = results.series.iter();
    let of_work = of_work.filter(|series| series.subject.work == work);
    let walls = of_work.filter_map(|series| Some(series.typical().ok()?.wall));
    fitting_step(walls.max().unwrap_or_default())
}

fn fitting_step(longest: Duration) -> Duration {
    let room = u32::try_from(WIDTH - 3).unwrap_or(1) * STEP;
    STEP * (longest.div_duration_f64(room).ceil().max(1.0) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::measure::{Cpython, Machine, Missing, Seen};
    use observer::timeline::{Slice, Task};

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    /// One run with these jobs, and with a thread for each of these shares.
    fn series(language: Language, technique: Technique, work: Work, run: Run) -> Series {
        let subject = Subject::new(language, technique, work);
        Series::new(subject, vec![run], &[], None)
    }

    fn run(jobs: &[(u64, u64)], shares: &[f64]) -> Run {
        let job = |&(from, to): &(u64, u64)| Task {
            name: "Job".to_string(),
            from: ms(from),
            to: ms(to),
        };
        let thread = |&share: &f64| ThreadLane {
            pid: 1,
            tid: 1,
            slices: vec![Slice {
                from: ms(0),
                to: ms(100),
                share,
            }],
        };
        Run {
            wall: ms(100),
            start_up: ms(1),
            cpu: ms(1),
            foreign_load: None,
            jobs: jobs.iter().map(job).collect(),
            seen: Some(Seen {
                processes: 1,
                threads: shares.len(),
                peak_memory_bytes: 1,
                cores_busy: 1.0,
                side_by_side: 0.0,
                lanes: shares.iter().map(thread).collect(),
            }),
        }
    }

    #[test]
    fn the_lanes_of_both_languages_meet() {
        use {Language::*, Technique::*, Work::*};
        let sequential = Subject::new(Rust, Sequential, Io);
        let failed = Series::new(sequential, vec![], &[], Some(Missing::NotObserved));
        let results = Results {
            machine: Machine {
                cpu: String::new(),
                cores: 2,
                system: String::new(),
                cpython: Cpython::Missing {
                    why: "no python3 in PATH".to_string(),
                },
                foreign_load: None,
            },
            rounds: 1,
            close_ups: Vec::new(),
            series: vec![
                failed,
                series(CPython, Sequential, Io, run(&[(0, 50), (50, 100)], &[])),
                series(Rust, Asyncio, Io, run(&[(0, 50), (0, 100)], &[])),
                series(Rust, Threading, Cpu, run(&[], &[1.0, 0.05, 0.75])),
                series(CPython, Threading, Cpu, run(&[], &[0.5])),
                series(Rust, Rayon, Cpu, run(&[], &[1.0])),
            ],
        };
        let jobs = "\
I/O-bound: each job from Starting to Finished, 25 ms a character
                 Rust                                CPython
sequential       -                                   ░░✓
                                                       ░░✓
asyncio          ░░✓
                 ░░░░✓
";
        assert_eq!(jobs_text(&results), jobs);
        let threads = threads_text(&results);
        let rows: Vec<&str> = threads.lines().skip(3).take(2).collect();
        let expected = [
            format!("{:17}{:36}▄▄▄▄", "threading", "████"),
            format!("{:17}▆▆▆▆", ""),
        ];
        assert_eq!(rows, expected);
        assert!(threads.contains("\nrayon            ████\n"), "{threads}");
        // Drawn is what was seen, in the same order for both.
        let drawn = |language, work| {
            let lanes = lanes(&results, language, work).into_iter();
            let lanes = lanes.map(|lane| format!("{}{}", lane.name, lane.note));
            lanes.collect::<Vec<_>>()
        };
        assert_eq!(drawn(Rust, Cpu), ["threading", "", "rayon"]);
        assert_eq!(drawn(CPython, Cpu), ["threading"]);
        assert_eq!(drawn(Rust, Io), ["sequentialno result", "asyncio", ""]);
        assert_eq!(drawn(CPython, Io), ["sequential", ""]);
    }

    #[test]
    fn jobs_are_where_they_must_have_been() {
        let places = |processes, threads| {
            let mut run = run(&[(0, 50), (0, 50)], &vec![0.0; threads]);
            run.seen.as_mut().expect("seen").processes = processes;
            let lanes = placed(&run).into_iter();
            let lanes = lanes.map(|lane| (lane.process, lane.tasks.len()));
            lanes.collect::<Vec<_>>()
        };
        assert_eq!(places(1, 1), [(Some(1), 2)]);
        assert_eq!(places(1, 3), [(Some(1), 1), (Some(1), 1)]);
        assert_eq!(places(3, 3), [(Some(2), 1), (Some(3), 1)]);
        // Who did which of them?
        assert_eq!(places(2, 2), [(None, 1), (None, 1)]);
    }

    #[test]
    fn a_job_waits_from_its_start_to_its_end() {
        let job = |from, to| {
            let lanes = jobs(&run(&[(from, to)], &[]));
            job_row(&lanes[0], STEP)
        };
        assert_eq!(job(0, 100), "░░░░✓");
        assert_eq!(job(102, 203), "    ░░░░✓");
        assert_eq!(job(0, 0), "✓");
    }

    #[test]
    fn a_slow_machine_gets_a_longer_step() {
        let cases = [
            (0, 25),
            (500, 25),
            (825, 25),
            (826, 50),
            (1_650, 50),
            (9_000, 275),
        ];
        for (longest, expected) in cases {
            assert_eq!(fitting_step(ms(longest)), ms(expected), "{longest}");
        }
    }
}
