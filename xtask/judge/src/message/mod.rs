//! What can be wrong with a run, why it may not be judged, and the sentences
//! that tell a learner.

use crate::expectation::{self, Gap};
use crate::judgement::crash::Crash;
use crate::text::shown;
use observer::{Counts, Process};
use similar::{ChangeTag, TextDiff};
use std::fmt;
use std::time::Duration;

/// The signals of the limits that the system watches over, as Linux numbers
/// them.
const SIGXCPU: i32 = 24;
const SIGXFSZ: i32 = 25;

/// Bytes that a program printed, or should have printed.
pub type Text = Vec<u8>;

/// Why a run is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// The program's language reported a failure on stderr.
    Crash(Crash),
    ExitCode {
        code: i32,
        /// It had not printed anything.
        silent: bool,
    },
    /// Killed by the signal of this number.
    Signal(i32),
    TooManyLines(usize),
    LineTooLong(usize),
    /// It had so many at once.
    TooManyProcesses(usize),
    /// It used so many bytes.
    TooMuchMemory(u64),
    /// Still running at the deadline.
    Hang {
        process: Process,
        elapsed: Duration,
        silent: Duration,
        waits_for: Option<Text>,
        /// All its lines had come.
        complete: bool,
        /// It could be stopped.
        stopped: bool,
    },
    /// Several lines in one.
    Torn {
        line: Text,
        parts: usize,
    },
    NearMiss {
        expected: Text,
        came: Text,
    },
    Doubled(Text),
    Unexpected(Text),
    /// `closing` came all the same, which should have come after it.
    Missing {
        line: Text,
        closing: Option<Text>,
    },
    /// `early` came before `late`, but belongs after it.
    Order {
        early: Text,
        late: Text,
        reason: Reason,
    },
    /// `line` came so long after `since`.
    Gap {
        line: Text,
        since: Text,
        seen: Duration,
        wanted: Gap,
    },
    Census {
        wanted: expectation::Census,
        seen: Counts,
        after: Text,
    },
    LeftBehind(Process),
    /// It could not be stopped.
    Survivor(Process),
    /// The line came when the program had already ended.
    AfterEnd(Text),
}

/// What an order tells of a program.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    TookTurns,
    DidNotWait,
    Unknown,
}

/// Why a run could not be judged.
#[derive(Clone, Debug, PartialEq)]
pub enum Doubt {
    Buffered,
    /// The observer stood still for so long, which may be the cause.
    Stalled {
        fault: Box<Fault>,
        stalled: Duration,
    },
    /// It is closer to a limit than can be measured.
    TooClose(Box<Fault>),
    /// Nobody looked in so short a time.
    NotCounted {
        after: Text,
        window: Duration,
    },
    Stray(Process),
    Interrupted,
}

/// What a run that passes may be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    CrLf,
    NoNewline,
    Colours,
    NotObserved,
}

/// A number of things, in words.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Processes and threads, in words.
pub fn crowd(Counts { processes, threads }: Counts) -> String {
    let processes = count(processes, "process", "processes");
    format!("{processes}, {}", count(threads, "thread", "threads"))
}

fn quoted(text: &[u8]) -> String {
    format!("`{}`", shown(text, 80))
}

fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}

fn named(Process { pid, command }: &Process) -> String {
    format!("pid {pid} ({})", shown(command.as_bytes(), 160))
}

