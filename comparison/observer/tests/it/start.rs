//! How a program is started, and that it cannot be.

use crate::support::{observer, on_terminal, text};
use observer::{Error, Limits, Output, Program};
use std::ffi::OsString;
use std::time::Duration;

#[test]
fn the_environment_is_clean() {
    let seen = on_terminal("env | grep -E '^(CARGO|NO_COLOR|TERM|LD_LIBRARY|PYTHONUNB)'");
    let mut lines = text(&seen);
    lines.retain(|line| !line.starts_with("CARGO_HOME="));
    lines.sort();
    assert_eq!(lines, ["NO_COLOR=1", "TERM=dumb"]);
}

#[test]
fn a_missing_program_is_an_error() {
    let command = vec![OsString::from("/no/such/program")];
    let limits = Limits::with_deadline(Duration::from_secs(1));
    let error = observer()
        .watch(&Program {
            trace: true,
            ..Program::new(command, Output::Pipe, limits)
        })
        .unwrap_err();
    assert_eq!(error.to_string(), "failed to start `/no/such/program`");
    let Error::Start { source, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(source.kind(), std::io::ErrorKind::NotFound);
}

#[test]
fn a_terminal_has_the_usual_size() {
    let seen = on_terminal("stty size <&1; env | grep -E '^(COLUMNS|LINES)='");
    assert_eq!(text(&seen), ["24 80"]);
}

#[test]
fn the_mark_of_a_run_tells_nothing_of_the_next() {
    let mark = || text(&on_terminal("echo $OBSERVED_AS")).concat();
    let number = |mark: String| {
        let (_, number) = mark.rsplit_once('.').expect("a pid, then a number");
        u64::from_str_radix(number, 16).expect("a number")
    };
    let marks = [mark(), mark()].map(number);
    assert!(marks[0].abs_diff(marks[1]) > 1, "{marks:?}");
}
