//! Failures that a language reports on stderr while the program goes on.

use crate::text::plain;

/// How CPython begins each report.
const TRACEBACK: &str = "Traceback (most recent call last):";

/// How CPython announces that nobody caught what the next traceback tells: of a thread,
/// at the beginning of a line, for behind other words it may be a program's own log.
const OF_THREAD: &str = "Exception in thread ";

/// The same of a thread that has no object, of a task, and of a callback; the log may
/// write its own words in front.
const ANNOUNCEMENTS: [&str; 5] = [
    "Exception ignored in thread started by",
    "Unhandled exception in thread started by",
    "Task exception was never retrieved",
    "Future exception was never retrieved",
    "handle: <",
];

/// What CPython writes between such an announcement and the traceback.
const DETAILS: [&str; 3] = ["future: ", "task: ", "source_traceback: "];

/// How other languages announce it: what stands before the worker's name, what
/// behind it, and then the report, or else on the next line.
const OTHERS: [(&str, &str); 4] = [
    // Java, and what runs on its machine.
    ("Exception in thread \"", "\" "),
    // Ruby.
    (
        "#<Thread:",
        " terminated with exception (report_on_exception is true):",
    ),
    // Perl.
    ("Thread ", " terminated abnormally: "),
    // OCaml.
    ("Thread ", " killed on uncaught exception "),
];

/// So many lines behind a traceback, the exception may stand: whoever runs beside
/// may write between them.
const NEAR: usize = 30;

/// A sentence has so many lines at most.
const SENTENCE: usize = 4;

/// A panic, or an exception that nobody caught.
#[derive(Clone, Debug, PartialEq)]
pub struct Crash {
    /// It was a worker that failed, not the program's main thread.
    pub worker: bool,
    /// Where it happened, and what.
    pub report: String,
}

/// The first crash on stderr. `failed` tells whether the program itself failed:
/// then the last traceback says why, unless a crash does.
pub fn first(stderr: &[u8], failed: bool) -> Option<Crash> {
    let text = plain(stderr);
    let text = String::from_utf8_lossy(&text);
    // A progress bar goes back to the beginning of its line.
    let lines = text.split(['\n', '\r']).filter(|line| !line.is_empty());
    let lines: Vec<&str> = lines.collect();
    let mut all = 0..lines.len();
    let crash = all.clone().find_map(|number| {
        let (before, from) = lines.split_at(number);
        panic(from)
            .or_else(|| of_other_language(from))
            .or_else(|| uncaught(before, from))
    });
    let why_it_failed = || {
        let Some(last) = all.rfind(|&number| lines[number].ends_with(TRACEBACK)) else {
            return syntax_error(&lines);
        };
        let report = exception(&lines[last..])?;
        Some(Crash {
            worker: false,
            report,
        })
    };
    crash.or_else(|| failed.then(why_it_failed).flatten())
}

/// Rust's panic, whatever stands before it: the message may follow on a line of
/// its own.
fn panic(lines: &[&str]) -> Option<Crash> {
    let (_, report) = lines[0].split_once("thread '")?;
    let (thread, place) = report.split_once(" panicked at ")?;
    // Behind the name stands the number of the thread, another one in each run.
    let name = thread.rsplit_once(" (").map_or(thread, |(name, _)| name);
    let report = format!("thread '{name} panicked at {place}");
    Some(Crash {
        worker: name != "main'",
        report: match lines.get(1) {
            Some(message) if report.ends_with(':') => format!("{report} {message}"),
            _ => report,
        },
    })
}

/// A program that CPython could not read: there is no traceback then.
fn syntax_error(lines: &[&str]) -> Option<Crash> {
    let is_one = |line: &&&str| {
        let names = ["SyntaxError: ", "IndentationError: ", "TabError: "];
        names.iter().any(|name| line.starts_with(name))
    };
    let report = lines.iter().rfind(is_one)?;
    let mut places = lines.iter().rev().filter_map(|line| {
        let (_, number) = line.strip_prefix("  File \"")?.rsplit_once("\", line ")?;
        Some(number)
    });
    Some(Crash {
        worker: false,
        report: match places.next() {
            Some(number) => format!("line {number}: {report}"),
            None => report.to_string(),
        },
    })
}

