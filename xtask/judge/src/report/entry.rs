//! A program, and what came of it.

use crate::error::NotRun;
use crate::expectation::ExpectationFile;
use crate::grade::{Grade, Points};
use crate::judgement::{Check, Verdict};
use crate::message;
use crate::summary::{JudgedRun, Summary};
use crate::text::shown;
use crate::transcript::Transcript;
use observer::Output;

/// The most characters of a name that are shown.
const NAME_WIDTH: usize = 60;

/// A program, and what came of it.
pub struct Entry<'a> {
    /// The example, the expectation, or the label of a submission.
    pub name: String,
    /// Which program, and where its output went.
    pub program: String,
    /// Unknown of what judges itself.
    pub output: Option<Output>,
    /// The checks that its expectation asks for; none of what judges itself.
    pub asked: Vec<Check>,
    /// What came of it.
    pub outcome: Outcome<'a>,
}

impl Entry<'_> {
    /// Its name, fit to be shown. Of a long one, the middle is left out: paths differ at
    /// their ends.
    pub fn shown_name(&self) -> String {
        let whole: Vec<char> = shown(self.name.as_bytes(), usize::MAX / 8)
            .chars()
            .collect();
        if whole.len() <= NAME_WIDTH {
            return whole.into_iter().collect();
        }
        let [from, to] = [NAME_WIDTH / 3, whole.len() - NAME_WIDTH * 2 / 3];
        let ends = [&whole[..from], &['…'], &whole[to..]];
        ends.concat().into_iter().collect()
    }

    /// Its name, fit to be shown, and which program it is.
    pub fn title(&self) -> String {
        format!("{}, {}", self.shown_name(), self.program)
    }

    /// What it is given; `None` of what judges itself, was skipped, or ran elsewhere:
    /// then not everything is known that points are for.
    pub fn grade(&self, points: &Points) -> Option<Grade> {
        match &self.outcome {
            Outcome::Ran(summary, _) => Some(Grade::of(summary, &self.asked, points)),
            Outcome::Checked(_) | Outcome::Transcript(..) | Outcome::NotRun(NotRun::Skipped(_)) => {
                None
            }
            Outcome::NotRun(_) => Some(Grade::unknown(&self.asked, points)),
        }
    }

    /// Why it did not pass, in one sentence.
    pub fn reason(&self) -> Option<String> {
        match &self.outcome {
            Outcome::Ran(summary, _) => {
                let verdict = summary.verdict();
                let mut runs = summary.runs.iter();
                let run =
                    runs.find(|run| verdict != Verdict::Pass && run.judgement.verdict() == verdict);
                let reason = run.and_then(|run| message::reason(&run.judgement));
                let not_started = summary.not_started.first().map(ToString::to_string);
                reason.map(|reason| reason.sentence).or(not_started)
            }
            Outcome::Transcript(transcript, _) => {
                let reason = message::reason(&transcript.judgement);
                reason.map(|reason| reason.sentence)
            }
            Outcome::Checked(checked) => {
                let failed = checked.verdict != Verdict::Pass;
                failed.then(|| checked.summary.clone())
            }
            Outcome::NotRun(not_run) => Some(not_run.to_string()),
        }
    }
}

/// What came of a program.
pub enum Outcome<'a> {
    /// It was run, and judged by this expectation.
    Ran(Summary, &'a ExpectationFile),
    /// It ran elsewhere, and the order of its lines was judged by this expectation.
    Transcript(Transcript, &'a ExpectationFile),
    /// It judged itself.
    Checked(Checked),
    /// It was not run.
    NotRun(NotRun),
}

/// What a program that judges itself has to say.
pub struct Checked {
    /// Its own verdict.
    pub verdict: Verdict,
    /// In one line.
    pub summary: String,
    /// Shown if it did not pass.
    pub details: Vec<String>,
}

impl Outcome<'_> {
    /// The run that tells the most: the first that did not pass, or else the last.
    pub fn telling_run(&self) -> Option<&JudgedRun> {
        match self {
            Outcome::Ran(summary, _) => summary.telling_run(),
            Outcome::Transcript(..) | Outcome::Checked(_) | Outcome::NotRun(_) => None,
        }
    }

    /// `None` if it was skipped.
    pub fn verdict(&self) -> Option<Verdict> {
        match self {
            Outcome::Ran(summary, _) => Some(summary.verdict()),
            Outcome::Transcript(transcript, _) => Some(transcript.judgement.verdict()),
            Outcome::Checked(checked) => Some(checked.verdict),
            Outcome::NotRun(NotRun::Skipped(_)) => None,
            Outcome::NotRun(_) => Some(Verdict::CouldNotJudge),
        }
    }

    /// Whether the system refused what the judge itself needs.
    pub fn is_refused(&self) -> bool {
        let not_run = match self {
            Outcome::Ran(summary, _) => summary.not_started.first(),
            Outcome::Transcript(..) | Outcome::Checked(_) => None,
            Outcome::NotRun(not_run) => Some(not_run),
        };
        matches!(not_run, Some(NotRun::Refused(_)))
    }
}

/// How many programs came to each verdict, in words.
pub fn tally(entries: &[Entry]) -> [(usize, &'static str); 4] {
    let count = |verdict, words| {
        let verdicts = entries.iter().map(|entry| entry.outcome.verdict());
        (verdicts.filter(|&other| other == verdict).count(), words)
    };
    [
        count(Some(Verdict::Pass), "passed"),
        count(Some(Verdict::Fail), "failed"),
        count(Some(Verdict::CouldNotJudge), "could not be judged"),
        count(None, "skipped"),
    ]
}
