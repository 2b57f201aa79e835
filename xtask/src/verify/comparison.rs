//! The comparison, which judges itself: it holds what it measures against its
//! own truth table, and its exit code tells the verdict.

use super::cargo;
use super::judge::Verdict;
use super::report::{Checked, Outcome};
use super::runs::Obstacle;
use super::task::progress_bar;
use comparison::observe::{Ending, Limits, Observation, Observer, Output, Program, Stop};
use std::path::Path;
use std::time::Duration;

/// The name of its folder.
pub const NAME: &str = "comparison";

/// Several times what one round takes, with all of it measured again.
const DEADLINE: Duration = Duration::from_secs(120);

/// Builds it, and runs one round.
pub fn verify(observer: &Observer, root: &Path) -> Outcome<'static> {
    let built = cargo::build(root, &[NAME]);
    let Some(program) = built.get(NAME) else {
        return not_run(format!(
            "`cargo build -p {NAME}` failed: see above what it says"
        ));
    };
    let progress = progress_bar(1);
    let observation = observer.watch(&Program {
        command: [
            program.as_os_str(),
            "--check".as_ref(),
            "--rounds=1".as_ref(),
        ]
        .map(Into::into)
        .to_vec(),
        output: Output::Pipe,
        limits: Limits::with_deadline(DEADLINE),
    });
    progress.finish_and_clear();
    match observation {
        Ok(observation) => outcome(&observation),
        Err(error) => not_run(format!("{error:#}")),
    }
}

fn not_run(why: String) -> Outcome<'static> {
    Outcome::Not(Obstacle::NotRun(why))
}

fn outcome(seen: &Observation) -> Outcome<'static> {
    let lines = seen.lines.iter();
    let report: Vec<String> = lines
        .map(|line| String::from_utf8_lossy(&line.bytes).into_owned())
        .collect();
    let summary = report.last().cloned().unwrap_or_default();
    let (verdict, summary) = match seen.ending {
        Ending::Exited(0) => (Verdict::Pass, summary),
        Ending::Exited(1) => (Verdict::Fail, summary),
        Ending::Exited(3) => (Verdict::CouldNotJudge, summary),
        Ending::Stopped(Stop::Interrupted) => return not_run("interrupted".to_string()),
        Ending::Stopped(Stop::Deadline) => {
            return not_run(format!("not done after {} s", DEADLINE.as_secs()));
        }
        ending => (Verdict::Fail, format!("it ended with {ending:?}")),
    };
    let problem = |line: &&String| {
        ["UNEXPECTED", "inconclusive", "failed: "]
            .iter()
            .any(|word| line.contains(word))
    };
    let mut details: Vec<String> = report.iter().filter(problem).cloned().collect();
    details.push(format!("`cargo run -p {NAME}` shows all that it measures"));
    Outcome::Checked(Checked {
        verdict,
        summary,
        details,
    })
}
