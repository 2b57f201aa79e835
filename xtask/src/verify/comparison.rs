//! The comparison, which judges itself: it holds what it measures against its
//! own truth table. Its exit code tells the verdict, and its JSON the rest.

use crate::measurement::{self, Measurement};
use crate::workspace::build::Target;
use crate::workspace::commands::{Source, commands};
use anyhow::Result;
use judge::NotRun;
use judge::judgement::Fault;
use judge::judgement::Verdict;
use judge::message;
use judge::report::{Checked, Outcome};
use judge::schedule::progress_bar;
use observer::{Ending, Limits, Observation, Observer, Output, Program, Stop};
use std::path::Path;
use std::time::Duration;

/// The name of its folder.
pub const NAME: &str = "comparison";

/// Several times what one round takes, with all of it measured again.
const DEADLINE: Duration = Duration::from_secs(120);

/// Builds it, and runs two rounds: a single run has none to be compared with,
/// and so a core that was slowed down would not show. With a record, nothing is
/// measured.
///
/// # Errors
/// If the task itself fails: cargo cannot be run, or an old record removed.
pub fn verify(observer: &Observer, root: &Path, from: Option<&Path>) -> Result<Outcome<'static>> {
    let program = [Source::Rust(Target::program(NAME))];
    let mut command = match commands(observer, root, &program, NotRun::Impossible)?.remove(0) {
        Ok(command) => command,
        Err(why) => return Ok(Outcome::NotRun(why)),
    };
    command.push("--check".into());
    let record = match from {
        Some(record) => {
            command.extend(["--from".into(), record.into()]);
            record.to_path_buf()
        }
        None => {
            let record = measurement::clear(root)?;
            command.extend(["--rounds=2".into(), "--json".into(), record.clone().into()]);
            record
        }
    };
    let progress = progress_bar(1, "runs done");
    let limits = Limits::with_deadline(DEADLINE);
    let observation = observer.watch(&Program::new(command, Output::Pipe, limits));
    progress.finish_and_clear();
    Ok(match observation {
        Ok(seen) => outcome(&seen, measurement::read(&record)),
        Err(error) => not_run(&format!("{error:#}")),
    })
}

fn not_run(why: &str) -> Outcome<'static> {
    Outcome::NotRun(NotRun::Impossible(why.to_string()))
}

fn outcome(seen: &Observation, recorded: Result<Measurement>) -> Outcome<'static> {
    let stderr = String::from_utf8_lossy(&seen.stderr);
    let complaint = stderr.lines().last().unwrap_or("it does not say why");
    let checked = |verdict, summary: &str, mut details: Vec<String>| {
        details.push(format!("`cargo run -p {NAME}` shows all that it measures"));
        Outcome::Checked(Checked {
            verdict,
            summary: summary.to_string(),
            details,
        })
    };
    let fail = |why: &str| checked(Verdict::Fail, why, Vec::new());
    let verdict = match seen.ending {
        _ if !seen.left_behind.is_empty() => return fail("it left a process behind"),
        Ending::Exited(0) => Verdict::Pass,
        Ending::Exited(1) => Verdict::Fail,
        Ending::Exited(3) => Verdict::CouldNotJudge,
        Ending::Exited(2) => return not_run(complaint),
        Ending::Exited(4) => return Outcome::NotRun(NotRun::Refused(complaint.to_string())),
        Ending::Exited(code) => return fail(&format!("exit code {code}: {complaint}")),
        Ending::Signalled(number) => return fail(&message::fault(&Fault::Signal(number)).sentence),
        Ending::Stopped(Stop::Interrupted) => return not_run("interrupted"),
        Ending::Stopped(Stop::Deadline) => {
            return not_run(&format!("timed out after {} s", DEADLINE.as_secs()));
        }
        Ending::Stopped(_) => return fail("it printed or used too much"),
    };
    match recorded {
        Ok(Measurement { check, .. }) => checked(verdict, &check.summary, check.problems),
        // A verdict stands, though its record is lost.
        Err(error) if verdict == Verdict::Fail => fail(&format!("{error:#}")),
        Err(error) => not_run(&format!("{error:#}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::message::verdict_code;

    /// As `--json` writes it, but for what is not read here.
    const RECORD: &str = r#"{"version": 2, "check": {"agree": 37, "contradict": 1,
        "inconclusive": 0, "not_shown": 0, "summary": "2 verdicts",
        "only_foreign_load": false, "problems": ["a claim: Rust UNEXPECTED"]}}"#;

    fn seen(ending: Ending) -> Observation {
        Observation {
            stderr: b"oops\ncannot write x\n".to_vec(),
            ending,
            ..Observation::ended(Duration::ZERO)
        }
    }

    #[test]
    fn the_exit_code_tells_the_verdict() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("comparison.json");
        std::fs::write(&file, RECORD).expect("a record");
        let missing = folder.path().join("missing");
        let unread = format!("failed to read {}: ", missing.display());
        let fail = Some(Verdict::Fail);
        let could_not = Some(Verdict::CouldNotJudge);
        let all = ["a claim: Rust UNEXPECTED"].as_slice();
        let cases = [
            (
                Ending::Exited(0),
                &file,
                Some(Verdict::Pass),
                "2 verdicts",
                all,
            ),
            (Ending::Exited(1), &file, fail, "2 verdicts", all),
            (Ending::Exited(3), &file, could_not, "2 verdicts", all),
            (Ending::Exited(1), &missing, fail, &unread, &[]),
            (Ending::Exited(0), &missing, could_not, &unread, &[]),
            (Ending::Exited(2), &file, could_not, "cannot write x", &[]),
            (Ending::Exited(4), &file, could_not, "cannot write x", &[]),
            (
                Ending::Exited(101),
                &file,
                fail,
                "exit code 101: cannot write x",
                &[],
            ),
            (
                Ending::Signalled(9),
                &file,
                fail,
                "was killed by SIGKILL",
                &[],
            ),
            (
                Ending::Stopped(Stop::Interrupted),
                &file,
                could_not,
                "interrupted",
                &[],
            ),
            (
                Ending::Stopped(Stop::Deadline),
                &file,
                could_not,
                "timed out after 120 s",
                &[],
            ),
        ];
        for (ending, record, verdict, message, problems) in cases {
            let outcome = outcome(&seen(ending), measurement::read(record));
            assert_eq!(
                verdict_code(outcome.verdict()),
                verdict_code(verdict),
                "{ending:?}"
            );
            let said = match &outcome {
                Outcome::Checked(Checked {
                    summary, details, ..
                }) => {
                    assert_eq!(details[..details.len() - 1], *problems, "{ending:?}");
                    summary
                }
                Outcome::NotRun(NotRun::Impossible(why) | NotRun::Refused(why)) => why,
                _ => panic!("{ending:?}"),
            };
            assert!(said.starts_with(message), "{ending:?}: {said}");
        }
    }
}
