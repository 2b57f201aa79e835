//! Runs the commands that the pages show.

use super::change;
use super::page::Change;
use crate::copy::{copy_folder, is_left_out};
use crate::workspace;
use anyhow::{Context, Result, bail, ensure};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use observer::{Limits, Observer, Output, Program};
use std::env;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The longest that a command may take: many times what any of them needs.
const DEADLINE: Duration = Duration::from_secs(900);

/// What a command has to end by itself.
const GRACE: Duration = Duration::from_secs(3);

/// What is needed to run them.
pub struct Runner<'a> {
    pub root: PathBuf,
    pub observer: &'a Observer,
    /// The interpreter of the Python twins, or why there is none.
    pub python: Result<PathBuf, String>,
}

impl Runner<'_> {
    /// What a command of a page in this folder prints, after a change if there is
    /// one. Standard error is not shown: there, cargo says what it does.
    ///
    /// # Errors
    /// If it cannot be run, or fails without a word on standard output.
    pub fn output(&self, folder: &Path, command: &str, change: Option<&Change>) -> Result<String> {
        let words = shell_words::split(command).context("a quotation mark is not closed")?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        // What was judged in this workspace is not what a page shows.
        let is_exercise = words.starts_with(&["cargo", "xtask", "exercise"]);
        let copy = match change.is_some() || is_exercise {
            true => Some(fresh_copy(&self.root)?),
            false => None,
        };
        let root = copy.as_ref().map_or(self.root.as_path(), TempDir::path);
        if let Some(change) = change {
            let file = root.join(folder).join(&change.file);
            let failed = || format!("failed to change {}", change.file);
            let text = fs::read_to_string(&file).with_context(failed)?;
            let changed = change::apply(&change.diff, &text).with_context(failed)?;
            fs::write(&file, changed).with_context(failed)?;
        }
        let mut process = match words.as_slice() {
            ["cargo", "xtask", arguments @ ..] => {
                let mut process = Command::new(env::current_exe()?);
                process.args(arguments);
                process
            }
            ["cargo", arguments @ ..] => {
                let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
                let mut process = Command::new(cargo);
                process.args(arguments);
                process
            }
            ["python3", file] => return self.python(&root.join(folder).join(file)),
            _ => bail!("only cargo and python3 are run for a page"),
        };
        if copy.is_some() {
            // A folder of its own for each page: their threads run side by side.
            let target = self.root.join("target/docs").join(folder);
            process.env("CARGO_TARGET_DIR", target);
        }
        process
            .current_dir(root.join(folder))
            .env("CARGO_MANIFEST_DIR", root.join("xtask"))
            .env_remove("GITHUB_STEP_SUMMARY")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        let output = self
            .finish(&mut process)
            .with_context(|| format!("failed to run `{command}`"))?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        if printed.is_empty() && !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("`{command}` fails: {}", said.trim());
        }
        Ok(printed)
    }

    /// Waits for its end, or ends it, with everything in its group: what it may
    /// have started.
    fn finish(&self, process: &mut Command) -> Result<process::Output> {
        let child = process
            .process_group(0)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let group = Pid::from_raw(child.id().cast_signed());
        let begun = Instant::now();
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    if self.observer.is_interrupted() || begun.elapsed() > DEADLINE {
                        // What does not end by itself is ended.
                        for signal in [Signal::SIGTERM, Signal::SIGKILL] {
                            let _ = killpg(group, signal);
                            thread::sleep(GRACE);
                            if stop.load(Ordering::Relaxed) {
                                return;
                            }
                        }
                        return;
                    }
                    thread::sleep(Duration::from_millis(50));
                }
            });
            let output = child.wait_with_output();
            stop.store(true, Ordering::Relaxed);
            ensure!(
                begun.elapsed() <= DEADLINE,
                "it takes more than {DEADLINE:?}"
            );
            Ok(output?)
        })
    }

    /// On a pseudo-terminal: on a pipe, CPython keeps its lines to the end.
    fn python(&self, file: &Path) -> Result<String> {
        let python = self.python.as_ref();
        let python = python.map_err(|why| anyhow::anyhow!("{why}"))?;
        let seen = self.observer.watch(&Program {
            command: vec![python.into(), file.into()],
            output: Output::Terminal,
            limits: Limits::with_deadline(Duration::from_secs(60)),
        })?;
        let lines = seen
            .lines
            .iter()
            .map(|line| String::from_utf8_lossy(&line.bytes));
        Ok(lines.map(|line| line.into_owned() + "\n").collect())
    }
}

/// The examples in a workspace of their own, as they are in this one.
fn fresh_copy(root: &Path) -> Result<TempDir> {
    let copy = tempfile::tempdir().context("failed to make a temporary folder")?;
    let names = workspace::names(root)?;
    for name in &names {
        copy_folder(&root.join(name), &copy.path().join(name), &is_left_out)?;
    }
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n");
    fs::write(copy.path().join("Cargo.toml"), manifest)
        .and_then(|()| fs::copy(root.join("Cargo.lock"), copy.path().join("Cargo.lock")))
        .context("failed to make a workspace")?;
    Ok(copy)
}
