//! Programs are built before any is run: a compiler beside them would disturb their
//! times.

use super::progress::progress_bar;
use super::start;
use super::submission::{Build, Submission};
use crate::error::NotRun;
use crate::judgement::{Judgement, is_refused_a_task};
use crate::options::Volume;
use observer::{Ending, Limits, Observation, Observer, Output, Program, Stop, User};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::unix::fs::lchown;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// A compiler may take so long.
const PATIENCE: Duration = Duration::from_secs(120);

/// What came of a build.
pub enum Built {
    /// The program is there.
    Ready,
    /// It does not compile, which the compiler says.
    Wrong(Box<(Judgement, Observation)>),
    /// Nobody knows whether it would.
    Unknown(NotRun),
}

/// Builds which of these are to be built, a few at once, and hands over what came of each, by
/// the index of its submission, in whatever order they end.
pub fn build_all(
    observer: &Observer,
    submissions: &[Submission],
    which: &BTreeSet<usize>,
    volume: &Volume,
    done: impl FnMut(usize, Built) + Send,
) {
    let builds = which.iter();
    let builds = builds.filter_map(|&index| Some((index, submissions[index].build.as_ref()?)));
    let builds: Vec<(usize, &Build)> = builds.collect();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let at_once = volume.jobs.map_or(cores, usize::from).min(builds.len());
    let progress = progress_bar(builds.len(), "built");
    let next = AtomicUsize::new(0);
    let done = Mutex::new(done);
    let work = || {
        while let Some(&(index, build)) = builds.get(next.fetch_add(1, Ordering::Relaxed)) {
            let expectation = &submissions[index].expected.expectation;
            let limits = volume.caps.limits(expectation);
            let built = carry_out(observer, build, limits, volume.user.as_ref());
            done.lock().expect("no panic in a sum")(index, built);
            progress.inc(1);
        }
    };
    thread::scope(|scope| {
        for _ in 1..at_once {
            if thread::Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
        }
        work();
    });
    progress.finish_and_clear();
}

fn carry_out(observer: &Observer, build: &Build, limits: Limits, user: Option<&User>) -> Built {
    if let Err(error) = make_folder(&build.program, user) {
        let why = format!("no folder to build it in: {error}");
        return Built::Unknown(NotRun::Refused(why));
    }
    let limits = Limits {
        cpu: limits.cpu.max(PATIENCE),
        deadline: PATIENCE,
        ..limits
    };
    let seen = observer.watch(&Program {
        user: user.cloned(),
        merge_stderr: true,
        ..Program::new(build.command.clone(), Output::Pipe, limits)
    });
    let unknown = |why: String| Built::Unknown(NotRun::Impossible(format!("not built: {why}")));
    let seen = match seen {
        Ok(seen) => seen,
        Err(error) => return Built::Unknown(start::explain(error, &build.command)),
    };
    let said: Vec<&[u8]> = seen
        .lines
        .iter()
        .map(|line| line.bytes.as_slice())
        .collect();
    let compiler = build.command[0].display();
    match seen.ending {
        Ending::Exited(0) if build.program.exists() => match seal(&build.program, user) {
            Ok(()) => Built::Ready,
            Err(error) => Built::Unknown(NotRun::Refused(format!(
                "what was built cannot be kept from its user: {error}"
            ))),
        },
        Ending::Exited(0) => unknown(format!("`{compiler}` ended well, but made no `{{out}}`")),
        Ending::Exited(_) if is_refused(&said) => {
            unknown(format!("`{compiler}` was refused something by the system"))
        }
        Ending::Exited(_) => Built::Wrong(Box::new((Judgement::not_built(telling(&said)), seen))),
        Ending::Signalled(number) => unknown(format!("signal {number} ended `{compiler}`")),
        Ending::Stopped(Stop::Interrupted) => unknown("interrupted".to_string()),
        Ending::Stopped(Stop::Deadline) => {
            let patience = PATIENCE.as_secs();
            unknown(format!("`{compiler}` took longer than {patience} s"))
        }
        Ending::Stopped(_) => unknown(format!("`{compiler}` went beyond a limit")),
    }
}

/// Makes the folder that a program is built into, for the user who builds it.
fn make_folder(program: &Path, user: Option<&User>) -> io::Result<()> {
    let Some(folder) = program.parent() else {
        return Ok(());
    };
    fs::create_dir_all(folder)?;
    user.map_or(Ok(()), |user| user.give(folder))
}

/// Takes what a user has built away from them: the programs of all run with their
/// rights, and none may change another.
fn seal(program: &Path, user: Option<&User>) -> io::Result<()> {
    let folder = program.parent().filter(|_| user.is_some());
    let mut left: Vec<PathBuf> = folder.map(PathBuf::from).into_iter().collect();
    while let Some(path) = left.pop() {
        // Of a link, itself.
        lchown(&path, Some(0), Some(0))?;
        if path.symlink_metadata()?.is_dir() {
            for entry in fs::read_dir(&path)? {
                left.push(entry?.path());
            }
        }
    }
    Ok(())
}

/// Whether the system lacked something: that is no fault of the program.
fn is_refused(said: &[&[u8]]) -> bool {
    let said = said.join(&b'\n');
    is_refused_a_task(&said) || String::from_utf8_lossy(&said).contains("No space left on device")
}

/// The line that tells the most: compilers say much before an error, and after.
fn telling(said: &[&[u8]]) -> Vec<u8> {
    let has_error = |line: &&&[u8]| {
        String::from_utf8_lossy(line)
            .to_lowercase()
            .contains("error")
    };
    let first = said.iter().find(|line| !line.trim_ascii().is_empty());
    let line = said.iter().find(has_error).or(first);
    line.map_or(Vec::new(), |line| line.trim_ascii().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_with_the_error_tells_the_most() {
        let lines = |text: &'static str| text.lines().map(str::as_bytes).collect::<Vec<_>>();
        let cases = [
            (
                "a.c: In function 'main':\n  a.c:3:5: error: expected ';'\n",
                "a.c:3:5: error: expected ';'",
            ),
            ("\n SyntaxError: x\n", "SyntaxError: x"),
            (
                "\nundefined reference to `f'\n",
                "undefined reference to `f'",
            ),
            ("", ""),
        ];
        for (said, expected) in cases {
            assert_eq!(telling(&lines(said)), expected.as_bytes(), "{said}");
        }
        assert!(is_refused(&lines(
            "cc\nfatal error: x.o: No space left on device"
        )));
        assert!(is_refused(&lines(
            "cc: fork: Resource temporarily unavailable"
        )));
        assert!(!is_refused(&lines("a.c:1:1: error: no")));
    }
}