/// With two decimals, or with as many as it takes not to look like a limit.
fn precise(seen: Duration, limits: [Duration; 2]) -> String {
    let show = |time: Duration, decimals| format!("{:.decimals$}", time.as_secs_f64());
    let is_limit = |&decimals: &usize| {
        limits
            .iter()
            .any(|&limit| show(limit, decimals) == show(seen, decimals))
    };
    let decimals = (2..9).find(|decimals| !is_limit(decimals)).unwrap_or(9);
    format!("{} s", show(seen, decimals))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Fault::Crash(Crash { worker, report }) => {
                let who = if *worker { "a worker" } else { "the program" };
                write!(f, "{who} failed: {}", shown(report.as_bytes(), 160))
            }
            Fault::ExitCode {
                code,
                silent: false,
            } => {
                write!(f, "ended with exit code {code}; expected 0")
            }
            Fault::ExitCode { code, silent: true } => {
                write!(f, "ended with exit code {code} before it printed anything")
            }
            Fault::Signal(SIGXCPU) => f.write_str("used too much CPU time, and was stopped"),
            Fault::Signal(SIGXFSZ) => f.write_str("wrote too large a file, and was stopped"),
            Fault::Signal(number) => match signal_hook::low_level::signal_name(*number) {
                Some(name) => write!(f, "was killed by {name}"),
                None => write!(f, "was killed by signal {number}"),
            },
            Fault::TooManyLines(limit) => {
                write!(f, "printed more than {limit} lines, and was stopped")
            }
            Fault::LineTooLong(limit) => {
                write!(
                    f,
                    "printed a line of more than {limit} bytes, and was stopped"
                )
            }
            Fault::TooManyProcesses(number) => {
                write!(f, "had {number} processes at once, and was stopped")
            }
            Fault::TooMuchMemory(bytes) => {
                let mebibytes = bytes / 1024 / 1024;
                write!(f, "used {mebibytes} MiB of memory, and was stopped")
            }
            Fault::Hang {
                process,
                elapsed,
                silent,
                waits_for,
                complete,
                stopped,
            } => {
                match waits_for.as_deref().map(quoted) {
                    Some(line) if silent < elapsed => {
                        let silent = seconds(*silent);
                        write!(
                            f,
                            "{line} did not come within {silent} of the line before it"
                        )?;
                    }
                    Some(line) => write!(f, "printed nothing, and {line} was expected")?,
                    None if *complete => f.write_str("all its lines came, but it did not end")?,
                    None => f.write_str("it did not end")?,
                }
                let was = if *stopped {
                    "was stopped"
                } else {
                    "was still running"
                };
                write!(f, "; {} {was} after {}", named(process), seconds(*elapsed))
            }
            Fault::Torn { line, parts } => {
                let parts = if *parts == 2 {
                    "two".to_string()
                } else {
                    parts.to_string()
                };
                let line = quoted(line);
                write!(
                    f,
                    "{parts} lines ran together in {line}; print each in one write"
                )
            }
            Fault::NearMiss { expected, came } => {
                write!(
                    f,
                    "{} came, but {} was expected",
                    quoted(came),
                    quoted(expected)
                )
            }
            Fault::Doubled(line) => write!(f, "{} came once too often", quoted(line)),
            Fault::Unexpected(line) => write!(f, "{} is not expected there", quoted(line)),
            Fault::Missing { line, closing } => {
                let line = quoted(line);
                match closing.as_deref().map(quoted) {
                    None => write!(f, "{line} is missing"),
                    Some(closing) => {
                        write!(
                            f,
                            "{closing} came, but {line} is missing: main did not wait"
                        )
                    }
                }
            }
            Fault::Order {
                early,
                late,
                reason,
            } => {
                write!(f, "{} came before {}", quoted(early), quoted(late))?;
                f.write_str(match reason {
                    Reason::TookTurns => ": the workers took turns",
                    Reason::DidNotWait => ": main did not wait",
                    Reason::Unknown => ", but belongs after it",
                })
            }
            Fault::Gap {
                line,
                since,
                seen,
                wanted,
            } => {
                let (line, since) = (quoted(line), quoted(since));
                let seen = precise(*seen, [wanted.shortest, wanted.longest]);
                write!(f, "{line} came {seen} after {since}; expected {wanted}")
            }
            Fault::Census {
                wanted,
                seen,
                after,
            } => {
                let seen = crowd(*seen).replace(", ", " with ");
                write!(f, "saw {seen} after {}; expected {wanted}", quoted(after))
            }
            Fault::LeftBehind(process) => {
                write!(
                    f,
                    "left {} behind when it ended; it was stopped",
                    named(process)
                )
            }
            Fault::Survivor(process) => {
                write!(
                    f,
                    "{} could not be stopped: is it another user's?",
                    named(process)
                )
            }
            Fault::AfterEnd(line) => {
                write!(
                    f,
                    "{} came when the program had ended: main did not wait",
                    quoted(line)
                )
            }
        }
    }
}

