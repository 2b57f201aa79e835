//! The comparison, which judges itself: it holds what it measures against its
//! own truth table, and its exit code tells the verdict.

use crate::workspace::build::{self, Target};
use judge::judgement::{Fault, Verdict};
use judge::message;
use judge::report::{Checked, Outcome};
use judge::schedule::{NotRun, progress_bar};
use observer::{Ending, Limits, Observation, Observer, Output, Program, Stop};
use std::path::Path;
use std::time::Duration;

/// The name of its folder.
pub const NAME: &str = "comparison";

/// Several times what one round takes, with all of it measured again.
const DEADLINE: Duration = Duration::from_secs(120);

/// Builds it, and runs two rounds: a single run has none to be compared with,
/// and so a core that was slowed down would not show.
pub fn verify(observer: &Observer, root: &Path) -> Outcome<'static> {
    if observer.is_interrupted() {
        return not_run("interrupted".to_string());
    }
    let built = build::build(root, &[Target::program(NAME)]);
    if observer.is_interrupted() {
        return not_run("interrupted".to_string());
    }
    let Some(program) = built.get(&Target::program(NAME)) else {
        return not_run(format!(
            "`cargo build -p {NAME}` failed: see above what it says"
        ));
    };
    let progress = progress_bar(1, "runs done");
    let observation = observer.watch(&Program {
        command: [
            program.as_os_str(),
            "--check".as_ref(),
            "--rounds=2".as_ref(),
        ]
        .map(Into::into)
        .to_vec(),
        output: Output::Pipe,
        limits: Limits::with_deadline(DEADLINE),
    });
    progress.finish_and_clear();
    match observation {
        Ok(observation) => outcome(&observation),
        Err(error) => not_run(format!("{:#}", anyhow::Error::from(error))),
    }
}

fn not_run(why: String) -> Outcome<'static> {
    Outcome::NotRun(NotRun::Impossible(why))
}

fn outcome(seen: &Observation) -> Outcome<'static> {
    let lines = seen.lines.iter();
    let report: Vec<String> = lines
        .map(|line| String::from_utf8_lossy(&line.bytes).into_owned())
        .collect();
    let summary = report.last().cloned().unwrap_or_default();
    let stderr = String::from_utf8_lossy(&seen.stderr);
    let complaint = stderr
        .lines()
        .last()
        .unwrap_or("it does not say why")
        .to_string();
    let (verdict, summary) = match seen.ending {
        _ if !seen.left_behind.is_empty() => {
            (Verdict::Fail, "it left a process behind".to_string())
        }
        Ending::Exited(0) => (Verdict::Pass, summary),
        Ending::Exited(1) => (Verdict::Fail, summary),
        Ending::Exited(3) => (Verdict::CouldNotJudge, summary),
        Ending::Exited(2) => return not_run(complaint),
        Ending::Stopped(Stop::Interrupted) => return not_run("interrupted".to_string()),
        Ending::Stopped(Stop::Deadline) => {
            return not_run(format!("not done after {} s", DEADLINE.as_secs()));
        }
        Ending::Exited(code) => (Verdict::Fail, format!("exit code {code}: {complaint}")),
        Ending::Signalled(number) => (Verdict::Fail, message::fault(&Fault::Signal(number))),
        Ending::Stopped(_) => (Verdict::Fail, "it printed or used too much".to_string()),
    };
    let mut details = problems(&report);
    details.push(format!("`cargo run -p {NAME}` shows all that it measures"));
    Outcome::Checked(Checked {
        verdict,
        summary,
        details,
    })
}

/// What the report says of failures and contradictions, each with its claim, and
/// of how many programs there is no result.
fn problems(report: &[String]) -> Vec<String> {
    let mut problems = Vec::new();
    let (mut claim, mut inconclusive) = ("", 0);
    for line in report {
        let is_note = line.starts_with("Rust ") || line.starts_with("CPython ");
        if line.starts_with("    ") && !line.starts_with("     ") {
            claim = line.trim();
        }
        if line.contains("UNEXPECTED") {
            problems.push(format!("{claim}: {}", line.trim()));
        } else if is_note && line.contains(": failed: ") {
            problems.push(line.clone());
        } else if is_note && line.contains(": inconclusive: ") {
            inconclusive += 1;
            if inconclusive == 1 {
                problems.push(format!("no result of {line}"));
            }
        }
    }
    if inconclusive > 1 {
        problems.push(format!("nor of {} other programs", inconclusive - 1));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::message::verdict_code;
    use observer::{Line, Newline, Process};

    fn seen(ending: Ending) -> Observation {
        let report = ["    a claim", "      Rust UNEXPECTED", "fine", "2 verdicts"];
        let line = |text: &str| Line {
            at: Duration::ZERO,
            bytes: text.into(),
            newline: Newline::Lf,
        };
        Observation {
            process: Process {
                pid: 7,
                command: String::new(),
            },
            lines: report.into_iter().map(line).collect(),
            stderr: b"oops\ncannot write x\n".to_vec(),
            ending,
            elapsed: Duration::ZERO,
            cpu: Duration::ZERO,
            census: None,
            left_behind: Vec::new(),
            survivors: Vec::new(),
            unattributed: Vec::new(),
            stalls: Vec::new(),
        }
    }

    #[test]
    fn the_exit_code_tells_the_verdict() {
        let fail = Some(Verdict::Fail);
        let could_not = Some(Verdict::CouldNotJudge);
        let cases = [
            (Ending::Exited(0), Some(Verdict::Pass), "2 verdicts"),
            (Ending::Exited(1), fail, "2 verdicts"),
            (Ending::Exited(3), could_not, "2 verdicts"),
            (Ending::Exited(2), could_not, "cannot write x"),
            (Ending::Exited(101), fail, "exit code 101: cannot write x"),
            (Ending::Signalled(9), fail, "was killed by SIGKILL"),
            (Ending::Stopped(Stop::Interrupted), could_not, "interrupted"),
            (
                Ending::Stopped(Stop::Deadline),
                could_not,
                "not done after 120 s",
            ),
        ];
        for (ending, verdict, says) in cases {
            let outcome = outcome(&seen(ending));
            assert_eq!(
                verdict_code(outcome.verdict()),
                verdict_code(verdict),
                "{ending:?}"
            );
            let said = match &outcome {
                Outcome::Checked(Checked {
                    summary, details, ..
                }) => {
                    assert_eq!(details[0], "a claim: Rust UNEXPECTED");
                    assert_eq!(details.len(), 2);
                    summary
                }
                Outcome::NotRun(NotRun::Impossible(why)) => why,
                _ => panic!("{ending:?}"),
            };
            assert_eq!(said, says, "{ending:?}");
        }
    }

    #[test]
    fn many_disturbed_programs_are_one_line() {
        let line = |n| format!("Rust t{n}, cpu: inconclusive: others used 41 % of a core");
        let report = [
            line(1),
            line(2),
            "      Rust  inconclusive: x".to_string(),
            line(3),
        ];
        let expected = [
            "no result of Rust t1, cpu: inconclusive: others used 41 % of a core",
            "nor of 2 other programs",
        ];
        assert_eq!(problems(&report), expected);
        let failed = ["CPython asyncio, io: failed: exit code 1".to_string()];
        assert_eq!(problems(&failed), failed);
    }
}