fn of_other_language(lines: &[&str]) -> Option<Crash> {
    OTHERS.iter().find_map(|(before, behind)| {
        let (_, name) = lines[0].split_once(before)?;
        let (name, report) = name.split_once(behind)?;
        let is_certain = match *before {
            // Numbers only: other threads are a program's own talk.
            "Thread " => name.bytes().all(|byte| byte.is_ascii_digit()),
            _ => report.is_empty() || is_exception(report),
        };
        let report = match report {
            "" => lines.get(1)?,
            report => report,
        };
        is_certain.then(|| Crash {
            worker: name != "main",
            report: report.to_string(),
        })
    })
}

/// A traceback of CPython's that begins in the interpreter's own code for threads
/// and processes, since nobody below caught the exception; or one that was
/// announced.
fn uncaught(before: &[&str], from: &[&str]) -> Option<Crash> {
    if !from[0].ends_with(TRACEBACK) || !(begins_in_bootstrap(from) || is_announced(before)) {
        return None;
    }
    let report = exception(from)?;
    Some(Crash {
        worker: true,
        report,
    })
}

/// Whether the first frame of the traceback is where a thread or a process begins.
fn begins_in_bootstrap(traceback: &[&str]) -> bool {
    let mut frames = traceback.iter().filter(|line| {
        let line = line.trim_start_matches([' ', '|']);
        line.starts_with("File \"")
    });
    let is_of = |frame: &str, file, function| frame.contains(file) && frame.ends_with(function);
    let first = frames.next().is_some_and(|frame| {
        is_of(frame, "threading.py\"", "_bootstrap_inner")
            || is_of(frame, "multiprocessing/process.py\"", " _bootstrap")
    });
    // The main module of a process that was spawned is imported before its task begins.
    first || frames.any(|frame| is_of(frame, "multiprocessing/spawn.py\"", " spawn_main"))
}

/// Whether the lines before a traceback say that nobody caught it. Two threads that
/// fail at once write into each other's lines.
fn is_announced(before: &[&str]) -> bool {
    let is_detail = |line: &str| {
        let is_one = DETAILS.iter().any(|begin| line.starts_with(begin));
        is_one || line.starts_with(' ') || line.ends_with(TRACEBACK)
    };
    let last = before.iter().rfind(|line| !is_detail(line));
    last.is_some_and(|line| announces(line))
}

fn announces(line: &str) -> bool {
    let of_thread = line.starts_with(OF_THREAD) && line.ends_with(':');
    of_thread || is_process(line) || ANNOUNCEMENTS.iter().any(|words| line.contains(words))
}

/// `Process Process-1:`, as CPython names the processes that nobody named.
fn is_process(line: &str) -> bool {
    let name = line
        .strip_prefix("Process ")
        .and_then(|line| line.strip_suffix(':'));
    let number = name.and_then(|name| name.split_once("Process-"));
    number.is_some_and(|(_, number)| {
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        number.split([':', '-']).all(is_number)
    })
}

/// The exception: the first line behind the indented traceback that looks like one.
fn exception(traceback: &[&str]) -> Option<String> {
    let behind = traceback.iter().map(|line| {
        // Groups have a frame around them.
        line.strip_prefix("  | ").unwrap_or(line)
    });
    let behind = behind.filter(|line| {
        let is_trace = line.starts_with([' ', '\t']) || line.ends_with(TRACEBACK);
        !is_trace && !announces(line) && !line.contains(OF_THREAD)
    });
    let near: Vec<&str> = behind.take(NEAR).collect();
    let report = near.iter().find(|line| is_exception(line));
    let report = report.or(near.first())?;
    Some(match report.strip_suffix(": ") {
        Some(name) => format!("{name}: {}", first_sentence(traceback, report)),
        None => report.to_string(),
    })
}

/// The first sentence of a message that begins on the line below its exception.
fn first_sentence(traceback: &[&str], exception: &str) -> String {
    let below = traceback
        .iter()
        .skip_while(|line| **line != exception)
        .skip(1);
    let mut sentence = Vec::new();
    for line in below.map(|line| line.trim()).take(SENTENCE) {
        sentence.push(line);
        if line.ends_with('.') {
            break;
        }
    }
    sentence.join(" ")
}