impl Fault {
    /// For a near miss: both lines, the characters that differ marked.
    pub fn difference(&self) -> Option<String> {
        let Fault::NearMiss { expected, came } = self else {
            return None;
        };
        let (expected, came) = (shown(expected, 200), shown(came, 200));
        let diff = TextDiff::from_chars(&expected, &came);
        let marks = |wanted: ChangeTag| -> String {
            let of_line = diff
                .iter_all_changes()
                .filter(|change| change.tag() == ChangeTag::Equal || change.tag() == wanted);
            of_line
                .map(|change| if change.tag() == wanted { '^' } else { ' ' })
                .collect()
        };
        let lines = [
            format!("expected: {expected}"),
            format!("          {}", marks(ChangeTag::Delete)),
            format!("came:     {came}"),
            format!("          {}", marks(ChangeTag::Insert)),
        ];
        let lines = lines
            .iter()
            .map(|line| line.trim_end())
            .filter(|line| !line.is_empty());
        Some(lines.collect::<Vec<_>>().join("\n"))
    }
}

impl Fault {
    /// The sentence, without what differs from run to run: times and pids.
    pub fn key(&self) -> String {
        match self {
            Fault::Gap {
                line,
                since,
                seen,
                wanted,
            } => {
                let when = if *seen < wanted.shortest {
                    "early"
                } else {
                    "late"
                };
                format!("{} came too {when} after {}", quoted(line), quoted(since))
            }
            Fault::Hang { waits_for, .. } => match waits_for {
                Some(line) => format!("{} did not come", quoted(line)),
                None => "it did not end".to_string(),
            },
            Fault::LeftBehind(process) => format!("left `{}` behind", process.command),
            Fault::TooManyProcesses(_) => "too many processes".to_string(),
            Fault::TooMuchMemory(_) => "too much memory".to_string(),
            Fault::Survivor(process) => format!("`{}` could not be stopped", process.command),
            Fault::Crash(crash) => format!("failed: {}", without_digits(&crash.report)),
            fault => fault.to_string(),
        }
    }
}

impl Doubt {
    /// The same for a doubt.
    pub fn key(&self) -> String {
        match self {
            Doubt::Stalled { fault, .. } => format!("{}, stalled", fault.key()),
            Doubt::TooClose(fault) => format!("{}, too close", fault.key()),
            Doubt::NotCounted { after, .. } => format!("nobody counted after {}", quoted(after)),
            Doubt::Stray(process) => format!("stray `{}`", process.command),
            Doubt::Buffered | Doubt::Interrupted => self.to_string(),
        }
    }
}

/// Addresses and thread ids are in numbers.
fn without_digits(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit()).collect()
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Doubt::Buffered => write!(
                f,
                "its output came all at once when it ended, so the times are unknown; flush \
                 after each line (in Python: `print(…, flush=True)`)"
            ),
            Doubt::Stalled { fault, stalled } => {
                write!(
                    f,
                    "{fault}, but the machine stood still for {} of it",
                    seconds(*stalled)
                )
            }
            Doubt::NotCounted { after, window } => {
                let (after, window) = (quoted(after), seconds(*window));
                write!(
                    f,
                    "nobody could count in the {window} after {after}; wait longer there"
                )
            }
            Doubt::TooClose(fault) => write!(f, "{fault}, but that is closer than can be measured"),
            Doubt::Stray(process) => {
                let process = named(process);
                write!(
                    f,
                    "this program, or one that ran beside it, left {process} behind; verify it alone"
                )
            }
            Doubt::Interrupted => write!(f, "interrupted"),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Note::CrLf => "its lines end in CR LF",
            Note::NoNewline => "its last line has no line end",
            Note::Colours => "its colour codes were not compared",
            Note::NotObserved => "processes and threads were not observed on this system",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_miss_shows_the_difference() {
        let fault = Fault::NearMiss {
            expected: b"Starting Thread-1".to_vec(),
            came: b"starting  Thread-1".to_vec(),
        };
        let lines = [
            "expected: Starting Thread-1",
            "          ^",
            "came:     starting  Thread-1",
            "          ^        ^",
        ];
        let shown = fault.difference().expect("a difference");
        assert_eq!(shown, lines.join("\n"));
        assert_eq!(Fault::Signal(1).difference(), None);
    }

    #[test]
    fn signals_have_names() {
        assert_eq!(Fault::Signal(9).to_string(), "was killed by SIGKILL");
        assert_eq!(Fault::Signal(60).to_string(), "was killed by signal 60");
    }
}
