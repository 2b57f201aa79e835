//! Each finding in words, one beside the other: a stable word for programs, a
//! sentence that tells a learner, and what many runs have in common that failed
//! in the same way.

use super::difference::difference;
use super::hang::{Hanging, hanging};
use super::words::{counts, listed, number_of, precise, program, quoted, seconds};
use crate::expectation::Worker;
use crate::judgement::{Closing, Crash, Fault, Finding, Inconclusive, Reason, Text, Unknown};
use crate::text::shown;
use serde::Serialize;

/// The signals of the limits that the system watches over, as Linux numbers
/// them.
const SIGXCPU: i32 = 24;
const SIGXFSZ: i32 = 25;

/// A finding in words.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Such as `missing-line`: it stays although the sentence is put better.
    pub code: &'static str,
    /// For a person.
    #[serde(rename = "message")]
    pub sentence: String,
    /// The sentence, without what differs from run to run: times and pids.
    #[serde(skip)]
    pub kind: String,
    /// Of a line that is nearly the expected one: both, the characters that differ
    /// marked.
    #[serde(skip)]
    pub difference: Option<String>,
}

impl Message {
    fn new(code: &'static str, sentence: String) -> Message {
        let kind = sentence.clone();
        Message {
            code,
            sentence,
            kind,
            difference: None,
        }
    }

    /// The same, under a condition.
    pub(super) fn preceded_by(self, condition: &str) -> Message {
        Message {
            sentence: format!("{condition}{}", self.sentence),
            kind: format!("{condition}{}", self.kind),
            ..self
        }
    }

    fn of_kind(self, kind: impl Into<String>) -> Message {
        let kind = kind.into();
        Message { kind, ..self }
    }
}

/// What was found.
pub fn finding(finding: &Finding) -> Message {
    match finding {
        Finding::Fault(found) => fault(found),
        Finding::Inconclusive(found) => inconclusive(found),
    }
}

