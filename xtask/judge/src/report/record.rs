//! One run, as the reports for programs tell it: `--json` and `--junit`.
//!
//! Units are in the names: `_s` seconds. Paragraphs of the expectation and
//! printed lines are told by their index. What is not known, or not kept, is
//! `None`.
//!
//! A run that passed is told by its times, its counts, who wrote what was asked
//! for, and how long it took. Of
//! the others, the first 20 of each program and the first of each kind have all
//! clauses, the first 100 findings and lines, the first 20 lines of stderr, and
//! 200 characters of each line; the rest have their first finding.

use super::entry::{Entry, Outcome};
use crate::judgement::{Clause, Verdict};
use crate::message::{self, Message};
use crate::summary::{JudgedRun, KEPT_LINES, KEPT_WIDTH};
use crate::text::shown;
use crate::transcript::Transcript;
use observer::seconds::{self, seconds};
use observer::{Ending, Line, Observation, Output, Untraced};
use serde::{Serialize, Serializer};
use std::time::Duration;

/// The most lines of stderr that are told.
const ERRORS: usize = 20;

/// One run.
#[derive(Default, Serialize)]
pub struct RunRecord<'a> {
    /// The example, the expectation, or the label of a submission.
    pub example: &'a str,
    /// Such as `Rust, terminal`.
    pub program: &'a str,
    /// `terminal` or `pipe`; unknown of what judges itself.
    pub output: Option<&'static str>,
    /// `pass`, `fail`, `could-not-judge` or `skipped`.
    #[serde(serialize_with = "serialize_verdict")]
    pub verdict: Option<Verdict>,
    /// In one sentence, of what did not pass.
    pub reason: Option<String>,
    /// What was wrong or in doubt, the most telling first.
    pub findings: Vec<Message>,
    /// What was expected, each beside what was seen of it.
    pub clauses: Vec<Clause>,
    /// For each paragraph with a time, its shortest gap and its longest.
    pub gaps_s: Vec<(f64, f64)>,
    /// The most at one moment: at the first place where the expectation asks for
    /// counts, or else while it printed.
    pub processes: Option<usize>,
    /// The same of threads.
    pub threads: Option<usize>,
    /// Whether it was seen who wrote each line: `traced`, `not asked`, or
    /// `refused: WHY`.
    pub writers: Option<String>,
    /// If it ended by itself.
    pub exit_code: Option<i32>,
    /// Wall time.
    pub elapsed_s: Option<f64>,
    /// The first lines of stdout.
    pub lines: Option<Vec<LineRecord>>,
    /// The first lines of stderr that are not empty.
    pub stderr: Option<Vec<String>>,
}

/// A printed line.
#[derive(Serialize)]
pub struct LineRecord {
    /// Since the start of the program.
    #[serde(rename = "at_s", serialize_with = "seconds::serialize")]
    pub at: Duration,
    /// What is not printable is escaped.
    pub text: String,
    /// The thread that wrote it, such as `main`, `thread 1`, `process 2` or
    /// `process 1 thread 3`; `several` if each wrote a part.
    pub writer: Option<String>,
}

/// Each run of a program; one record of a program that was not run here.
pub fn records<'a>(entry: &'a Entry) -> Vec<RunRecord<'a>> {
    let not_run = |reason: String| RunRecord {
        example: &entry.name,
        program: &entry.program,
        output: entry.output.map(|output| match output {
            Output::Terminal => "terminal",
            Output::Pipe => "pipe",
        }),
        verdict: entry.outcome.verdict(),
        reason: Some(reason),
        ..RunRecord::default()
    };
    match &entry.outcome {
        Outcome::Ran(summary, _) => {
            let runs = summary.runs.iter();
            let runs = runs.map(|run| not_run(String::new()).with(run));
            let not_started = summary.not_started.iter().map(|why| RunRecord {
                verdict: Some(Verdict::CouldNotJudge),
                ..not_run(why.to_string())
            });
            runs.chain(not_started).collect()
        }
        Outcome::Transcript(Transcript { judgement, .. }, _) => vec![RunRecord {
            findings: message::all(judgement),
            clauses: judgement.clauses.clone(),
            reason: message::reason(judgement).map(|reason| reason.sentence),
            ..not_run(String::new())
        }],
        Outcome::Checked(checked) => vec![not_run(checked.summary.clone())],
        Outcome::NotRun(why) => vec![not_run(why.to_string())],
    }
}

