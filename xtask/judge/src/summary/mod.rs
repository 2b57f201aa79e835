//! What all runs of one program show together.

mod record;

pub use record::{LineRecord, RunRecord};

use crate::error::NotRun;
use crate::expectation::Expectation;
use crate::judgement::{Clause, Judgement, Note, Text, Verdict};
use crate::message;
use crate::text::plain;
use observer::{Counts, Observation};
use record::{KEPT_LINES, KEPT_WIDTH};
use std::collections::BTreeMap;
use std::time::Duration;

/// All runs of one program.
#[derive(Default)]
pub struct Summary {
    /// How many runs there should be.
    pub planned: usize,
    /// Could not be started.
    pub not_started: usize,
    /// Why the first of them could not.
    pub why_not_started: Option<NotRun>,
    /// As expected.
    pub passed: usize,
    /// Not as expected.
    pub failed: usize,
    /// Ended, but without a verdict.
    pub could_not_judge: usize,
    /// Stopped because nobody wanted the result any more.
    pub interrupted: usize,
    /// Each distinct thing that was wrong or in doubt, in the order in which it
    /// was first seen.
    pub kinds: Vec<Kind>,
    /// Runs that were wrong or in doubt in yet other ways.
    pub other_kinds: usize,
    /// For each paragraph with a time, the shortest gap of all runs and the
    /// longest.
    pub gaps: Vec<(Duration, Duration)>,
    /// Each number of processes and threads that was seen, in the order of
    /// their size.
    pub counts: Vec<Counts>,
    /// What may be told of any of the runs.
    pub notes: Vec<Note>,
    /// For each paragraph whose lines may come in any order, how often which of
    /// them came first.
    pub first: BTreeMap<usize, BTreeMap<Text, usize>>,
    /// The run that ended last.
    pub last: Option<Box<ExampleRun>>,
    /// Each run, in the order in which they ended, if anybody wants to know.
    pub records: Option<Vec<RunRecord>>,
}

/// A run that stands for others.
pub struct ExampleRun {
    /// What is to be said of it.
    pub judgement: Judgement,
    /// What was seen of it.
    pub seen: Observation,
}

/// Runs that failed in the same way, or are in doubt for the same reason.
pub struct Kind {
    /// The verdict on each of them.
    pub verdict: Verdict,
    /// What tells it from others: the sentence, without what differs from run to
    /// run.
    key: String,
    /// How many they are.
    pub count: usize,
    /// The first of them.
    pub example: ExampleRun,
}

/// The most distinct things that are told.
const KINDS: usize = 10;

/// So many runs of a program that did not pass are kept with all that was seen;
/// of the others only what they were judged by, so that many runs take little
/// memory.
const DETAILED: usize = 20;

impl ExampleRun {
    /// What a report shows of a run, without what would only take memory.
    fn new(mut judgement: Judgement, mut seen: Observation) -> ExampleRun {
        judgement.findings.truncate(KEPT_LINES);
        for (number, line) in seen.lines.iter_mut().enumerate() {
            let most = if number < KEPT_LINES { KEPT_WIDTH } else { 0 };
            line.bytes.truncate(most);
            line.bytes.shrink_to_fit();
        }
        ExampleRun { judgement, seen }
    }
}

impl Summary {
    /// Of no run yet; with `records`, each will be kept.
    #[must_use]
    pub fn new(planned: usize, records: bool) -> Summary {
        Summary {
            planned,
            records: records.then(Vec::new),
            ..Summary::default()
        }
    }

    /// How many runs there were.
    pub fn runs(&self) -> usize {
        self.passed + self.failed + self.could_not_judge + self.interrupted + self.not_started
    }

    /// A program is wrong if one run is.
    pub fn verdict(&self) -> Verdict {
        if self.failed > 0 {
            Verdict::Fail
        } else if self.passed < self.planned {
            Verdict::CouldNotJudge
        } else {
            Verdict::Pass
        }
    }

    /// Adds a run.
    pub fn add(&mut self, expectation: &Expectation, judgement: Judgement, seen: Observation) {
        let not_passed = self.failed + self.could_not_judge;
        if let Some(records) = &mut self.records {
            records.push(RunRecord::of(&judgement, &seen, not_passed < DETAILED));
        }
        if judgement.is_interrupted() {
            self.interrupted += 1;
            return;
        }
        match judgement.verdict() {
            Verdict::Pass => self.passed += 1,
            Verdict::Fail => self.failed += 1,
            Verdict::CouldNotJudge => self.could_not_judge += 1,
        }
        for note in &judgement.notes {
            if !self.notes.contains(note) {
                self.notes.push(*note);
            }
        }
        if let Some(counts) = judgement.counts
            && !self.counts.contains(&counts)
        {
            self.counts.push(counts);
            self.counts
                .sort_by_key(|counts| (counts.processes, counts.threads));
        }
        self.add_gaps(&judgement.gaps());
        self.add_first(expectation, &judgement, &seen);
        self.add_kind(&judgement, &seen);
        self.last = Some(Box::new(ExampleRun::new(judgement, seen)));
    }

