//! Which programs are run, and in what order things happen.

use super::examples::{self, Expected};
use super::judge::judge;
use super::report::{self, Outcome, Run, Tally};
use super::{Arguments, Language, cargo, python};
use crate::exit::Exit;
use anyhow::{Context, Result, bail};
use comparison::observe::{Limits, Observation, Observer, Output, Program};
use indicatif::{ProgressBar, ProgressStyle};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// The programs of an example.
const PROGRAMS: [(Language, Output, &str); 3] = [
    (Language::Rust, Output::Terminal, "Rust, terminal"),
    (Language::Rust, Output::Pipe, "Rust, pipe"),
    (Language::Python, Output::Terminal, "Python, terminal"),
];

/// Carries out the task, its report included.
///
/// # Errors
/// Wrong usage, and invalid expectations: nothing was run.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let interrupt = Interrupt::catch()?;
    let root = examples::root();
    if arguments.command.is_empty() {
        let names = examples::select(&root, &arguments.examples)?;
        let expected = all_expected(&root, &names)?;
        let observer = Observer::start(Arc::clone(&interrupt.caught))?;
        finish(
            &verify_examples(&observer, &root, &expected, arguments.only),
            &interrupt,
        )
    } else {
        let [name] = arguments.examples.as_slice() else {
            bail!("a command is judged by one expectation: `verify EXAMPLE -- COMMAND`");
        };
        let expected = examples::expected_or_file(&root, name)?;
        let observer = Observer::start(Arc::clone(&interrupt.caught))?;
        let outcome = verify_command(&observer, &expected, &arguments.command)?;
        let run = Run {
            expected: &expected,
            program: "command, terminal",
            outcome,
        };
        finish(&[run], &interrupt)
    }
}

/// Signals that end the task: what it started is stopped, and it still reports.
struct Interrupt {
    caught: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Interrupt {
    fn catch() -> Result<Interrupt> {
        let (caught, signal) = (Arc::default(), Arc::default());
        for number in [SIGINT, SIGTERM, SIGHUP] {
            flag::register(number, Arc::clone(&caught))
                .and_then(|_| {
                    flag::register_usize(
                        number,
                        Arc::clone(&signal),
                        number.unsigned_abs() as usize,
                    )
                })
                .with_context(|| format!("failed to catch signal {number}"))?;
        }
        Ok(Interrupt { caught, signal })
    }

    fn signal(&self) -> Option<u8> {
        u8::try_from(self.signal.load(Ordering::Relaxed))
            .ok()
            .filter(|&signal| signal > 0)
    }
}

fn all_expected(root: &Path, names: &[String]) -> Result<Vec<Expected>> {
    let results: Vec<Result<Expected>> = names
        .iter()
        .map(|name| examples::expected(root, name))
        .collect();
    let mistakes: Vec<String> = results
        .iter()
        .filter_map(|result| Some(format!("{:#}", result.as_ref().err()?)))
        .collect();
    if !mistakes.is_empty() {
        bail!("{}", mistakes.join("\nerror: "));
    }
    results.into_iter().collect()
}

/// Runs all programs side by side: together they take as long as the slowest.
fn verify_examples<'a>(
    observer: &Observer,
    root: &Path,
    expected: &'a [Expected],
    only: Option<Language>,
) -> Vec<Run<'a>> {
    let mut planned = Vec::new();
    for expected in expected {
        for &(language, output, program) in &PROGRAMS {
            let wanted = only.is_none_or(|only| only == language);
            if wanted && root.join(&expected.name).join(file(language)).exists() {
                planned.push((expected, language, output, program));
            }
        }
    }
    let needed = |language| planned.iter().any(|&(_, needed, ..)| needed == language);
    let packages: Vec<&str> = planned
        .iter()
        .filter(|(_, language, ..)| *language == Language::Rust)
        .map(|(expected, ..)| expected.name.as_str())
        .collect();
    let (built, interpreter) = thread::scope(|scope| {
        let interpreter = needed(Language::Python).then(|| scope.spawn(python::find));
        let built = needed(Language::Rust).then(|| cargo::build(root, &packages));
        let interpreter =
            interpreter.map(|thread| thread.join().expect("no panic in python::find"));
        (
            built.unwrap_or_default(),
            interpreter.unwrap_or_else(|| Err("not wanted".to_string())),
        )
    });
    let command = |expected: &Expected, language| match language {
        Language::Rust => match built.get(&expected.name) {
            Some(program) => Ok(vec![program.into()]),
            None => Err(Outcome::NotRun("it could not be built".to_string())),
        },
        Language::Python => match &interpreter {
            Ok(interpreter) => {
                let twin = root.join(&expected.name).join(file(Language::Python));
                Ok(vec![interpreter.into(), twin.into()])
            }
            Err(reason) if only.is_some() => Err(Outcome::NotRun(reason.clone())),
            Err(reason) => Err(Outcome::Skipped(reason.clone())),
        },
    };

    let progress = progress_bar(planned.len());
    let runs = thread::scope(|scope| {
        let start = |(expected, language, output, program)| {
            let (command, progress) = (&command, &progress);
            scope.spawn(move || {
                let outcome = match command(expected, language) {
                    Ok(command) => watch(observer, expected, command, output),
                    Err(outcome) => outcome,
                };
                progress.inc(1);
                Run {
                    expected,
                    program,
                    outcome,
                }
            })
        };
        let threads: Vec<_> = planned.into_iter().map(start).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("a run's thread panicked"))
            .collect()
    });
    progress.finish_and_clear();
    runs
}

