//! What happens when, from the options to the exit code.

use crate::complaint::{complain, hint};
use crate::error::{Error, NotRun};
use crate::expectation::ExpectationFile;
use crate::judgement::{Check, Verdict};
use crate::options::{Grading, Reporting, Submissions, Volume, Writers};
use crate::report::{Destinations, Entry, Outcome};
use crate::schedule::{self, Built, HeldWorker, Journal, Recipes, Run, Submission, progress_bar};
use crate::summary::Summary;
use crate::transcript::{self, Transcript};
use observer::exit::Exit;
use observer::interrupt::Interrupt;
use observer::{Observer, User};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// The program that judges, as its reports and its advice name it.
pub struct Caller {
    /// Such as `judge`.
    pub name: &'static str,
    /// How a command is given to it.
    pub usage: &'static str,
}

/// Judges what was submitted, and reports it.
///
/// # Errors
/// Wrong usage, or the system refused what the judge itself needs: nothing was
/// judged.
pub fn judge_submissions(
    caller: &Caller,
    expected: &ExpectationFile,
    submitted: &Submissions,
    volume: &Volume,
    reporting: &Reporting,
    grading: &Grading,
) -> Result<Exit, Error> {
    if submitted.lacks_command() {
        return Err(Error::NoCommand(caller.usage));
    }
    if submitted.is_empty() {
        return Err(Error::NothingToJudge(caller.usage));
    }
    if let Some(file) = &submitted.transcript {
        return judge_transcript(caller, expected, file, volume, (reporting, grading));
    }
    let built = (!submitted.build.is_empty()).then(TempDir::new).transpose();
    let built = built.map_err(Error::NoBuildFolder)?;
    if let (Some(folder), Some(_)) = (&built, &volume.user) {
        // The user may go through it, but neither read nor write it.
        let through = fs::set_permissions(folder.path(), Permissions::from_mode(0o711));
        through.map_err(Error::NoBuildFolder)?;
    }
    let built = built.as_ref().map(TempDir::path);
    // Before signals are caught: they end the wait for a list that is a pipe.
    let submissions = match (&submitted.batch, &submitted.each) {
        (Some(file), _) => schedule::batch(expected, file)?,
        (None, Some(pattern)) => {
            let recipes = Recipes::new(&submitted.run, &submitted.build, &submitted.command)?;
            schedule::each(expected, pattern, &recipes, built)?
        }
        (None, None) => {
            let (name, command) = (expected.name.clone(), submitted.command.clone());
            let command = Submission::on_terminal(name, "command", expected, Ok(command));
            vec![command]
        }
    };
    let commands = submissions
        .iter()
        .flat_map(|submission| &submission.command);
    let words = commands.flatten().map(PathBuf::from);
    let mut inputs: Vec<PathBuf> = words.filter(|word| word.is_file()).collect();
    inputs.extend(submitted.batch.clone());
    inputs.push(expected.path.clone());
    let many = submitted.is_many();
    judge_all(
        caller,
        submissions,
        many,
        inputs,
        volume,
        (reporting, grading),
    )
}

/// Runs a command in each folder that has an expectation of its own, and judges it by
/// that; all in one report.
///
/// # Errors
/// As [`judge_submissions`], or if there is no such folder.
pub fn judge_folders(
    caller: &Caller,
    folder: &Path,
    command: &[OsString],
    volume: &Volume,
    (reporting, grading): (&Reporting, &Grading),
) -> Result<Exit, Error> {
    if command.is_empty() {
        return Err(Error::NoCommand("judge --all FOLDER -- COMMAND"));
    }
    let expected = ExpectationFile::below(folder)?;
    let submissions = expected.iter().map(|(folder, expected)| Submission {
        folder: Some(folder.clone()),
        ..Submission::on_terminal(
            expected.name.clone(),
            "command",
            expected,
            Ok(command.to_vec()),
        )
    });
    let inputs = expected.iter().map(|(_, expected)| expected.path.clone());
    let (submissions, inputs) = (submissions.collect(), inputs.collect());
    judge_all(
        caller,
        submissions,
        true,
        inputs,
        volume,
        (reporting, grading),
    )
}

