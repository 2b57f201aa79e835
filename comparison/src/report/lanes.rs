//! The lanes as text: Rust on the left, CPython on the right.

use crate::lanes::Lane;
use crate::measure::{Language, Results, Run, Series, Span, Subject};
use crate::technique::Technique;
use crate::work::Work;
use std::fmt::Write;
use std::time::Duration;

/// The time that one character stands for, unless that is too short for the
/// longest run to fit.
const STEP: Duration = Duration::from_millis(25);

/// The columns of one language, a gap among them.
const WIDTH: usize = 36;

/// A row a thread, its height its share of a core.
pub fn threads(results: &Results) -> String {
    let what = "CPU-bound: what each busy thread used of a core";
    blocks(results, what, &Technique::ALL, Work::Cpu, |run, step| {
        let lanes = run.seen.as_ref().map(|seen| seen.lanes.as_slice());
        let lanes = lanes.unwrap_or_default().iter();
        let busy = lanes.filter(|lane| !lane.is_idle(run.wall));
        busy.map(|lane| thread(lane, step)).collect()
    })
}

/// A row a job, from its `Starting` to its `Finished`.
pub fn jobs(results: &Results) -> String {
    let what = "I/O-bound: each job from Starting to Finished";
    let techniques = [Technique::Sequential, Technique::Asyncio];
    blocks(results, what, &techniques, Work::Io, |run, step| {
        run.jobs.iter().map(|span| job(span, step)).collect()
    })
}

/// For each technique, the rows of both languages side by side.
fn blocks(
    results: &Results,
    what: &str,
    techniques: &[Technique],
    work: Work,
    rows: impl Fn(&Run, Duration) -> Vec<String>,
) -> String {
    let step = step(results, work);
    let mut text = format!("{what}, {} ms a character\n", step.as_millis());
    let _ = writeln!(text, "{:17}{:WIDTH$}CPython", "", "Rust");
    for &technique in techniques {
        let [left, right] = Language::ALL.map(|language| {
            let subject = Subject {
                language,
                technique,
                work,
            };
            match results.series(subject).map(Series::typical) {
                Some(Ok(run)) => rows(run, step),
                Some(Err(_)) => vec!["-".to_string()],
                None => vec![],
            }
        });
        for row in 0..left.len().max(right.len()) {
            let name = if row == 0 { technique.name() } else { "" };
            let of = |rows: &[String]| rows.get(row).cloned().unwrap_or_default();
            let line = format!("{name:17}{:WIDTH$}{}", of(&left), of(&right));
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
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

fn thread(lane: &Lane, step: Duration) -> String {
    let end = lane.slices.last().map_or(Duration::ZERO, |slice| slice.to);
    let share = |moment| {
        let mut slices = lane.slices.iter();
        let slice = slices.find(|slice| (slice.from..slice.to).contains(&moment));
        eighths(slice.map_or(0.0, |slice| slice.share))
    };
    steps(end, step).map(share).collect()
}

fn job(job: &Span, step: Duration) -> String {
    let working = steps(job.to, step).map(|moment| if moment < job.from { ' ' } else { '░' });
    working.chain(['✓']).collect()
}

/// The middle of each step until `end`.
fn steps(end: Duration, step: Duration) -> impl Iterator<Item = Duration> {
    let middles = (0..).map(move |number| step * number + step / 2);
    middles.take_while(move |&middle| middle < end)
}

/// A block as high as the share, in eighths; a space for less than a sixteenth.
fn eighths(share: f64) -> char {
    match (share * 8.0).round() {
        1.0 => '▁',
        2.0 => '▂',
        3.0 => '▃',
        4.0 => '▄',
        5.0 => '▅',
        6.0 => '▆',
        7.0 => '▇',
        full if full >= 8.0 => '█',
        _ => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::Slice;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn a_share_is_a_height() {
        let cases = [
            (0.0, ' '),
            (0.06, ' '),
            (0.07, '▁'),
            (0.5, '▄'),
            (0.93, '▇'),
            (0.94, '█'),
            (1.0, '█'),
        ];
        for (share, expected) in cases {
            assert_eq!(eighths(share), expected, "{share}");
        }
    }

    #[test]
    fn a_row_is_as_long_as_its_thread_was_seen() {
        let slice = |from, to, share| Slice {
            from: ms(from),
            to: ms(to),
            share,
        };
        let lane = Lane {
            pid: 1,
            tid: 1,
            slices: vec![
                slice(25, 75, 1.0),
                slice(75, 100, 0.5),
                slice(125, 150, 0.25),
            ],
        };
        assert_eq!(thread(&lane, STEP), " ██▄ ▂");
        assert_eq!(
            thread(
                &Lane {
                    slices: vec![],
                    ..lane
                },
                STEP
            ),
            ""
        );
    }

    #[test]
    fn a_job_waits_from_its_start_to_its_end() {
        let span = |from, to| Span {
            name: String::new(),
            from: ms(from),
            to: ms(to),
        };
        assert_eq!(job(&span(0, 100), STEP), "░░░░✓");
        assert_eq!(job(&span(102, 203), STEP), "    ░░░░✓");
        assert_eq!(job(&span(0, 0), STEP), "✓");
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