/// The file that makes an example have a program in this language.
fn file(language: Language) -> &'static str {
    match language {
        Language::Rust => "Cargo.toml",
        Language::Python => "example.py",
    }
}

fn watch(
    observer: &Observer,
    expected: &Expected,
    command: Vec<OsString>,
    output: Output,
) -> Outcome {
    match observe(observer, expected, command, output) {
        Ok(observation) => judged(expected, observation),
        Err(error) => Outcome::NotRun(format!("{error:#}")),
    }
}

fn observe(
    observer: &Observer,
    expected: &Expected,
    command: Vec<OsString>,
    output: Output,
) -> Result<Observation> {
    let limits = Limits::with_deadline(expected.expectation.deadline());
    observer.watch(&Program {
        command,
        output,
        limits,
    })
}

fn judged(expected: &Expected, observation: Observation) -> Outcome {
    let judgement = judge(&expected.expectation, &observation);
    Outcome::Judged(Box::new(judgement), Box::new(observation))
}

/// Runs any program, as it was given.
fn verify_command(
    observer: &Observer,
    expected: &Expected,
    command: &[OsString],
) -> Result<Outcome> {
    let progress = progress_bar(1);
    let result = observe(observer, expected, command.to_vec(), Output::Terminal);
    progress.finish_and_clear();
    match result {
        Ok(observation) => Ok(judged(expected, observation)),
        Err(error) => bail!(cannot_start(&PathBuf::from(&command[0]), &error)),
    }
}

/// Why a command could not be started, and what would work.
fn cannot_start(program: &Path, error: &anyhow::Error) -> String {
    let shown = program.display();
    let here = Path::new(".").join(program);
    let python = program
        .extension()
        .is_some_and(|extension| extension == "py");
    let remedy = match error.downcast_ref::<io::Error>().map(io::Error::kind) {
        Some(ErrorKind::NotFound) if here.is_file() && python => {
            format!("; run it by its interpreter: `python3 {shown}`")
        }
        Some(ErrorKind::NotFound) if here.is_file() && program.components().count() == 1 => {
            format!("; a program in this folder is named `{}`", here.display())
        }
        Some(ErrorKind::NotFound) if here.is_file() => {
            "; the interpreter that its first line names does not exist".to_string()
        }
        Some(ErrorKind::NotFound) => "; is it spelt right, and in PATH?".to_string(),
        Some(ErrorKind::PermissionDenied) if here.is_dir() => "; it is a folder".to_string(),
        Some(ErrorKind::PermissionDenied) if python => {
            format!("; run it by its interpreter: `python3 {shown}`")
        }
        Some(ErrorKind::PermissionDenied) => {
            format!("; if it is a program, `chmod +x {shown}` makes it executable")
        }
        _ => String::new(),
    };
    format!("{error:#}{remedy}")
}

/// Shows on stderr, if that is a terminal, how many runs are done.
fn progress_bar(runs: usize) -> ProgressBar {
    let bar = ProgressBar::new(runs as u64);
    let style = ProgressStyle::with_template("{spinner} {pos} of {len} runs done, {elapsed}");
    bar.set_style(style.expect("a template that does not change"));
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// Reports the runs, and sums them up in the exit code.
fn finish(runs: &[Run], interrupt: &Interrupt) -> Result<Exit> {
    let mut stdout = anstream::stdout();
    let written = stdout
        .write_all(report::render(runs).as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        // Whoever reads it may stop when they have seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            return Err(error).context("failed to write the report");
        }
        _ => {}
    }
    let Tally {
        failed,
        could_not_judge,
        ..
    } = report::tally(runs);
    Ok(match interrupt.signal() {
        Some(signal) => Exit::Interrupted(signal),
        None if failed > 0 => Exit::Failed,
        None if could_not_judge > 0 => Exit::CouldNotJudge,
        None => Exit::Passed,
    })
}