/// Judges all of these, and reports them: of many with a table, and of one alone
/// that it cannot be run is an error. No report replaces one of the inputs.
fn judge_all(
    caller: &Caller,
    submissions: Vec<Submission>,
    many: bool,
    mut inputs: Vec<PathBuf>,
    volume: &Volume,
    (reporting, grading): (&Reporting, &Grading),
) -> Result<Exit, Error> {
    inputs.extend(volume.resume.clone());
    let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    let session = Session::start()?.resume(volume)?;
    // Not before the submissions were listed: a report's own file is none.
    let destinations = session.open(reporting, grading, caller.name, &inputs)?;
    let names = submissions
        .iter()
        .map(|submission| submission.name.as_str());
    let names: Vec<&str> = names.collect();
    let destinations = destinations.with_grades(grading, &names, many)?;
    let entries = session.run(submissions, volume);
    if !many
        && !session.observer.is_interrupted()
        && let [entry] = entries.as_slice()
        && let Outcome::NotRun(not_run) = &entry.outcome
    {
        complain_of_lost(destinations.withdraw_grades(&entries).lost);
        return Err(not_run.clone().into());
    }
    let exit = session.finish(&entries, destinations);
    if volume.runs == 1 && !volume.perturb && entries.iter().any(may_be_luck) {
        hint("this was one run; `--perturb` looks for what is right only by luck");
    }
    Ok(exit)
}

/// Whether a program passed and has a worker that could be held back.
fn may_be_luck(entry: &Entry) -> bool {
    match &entry.outcome {
        Outcome::Ran(summary, expected) => !summary.holds(expected).workers.is_empty(),
        _ => false,
    }
}

/// Judges the order of lines that a program printed elsewhere, and reports it.
fn judge_transcript(
    caller: &Caller,
    expected: &ExpectationFile,
    file: &Path,
    volume: &Volume,
    (reporting, grading): (&Reporting, &Grading),
) -> Result<Exit, Error> {
    let limits = volume.caps.limits(&expected.expectation);
    // Before signals are caught: they end the wait for a pipe.
    let transcript = Transcript::judge(file, &expected.expectation, &limits)?;
    let session = Session::start()?;
    let mut inputs = vec![expected.path.as_path()];
    inputs.extend((!transcript::is_stdin(file)).then_some(file));
    let destinations = session.open(reporting, grading, caller.name, &inputs)?;
    let entry = Entry {
        name: expected.name.clone(),
        program: "transcript".to_string(),
        output: None,
        asked: Vec::new(),
        outcome: Outcome::Transcript(transcript, expected),
    };
    Ok(session.finish(&[entry], destinations))
}

/// What judges: an observer at work, until a signal ends it.
pub struct Session {
    /// What watches the programs.
    pub observer: Observer,
    interrupt: Interrupt,
    /// Where runs are kept, if they are.
    journal: Option<Journal>,
}

impl Session {
    /// From now on, a signal stops what is run, and what is known is reported.
    ///
    /// # Errors
    /// If the system refuses what the judge itself needs.
    pub fn start() -> Result<Session, Error> {
        let interrupt = Interrupt::catch()?;
        let observer = Observer::start(Arc::clone(&interrupt.caught))?;
        Ok(Session {
            observer,
            interrupt,
            journal: None,
        })
    }

    /// The same, which takes the runs that were kept, and keeps its own, if that is
    /// wanted.
    ///
    /// # Errors
    /// If they cannot be kept there, or something else is there.
    pub fn resume(self, volume: &Volume) -> Result<Session, Error> {
        let journal = volume.resume.as_deref().map(Journal::open);
        Ok(Session {
            journal: journal.transpose()?,
            ..self
        })
    }

    /// The number of the signal that came, if one did.
    pub fn signal(&self) -> Option<u8> {
        self.interrupt.signal()
    }

    /// Opens the reports' places, as [`Destinations::open`] does.
    ///
    /// # Errors
    /// As there, or if a signal comes meanwhile.
    pub fn open(
        &self,
        reporting: &Reporting,
        grading: &Grading,
        by: &'static str,
        inputs: &[&Path],
    ) -> Result<Destinations, Error> {
        let opened = Destinations::open(reporting, grading, by, inputs);
        opened.map_err(|error| match self.signal() {
            Some(signal) => Error::Interrupted(signal),
            None => error,
        })
    }

