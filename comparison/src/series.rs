//! The runs of one program: what they say together.

use crate::gate::Disturbance;
use crate::load::Load;
use crate::run::Run;
use crate::technique::Technique;
use crate::work::Work;
use std::fmt;
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    Rust,
    CPython,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::Rust, Language::CPython];

    pub fn name(self) -> &'static str {
        match self {
            Language::Rust => "Rust",
            Language::CPython => "CPython",
        }
    }

    pub fn techniques(self) -> &'static [Technique] {
        match self {
            Language::Rust => &Technique::ALL,
            Language::CPython => &Technique::OF_CPYTHON,
        }
    }
}

/// A program that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    pub language: Language,
    pub technique: Technique,
    pub work: Work,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Every run was disturbed, and by what the last of them.
    Disturbed(Disturbance),
    /// The load was too small to disturb one run, but it was there all the time.
    SteadyLoad,
    /// A run failed, and how.
    Failed(String),
    /// This system does not tell.
    NotObserved,
    /// There is no CPython here, and why.
    NoInterpreter(String),
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Missing::Disturbed(how) => write!(f, "inconclusive: {how}"),
            Missing::SteadyLoad => f.write_str("inconclusive: the machine was never quiet"),
            Missing::Failed(how) => write!(f, "failed: {how}"),
            Missing::NotObserved => f.write_str("not observed on this system"),
            Missing::NoInterpreter(why) => write!(f, "not measured: {why}"),
        }
    }
}

/// All runs of one subject.
#[derive(Clone, Debug)]
pub struct Series {
    pub subject: Subject,
    /// Those that nothing disturbed, each with the load beside it, where the
    /// system tells it.
    pub runs: Vec<(Run, Option<Load>)>,
    /// What disturbed the others.
    pub disturbed: Vec<Disturbance>,
    /// Set if there is no result, whatever `runs` holds.
    pub missing: Option<Missing>,
}

impl Series {
    pub fn new(subject: Subject) -> Series {
        Series {
            subject,
            runs: Vec::new(),
            disturbed: Vec::new(),
            missing: None,
        }
    }

    /// The undisturbed runs, at least one, or why there are none.
    pub fn runs(&self) -> Result<Vec<&Run>, Missing> {
        match &self.missing {
            Some(missing) => Err(missing.clone()),
            None if self.runs.is_empty() => {
                let last = self.disturbed.last().copied();
                Err(Missing::Disturbed(last.unwrap_or(Disturbance::Unseen)))
            }
            None => Ok(self.runs.iter().map(|(run, _)| run).collect()),
        }
    }

    pub fn walls(&self) -> Result<Vec<Duration>, Missing> {
        Ok(self.runs()?.iter().map(|run| run.wall).collect())
    }

    /// The median of what `of` says of each run.
    pub fn median(&self, of: impl Fn(&Run) -> Option<f64>) -> Result<f64, Missing> {
        let values: Option<Vec<f64>> = self.runs()?.into_iter().map(of).collect();
        values.map(median).ok_or(Missing::NotObserved)
    }

    /// The run to show: the one whose wall time is the median, or the next
    /// shorter one.
    pub fn typical(&self) -> Result<&Run, Missing> {
        let mut runs = self.runs()?;
        runs.sort_by_key(|run| run.wall);
        Ok(runs[(runs.len() - 1) / 2])
    }
}

/// How many times as fast as the baseline: the ratio of the medians.
pub fn speed_up(baseline: &[Duration], technique: &[Duration]) -> f64 {
    let median = |walls: &[Duration]| median(walls.iter().map(Duration::as_secs_f64).collect());
    median(baseline) / median(technique).max(1e-9)
}

/// Half of the way from the shortest to the longest, as a share of the median.
pub fn spread(walls: &[Duration]) -> f64 {
    let seconds: Vec<f64> = walls.iter().map(Duration::as_secs_f64).collect();
    let shortest = seconds.iter().copied().fold(f64::INFINITY, f64::min);
    let longest = seconds.iter().copied().fold(0.0, f64::max);
    (longest - shortest) / 2.0 / median(seconds).max(1e-9)
}

/// The middle value, or the mean of the two in the middle; of none, 0.
pub fn median(mut values: Vec<f64>) -> f64 {
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

    fn walls(ms: &[u64]) -> Vec<Duration> {
        ms.iter().copied().map(Duration::from_millis).collect()
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
            let (baseline, technique) = (walls(baseline), walls(technique));
            assert!((speed_up(&baseline, &technique) - expected).abs() < 1e-9);
            assert!((spread(&technique) - expected_spread).abs() < 1e-9);
        }
        assert!((spread(&walls(&[90, 100, 120])) - 0.15).abs() < 1e-9);
    }

    #[test]
    fn no_undisturbed_run_is_no_result() {
        let mut series = Series::new(Subject {
            language: Language::Rust,
            technique: Technique::Gil,
            work: Work::Cpu,
        });
        let load = Disturbance::Load(41);
        series.disturbed = vec![Disturbance::Unseen, load];
        assert_eq!(series.walls(), Err(Missing::Disturbed(load)));
        let run = |ms| Run {
            wall: Duration::from_millis(ms),
            start_up: Duration::ZERO,
            cpu: Duration::ZERO,
            jobs: vec![],
            seen: None,
        };
        series.runs = [300, 100, 200, 400].map(|ms| (run(ms), None)).to_vec();
        assert_eq!(series.walls(), Ok(walls(&[300, 100, 200, 400])));
        assert_eq!(
            series.typical().expect("a run").wall,
            Duration::from_millis(200)
        );
        let busy = series.median(|run| run.seen.as_ref().map(|seen| seen.cores_busy));
        assert_eq!(busy, Err(Missing::NotObserved));
        series.missing = Some(Missing::SteadyLoad);
        assert_eq!(series.walls(), Err(Missing::SteadyLoad));
    }
}
