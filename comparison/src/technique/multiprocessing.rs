//! Child processes, one for each job: this program again, in the role of a
//! child. Their answers come back over one pipe that all of them share.

use crate::output::print;
use crate::work::{Job, Task};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, PipeReader, PipeWriter};
use std::process::{Child, Command};

pub fn run(jobs: &[Job]) -> Result<()> {
    let (reader, writer) = io::pipe().context("failed to open a pipe")?;
    let start = |job| start(job, &writer);
    let children: Vec<Result<Child>> = jobs.iter().map(start).collect();
    // The pipe ends when the last process that can write to it has ended.
    drop(writer);
    let relayed = relay(reader, jobs);
    // All are waited for, whatever happened: no child is left behind.
    let wait = |(job, child): (&Job, Result<Child>)| wait(job, child?);
    let ended = jobs.iter().zip(children).map(wait);
    ended.fold(Ok(()), Result::and).and(relayed)
}

fn start(job: &Job, writer: &PipeWriter) -> Result<Child> {
    let program = std::env::current_exe().context("failed to find this program")?;
    let mut command = Command::new(program);
    command.args(["child", &job.number.to_string()]);
    if let Task::Download(server) = job.task {
        command.args(["--server", &server.to_string()]);
    }
    let writer = writer.try_clone().context("failed to share a pipe")?;
    let child = command.stdout(writer).spawn();
    child.with_context(|| format!("failed to start a process for {}", job.name()))
}

/// The role of the child. A line this short is written in one piece, so the
/// lines of several children cannot mix.
pub fn child(job: &Job) -> Result<()> {
    print(&format!("{} started", job.number))?;
    let answer = job.answer()?;
    print(&format!("{} {answer}", job.number))
}

/// Passes on what the children tell, until the last of them has ended.
///
/// # Errors
/// If a job has a wrong answer, or none.
fn relay(reader: PipeReader, jobs: &[Job]) -> Result<()> {
    let mut failed = Ok(());
    let mut unanswered: BTreeSet<usize> = jobs.iter().map(|job| job.number).collect();
    for line in BufReader::new(reader).lines() {
        let line = line.context("failed to read from a child")?;
        let (number, word) = line.split_once(' ').unwrap_or_default();
        let job = jobs.iter().find(|job| job.number.to_string() == number);
        let job = job.with_context(|| format!("unexpected output from child: `{line}`"))?;
        let passed_on = if word == "started" {
            job.start()
        } else {
            unanswered.remove(&job.number);
            job.finish(word.parse().context("a child's answer is not a number")?)
        };
        failed = failed.and(passed_on);
    }
    failed?;
    ensure!(
        unanswered.is_empty(),
        "these jobs have no answer: {unanswered:?}"
    );
    Ok(())
}

fn wait(job: &Job, mut child: Child) -> Result<()> {
    let status = child.wait().context("failed to wait for a child")?;
    let name = job.name();
    ensure!(status.success(), "the process of {name} failed: {status}");
    Ok(())
}
