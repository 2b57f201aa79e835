//! Each finding as a sentence that tells a learner.

use super::words::{counts, named, precise, quoted, seconds};
use crate::judgement::{Crash, Fault, Finding, Hang, Inconclusive, Note, Reason, Text};
use crate::text::shown;

/// The signals of the limits that the system watches over, as Linux numbers
/// them.
const SIGXCPU: i32 = 24;
const SIGXFSZ: i32 = 25;

/// What was found, in one sentence.
pub fn finding(finding: &Finding) -> String {
    match finding {
        Finding::Fault(found) => fault(found),
        Finding::Inconclusive(found) => inconclusive(found),
    }
}

/// What is wrong, in one sentence.
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Crash(report) => crash(report),
        Fault::ExitCode { code, silent } => exit_code(*code, *silent),
        Fault::Signal(number) => signal(*number),
        Fault::TooManyLines(limit) => stopped(format!("printed more than {limit} lines")),
        Fault::LineTooLong(limit) => stopped(format!("printed a line of more than {limit} bytes")),
        Fault::TooManyProcesses(number) => stopped(format!("had {number} processes at once")),
        Fault::TooMuchMemory(bytes) => {
            stopped(format!("used {} MiB of memory", bytes / 1024 / 1024))
        }
        Fault::Hang(report) => hang(report),
        Fault::Torn { line, parts } => torn(line, *parts),
        Fault::NearMiss { expected, came } => {
            format!(
                "{} came, but {} was expected",
                quoted(came),
                quoted(expected)
            )
        }
        Fault::Repeated(line) => format!("{} was printed too many times", quoted(line)),
        Fault::Unexpected(line) => format!("{} is not expected there", quoted(line)),
        Fault::Missing { line, closing } => missing(line, closing.as_ref()),
        Fault::Order {
            early,
            late,
            reason,
        } => {
            let reason = told_by_order(*reason);
            format!("{} came before {}{reason}", quoted(early), quoted(late))
        }
        Fault::Time {
            line,
            since,
            seen,
            expected,
        } => {
            let (line, since) = (quoted(line), quoted(since));
            let seen = precise(*seen, [expected.shortest, expected.longest]);
            format!("{line} came {seen} after {since}; expected {expected}")
        }
        Fault::Counts {
            expected,
            seen,
            after,
        } => {
            let seen = counts(*seen).replace(", ", " with ");
            format!("saw {seen} after {}; expected {expected}", quoted(after))
        }
        Fault::LeftBehind(process) => {
            let process = named(process);
            format!("left {process} behind when it ended; it was stopped")
        }
        Fault::Survivor(process) => {
            let process = named(process);
            format!("{process} could not be stopped: is it another user's?")
        }
        Fault::AfterEnd(line) => {
            let line = quoted(line);
            format!("{line} came when the program had ended: main did not wait")
        }
    }
}

/// Why a run could not be judged, in one sentence.
pub fn inconclusive(why: &Inconclusive) -> String {
    match why {
        Inconclusive::Buffered => "its output came all at once when it ended, so the times are \
                                   unknown; flush after each line (in Python: `print(…, \
                                   flush=True)`)"
            .to_string(),
        Inconclusive::Stalled {
            fault: cause,
            stalled,
        } => {
            let (cause, stalled) = (fault(cause), seconds(*stalled));
            format!("{cause}, but the machine stalled for {stalled} of it")
        }
        Inconclusive::WithinError(cause) => {
            let cause = fault(cause);
            format!("{cause}, but that is within measurement error of the limit")
        }
        Inconclusive::NotCounted { after, window } => {
            let (after, window) = (quoted(after), seconds(*window));
            format!("no process sample in the {window} after {after}; wait longer there")
        }
        Inconclusive::Unattributed(process) => {
            let process = named(process);
            format!(
                "this program, or one that ran beside it, left {process} behind; verify it alone"
            )
        }
        Inconclusive::Interrupted => "interrupted".to_string(),
    }
}

/// What a run that passes may be told.
pub fn note(note: Note) -> &'static str {
    match note {
        Note::CrLf => "its lines end in CR LF",
        Note::NoNewline => "its last line has no line end",
        Note::Colours => "its colour codes were not compared",
        Note::NotObserved => "processes and threads were not observed on this system",
    }
}

fn stopped(what: impl Into<String>) -> String {
    what.into() + ", and was stopped"
}

fn crash(Crash { worker, report }: &Crash) -> String {
    let who = if *worker { "a worker" } else { "the program" };
    format!("{who} failed: {}", shown(report.as_bytes(), 160))
}

fn exit_code(code: i32, silent: bool) -> String {
    if silent {
        format!("ended with exit code {code} before it printed anything")
    } else {
        format!("ended with exit code {code}; expected 0")
    }
}

fn signal(number: i32) -> String {
    match number {
        SIGXCPU => stopped("used too much CPU time"),
        SIGXFSZ => stopped("wrote too large a file"),
        _ => match signal_hook::low_level::signal_name(number) {
            Some(name) => format!("was killed by {name}"),
            None => format!("was killed by signal {number}"),
        },
    }
}

fn hang(hang: &Hang) -> String {
    let what = match hang.waits_for.as_deref().map(quoted) {
        Some(line) if hang.silent < hang.elapsed => {
            let silent = seconds(hang.silent);
            format!("{line} did not come within {silent} of the line before it")
        }
        Some(line) => format!("printed nothing, and {line} was expected"),
        None if hang.complete => "all its lines came, but it did not end".to_string(),
        None => "it did not end".to_string(),
    };
    let was = if hang.stopped {
        "was stopped"
    } else {
        "was still running"
    };
    let (process, elapsed) = (named(&hang.process), seconds(hang.elapsed));
    format!("{what}; {process} {was} after {elapsed}")
}

fn torn(line: &[u8], parts: usize) -> String {
    let parts = match parts {
        2 => "two".to_string(),
        parts => parts.to_string(),
    };
    let line = quoted(line);
    format!("{parts} lines ran together in {line}; print each in one write")
}

fn missing(line: &[u8], closing: Option<&Text>) -> String {
    let line = quoted(line);
    match closing {
        None => format!("{line} is missing"),
        Some(closing) => {
            let closing = quoted(closing);
            format!("{closing} came, but {line} is missing: main did not wait")
        }
    }
}

fn told_by_order(reason: Reason) -> &'static str {
    match reason {
        Reason::TookTurns => ": the workers took turns",
        Reason::DidNotWait => ": main did not wait",
        Reason::Unknown => ", but belongs after it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_have_names() {
        assert_eq!(signal(9), "was killed by SIGKILL");
        assert_eq!(signal(60), "was killed by signal 60");
    }
}
