//! Runs the commands that the pages show.

use super::change;
use super::notice::refused;
use super::page::{NewFile, Scene};
use crate::copy::{copy_file, copy_folder};
use crate::workspace;
use crate::workspace::commands::{Source, commands};
use anyhow::{Context, Result, ensure};
use judge::NotRun;
use observer::{Limits, Observation, Observer, Output, Program};
use rustix::process::{Pid, Signal, kill_process_group};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs, io};
use tempfile::TempDir;

/// The longest that a command may take: many times what any of them needs.
const DEADLINE: Duration = Duration::from_secs(900);

/// What a command has to end by itself.
const GRACE: Duration = Duration::from_secs(3);

/// What is needed to run them.
pub struct Runner<'a> {
    pub root: PathBuf,
    pub observer: &'a Observer,
}

/// What a command printed, and how it ended.
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    /// `None` if it had to be stopped.
    pub code: Option<i32>,
}

impl Runner<'_> {
    /// Runs a command of a page of this folder, where the page has set the scene.
    ///
    /// # Errors
    /// If it cannot be run.
    pub fn output(&self, folder: &Path, words: &[&str], scene: &Scene) -> Result<Ran> {
        let Scene { files, change } = scene;
        // What was judged in this workspace is not what a page shows.
        let is_exercise = words.starts_with(&["cargo", "xtask", "exercise"]);
        let is_apart = !files.is_empty();
        let copy = match change.is_some() || is_exercise {
            _ if is_apart => Some(folder_with(files).map_err(refused)?),
            true => Some(fresh_copy(&self.root).map_err(refused)?),
            false => None,
        };
        let root = copy.as_ref().map_or(self.root.as_path(), TempDir::path);
        let folder = if is_apart { Path::new("") } else { folder };
        if let Some(change) = change {
            let file = root.join(folder).join(&change.file);
            let failed = || format!("failed to change {}", change.file);
            let text = fs::read_to_string(&file).with_context(failed)?;
            let changed = change::apply(&change.diff, &text).with_context(failed)?;
            fs::write(&file, changed).with_context(failed)?;
        }
        if let ["python3", file] = words {
            let seen = self.watch(root, Source::Python(folder.join(file)))?;
            return Ok(printed(&seen));
        }
        self.run(words, root, folder)
    }

    /// Runs a command of cargo, of this program or of the judge, in a folder of the
    /// workspace that has this root.
    ///
    /// # Errors
    /// If it cannot be run.
    pub fn run(&self, words: &[&str], root: &Path, folder: &Path) -> Result<Ran> {
        let (mut command, arguments) = match words {
            ["cargo", "xtask", arguments @ ..] => (Command::new(env::current_exe()?), arguments),
            ["judge", arguments @ ..] => (Command::new(self.installed_judge()?), arguments),
            words => (workspace::build::cargo(), &words[1..]),
        };
        if root != self.root {
            // Of each page its own: their threads run side by side.
            let target = self.root.join("target/docs").join(folder);
            command.env("CARGO_TARGET_DIR", target);
        }
        command
            .args(arguments)
            .current_dir(root.join(folder))
            .env("CARGO_MANIFEST_DIR", root.join("xtask"))
            .env_remove("GITHUB_STEP_SUMMARY")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        self.finish(&mut command).map_err(|error| {
            let words = words.join(" ");
            NotRun::Refused(format!("failed to run `{words}`: {error}")).into()
        })
    }

    /// The judge, installed as a page says, but without optimisation.
    fn installed_judge(&self) -> Result<PathBuf> {
        let to = self.root.join("target/docs/installed");
        let mut install = workspace::build::cargo();
        install
            .args(["install", "--locked", "--path", "xtask/judge", "--debug"])
            .arg("--root")
            .arg(&to)
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            .current_dir(&self.root);
        let ran = self.finish(&mut install)?;
        ensure!(ran.code == Some(0), "{}", ran.stderr.trim());
        Ok(to.join("bin/judge"))
    }

    /// Waits for its end, or ends it, with everything in its group: what it may
    /// have started.
    fn finish(&self, command: &mut Command) -> io::Result<Ran> {
        let child = command
            .process_group(0)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let group = Pid::from_raw(child.id().cast_signed());
        let begun = Instant::now();
        let mut over: Option<(Instant, String)> = None;
        let output = thread::scope(|scope| {
            let reader = scope.spawn(|| child.wait_with_output());
            while !reader.is_finished() {
                if over.is_none() {
                    let why = to_be_ended(self.observer.is_interrupted(), begun.elapsed());
                    over = why.map(|why| (Instant::now(), why));
                }
                if let Some((since, _)) = &over {
                    // What does not end by itself is ended.
                    let signal = match since.elapsed() > GRACE {
                        true => Signal::KILL,
                        false => Signal::TERM,
                    };
                    let _ = group.map(|group| kill_process_group(group, signal));
                }
                thread::sleep(Duration::from_millis(20));
            }
            reader.join().expect("no panic while reading")
        })?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Ran {
            stdout: text(&output.stdout),
            code: output.status.code().filter(|_| over.is_none()),
            stderr: over.map_or_else(|| text(&output.stderr), |(_, why)| why),
        })
    }

    /// Watches a program of the workspace that has this root. It is on a
    /// pseudo-terminal: on a pipe, CPython keeps its lines to the end.
    ///
    /// # Errors
    /// If it cannot be run.
    pub fn watch(&self, root: &Path, source: Source) -> Result<Observation> {
        let commands = commands(self.observer, root, &[source], NotRun::Impossible);
        let command = commands.map_err(refused)?.remove(0)?;
        let limits = Limits::with_deadline(Duration::from_secs(60));
        Ok(self.observer.watch(&Program {
            trace: true,
            ..Program::new(command, Output::Terminal, limits)
        })?)
    }
}

