//! What all runs of one program show together.

use crate::error::NotRun;
use crate::expectation::{Expectation, ExpectationFile};
use crate::judgement::{Check, Clause, Judgement, Note, Text, Verdict};
use crate::message::{self, Message};
use crate::schedule::{Holds, holds};
use crate::text::plain;
use observer::{Counts, Observation};
use std::collections::BTreeMap;
use std::time::Duration;

/// All runs of one program.
#[derive(Default)]
pub struct Summary {
    /// How many runs there should be.
    pub planned: usize,
    /// In how many of them a worker was to be held back.
    pub held: usize,
    /// Why some workers were not to be, or nobody could.
    pub left_out: Option<String>,
    /// Each run, in the order in which they ended.
    pub runs: Vec<JudgedRun>,
    /// Why each of the others could not be started.
    pub not_started: Vec<NotRun>,
    /// Each distinct thing that was wrong or in doubt, in the order in which it
    /// was first seen.
    pub kinds: Vec<Kind>,
    /// Runs that were wrong or in doubt in yet other ways.
    pub other_kinds: usize,
    /// For each paragraph whose lines may come in any order, how often which of
    /// them came first.
    pub first: BTreeMap<usize, BTreeMap<Text, usize>>,
    /// What came of each check.
    pub checks: BTreeMap<Check, CheckOutcome>,
}

/// What all runs show of one check.
#[derive(Clone, Debug)]
pub struct CheckOutcome {
    /// It is wrong if it is in one run.
    pub verdict: Verdict,
    /// What was wrong or in doubt, each kind once.
    pub messages: Vec<Message>,
}

/// A run: the one record from which all reports are made.
pub struct JudgedRun {
    /// What is to be said of it.
    pub judgement: Judgement,
    /// What was seen of it.
    pub seen: Observation,
    /// Whether all its findings, its output and its samples are kept: of a few
    /// only, so that many runs take little memory.
    pub is_whole: bool,
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
    /// The first of them, by its index.
    pub first: usize,
}

/// The most distinct things that are told.
const KINDS: usize = 10;

/// The most messages that are kept of a check.
const MESSAGES: usize = 4;

/// So many runs of a program that did not pass are kept whole, and the first of
/// each kind.
const WHOLE: usize = 20;

/// The most findings, and lines of output, that are kept of a run.
pub const KEPT_LINES: usize = 100;

/// The most characters of a line that are kept.
pub const KEPT_WIDTH: usize = 200;

impl JudgedRun {
    /// Without what no report shows.
    fn new(mut judgement: Judgement, mut seen: Observation) -> JudgedRun {
        judgement.findings.truncate(KEPT_LINES);
        for (number, line) in seen.lines.iter_mut().enumerate() {
            let most = if number < KEPT_LINES { KEPT_WIDTH } else { 0 };
            line.bytes.truncate(most);
            line.bytes.shrink_to_fit();
        }
        JudgedRun {
            judgement,
            seen,
            is_whole: true,
        }
    }

    /// Keeps what it was judged by, and its first finding.
    fn shorten(&mut self) {
        self.is_whole = false;
        self.judgement.findings.truncate(1);
        self.seen.lines = Vec::new();
        self.seen.stderr = Vec::new();
        self.seen.census = None;
        self.seen.lives = self
            .seen
            .lives
            .as_ref()
            .map(|_| Vec::new())
            .map_err(Clone::clone);
    }
}

impl Default for CheckOutcome {
    /// Nobody knows anything of it.
    fn default() -> CheckOutcome {
        CheckOutcome {
            verdict: Verdict::CouldNotJudge,
            messages: Vec::new(),
        }
    }
}

impl CheckOutcome {
    /// Adds what another run shows of it. What is wrong is told before what is in
    /// doubt.
    fn add(&mut self, verdict: Verdict, messages: Vec<Message>) {
        let is_worse = match (self.verdict, verdict) {
            (Verdict::Fail, _) | (_, Verdict::Pass) => false,
            (_, Verdict::Fail) => true,
            (before, Verdict::CouldNotJudge) => before == Verdict::Pass,
        };
        if is_worse {
            *self = CheckOutcome {
                verdict,
                messages: Vec::new(),
            };
        }
        if self.verdict == verdict {
            for message in messages {
                let is_new = self.messages.iter().all(|told| told.kind != message.kind);
                if is_new && self.messages.len() < MESSAGES {
                    self.messages.push(message);
                }
            }
        }
    }
}