    /// Goes on, unless a signal has come.
    ///
    /// # Errors
    /// That signal.
    pub fn check_interrupt(&self) -> Result<(), Error> {
        match self.interrupt.signal() {
            Some(signal) => Err(Error::Interrupted(signal)),
            None => Ok(()),
        }
    }

    /// Runs the programs, and sums up the runs of each.
    pub fn run<'a>(&self, mut submissions: Vec<Submission<'a>>, volume: &Volume) -> Vec<Entry<'a>> {
        let summaries = submissions.iter().map(|_| Summary::default());
        let mut summaries: Vec<Summary> = summaries.collect();
        if let Some(user) = &volume.user {
            refuse_unreadable(&mut submissions, user);
        }
        let keys = self.journal.iter().flat_map(|_| &submissions);
        let keys: Vec<u64> = keys
            .map(|submission| schedule::key(submission, volume))
            .collect();
        let plain = schedule::plain_runs(&submissions, volume.runs.into());
        self.carry_out(&mut submissions, &keys, plain, volume, &mut summaries);
        if volume.perturb {
            let both = summaries.iter_mut().zip(&submissions);
            let holds = both.map(|(summary, submission)| {
                let holds = summary.holds(submission.expected);
                summary.left_out = holds.left_out;
                holds.workers
            });
            let holds: Vec<Vec<HeldWorker>> = holds.collect();
            let held = schedule::held_runs(&submissions, |index| holds[index].clone());
            self.carry_out(&mut submissions, &keys, held, volume, &mut summaries);
        }
        let both = submissions.into_iter().zip(summaries);
        let are_writers_asked = volume.writers == Writers::On;
        both.map(|(submission, summary)| entry(submission, summary, are_writers_asked))
            .collect()
    }

    /// Builds what is to be built for these runs, and returns those that can be
    /// carried out. What does not compile is as wrong as a run; what could not be
    /// built is not run.
    fn build(
        &self,
        submissions: &mut [Submission],
        mut runs: Vec<Run>,
        volume: &Volume,
        summaries: &mut [Summary],
    ) -> Vec<Run> {
        let which: BTreeSet<usize> = runs.iter().map(|run| run.index).collect();
        let (mut wrong, mut unknown) = (BTreeSet::new(), Vec::new());
        let done = |index: usize, built| match built {
            Built::Ready => {}
            Built::Wrong(judged) => {
                let (judgement, seen) = *judged;
                let summary = &mut summaries[index];
                summary.planned = 1;
                summary.add(&submissions[index].expected.expectation, judgement, seen);
                wrong.insert(index);
            }
            Built::Unknown(why) => unknown.push((index, why)),
        };
        schedule::build_all(&self.observer, submissions, &which, volume, done);
        for (index, why) in unknown {
            submissions[index].command = Err(why);
        }
        for index in which {
            submissions[index].build = None;
        }
        runs.retain(|run| submissions[run.index].command.is_ok() && !wrong.contains(&run.index));
        runs
    }

    /// Adds the runs that were kept to the sums of their programs, and returns the
    /// others.
    fn recall(
        &self,
        submissions: &[Submission],
        keys: &[u64],
        runs: Vec<Run>,
        summaries: &mut [Summary],
    ) -> Vec<Run> {
        let Some(journal) = &self.journal else {
            return runs;
        };
        let (kept, others) = journal.recall(runs, keys);
        for (run, seen) in kept {
            let expectation = &submissions[run.index].expected.expectation;
            let judgement = run.judge(expectation, &seen);
            summaries[run.index].add(expectation, judgement, seen);
        }
        others
    }

    /// Adds each of the runs to the sum of its program.
    fn carry_out(
        &self,
        submissions: &mut [Submission],
        keys: &[u64],
        runs: Vec<Run>,
        volume: &Volume,
        summaries: &mut [Summary],
    ) {
        for run in &runs {
            summaries[run.index].planned += 1;
            summaries[run.index].held += usize::from(run.held.is_some());
        }
        let runs = self.recall(submissions, keys, runs, summaries);
        let runs = self.build(submissions, runs, volume, summaries);
        let progress = progress_bar(runs.len(), "runs done");
        schedule::run_all(&self.observer, submissions, &runs, volume, |run, judged| {
            let summary = &mut summaries[run.index];
            match judged {
                Ok((judgement, seen)) => {
                    let Submission { name, expected, .. } = &submissions[run.index];
                    if let Some(journal) = &self.journal
                        && judgement.verdict() != Verdict::CouldNotJudge
                    {
                        journal.keep(name, keys[run.index], run.hold(), &seen);
                    }
                    summary.add(&expected.expectation, judgement, seen);
                }
                Err(why) => summary.not_started.push(why),
            }
            progress.inc(1);
        });
        progress.finish_and_clear();
    }

    /// Reports the runs, and sums them up in the exit code. What cannot be reported
    /// hides no verdict.
    pub fn finish(&self, entries: &[Entry], destinations: Destinations) -> Exit {
        let mut task_failed = entries.iter().any(|entry| entry.outcome.is_refused());
        let (lost, missing) = destinations.write(entries);
        for error in lost {
            // Whoever reads it may stop when they have seen enough.
            let cause = error
                .chain()
                .find_map(|cause| cause.downcast_ref())
                .map(io::Error::kind);
            if cause != Some(ErrorKind::BrokenPipe) {
                complain(&format!("{error:#}"));
                task_failed = true;
            }
        }
        if let Some(lost) = self.journal.as_ref().and_then(Journal::lost) {
            complain(&lost);
            task_failed = true;
        }
        for name in &missing.unknown {
            complain(&format!("no grades for {name}: nobody knows its points"));
        }
        let grades_lost = complain_of_lost(missing.lost);
        let verdicts = entries.iter().map(|entry| entry.outcome.verdict());
        let verdicts: Vec<Option<Verdict>> = verdicts.collect();
        match self.signal() {
            Some(signal) => Exit::Interrupted(signal),
            // To who asks for grades, 0 and 1 say that they are there.
            None if grades_lost => Exit::TaskFailed,
            None if !missing.unknown.is_empty() => Exit::CouldNotJudge,
            None if verdicts.contains(&Some(Verdict::Fail)) => Exit::Failed,
            None if task_failed => Exit::TaskFailed,
            None if verdicts.contains(&Some(Verdict::CouldNotJudge)) => Exit::CouldNotJudge,
            None => Exit::Passed,
        }
    }
}