/// What is wrong.
pub fn fault(fault: &Fault) -> Message {
    let new = Message::new;
    match fault {
        Fault::NotBuilt(telling) => {
            let sentence = match telling.as_slice() {
                [] => "it does not compile, and the compiler does not say why".to_string(),
                line => format!("it does not compile: {}", shown(line, 200)),
            };
            new("not-built", sentence).of_kind("it does not compile")
        }
        Fault::Crash(Crash { worker, report }) => {
            let who = if *worker { "a worker" } else { "the program" };
            let sentence = format!("{who} failed: {}", shown(report.as_bytes(), 160));
            // Addresses and thread ids are in numbers.
            let kind: String = report.chars().filter(|c| !c.is_ascii_digit()).collect();
            new("crash", sentence).of_kind(format!("failed: {kind}"))
        }
        Fault::ExitCode { code, silent: true } => {
            let sentence = format!("ended with exit code {code} before it printed anything");
            new("exit-code", sentence)
        }
        Fault::ExitCode { code, .. } => new(
            "exit-code",
            format!("ended with exit code {code}; expected 0"),
        ),
        Fault::Signal(number) => new("signal", signal(*number)),
        Fault::TooManyLines(limit) => {
            let what = format!("printed more than {limit} lines");
            new("too-many-lines", stopped(&what))
        }
        Fault::LineTooLong(limit) => {
            let what = format!("printed a line of more than {limit} bytes");
            new("line-too-long", stopped(&what))
        }
        Fault::TooMuchOutput(bytes) => {
            let what = format!("printed {} KiB", bytes / 1024);
            new("too-much-output", stopped(&what)).of_kind("too much output")
        }
        Fault::TooManyThreads(number) => {
            let what = format!("had {number} threads at once");
            new("too-many-threads", stopped(&what)).of_kind("too many threads")
        }
        Fault::TooManyProcesses(number) => {
            let what = format!("had {number} processes at once");
            new("too-many-processes", stopped(&what)).of_kind("too many processes")
        }
        Fault::TooMuchMemory(bytes) => {
            let what = format!("used {} MiB of memory", bytes / 1024 / 1024);
            new("too-much-memory", stopped(&what)).of_kind("too much memory")
        }
        Fault::Hang(report) => {
            let Hanging { sentence, kind } = hanging(report);
            new("hang", sentence).of_kind(kind)
        }
        Fault::Torn { line, parts } => {
            let parts = match parts {
                2 => "two".to_string(),
                parts => parts.to_string(),
            };
            let line = quoted(line);
            let sentence = format!("{parts} lines ran together in {line}; print each in one write");
            new("torn-line", sentence)
        }
        Fault::NearMiss { expected, came } => {
            let difference = Some(difference(expected, came));
            let (expected, came) = (quoted(expected), quoted(came));
            let sentence = format!("{came} came, but {expected} was expected");
            Message {
                difference,
                ..new("near-miss", sentence)
            }
        }
        Fault::Repeated(line) => {
            let line = quoted(line);
            new(
                "repeated-line",
                format!("{line} was printed too many times"),
            )
        }
        Fault::Unexpected(line) => {
            let line = quoted(line);
            new("unexpected-line", format!("{line} is not expected there"))
        }
        Fault::Missing {
            line,
            closing,
            times,
        } => {
            let line = quoted(line);
            let sentence = match (closing, times) {
                (None, None) => format!("{line} is missing"),
                (None, Some((came, least))) => {
                    let came = number_of(*came, "time", "times");
                    format!("{line} came {came}; expected {least} at least")
                }
                (Some(Closing { line: closing, by }), _) => {
                    let closing = quoted(closing);
                    format!("{closing} came, but {line} is missing: {by} did not wait")
                }
            };
            new("missing-line", sentence)
        }
        Fault::EndedEarly {
            missing,
            since,
            after,
            alone,
        } => {
            let missing: Vec<String> = missing.iter().map(|line| quoted(line)).collect();
            let (missing, since) = (listed(&missing), quoted(since));
            let main = if *alone { "" } else { ": main did not wait" };
            let after = seconds(*after);
            let sentence =
                format!("it ended {after} after {since}, and {missing} did not come{main}");
            let kind = format!("it ended after {since}, and {missing} did not come");
            new("ended-early", sentence).of_kind(kind)
        }
        Fault::OnStderr(None) => {
            let sentence =
                "all its lines came on stderr; print them to stdout, or judge it with `--stderr`";
            new("on-stderr", sentence.to_string())
        }
        Fault::OnStderr(Some(line)) => {
            let line = quoted(line);
            new(
                "on-stderr",
                format!("{line} came on stderr; print it to stdout"),
            )
        }
        Fault::Order {
            early,
            late,
            reason,
        } => {
            let (early, late) = (quoted(early), quoted(late));
            let before = format!("{early} came before {late}");
            let (sentence, kind) = match reason {
                Reason::TookTurns => (": the workers took turns".to_string(), None),
                Reason::DidNotWait(by) => (format!(": {by} did not wait"), None),
                Reason::NoWait(since, after) => {
                    let (since, after) = (quoted(since), seconds(*after));
                    let nobody = ": nobody waited between them";
                    (
                        format!(", and only {after} after {since}{nobody}"),
                        Some(format!("{before}{nobody}")),
                    )
                }
                Reason::Unknown => (", but belongs after it".to_string(), None),
            };
            let sentence = format!("{before}{sentence}");
            let kind = kind.unwrap_or(sentence.clone());
            new("wrong-order", sentence).of_kind(kind)
        }
        Fault::Time {
            line,
            since,
            seen,
            expected,
        } => {
            let since = match since.as_deref() {
                Some(since) => quoted(since),
                None => "the program's start".to_string(),
            };
            let line = quoted(line);
            let is_early = *seen < expected.shortest;
            let when = if is_early { "early" } else { "late" };
            let seen = precise(*seen, [expected.shortest, expected.longest]);
            let sentence = format!("{line} came {seen} after {since}; expected {expected}");
            new("wrong-time", sentence).of_kind(format!("{line} came too {when} after {since}"))
        }
        Fault::Counts {
            expected,
            seen,
            after,
        } => {
            let seen = counts(*seen).replace(", ", " with ");
            let after = place(after);
            let sentence = format!("saw {seen} after {after}; expected {expected}");
            new("wrong-counts", sentence)
        }
        Fault::OneWriter {
            lines,
            by,
            worker,
            idle,
        } => {
            let [first, second] = lines.each_ref().map(|line| quoted(line));
            let worker = match worker {
                Worker::Thread => "a thread of its own",
                Worker::Process => "a process of its own",
            };
            let sentence = format!(
                "{first} and {second} were both written by {by}; expected {worker} for each{}",
                why_main_writes(*idle)
            );
            new("one-writer", sentence)
        }
        Fault::NameOfTwo {
            name,
            lines,
            workers,
        } => {
            let [first, second] = lines.each_ref().map(|line| quoted(line));
            let [one, two] = workers;
            let sentence = format!(
                "{first} was written by {one}, but {second} by {two}; expected one writer for all lines with `{name}`"
            );
            new("two-writers", sentence)
        }
        Fault::NameMissing(name) => new("name-missing", format!("no line has the word `{name}`")),
        Fault::WriterCount {
            expected,
            seen,
            idle,
        } => {
            let wrote = match (expected.worker, seen) {
                (Worker::Thread, 1) => "1 thread wrote".to_string(),
                (Worker::Thread, seen) => format!("{seen} threads wrote"),
                (Worker::Process, 1) => "1 process wrote".to_string(),
                (Worker::Process, seen) => format!("{seen} processes wrote"),
            };
            let why = why_main_writes(*idle);
            let sentence = format!("{wrote} these lines; expected: {expected}{why}");
            new("writer-count", sentence)
        }
        Fault::SeveralWriters(line) => {
            let line = quoted(line);
            let sentence = format!("{line} was written in parts, by several threads");
            new("several-writers", sentence)
        }
        Fault::Disorder => {
            let sentence = "each line came, but not in an order that is allowed".to_string();
            new("wrong-order", sentence)
        }
        Fault::OtherWord { name, words, lines } => {
            let [first, second] = lines.each_ref().map(|line| quoted(line));
            let [one, other] = words;
            let sentence = format!(
                "`[*{name}]` is `{one}` in {first}, but `{other}` in {second}; expected one word"
            );
            new("other-word", sentence).of_kind(format!("`[*{name}]` is two words"))
        }
        Fault::SameWord { names, word, line } => {
            let line = quoted(line);
            let [one, other] = names;
            let sentence = format!(
                "in {line}, `[*{other}]` is `{word}`, as `[*{one}]` is; expected two words"
            );
            new("same-word", sentence).of_kind(format!("`[*{one}]` and `[*{other}]` are one word"))
        }
        Fault::TooManyAtOnce {
            expected,
            seen,
            line,
        } => {
            let line = quoted(line);
            let (most, begin, end) = (expected.most, &expected.begin, &expected.end);
            let sentence = format!(
                "with {line}, more than {most} had `{begin}` without `{end}`; there were {seen} at \
                 once"
            );
            new("too-many-at-once", sentence)
        }
        Fault::LeftBehind(process) => {
            let who = program(process);
            let sentence = format!("left {who} behind when it ended; it was stopped");
            new("left-behind", sentence)
        }
        Fault::Survivor(process) => {
            let (who, pid) = (program(process), process.pid);
            let sentence = format!("{who}, pid {pid}, could not be stopped: is it another user's?");
            new("survivor", sentence).of_kind(format!("{who} could not be stopped"))
        }
        Fault::AfterEnd(line) => {
            let line = quoted(line);
            let sentence = format!("{line} came when the program had ended: main did not wait");
            new("line-after-end", sentence)
        }
    }
}

