//! What all runs of one program show together.

use crate::expectation::Expectation;
use crate::judgement::{Judgement, Verdict};
use crate::message::{Note, Text};
use crate::text::{plain, shown};
use observer::{Counts, Ending, Line, Observation};
use std::collections::BTreeMap;
use std::time::Duration;

/// All runs of one program.
#[derive(Default)]
pub struct Summary {
    /// How many runs there should be.
    pub planned: usize,
    /// Could not be started, and why the first of them.
    pub not_started: usize,
    pub why_not_started: Option<String>,
    pub passed: usize,
    pub failed: usize,
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
    pub crowds: Vec<Counts>,
    pub notes: Vec<Note>,
    /// For each paragraph whose lines may come in any order, how often which of
    /// them came first.
    pub first: BTreeMap<usize, BTreeMap<Text, usize>>,
    pub last: Option<Box<(Judgement, Observation)>>,
    /// Each run, in the order in which they ended, if anybody wants to know.
    pub records: Option<Vec<Record>>,
}

/// One run, as the reports for programs tell it.
pub struct Record {
    pub verdict: Verdict,
    pub reason: Option<String>,
    pub gaps: Vec<(Duration, Duration)>,
    pub crowd: Option<Counts>,
    pub exit_code: Option<i32>,
    pub elapsed: Duration,
    /// What is not printable is escaped.
    pub lines: Vec<(Duration, String)>,
    pub stderr: Vec<String>,
}

/// The most distinct things that are told.
const KINDS: usize = 10;

/// The most lines of output, and of stderr, in a record.
const RECORDED: usize = 100;
const RECORDED_ERRORS: usize = 20;

/// The most characters of a line in a record.
const RECORDED_WIDTH: usize = 200;

/// What a report shows of a run, without what would only take memory.
fn excerpt(mut judgement: Judgement, mut seen: Observation) -> (Judgement, Observation) {
    judgement.faults.truncate(RECORDED);
    for (number, line) in seen.lines.iter_mut().enumerate() {
        let most = if number < RECORDED { RECORDED_WIDTH } else { 0 };
        line.bytes.truncate(most);
        line.bytes.shrink_to_fit();
    }
    (judgement, seen)
}

impl Record {
    fn not_started(reason: String) -> Record {
        Record {
            verdict: Verdict::CouldNotJudge,
            reason: Some(reason),
            gaps: Vec::new(),
            crowd: None,
            exit_code: None,
            elapsed: Duration::ZERO,
            lines: Vec::new(),
            stderr: Vec::new(),
        }
    }

    fn of(judgement: &Judgement, seen: &Observation) -> Record {
        let line = |line: &Line| (line.at, shown(&line.bytes, RECORDED_WIDTH));
        let errors = seen.stderr.split(|&byte| byte == b'\n');
        let errors = errors.filter(|line| !line.is_empty()).take(RECORDED_ERRORS);
        Record {
            verdict: judgement.verdict(),
            reason: judgement.reason(),
            gaps: judgement.gaps.clone(),
            crowd: judgement.crowd,
            exit_code: match seen.ending {
                Ending::Exited(code) => Some(code),
                Ending::Signalled(_) | Ending::Stopped(_) => None,
            },
            elapsed: seen.elapsed,
            lines: seen.lines.iter().take(RECORDED).map(line).collect(),
            stderr: errors.map(|line| shown(line, RECORDED_WIDTH)).collect(),
        }
    }
}

/// Runs that failed in the same way, or are in doubt for the same reason.
pub struct Kind {
    pub verdict: Verdict,
    /// What tells it from others: the sentence, without what differs from run to
    /// run.
    key: String,
    pub count: usize,
    /// The first of them.
    pub example: Box<(Judgement, Observation)>,
}

impl Summary {
    /// Of no run yet; with `records`, each will be kept.
    pub fn new(planned: usize, records: bool) -> Summary {
        Summary {
            planned,
            records: records.then(Vec::new),
            ..Summary::default()
        }
    }

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
        if let Some(records) = &mut self.records {
            records.push(Record::of(&judgement, &seen));
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
        if let Some(crowd) = judgement.crowd
            && !self.crowds.contains(&crowd)
        {
            self.crowds.push(crowd);
            self.crowds
                .sort_by_key(|crowd| (crowd.processes, crowd.threads));
        }
        self.add_gaps(&judgement.gaps);
        for (number, lines) in judgement.assigned.iter().enumerate() {
            if let Some(&first) = lines.first()
                && expectation.paragraphs[number].is_undetermined()
            {
                let lines = self.first.entry(number).or_default();
                *lines.entry(plain(&seen.lines[first].bytes)).or_default() += 1;
            }
        }
        self.add_kind(&judgement, &seen);
        self.last = Some(Box::new(excerpt(judgement, seen)));
    }

    /// Adds a run that could not be started.
    pub fn add_not_started(&mut self, reason: String) {
        if let Some(records) = &mut self.records {
            records.push(Record::not_started(reason.clone()));
        }
        self.not_started += 1;
        self.why_not_started.get_or_insert(reason);
    }

    fn add_gaps(&mut self, gaps: &[(Duration, Duration)]) {
        for (number, &(shortest, longest)) in gaps.iter().enumerate() {
            match self.gaps.get_mut(number) {
                Some(gap) => *gap = (gap.0.min(shortest), gap.1.max(longest)),
                None => self.gaps.push((shortest, longest)),
            }
        }
    }

    fn add_kind(&mut self, judgement: &Judgement, seen: &Observation) {
        let fault = judgement.faults.first().map(crate::message::Fault::key);
        let doubt = || judgement.doubts.first().map(crate::message::Doubt::key);
        let Some(key) = fault.or_else(doubt) else {
            return;
        };
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
                example: Box::new(excerpt(judgement.clone(), seen.clone())),
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
        unfinished.add_not_started("no such file".to_string());
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
        let example = &all.kinds[0].example.1;
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