impl Summary {
    /// How many runs came to this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        let verdicts = self.runs.iter().map(|run| run.judgement.verdict());
        verdicts.filter(|&other| other == verdict).count()
    }

    /// A program is wrong if one run is.
    pub fn verdict(&self) -> Verdict {
        if self.count(Verdict::Fail) > 0 {
            Verdict::Fail
        } else if self.count(Verdict::Pass) < self.planned {
            Verdict::CouldNotJudge
        } else {
            Verdict::Pass
        }
    }

    /// Whether a run was stopped because nobody wanted the result any more.
    pub fn is_interrupted(&self) -> bool {
        let mut runs = self.runs.iter();
        runs.any(|run| run.judgement.is_interrupted())
    }

    /// The run that tells the most: the first that did not pass, or else the last.
    pub fn telling_run(&self) -> Option<&JudgedRun> {
        let mut runs = self.runs.iter();
        match self.kinds.first() {
            Some(kind) => runs.nth(kind.first),
            None => {
                runs.rfind(|run| !run.judgement.is_interrupted() && run.judgement.held.is_none())
            }
        }
    }

    /// For each paragraph with a time, the shortest gap of all runs and the
    /// longest.
    pub fn gaps(&self) -> Vec<(Duration, Duration)> {
        let mut all: Vec<(Duration, Duration)> = Vec::new();
        for gaps in self.runs.iter().map(|run| run.judgement.gaps()) {
            for (all, gap) in all.iter_mut().zip(&gaps) {
                *all = (all.0.min(gap.0), all.1.max(gap.1));
            }
            all.extend(gaps.into_iter().skip(all.len()));
        }
        all
    }

    /// Each number of processes and threads that was seen, in the order of their
    /// size.
    pub fn counts(&self) -> Vec<Counts> {
        let counts = self.runs.iter().filter_map(|run| run.judgement.counts);
        let mut counts: Vec<Counts> = counts.collect();
        counts.sort_by_key(|counts| (counts.processes, counts.threads));
        counts.dedup();
        counts
    }

    /// What may be told of any of the runs.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        for &note in self.runs.iter().flat_map(|run| &run.judgement.notes) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        notes
    }

    /// Who is to be held back: nobody, unless all runs passed.
    pub fn holds(&self, expected: &ExpectationFile) -> Holds {
        let passed = self.verdict() == Verdict::Pass;
        let run = self.telling_run().filter(|_| passed);
        run.map(|run| holds(&expected.expectation, &run.seen))
            .unwrap_or_default()
    }

    /// In how many runs a worker was to be held back, and was not: it went on
    /// before, or was not there.
    pub fn not_held(&self) -> usize {
        let held = self.runs.iter().filter(|run| run.judgement.held.is_some());
        held.filter(|run| run.seen.held.is_none()).count()
    }

    /// Adds a run.
    pub fn add(&mut self, expectation: &Expectation, judgement: Judgement, seen: Observation) {
        self.add_first(expectation, &judgement, &seen);
        self.add_checks(&judgement);
        let mut run = JudgedRun::new(judgement, seen);
        if run.judgement.verdict() == Verdict::Pass {
            // Of those that passed, the last stands for all, but not one of which
            // less was judged.
            let has_passed = |run: &&mut JudgedRun| {
                run.judgement.verdict() == Verdict::Pass && run.judgement.held.is_none()
            };
            let before = self.runs.iter_mut().rfind(has_passed);
            match run.judgement.held {
                Some(_) => run.shorten(),
                None => before.into_iter().for_each(JudgedRun::shorten),
            }
        } else if !run.judgement.is_interrupted() && !self.add_kind(&run.judgement) {
            run.shorten();
        }
        self.runs.push(run);
    }

    fn add_first(&mut self, expected: &Expectation, judgement: &Judgement, seen: &Observation) {
        if judgement.held.is_some() && judgement.verdict() == Verdict::Pass {
            // An order that was made to happen is one that is allowed.
            for (number, paragraph) in expected.paragraphs.iter().enumerate() {
                let is_own = |line: &Text| paragraph.has(&String::from_utf8_lossy(line));
                let mut lines = seen.lines.iter().map(|line| plain(&line.bytes));
                if paragraph.is_undetermined()
                    && let Some(first) = lines.find(is_own)
                {
                    let counted = self.first.entry(number).or_default();
                    *counted.entry(first).or_default() += 1;
                }
            }
        }
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

    fn add_checks(&mut self, judgement: &Judgement) {
        for check in Check::ALL {
            let verdict = judgement.of_check(check);
            let messages = message::of_check(judgement, check);
            let none = CheckOutcome {
                verdict: Verdict::Pass,
                messages: Vec::new(),
            };
            self.checks
                .entry(check)
                .or_insert(none)
                .add(verdict, messages);
        }
    }

    /// Counts a run that did not pass. Returns whether it is to be kept whole.
    fn add_kind(&mut self, judgement: &Judgement) -> bool {
        let verdict = judgement.verdict();
        let key = message::reason(judgement).map_or(String::new(), |reason| reason.kind);
        let counted: usize = self.kinds.iter().map(|kind| kind.count).sum();
        let is_early = counted + self.other_kinds < WHOLE;
        let full = self.kinds.len() == KINDS;
        let mut kinds = self.kinds.iter_mut();
        match kinds.find(|kind| kind.verdict == verdict && kind.key == key) {
            Some(kind) => kind.count += 1,
            None if full => self.other_kinds += 1,
            None => {
                self.kinds.push(Kind {
                    verdict,
                    key,
                    count: 1,
                    first: self.runs.len(),
                });
                return true;
            }
        }
        is_early
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::judgement::judge;
    use crate::judgement::tests::{THREADS, expectation, seen};

    fn summary(runs: &[&str]) -> Summary {
        summary_of(THREADS, runs)
    }

    /// The sum of these runs of a program that must show this.
    pub fn summary_of(text: &str, runs: &[&str]) -> Summary {
        let expectation = expectation(text);
        let mut summary = Summary {
            planned: runs.len(),
            ..Summary::default()
        };
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
        let verdicts = [Verdict::Pass, Verdict::Fail, Verdict::CouldNotJudge];
        assert_eq!(verdicts.map(|verdict| all.count(verdict)), [3, 3, 0]);
        assert_eq!(all.verdict(), Verdict::Fail);
        assert_eq!(summary(&[RIGHT, OTHER]).verdict(), Verdict::Pass);
        assert_eq!(all.runs.len(), 6);
        // What was not run to its end is not passed.
        let mut unfinished = summary(&[RIGHT]);
        unfinished.planned = 2;
        assert_eq!(unfinished.verdict(), Verdict::CouldNotJudge);
        let why = NotRun::Impossible("no such file".to_string());
        unfinished.not_started.push(why);
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
        let example = &all.runs[all.kinds[0].first].seen;
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
        let (shortest, longest) = all.gaps()[0];
        assert_eq!(
            (shortest.as_millis(), longest.as_millis()),
            (2000, 2020),
            "{:?}",
            all.gaps()
        );
    }
}