/// Why a run could not be judged.
fn inconclusive(why: &Inconclusive) -> Message {
    let new = Message::new;
    match why {
        Inconclusive::Buffered => new(
            "buffered",
            "its output came all at once when it ended, so the times are unknown; flush after \
             each line (in Python: `print(…, flush=True)`)"
                .to_string(),
        ),
        Inconclusive::Stalled {
            fault: cause,
            stalled,
        } => {
            let Message { sentence, kind, .. } = fault(cause);
            let stalled = seconds(*stalled);
            let sentence = format!("{sentence}, but the machine stalled for {stalled} of it");
            new("stalled", sentence).of_kind(format!("{kind}, stalled"))
        }
        Inconclusive::WithinError(cause) => {
            let Message { sentence, kind, .. } = fault(cause);
            let sentence = format!("{sentence}, but that is within measurement error of the limit");
            new("within-measurement-error", sentence).of_kind(format!("{kind}, too close"))
        }
        Inconclusive::SharedBuffer(cause) => {
            let Message { sentence, kind, .. } = fault(cause);
            let sentence = format!(
                "{sentence}; but that came together with a line of its own: threads that share a \
                 buffer, as CPython's do, write each other's lines"
            );
            new("shared-buffer", sentence).of_kind(format!("{kind}, together"))
        }
        Inconclusive::UnknownWriter(unknown) => new("unknown-writer", unknown_writer(unknown)),
        Inconclusive::Untraceable(line) => {
            let line = quoted(line);
            let sentence = format!(
                "it does not run under the tracer that sees who writes, as its stderr says \
                 ({line}); judge it with `--writers off`"
            );
            // Sanitizers put their process in front.
            let kind = "it does not run under a tracer";
            new("untraceable", sentence).of_kind(kind)
        }
        Inconclusive::NotObserved => {
            let sentence = "processes and threads cannot be counted here: there is no /proc of \
                            this process's own";
            new("not-observed", sentence.to_string())
        }
        Inconclusive::NotCounted { after, window } => {
            let (after, window) = (place(after), seconds(*window));
            let sentence =
                format!("no process sample in the {window} after {after}; wait longer there");
            new("no-sample", sentence).of_kind(format!("no sample after {after}"))
        }
        Inconclusive::Unattributed(process) => {
            let who = program(process);
            let sentence = format!(
                "this program, or one that ran beside it, left {who} behind; verify it alone"
            );
            new("unattributed", sentence)
        }
        Inconclusive::NoRoom(room) => {
            let room = number_of(*room, "more", "more");
            let sentence = format!(
                "it was refused a thread or a process: the system had room for {room}; a higher \
                 `ulimit -u`, or `pids.max` of the cgroup, makes room"
            );
            new("no-room", sentence).of_kind("no room")
        }
        Inconclusive::Interrupted => new("interrupted", "interrupted".to_string()),
    }
}