/// Why a command that has run for so long is to be ended, if it is.
fn to_be_ended(is_interrupted: bool, running: Duration) -> Option<String> {
    if is_interrupted {
        return Some("interrupted".to_string());
    }
    (running > DEADLINE).then(|| format!("timed out after {DEADLINE:?}"))
}

fn printed(seen: &Observation) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let lines = seen.lines.iter().map(|line| text(&line.bytes) + "\n");
    Ran {
        stdout: lines.collect(),
        stderr: text(&seen.stderr),
        code: None,
    }
}

/// A folder with these files and nothing else.
fn folder_with(files: &[NewFile]) -> Result<TempDir> {
    let folder = tempfile::tempdir().context("failed to make a temporary folder")?;
    for file in files {
        let path = folder.path().join(&file.path);
        let failed = || format!("failed to make {}", file.path);
        fs::create_dir_all(path.parent().unwrap_or(&path)).with_context(failed)?;
        fs::write(&path, &file.text).with_context(failed)?;
    }
    Ok(folder)
}

/// The examples in a workspace of their own, as they are in this one.
fn fresh_copy(root: &Path) -> Result<TempDir> {
    let copy = tempfile::tempdir().context("failed to make a temporary folder")?;
    let names = workspace::names(root)?;
    for name in &names {
        copy_folder(&root.join(name), &copy.path().join(name), None)?;
    }
    copy_file(&root.join("Cargo.lock"), &copy.path().join("Cargo.lock"))?;
    // An example may be in Python alone.
    let is_package = |name: &&String| root.join(name).join("Cargo.toml").exists();
    let members: Vec<&String> = names.iter().filter(is_package).collect();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    let written = fs::write(copy.path().join("Cargo.toml"), manifest);
    written.context("failed to make a workspace")?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::super::page::{Page, Shows};
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_command_that_is_interrupted_did_not_time_out() {
        let late = DEADLINE + Duration::from_secs(1);
        let cases = [
            (false, DEADLINE, None),
            (false, late, Some("timed out after 900s")),
            (true, Duration::ZERO, Some("interrupted")),
            (true, late, Some("interrupted")),
        ];
        for (is_interrupted, running, expected) in cases {
            let why = to_be_ended(is_interrupted, running);
            assert_eq!(why.as_deref(), expected);
        }
    }

    /// The page's own commands, with its own files, and with the judge that it says how
    /// to install.
    #[test]
    fn a_course_of_ones_own_is_judged_as_the_page_says() {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let runner = Runner {
            root: root.canonicalize().expect("the workspace"),
            observer: &Observer::start(Arc::default()).expect("an observer"),
        };
        let text = fs::read_to_string(root.join("xtask/README.md")).expect("a page");
        let page = Page::parse(Path::new("xtask/README.md"), text);
        let ended = page.snippets.iter().filter_map(|snippet| {
            let Shows::Output { command, scene } = &snippet.shows else {
                return None;
            };
            let words: Vec<&str> = command.split_whitespace().collect();
            let is_judge = words.starts_with(&["judge"]) && !scene.files.is_empty();
            let run = || {
                runner
                    .output(page.folder(), &words, scene)
                    .expect("it runs")
            };
            is_judge.then(|| (command.as_str(), run().code))
        });
        let all = "judge --all . -- python3 main.py";
        let expected = [
            ("judge --check greetings/expected.txt", Some(0)),
            (all, Some(0)),
            (all, Some(1)),
        ];
        assert_eq!(ended.collect::<Vec<_>>(), expected);
    }
}