impl RunRecord<'_> {
    /// With what was seen of a run: all that is kept of it, if it did not pass.
    fn with(self, run: &JudgedRun) -> Self {
        let JudgedRun {
            judgement,
            seen,
            is_whole,
        } = run;
        let verdict = judgement.verdict();
        let detailed = *is_whole && verdict != Verdict::Pass;
        let is_figure = |clause: &&Clause| {
            matches!(
                clause,
                Clause::Time { .. } | Clause::Count { .. } | Clause::Writers { .. }
            )
        };
        let clauses = judgement.clauses.iter();
        let gaps = judgement.gaps().into_iter();
        let counts = judgement.counts;
        RunRecord {
            findings: message::all(judgement),
            clauses: clauses
                .filter(|clause| detailed || is_figure(clause))
                .cloned()
                .collect(),
            gaps_s: gaps
                .map(|(shortest, longest)| (seconds(shortest), seconds(longest)))
                .collect(),
            processes: counts.map(|counts| counts.processes),
            threads: counts.map(|counts| counts.threads),
            writers: Some(match &seen.lives {
                Ok(_) => "traced".to_string(),
                Err(Untraced::NotAsked) => "not asked".to_string(),
                Err(Untraced::Refused(why)) => format!("refused: {why}"),
            }),
            exit_code: match seen.ending {
                Ending::Exited(code) => Some(code),
                Ending::Signalled(_) | Ending::Stopped(_) => None,
            },
            elapsed_s: Some(seconds(seen.elapsed)),
            lines: detailed.then(|| lines(seen)),
            stderr: detailed.then(|| errors(seen)),
            reason: message::reason(judgement).map(|reason| reason.sentence),
            verdict: Some(verdict),
            ..self
        }
    }
}

fn lines(seen: &Observation) -> Vec<LineRecord> {
    let line = |(line, writer): (&Line, Option<String>)| LineRecord {
        at: line.at,
        text: shown(&line.bytes, KEPT_WIDTH),
        writer,
    };
    let lines = seen.lines.iter().zip(seen.writer_names());
    lines.take(KEPT_LINES).map(line).collect()
}

fn errors(seen: &Observation) -> Vec<String> {
    let lines = seen.stderr.split(|&byte| byte == b'\n');
    let lines = lines.filter(|line| !line.is_empty()).take(ERRORS);
    lines.map(|line| shown(line, KEPT_WIDTH)).collect()
}

