//! The lanes as text: Rust on the left, CPython on the right.

use crate::lanes::Lane;
use crate::measure::Results;
use crate::run::{Run, Span};
use crate::series::Language;
use crate::technique::Technique;
use crate::work::Work;
use std::time::Duration;

/// The time that one character stands for.
const STEP: Duration = Duration::from_millis(25);

/// The columns of one language.
const WIDTH: usize = 36;

/// A row a thread, its height its share of a core.
pub fn threads(results: &Results) -> String {
    blocks(results, &Technique::ALL, Work::Cpu, |run| {
        let lanes = run.seen.as_ref().map(|seen| seen.lanes.as_slice());
        let busy = lanes
            .unwrap_or_default()
            .iter()
            .filter(|lane| !lane.is_idle(run.wall));
        busy.map(thread).collect()
    })
}

/// A row a job, from its `Starting` to its `Finished`.
pub fn jobs(results: &Results) -> String {
    let techniques = [Technique::Sequential, Technique::Asyncio];
    blocks(results, &techniques, Work::Io, |run| {
        run.jobs.iter().map(job).collect()
    })
}

/// For each technique, the rows of both languages side by side.
fn blocks(
    results: &Results,
    techniques: &[Technique],
    work: Work,
    rows: impl Fn(&Run) -> Vec<String>,
) -> String {
    let mut text = format!("{:17}{:WIDTH$}CPython\n", "", "Rust");
    for &technique in techniques {
        let [left, right] = Language::ALL.map(|language| {
            let series = results.series(language, technique, work);
            match series.typical() {
                Ok(run) => rows(run),
                Err(_) if language.techniques().contains(&technique) => vec!["-".to_string()],
                Err(_) => vec![],
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

fn thread(lane: &Lane) -> String {
    let end = lane.slices.last().map_or(Duration::ZERO, |slice| slice.to);
    steps(end)
        .map(|moment| {
            let mut slices = lane.slices.iter();
            let slice = slices.find(|slice| (slice.from..slice.to).contains(&moment));
            eighths(slice.map_or(0.0, |slice| slice.share))
        })
        .collect()
}

fn job(job: &Span) -> String {
    let working = steps(job.to).map(|moment| if moment < job.from { ' ' } else { '░' });
    working.chain(['✓']).collect()
}

/// The middle of each step until `end`.
fn steps(end: Duration) -> impl Iterator<Item = Duration> {
    let middles = (0..).map(|step| STEP * step + STEP / 2);
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
        assert_eq!(thread(&lane), " ██▄ ▂");
        assert_eq!(
            thread(&Lane {
                slices: vec![],
                ..lane
            }),
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
        assert_eq!(job(&span(0, 100)), "░░░░✓");
        assert_eq!(job(&span(102, 203)), "    ░░░░✓");
        assert_eq!(job(&span(0, 0)), "✓");
    }
}
