//! What all runs of a program say together: medians, spread, speed-up.

use super::missing::{Disturbance, Missing};
use super::outcome::Outcome;
use super::results::{Figures, Run, Seen, Series};
use super::subject::Subject;
use observer::seconds::rounded;
use std::collections::BTreeMap;
use std::time::Duration;

impl Series {
    /// The undisturbed runs, and what disturbed the others. If something is
    /// `missing`, there is no result, whatever ran.
    pub fn new(
        subject: Subject,
        runs: Vec<Run>,
        disturbed: &[Disturbance],
        missing: Option<Missing>,
    ) -> Series {
        let last_disturbance = disturbed.last().copied();
        let nothing = || Missing::Disturbed(last_disturbance.unwrap_or(Disturbance::Unseen));
        let missing = missing.or_else(|| runs.is_empty().then(nothing));
        Series {
            subject,
            outcome: match missing {
                Some(missing) => Outcome::Missing { missing },
                None => Outcome::Measured(figures(&runs)),
            },
            disturbed_runs: disturbed.len(),
            last_disturbance,
            runs,
        }
    }
}

/// Compares each series with its baseline: the ratio of the medians.
pub fn set_speed_ups(all: &mut [Series]) {
    let median = |series: &Series| Some((series.subject, series.figures().ok()?.wall_median));
    let medians: BTreeMap<Subject, Duration> = all.iter().filter_map(median).collect();
    for series in all {
        let baseline = medians.get(&series.subject.baseline());
        if let Outcome::Measured(figures) = &mut series.outcome {
            let wall = figures.wall_median.as_secs_f64().max(1e-9);
            figures.speed_up = baseline.map(|baseline| baseline.as_secs_f64() / wall);
        }
    }
}

/// The figures of one run or more, but for the speed-up.
fn figures(runs: &[Run]) -> Figures {
    let seen = |of: fn(&Seen) -> f64| {
        let values = runs.iter().map(|run| run.seen.as_ref().map(of));
        values.collect::<Option<Vec<f64>>>().map(median)
    };
    let walls: Vec<Duration> = runs.iter().map(|run| run.wall).collect();
    let mut by_wall: Vec<usize> = (0..runs.len()).collect();
    by_wall.sort_by_key(|&index| walls[index]);
    Figures {
        speed_up: None,
        wall_median: median_time(&walls),
        wall_spread: spread(&walls),
        start_up_median: median_time(&runs.iter().map(|run| run.start_up).collect::<Vec<_>>()),
        cores_busy_median: seen(|seen| seen.cores_busy),
        side_by_side_median: seen(|seen| seen.side_by_side),
        waits_together: runs.iter().all(waits_together),
        typical_run: by_wall[(runs.len() - 1) / 2],
    }
}

/// Whether all jobs were begun before the first was done.
fn waits_together(run: &Run) -> bool {
    let begun = run.jobs.iter().map(|job| job.from).max();
    begun <= run.jobs.iter().map(|job| job.to).min()
}

fn spread(walls: &[Duration]) -> f64 {
    let (shortest, longest) = (walls.iter().min(), walls.iter().max());
    let range = longest.copied().unwrap_or_default() - shortest.copied().unwrap_or_default();
    range.as_secs_f64() / 2.0 / median_time(walls).as_secs_f64().max(1e-9)
}

fn median_time(times: &[Duration]) -> Duration {
    let seconds = times.iter().map(Duration::as_secs_f64).collect();
    rounded(Duration::from_secs_f64(median(seconds)))
}

