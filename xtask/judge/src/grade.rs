//! The points of a submission: a verdict on each check, and what that is worth.

use crate::judgement::{Check, Verdict};
use crate::message::Message;
use crate::summary::Summary;
use std::str::FromStr;

/// What each check is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points([u32; Check::ALL.len()]);

/// The most that one check may be worth.
const MOST: u32 = 10_000;

impl Default for Points {
    fn default() -> Points {
        Points([1; Check::ALL.len()])
    }
}

impl Points {
    /// What this check is worth.
    #[must_use]
    pub fn of(&self, check: Check) -> u32 {
        self.0[check as usize]
    }
}

impl FromStr for Points {
    type Err = String;

    /// `order=4,time=3`: what is not named is worth one point.
    fn from_str(text: &str) -> Result<Points, String> {
        let mut points = Points::default();
        let mut named = Vec::new();
        for part in text.split(',') {
            let (name, number) = part.split_once('=').ok_or("write `order=4,time=3`")?;
            let check = Check::ALL.into_iter().find(|check| check.name() == name);
            let check = check.ok_or_else(|| {
                let names = Check::ALL.map(Check::name).join(", ");
                format!("there is no check `{name}`, but {names}")
            })?;
            if named.contains(&check) {
                return Err(format!("`{name}` is named twice"));
            }
            named.push(check);
            let number = number.parse().ok().filter(|&number| number <= MOST);
            let number = number.ok_or(format!("`{name}` is worth a number from 0 to {MOST}"))?;
            points.0[check as usize] = number;
        }
        match points.0.iter().sum() {
            0 => Err("nothing is worth a point".to_string()),
            _ => Ok(points),
        }
    }
}

/// What a submission is given.
#[derive(Clone, Debug)]
pub struct Grade {
    /// On the submission as a whole.
    pub verdict: Verdict,
    /// Those that the expectation asks for.
    pub checks: Vec<CheckGrade>,
}

/// What it is given for one check.
#[derive(Clone, Debug)]
pub struct CheckGrade {
    /// Which.
    pub check: Check,
    /// What it is worth.
    pub most: u32,
    /// What came of it.
    pub verdict: Verdict,
    /// What was wrong or in doubt.
    pub messages: Vec<Message>,
}

impl CheckGrade {
    /// `None` if it could not be judged.
    #[must_use]
    pub fn points(&self) -> Option<u32> {
        match self.verdict {
            Verdict::Pass => Some(self.most),
            Verdict::Fail => Some(0),
            Verdict::CouldNotJudge => None,
        }
    }
}

impl Grade {
    /// The points for the checks that are asked for, by all runs of a submission.
    #[must_use]
    pub fn of(summary: &Summary, asked: &[Check], points: &Points) -> Grade {
        let checks = asked.iter().map(|&check| {
            let outcome = summary.checks.get(&check).cloned().unwrap_or_default();
            CheckGrade {
                check,
                most: points.of(check),
                verdict: outcome.verdict,
                messages: outcome.messages,
            }
        });
        Grade {
            verdict: summary.verdict(),
            checks: checks.collect(),
        }
    }

    /// The points for a submission that was not run: nobody knows them.
    #[must_use]
    pub fn unknown(asked: &[Check], points: &Points) -> Grade {
        Grade {
            verdict: Verdict::CouldNotJudge,
            ..Grade::of(&Summary::default(), asked, points)
        }
    }

    /// All its points. `None` if it, or one of its checks, could not be judged: then
    /// nobody knows them.
    #[must_use]
    pub fn points(&self) -> Option<u32> {
        let known: Option<u32> = self.checks.iter().map(CheckGrade::points).sum();
        known.filter(|_| self.verdict != Verdict::CouldNotJudge)
    }

    /// What it could have been given.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.checks.iter().map(|check| check.most).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::tests::{THREADS, expectation};
    use crate::summary::tests::summary_of;

    #[test]
    fn points_are_a_teachers() {
        let of = |text: &str| Points::from_str(text).map(|points| Check::ALL.map(|c| points.of(c)));
        assert_eq!(of("order=4,time=3,technique=3"), Ok([4, 3, 3, 1]));
        assert_eq!(of("ending=0"), Ok([1, 1, 1, 0]));
        for (text, mistake) in [
            ("", "write `order=4,time=3`"),
            ("order", "write `order=4,time=3`"),
            (
                "style=2",
                "there is no check `style`, but order, time, technique, ending",
            ),
            ("time=-1", "`time` is worth a number from 0 to 10000"),
            ("time=1.5", "`time` is worth a number from 0 to 10000"),
            ("time=10001", "`time` is worth a number from 0 to 10000"),
            ("time=1,time=2", "`time` is named twice"),
            (
                "order=0,time=0,technique=0,ending=0",
                "nothing is worth a point",
            ),
        ] {
            assert_eq!(of(text), Err(mistake.to_string()), "{text}");
        }
    }

    fn grade(text: &str, runs: &[&str]) -> Grade {
        let expectation = expectation(text);
        let summary = summary_of(text, runs);
        let points = "order=4,time=3,technique=2".parse().expect("points");
        Grade::of(&summary, &Check::asked(&expectation, true), &points)
    }

    #[test]
    fn each_check_is_worth_its_points() {
        let right = "S1@0 S2@0 F1@2000 F2@2000 All_done!@2000";
        let late = "S1@0 S2@0 F1@4100 F2@4100 All_done!@4100";
        let turns = "S1@0 F1@2000 S2@2000 F2@4000 All_done!@4000";
        let four_threads = THREADS.replace("3 threads", "4 threads");
        let near = "S1@0 S2@0 F1@3010 F2@3010 All_done!@3010";
        let cases: [(&str, &[&str], _, _); 10] = [
            (THREADS, &[right], Some(10), 10),
            (THREADS, &[late], Some(7), 10),
            // Nothing is seen of a time whose lines are missing.
            (THREADS, &[turns], Some(1), 10),
            (&four_threads, &[right], Some(8), 10),
            // One wrong run is enough, and each check has its own.
            (THREADS, &[right, late, right], Some(7), 10),
            (THREADS, &[late, turns], Some(1), 10),
            // What is not asked for is not in the maximum.
            ("S1\n\nS2", &["S1@0 S2@0"], Some(5), 5),
            ("[0s]\nS1\n\n[2s]\nS2", &["S1@0 S2@2000"], Some(8), 8),
            // What could not be judged is not worth 0, nor is the rest.
            (THREADS, &[near], None, 10),
            (&four_threads, &[near], None, 10),
        ];
        for (text, runs, points, most) in cases {
            let grade = grade(text, runs);
            assert_eq!((grade.points(), grade.most()), (points, most), "{runs:?}");
        }
        let unfinished = Summary {
            planned: 1,
            ..Summary::default()
        };
        let grade = Grade::of(&unfinished, &Check::ALL, &Points::default());
        assert_eq!((grade.points(), grade.most()), (None, 4));
        assert_eq!(
            Grade::unknown(&Check::ALL, &Points::default()).points(),
            None
        );
    }
}