/// Why main may have written every line of a right program, and what to expect of such
/// a one.
fn why_main_writes(idle: usize) -> String {
    if idle == 0 {
        return String::new();
    }
    let others = number_of(idle, "other thread", "other threads");
    format!(
        "; main wrote every line, though {others} lived: where the language's runtime prints \
         through main, or its tasks have no thread of their own, leave the writers out of the \
         expectation, or use `--writers off`"
    )
}

fn unknown_writer(unknown: &Unknown) -> String {
    match unknown {
        Unknown::NotTraced(why) => format!(
            "nobody can tell here who wrote each line, since {why}; `--writers off` judges the rest"
        ),
        Unknown::NotSeen(line) => {
            let line = quoted(line);
            format!(
                "{line} came in a way in which its writer cannot be seen; `--writers off` judges \
                 the rest"
            )
        }
        Unknown::TwoNames { line, names } => {
            let line = quoted(line);
            let [one, two] = names;
            format!("{line} has both of the words `{one}` and `{two}`; which worker's line is it?")
        }
    }
}

/// A line, or the program's start.
fn place(line: &Option<Text>) -> String {
    line.as_deref().map_or("its start".to_string(), quoted)
}

fn stopped(what: &str) -> String {
    format!("{what}, and was stopped")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_have_names() {
        assert_eq!(signal(9), "was killed by SIGKILL");
        assert_eq!(signal(60), "was killed by signal 60");
    }

    #[test]
    fn only_a_near_miss_has_a_difference() {
        let near_miss = Fault::NearMiss {
            expected: b"a".to_vec(),
            came: b"A".to_vec(),
        };
        assert!(fault(&near_miss).difference.is_some());
        assert_eq!(fault(&Fault::Signal(1)).difference, None);
    }
}
