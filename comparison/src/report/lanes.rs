//! The lanes of both languages side by side: to be drawn, and as text.

use crate::measure::{Language, Results, Run, Series, Span, Subject};
use crate::technique::Technique;
use crate::work::Work;
use observer::timeline::lanes::ThreadLane;
use observer::timeline::palette::{BLUE, Colour, VERMILION};
use observer::timeline::{Bar, Lane, text};
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
    let lane = |job: &Span| Lane::span(&job.name, job.from, job.to);
    run.jobs.iter().map(lane).collect()
}

/// The lanes of Rust and of CPython. Both have as many for each technique; the
/// first of them has its name, and the speed-up.
pub fn lanes(results: &Results, work: Work, techniques: &[Technique]) -> [Vec<Lane>; 2] {
    side_by_side(work, techniques, |subject| of_program(results, subject))
}

/// The same of programs that compute, as they were looked at closely.
pub fn close_ups(results: &Results, techniques: &[Technique]) -> [Vec<Lane>; 2] {
    side_by_side(Work::Cpu, techniques, |subject| {
        let Some(close_up) = results.close_up(subject) else {
            return vec![without("–")];
        };
        let threads = close_up.lanes.iter();
        let busy = threads.filter(|thread| !thread.is_idle(close_up.wall));
        let lanes = busy.map(ThreadLane::lane).collect();
        with_speed_up(lanes, results, subject)
    })
}

fn side_by_side(
    work: Work,
    techniques: &[Technique],
    of: impl Fn(Subject) -> Vec<Lane>,
) -> [Vec<Lane>; 2] {
    let mut all = [vec![], vec![]];
    for &technique in techniques {
        let subjects = Language::ALL.map(|language| Subject::new(language, technique, work));
        let both = subjects.map(&of);
        let rows = both.iter().map(Vec::len).max().unwrap_or_default();
        for (all, mut lanes) in all.iter_mut().zip(both) {
            lanes.resize(rows, Lane::default());
            for lane in &mut lanes {
                lane.name.clear();
            }
            if let Some(first) = lanes.first_mut() {
                first.name = technique.to_string();
            }
            all.extend(lanes);
        }
    }
    all
}

/// Of CPU-bound work a lane a busy thread, of I/O-bound work a lane a job.
fn of_program(results: &Results, subject: Subject) -> Vec<Lane> {
    let run = match results.series(subject).map(Series::typical) {
        Ok(Ok(run)) => run,
        Ok(Err(_)) => return vec![without(NO_RESULT)],
        Err(_) => return vec![without("–")],
    };
    let threads = run.seen.iter().flat_map(|seen| &seen.lanes);
    let busy = threads.filter(|thread| !thread.is_idle(run.wall));
    let lanes = match subject.work {
        Work::Cpu => busy.map(ThreadLane::lane).collect(),
        Work::Io => jobs(run),
    };
    with_speed_up(lanes, results, subject)
}

fn with_speed_up(mut lanes: Vec<Lane>, results: &Results, subject: Subject) -> Vec<Lane> {
    if let (Some(first), Ok(speed_up)) = (lanes.first_mut(), results.speed_up(subject)) {
        first.note = format!("{speed_up:.2}×");
    }
    lanes
}

fn without(note: &str) -> Lane {
    Lane {
        note: note.to_string(),
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
    let [rust, cpython] = lanes(results, work, techniques);
    for (left, right) in rust.iter().zip(&cpython) {
        let [rust, cpython] = [left, right].map(|lane| row(lane, step));
        let line = format!("{:17}{rust:WIDTH$}{cpython}", left.name);
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// A job ends with a tick.
fn row(lane: &Lane, step: Duration) -> String {
    match lane.bars.first() {
        None if lane.note == NO_RESULT => "-".to_string(),
        Some(Bar { share: None, .. }) => text::row(lane, step) + "✓",
        _ => text::row(lane, step),
    }
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
    use observer::timeline::lanes::Slice;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    /// One run with these jobs, and with a thread for each of these shares.
    fn series(language: Language, technique: Technique, work: Work, run: Run) -> Series {
        let subject = Subject::new(language, technique, work);
        Series::new(subject, vec![run], &[], None)
    }

    fn run(jobs: &[(u64, u64)], shares: &[f64]) -> Run {
        let job = |&(from, to): &(u64, u64)| Span {
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
        for work in Work::ALL {
            let [rust, cpython] = lanes(&results, work, Language::Rust.techniques());
            let names = |lanes: &[Lane]| {
                lanes
                    .iter()
                    .map(|lane| lane.name.clone())
                    .collect::<Vec<_>>()
            };
            assert_eq!(names(&rust), names(&cpython));
        }
    }

    #[test]
    fn a_job_waits_from_its_start_to_its_end() {
        let job = |from, to| {
            let lane = Lane::span("Job-1", ms(from), ms(to));
            row(&lane, STEP)
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