    /// Adds a run that could not be started.
    pub fn add_not_started(&mut self, why: NotRun) {
        if let Some(records) = &mut self.records {
            let reason = Some(why.to_string());
            records.push(RunRecord::without_run(Some(Verdict::CouldNotJudge), reason));
        }
        self.not_started += 1;
        self.why_not_started.get_or_insert(why);
    }

    fn add_gaps(&mut self, gaps: &[(Duration, Duration)]) {
        for (number, &(shortest, longest)) in gaps.iter().enumerate() {
            match self.gaps.get_mut(number) {
                Some(gap) => *gap = (gap.0.min(shortest), gap.1.max(longest)),
                None => self.gaps.push((shortest, longest)),
            }
        }
    }

    fn add_first(&mut self, expected: &Expectation, judgement: &Judgement, seen: &Observation) {
        for clause in &judgement.clauses {
            if let Clause::Order {
                paragraph,
                seen: Some(lines),
                ..
            } = clause
                && let Some(&first) = lines.first()
                && expected.paragraphs[*paragraph].is_undetermined()
            {
                let counted = self.first.entry(*paragraph).or_default();
                *counted.entry(plain(&seen.lines[first].bytes)).or_default() += 1;
            }
        }
    }

    fn add_kind(&mut self, judgement: &Judgement, seen: &Observation) {
        let Some(finding) = judgement.findings.first() else {
            return;
        };
        let key = message::finding(finding).kind;
        let verdict = judgement.verdict();
        let full = self.kinds.len() == KINDS;
        let mut kinds = self.kinds.iter_mut();
        match kinds.find(|kind| kind.verdict == verdict && kind.key == key) {
            Some(kind) => kind.count += 1,
            None if full => self.other_kinds += 1,
            None => self.kinds.push(Kind {
                verdict,
                key,
                count: 1,
                example: ExampleRun::new(judgement.clone(), seen.clone()),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::judge;
    use crate::judgement::tests::{THREADS, expectation, seen};

    fn summary(runs: &[&str]) -> Summary {
        let expectation = expectation(THREADS);
        let mut summary = Summary::new(runs.len(), false);
        for run in runs {
            let seen = seen(run);
            summary.add(&expectation, judge(&expectation, &seen), seen);
        }
        summary
    }

    const RIGHT: &str = "S1@0 S2@0 F1@2000 F2@2000 All_done!@2000";
    const OTHER: &str = "S1@0 S2@0 F2@2010 F1@2020 All_done!@2021";
    const SLOW: &str = "S1@0 S2@0 F1@4100 F2@4100 All_done!@4100";
    const SLOWER: &str = "S1@0 S2@0 F1@4200 F2@4200 All_done!@4200";
    const MISSING: &str = "S1@0 S2@0 F1@2000 All_done!@2000";

    #[test]
    fn one_wrong_run_makes_a_program_wrong() {
        let all = summary(&[RIGHT, OTHER, SLOW, RIGHT, MISSING, SLOWER]);
        assert_eq!((all.passed, all.failed, all.could_not_judge), (3, 3, 0));
        assert_eq!(all.verdict(), Verdict::Fail);
        assert_eq!(summary(&[RIGHT, OTHER]).verdict(), Verdict::Pass);
        assert_eq!(all.runs(), 6);
        // What was not run to its end is not passed.
        let mut unfinished = summary(&[RIGHT]);
        unfinished.planned = 2;
        assert_eq!(unfinished.verdict(), Verdict::CouldNotJudge);
        unfinished.add_not_started(NotRun::Impossible("no such file".to_string()));
        assert_eq!(unfinished.runs(), 2);
        assert_eq!(unfinished.verdict(), Verdict::CouldNotJudge);
    }

    #[test]
    fn what_is_wrong_in_the_same_way_is_told_once() {
        let all = summary(&[SLOW, MISSING, RIGHT, SLOWER, SLOW]);
        let kinds = all.kinds.iter().map(|kind| (kind.key.as_str(), kind.count));
        let expected = [
            ("`F1` came too late after `S1`", 3),
            (
                "`All done!` came, but `F2` is missing: main did not wait",
                1,
            ),
        ];
        assert_eq!(kinds.collect::<Vec<_>>(), expected);
        let example = &all.kinds[0].example.seen;
        assert_eq!(example.lines[2].at, Duration::from_millis(4100));
    }

    #[test]
    fn what_is_undetermined_becomes_visible() {
        let all = summary(&[RIGHT, OTHER, OTHER]);
        let first = |number| {
            let lines = all.first.get(&number)?.iter();
            let lines = lines.map(|(line, count)| (String::from_utf8_lossy(line), *count));
            Some(lines.collect::<Vec<_>>())
        };
        assert_eq!(first(0), Some(vec![("S1".into(), 3)]));
        assert_eq!(first(1), Some(vec![("F1".into(), 1), ("F2".into(), 2)]));
        assert_eq!(first(2), None);
        let (shortest, longest) = all.gaps[0];
        assert_eq!(
            (shortest.as_millis(), longest.as_millis()),
            (2000, 2020),
            "{:?}",
            all.gaps
        );
    }
}