fn serialize_verdict<S: Serializer>(
    verdict: &Option<Verdict>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(message::verdict_code(*verdict))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expectation::Expectation;
    use crate::judgement::judge;
    use crate::judgement::tests::{THREADS, expectation, seen, written};
    use serde_json::json;

    fn run(expectation: &Expectation, came: &str, is_whole: bool) -> JudgedRun {
        let seen = seen(came);
        JudgedRun {
            judgement: judge(expectation, &seen),
            seen,
            is_whole,
        }
    }

    #[test]
    fn a_run_that_passed_is_kept_without_its_lines() {
        let expectation = expectation(THREADS);
        let record = |came: &str, detailed| {
            let run = run(&expectation, came, detailed);
            let record = RunRecord::default().with(&run);
            (record.clauses.len(), record.lines.map(|lines| lines.len()))
        };
        // Five lines in three paragraphs, a time and a count.
        let right = "S1@0 S2@0 F1@2000 F2@2000 All_done!@2000";
        let wrong = "S1@0 S2@0 F1@2000 All_done!@2000";
        assert_eq!(record(right, true), (2, None));
        assert_eq!(record(wrong, true), (10, Some(4)));
        assert_eq!(record(wrong, false), (2, None));
    }

    #[test]
    fn a_clause_tells_what_was_expected_and_what_was_seen() {
        let expectation = expectation("[0s]\na\n\n[>=2 processes]\n\n[1s]\nb");
        let clauses = |came: &str| {
            let record = RunRecord::default().with(&run(&expectation, came, true));
            serde_json::to_value(record.clauses).expect("plain values")
        };
        let count = serde_json::json!({
            "clause": "count",
            "paragraph": 1,
            "expected": { "processes": { "at-least": 2 }, "threads": null },
            "seen": { "processes": 1, "threads": 3 },
        });
        let time = serde_json::json!({
            "clause": "time",
            "paragraph": 1,
            "expected": { "shortest_s": 0.95, "longest_s": 1.5 },
            "seen": [{ "since": 0, "line": 1, "time_s": 1.0 }],
        });
        let wrong_counts = clauses("a@0 b@1000");
        let found = wrong_counts.as_array().expect("a list");
        assert!(found.contains(&count) && found.contains(&time), "{found:?}");
        // Whoever prints other lines has neither times nor counts.
        let wrong_lines = clauses("a@0 c@1000");
        let found = wrong_lines.as_array().expect("a list");
        let unseen = found.iter().filter(|clause| clause["seen"].is_null());
        assert_eq!(unseen.count(), 5, "{found:?}");
    }

    #[test]
    fn writers_are_told_by_name() {
        let expectation =
            expectation("[0s]\nA 1\nB 1\n\n[2 threads write: A, B]\n\n[2s]\nA 2\nB 2");
        let record = |seen: Observation| {
            let run = JudgedRun {
                judgement: judge(&expectation, &seen),
                seen,
                is_whole: true,
            };
            serde_json::to_value(RunRecord::default().with(&run)).expect("plain values")
        };
        let writers = |record: &serde_json::Value| {
            let clauses = record["clauses"].as_array().expect("a list").iter();
            let mut writers = clauses.filter(|clause| clause["clause"] == "writers");
            writers.next().expect("a clause about writers").clone()
        };
        let one = record(written("1:A_1@0 1:B_1@0 1:A_2@1000 1:B_2@2000"));
        let codes = one["findings"].as_array().expect("a list").iter();
        let codes: Vec<_> = codes.map(|finding| finding["code"].clone()).collect();
        assert_eq!(codes, ["wrong-time", "one-writer"]);
        assert_eq!(one["writers"], "traced");
        assert_eq!(one["lines"][0]["writer"], "thread 1");
        let seen = |name, line| json!({ "name": name, "line": line, "writer": "thread 1" });
        let expected = json!({
            "clause": "writers",
            "paragraph": 1,
            "expected": { "worker": "thread", "number": { "exactly": 2 }, "names": ["A", "B"] },
            "seen": [seen("A", 0), seen("A", 2), seen("B", 1), seen("B", 3)],
        });
        assert_eq!(writers(&one), expected);
        // Who wrote is told of a run that passed, too.
        let right = record(written("1:A_1@0 2:B_1@0 1:A_2@2000 2:B_2@2000"));
        assert_eq!(right["verdict"], "pass");
        assert_eq!(writers(&right)["seen"][2]["writer"], "thread 2");

        let parts = record(written("?:A_1@0 *:B_1@0 1:A_2@2000 2:B_2@2000"));
        let lines = &parts["lines"];
        assert!(lines[0]["writer"].is_null() && lines[1]["writer"] == "several");
        assert!(writers(&parts)["seen"].is_null());
        let why = |why| {
            let mut seen = written("1:A_1@0 1:B_1@0 1:A_2@1000 1:B_2@2000");
            seen.lives = Err(why);
            record(seen)["writers"].clone()
        };
        assert_eq!(why(Untraced::NotAsked), "not asked");
        let refused = Untraced::Refused("it is forbidden".to_string());
        assert_eq!(why(refused), "refused: it is forbidden");
    }
}