/// The middle value, or the mean of the two in the middle; of none, 0.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        count if count % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::subject::Language;
    use crate::technique::Technique::{self, Gil, Sequential};
    use crate::work::Work;
    use observer::timeline::Task;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn run(wall_ms: u64) -> Run {
        Run {
            wall: ms(wall_ms),
            ..Run::default()
        }
    }

    fn series(technique: Technique, walls_ms: &[u64]) -> Series {
        let subject = Subject::new(Language::Rust, technique, Work::Cpu);
        let runs = walls_ms.iter().copied().map(run).collect();
        Series::new(subject, runs, &[], None)
    }

    #[test]
    fn the_median_is_the_middle() {
        let cases: [(&[f64], f64); 4] = [
            (&[], 0.0),
            (&[3.0], 3.0),
            (&[9.0, 1.0, 2.0], 2.0),
            (&[4.0, 1.0, 2.0, 100.0], 3.0),
        ];
        for (values, expected) in cases {
            assert!(
                (median(values.to_vec()) - expected).abs() < 1e-9,
                "{values:?}"
            );
        }
    }

    #[test]
    fn speed_up_and_spread_are_relative() {
        // One bad run moves the spread, and the speed-up hardly.
        let cases: [(&[u64], &[u64], f64, f64); 4] = [
            (&[500], &[250], 2.0, 0.0),
            (&[500], &[1000], 0.5, 0.0),
            (&[500, 510, 490], &[250, 900, 245], 2.0, 1.31),
            (&[800, 802, 801, 803], &[100, 100, 100, 100], 8.015, 0.0),
        ];
        for (baseline, technique, expected, expected_spread) in cases {
            let mut both = [series(Sequential, baseline), series(Gil, technique)];
            set_speed_ups(&mut both);
            let figures = both[1].figures().expect("figures");
            let speed_up = figures.speed_up.expect("a baseline");
            assert!((speed_up - expected).abs() < 1e-9, "{speed_up}");
            assert!((figures.wall_spread - expected_spread).abs() < 1e-9);
        }
        assert!((spread(&[ms(90), ms(100), ms(120)]) - 0.15).abs() < 1e-9);
        let mut alone = [series(Gil, &[1])];
        set_speed_ups(&mut alone);
        assert_eq!(alone[0].figures().expect("figures").speed_up, None);
    }

    /// Between two microseconds, a median in a table and one in a record once
    /// were two numbers, which could be rounded to two figures.
    #[test]
    fn a_median_is_as_precise_as_its_record() {
        let micros = |n| Duration::from_micros(n);
        let median = median_time(&[micros(215_499), micros(215_500)]);
        assert_eq!(median, rounded(median));
        let recorded = serde_json::to_string(&median.as_secs_f64()).expect("JSON");
        let recorded: f64 = recorded.parse().expect("a number");
        assert_eq!(
            format!("{recorded:.3}"),
            format!("{:.3}", median.as_secs_f64())
        );
    }

    #[test]
    fn no_undisturbed_run_is_no_result() {
        let load = Disturbance::LoadPercent(41);
        let with = |walls_ms: &[u64], missing| {
            let runs = walls_ms.iter().copied().map(run).collect();
            let disturbed = [Disturbance::Unseen, load];
            Series::new(series(Gil, &[1]).subject, runs, &disturbed, missing)
        };
        assert_eq!(with(&[], None).figures(), Err(Missing::Disturbed(load)));
        let measured = with(&[300, 100, 200, 400], None);
        assert_eq!(measured.typical().expect("a run").wall, ms(200));
        let figures = measured.figures().expect("figures");
        assert_eq!(figures.wall_median, ms(250));
        assert_eq!(figures.cores_busy_median, None);
        let steady = with(&[300], Some(Missing::SteadyLoad));
        assert_eq!(steady.figures(), Err(Missing::SteadyLoad));
    }

    #[test]
    fn jobs_wait_together_if_all_are_begun_before_one_is_done() {
        let span = |from, to| Task {
            name: String::new(),
            from: ms(from),
            to: ms(to),
        };
        let of = |jobs| waits_together(&Run { jobs, ..run(1) });
        assert!(of(vec![span(0, 120), span(10, 100)]));
        assert!(!of(vec![span(0, 9), span(10, 20)]));
    }
}