/// Whether a line begins with the name of a class, alone or before a colon.
fn is_exception(line: &str) -> bool {
    let name = line.split_once(": ").map_or(line, |(name, _)| name);
    let is_part = |c: char| c.is_alphanumeric() || "._$<>".contains(c);
    name.contains(|c: char| c == '.' || c.is_uppercase()) && name.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_and_exceptions_are_found() {
        let trace = "Traceback (most recent call last):\n  File \"x.py\", line 9\n    f()\n    \
                     ^^^\nValueError: boom\n";
        let thread = format!("Exception in thread Thread-2 (task):\n{trace}");
        let process = format!("note\nProcess Process-1:\n{trace}");
        let panic = "note\nthread 'main' (7) panicked at a.rs:2:5:\nboom\nnote: run with";
        let worker_panic = panic.replace("main", "<unnamed>");
        let syntax = "  File \"x.py\", line 3\n    f(\n     ^\nSyntaxError: '(' was never closed\n";
        let cut = "Exception in thread a:\nTraceback (most recent call last):\n  cut";
        let cases = [
            ("", true, None),
            ("warning: thread 'a' is tired\n", true, None),
            (
                panic,
                false,
                Some((false, "thread 'main' panicked at a.rs:2:5: boom")),
            ),
            (
                &worker_panic,
                false,
                Some((true, "thread '<unnamed>' panicked at a.rs:2:5: boom")),
            ),
            (&thread, false, Some((true, "ValueError: boom"))),
            (&process, false, Some((true, "ValueError: boom"))),
            (trace, true, Some((false, "ValueError: boom"))),
            (trace, false, None),
            (cut, false, None),
            (
                syntax,
                true,
                Some((false, "line 3: SyntaxError: '(' was never closed")),
            ),
            (syntax, false, None),
        ];
        for (stderr, failed, expected) in cases {
            let crash = first(stderr.as_bytes(), failed);
            let crash = crash
                .as_ref()
                .map(|crash| (crash.worker, crash.report.as_str()));
            assert_eq!(crash, expected, "{stderr}");
        }
    }

    /// As CPython 3.11 prints it of a thread, with this frame of its own first.
    fn trace(frame: &str) -> String {
        format!(
            "Traceback (most recent call last):\n  File \"/usr/lib/python3.11/{frame}\n    \
             self.run()\n  File \"x.py\", line 9, in task\nValueError: boom\n"
        )
    }

    #[test]
    fn wherever_a_line_begins_what_nobody_caught_is_found() {
        let thread = trace("threading.py\", line 1045, in _bootstrap_inner");
        let process = trace("multiprocessing/process.py\", line 314, in _bootstrap");
        let plain = trace("x.py\", line 3, in f");
        let group = "Exception in thread Thread-1 (f):\n  + Exception Group Traceback (most recent \
                     call last):\n  |   File \"/lib/threading.py\", line 1, in _bootstrap_inner\n  \
                     |     self.run()\n  | ExceptionGroup: many (2 sub-exceptions)\n  +-+------- 1 \
                     -------\n    | ValueError: a\n";
        let boom = Some((true, "ValueError: boom"));
        let java = "java.lang.IllegalStateException: boom\n\tat T.run(T.java:1)";
        let cases = [
            (
                format!("50%|###Exception in thread Thread-1 (f):\n{thread}"),
                boom,
            ),
            (
                format!("50%\rException in thread Thread-1 (f):\n{thread}"),
                boom,
            ),
            (
                format!("Exception in thread Thread-1 (f):\nnews\nmore {thread}"),
                boom,
            ),
            (
                format!("50%\rException in thread Thread-1 (f):\r\n{plain}"),
                boom,
            ),
            (
                format!("Exception in thread Thread-1 (f):\n{thread}")
                    .replace("Value", "note\nValue"),
                boom,
            ),
            // Another that fails announces it between.
            (
                format!("Exception in thread Thread-1 (f):\n{thread}").replace(
                    "Value",
                    &format!(
                        "..Exception in thread Thread-2 (f):\n{}Value",
                        "  a()\n- \n".repeat(9)
                    ),
                ),
                boom,
            ),
            (format!("busyProcess a:\n{process}"), boom),
            (
                "Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\n  \
                 File \"/lib/multiprocessing/spawn.py\", line 120, in spawn_main\n    \
                 exitcode = _main(fd, parent_sentinel)\nRuntimeError: \n        An attempt was \
                 made to start\n        a new process.\n\n        This means more\n"
                    .to_string(),
                Some((
                    true,
                    "RuntimeError: An attempt was made to start a new process.",
                )),
            ),
            (
                group.to_string(),
                Some((true, "ExceptionGroup: many (2 sub-exceptions)")),
            ),
            (
                format!("Exception ignored in thread started by: <function f at 0x7f>\n{plain}"),
                boom,
            ),
            (
                format!("x Unhandled exception in thread started by <function f at 0x7f>\n{plain}"),
                boom,
            ),
            (
                format!(
                    "ERROR:asyncio:Task exception was never retrieved\nfuture: <Task>\n{plain}"
                ),
                boom,
            ),
            (
                format!("Exception in callback f() at x.py:4\nhandle: <Handle f()>\n{plain}"),
                boom,
            ),
            (
                "note thread 'a' (7) panicked at a.rs:2:5:\nboom\n".to_string(),
                Some((true, "thread 'a' panicked at a.rs:2:5: boom")),
            ),
            (
                "thread 'a' panicked at 'boom', a.rs:2:5\nnote: run with\n".to_string(),
                Some((true, "thread 'a' panicked at 'boom', a.rs:2:5")),
            ),
            (
                format!("50%Exception in thread \"Thread-0\" {java}\n"),
                Some((true, "java.lang.IllegalStateException: boom")),
            ),
            (
                format!("Exception in thread \"main\" {java}\n"),
                Some((false, "java.lang.IllegalStateException: boom")),
            ),
            (
                "Thread 1 terminated abnormally: boom at x.pl line 1.\n".to_string(),
                Some((true, "boom at x.pl line 1.")),
            ),
            (
                "#<Thread:0x1 x.rb:1 run> terminated with exception (report_on_exception is \
                 true):\nx.rb:1:in `f': boom (RuntimeError)\n"
                    .to_string(),
                Some((true, "x.rb:1:in `f': boom (RuntimeError)")),
            ),
        ];
        for (stderr, expected) in cases {
            let crash = first(stderr.as_bytes(), false);
            let crash = crash
                .as_ref()
                .map(|crash| (crash.worker, crash.report.as_str()));
            assert_eq!(crash, expected, "{stderr}");
        }
    }

    #[test]
    fn what_was_caught_and_logged_is_no_crash() {
        let caught = trace("x.py\", line 3, in f");
        let stack = "Stack (most recent call last):\n  File \"/lib/threading.py\", line 1, in \
                     _bootstrap_inner\n";
        for stderr in [
            format!("Process 3 starts\n{caught}"),
            format!("Process Process-1:\nretries\n{caught}"),
            format!("Process 3 failed:\n{caught}"),
            format!("Exception in thread pool, retries\n{caught}"),
            format!("Exception in thread pool:\nretries\n{caught}"),
            format!("ERROR:root:Exception in thread Thread-1:\n{caught}"),
            format!("ERROR:root:Exception in callback f:\n{caught}"),
            format!("ERROR:root:look\n{stack}{caught}"),
            "Exception in thread \"pool\", retries\n\tat x\n".to_string(),
            "Exception in thread \"pool\" retries\n".to_string(),
            "Thread pool terminated abnormally: retries\n".to_string(),
        ] {
            assert_eq!(first(stderr.as_bytes(), false), None, "{stderr}");
        }
    }

    #[test]
    fn of_a_program_that_failed_the_last_exception_is_the_cause() {
        let logged = trace("x.py\", line 3, in f").replace("boom", "logged");
        let stderr = format!("{logged}going on\n{}", trace("x.py\", line 7, in <module>"));
        let report = first(stderr.as_bytes(), true).map(|crash| crash.report);
        assert_eq!(report.as_deref(), Some("ValueError: boom"));
    }
}