/// Says which grades could not be written or taken away, and returns whether there are
/// such.
fn complain_of_lost(grades: Vec<observer::Error>) -> bool {
    let is_lost = !grades.is_empty();
    for error in grades {
        complain(&format!("{:#}", anyhow::Error::from(error)));
    }
    is_lost
}

/// What a user may not read would fail for no fault of its own.
fn refuse_unreadable(submissions: &mut [Submission], user: &User) {
    for submission in submissions {
        let build = submission.build.iter().flat_map(|build| &build.command);
        let words = submission.command.iter().flatten().chain(build);
        let here = submission.folder.clone().unwrap_or_default();
        let mut files = words
            .map(|word| here.join(word))
            .filter(|path| path.is_file());
        let unreadable = files.find(|file| !user.can_read(file));
        if let Some(file) = unreadable {
            let why = format!("`{}` may not read {}", user.name, file.display());
            submission.command = Err(NotRun::Impossible(why));
            submission.build = None;
        }
    }
}

/// What came of a submission.
fn entry(submission: Submission, summary: Summary, are_writers_asked: bool) -> Entry {
    let asked = Check::asked(&submission.expected.expectation, are_writers_asked);
    let outcome = match (submission.command, summary.not_started.first()) {
        (Err(not_run), _) => Outcome::NotRun(not_run),
        (Ok(_), _) if !summary.runs.is_empty() => Outcome::Ran(summary, submission.expected),
        (Ok(_), Some(why)) => Outcome::NotRun(why.clone()),
        (Ok(_), None) => Outcome::NotRun(NotRun::Impossible("interrupted".to_string())),
    };
    Entry {
        name: submission.name,
        program: submission.program,
        output: Some(submission.output),
        asked,
        outcome,
    }
}
