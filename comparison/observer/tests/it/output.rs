//! What a program prints: where to, when, and how much of it is kept.

use crate::support::{on_terminal, text, text_of, watch};
use observer::{Ending, Output, Stop};
use std::time::Duration;

#[test]
fn output_goes_where_the_caller_asks() {
    let script = "test -t 1 && echo terminal || echo no terminal; test -t 2 && echo bad; \
                  echo oops >&2; cat; printf 'a\\tb\\r\\n\\377'";
    let cases = [
        (Output::Terminal, "terminal"),
        (Output::Pipe, "no terminal"),
    ];
    for (output, first) in cases {
        let (seen, _) = watch(script, output, 20_000, false);
        assert_eq!(text(&seen), [first, r"a\tb", r"\xff"]);
        assert_eq!(seen.stderr, b"oops\n");
        assert_eq!(seen.ending, Ending::Exited(0));
    }
}

#[test]
fn the_program_cannot_reach_the_callers_terminal() {
    let seen = on_terminal("echo hello > /dev/tty || echo no terminal of its own");
    assert_eq!(text(&seen), ["no terminal of its own"]);
}

#[test]
fn each_line_has_its_time() {
    let seen = on_terminal("echo a; sleep 0.3; printf b; sleep 0.3; echo c");
    assert_eq!(text(&seen), ["a", "bc"]);
    let gap = seen.lines[1].at - seen.lines[0].at;
    assert!(gap >= Duration::from_millis(500), "{gap:?}");
}

#[test]
fn closing_the_output_is_not_an_end() {
    let (seen, _) = watch(
        "echo a; exec >&- 2>&-; sleep 0.5",
        Output::Pipe,
        20_000,
        false,
    );
    assert_eq!(text(&seen), ["a"]);
    assert!(seen.elapsed >= Duration::from_millis(500));
    assert!(seen.cpu < Duration::from_millis(100), "{:?}", seen.cpu);
}

#[test]
fn output_without_end_is_stopped_at_the_limits() {
    let cases = [
        ("yes", Stop::TooManyLines),
        ("tr '\\0' x < /dev/zero", Stop::LineTooLong),
    ];
    for (script, stop) in cases {
        let seen = on_terminal(script);
        assert_eq!(seen.ending, Ending::Stopped(stop));
        assert!(seen.lines.len() <= 4096);
        assert!(seen.lines.iter().all(|line| line.bytes.len() <= 8192));
    }
    let seen = on_terminal("yes oops | head -100000 >&2; echo worst >&2; echo done");
    let stderr = String::from_utf8(seen.stderr).expect("text");
    assert_eq!(text_of(&seen.lines), ["done"]);
    assert!(stderr.len() < 65 * 1024, "{}", stderr.len());
    assert!(stderr.starts_with("oops\n") && stderr.ends_with("oops\nworst\n"));
    assert!(stderr.contains(" bytes left out]\n"));
    let all = 100_000 * "oops\n".len() + "worst\n".len();
    assert_eq!(seen.stderr_left_out, all - 64 * 1024);
}
