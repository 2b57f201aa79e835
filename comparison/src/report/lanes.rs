//! The lanes of both languages side by side: to be drawn, and as text.

use crate::measure::Results;
use crate::run::Run;
use crate::series::{Language, Series, Subject};
use crate::technique::Technique;
use crate::work::Work;
use observer::timeline::palette::{BLUE, Colour, VERMILION};
use observer::timeline::{Cell, Lane, Row, text};
use std::fmt::Write;
use std::time::Duration;

/// The time that one character stands for, unless that is too short for the
/// longest run to fit.
const STEP: Duration = Duration::from_millis(25);

/// The columns of one language, a gap among them.
const WIDTH: usize = 36;

/// Stands for the lanes of a program that has no result.
const NO_RESULT: &str = "no result";

/// Of a language's lanes.
pub fn colour(language: Language) -> Colour {
    match language {
        Language::Rust => VERMILION,
        Language::CPython => BLUE,
    }
}

/// A lane a job, in the order in which they began.
pub fn jobs(run: &Run) -> Vec<Lane> {
    let jobs = run.jobs.iter();
    jobs.map(|job| Lane::span(&job.name, job.from, job.to))
        .collect()
}

/// For each technique, the lanes of both languages, with the speed-up: of
/// CPU-bound work its busy threads, of I/O-bound work its jobs.
pub fn rows(results: &Results, work: Work, techniques: &[Technique]) -> Vec<Row> {
    let lanes = |run: &Run| match work {
        Work::Io => jobs(run),
        Work::Cpu => {
            let threads = run.seen.iter().flat_map(|seen| &seen.lanes);
            let busy = threads.filter(|thread| !thread.is_idle(run.wall));
            busy.map(|thread| thread.lane()).collect()
        }
    };
    let cell = |subject| {
        let speed_up = results.speed_up(subject);
        match results.series(subject).map(Series::typical) {
            Some(Ok(run)) => Cell {
                lanes: lanes(run),
                note: speed_up.map_or(String::new(), |speed_up| format!("{speed_up:.2}×")),
            },
            Some(Err(_)) => Cell {
                lanes: vec![],
                note: NO_RESULT.to_string(),
            },
            None => Cell::default(),
        }
    };
    let row = |&technique: &Technique| {
        let subjects = Language::ALL.map(|language| Subject {
            language,
            technique,
            work,
        });
        Row {
            name: technique.name().to_string(),
            cells: subjects.map(cell).to_vec(),
        }
    };
    techniques.iter().map(row).collect()
}

/// As text: a row a thread, its height its share of a core.
pub fn threads_text(results: &Results) -> String {
    let what = "CPU-bound: what each busy thread used of a core";
    blocks(results, what, &Technique::ALL, Work::Cpu)
}

/// As text: a row a job, from its `Starting` to its `Finished`.
pub fn jobs_text(results: &Results) -> String {
    let what = "I/O-bound: each job from Starting to Finished";
    let techniques = [Technique::Sequential, Technique::Asyncio];
    blocks(results, what, &techniques, Work::Io)
}

fn blocks(results: &Results, what: &str, techniques: &[Technique], work: Work) -> String {
    let step = step(results, work);
    let mut text = format!("{what}, {} ms a character\n", step.as_millis());
    let _ = writeln!(text, "{:17}{:WIDTH$}CPython", "", "Rust");
    for Row { name, cells } in rows(results, work, techniques) {
        let lines = cells.iter().map(|cell| lines(cell, work, step));
        let lines: Vec<Vec<String>> = lines.collect();
        for number in 0..lines.iter().map(Vec::len).max().unwrap_or_default() {
            let name = if number == 0 { &name } else { "" };
            let of = |lines: &Vec<String>| lines.get(number).cloned().unwrap_or_default();
            let line = format!("{name:17}{:WIDTH$}{}", of(&lines[0]), of(&lines[1]));
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

/// A line a lane; a job ends with a tick.
fn lines(cell: &Cell, work: Work, step: Duration) -> Vec<String> {
    let end = match work {
        Work::Io => "✓",
        Work::Cpu => "",
    };
    match cell.note.as_str() {
        NO_RESULT => vec!["-".to_string()],
        _ => {
            let rows = cell.lanes.iter().map(|lane| text::row(lane, step) + end);
            rows.collect()
        }
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
    let times = longest.as_secs_f64() / room.as_secs_f64();
    STEP * (times.ceil().max(1.0) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn a_job_waits_from_its_start_to_its_end() {
        let job = |from, to| {
            let cell = Cell {
                lanes: vec![Lane::span("Job-1", ms(from), ms(to))],
                note: String::new(),
            };
            lines(&cell, Work::Io, STEP).concat()
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
