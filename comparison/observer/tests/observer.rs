//! The observer against real programs, each a line of shell.
#![cfg(target_os = "linux")]

use observer::{Counts, Ending, Limits, Line, Observation, Observer, Output, Program, Stop};
use std::ffi::OsString;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

fn observer() -> &'static Observer {
    static OBSERVER: OnceLock<Observer> = OnceLock::new();
    OBSERVER.get_or_init(|| Observer::start(Arc::default()).expect("an observer"))
}

/// Watches a line of shell, and returns how long that took as well.
fn watch(script: &str, output: Output, deadline_ms: u64) -> (Observation, Duration) {
    let command = ["sh", "-c", script].map(OsString::from).to_vec();
    let limits = Limits::with_deadline(Duration::from_millis(deadline_ms));
    let begun = Instant::now();
    let observation = observer()
        .watch(&Program {
            command,
            output,
            limits,
        })
        .expect("it starts");
    (observation, begun.elapsed())
}

fn on_terminal(script: &str) -> Observation {
    watch(script, Output::Terminal, 20_000).0
}

fn text(observation: &Observation) -> Vec<String> {
    text_of(&observation.lines)
}

fn text_of(lines: &[Line]) -> Vec<String> {
    lines
        .iter()
        .map(|line| line.bytes.escape_ascii().to_string())
        .collect()
}

fn is_alive(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !stat.is_empty() && !stat.contains(") Z ")
}

#[test]
fn output_goes_where_the_caller_asks() {
    let script = "test -t 1 && echo terminal || echo no terminal; test -t 2 && echo bad; \
                  echo oops >&2; cat; printf 'a\\tb\\r\\n\\377'";
    let cases = [
        (Output::Terminal, "terminal"),
        (Output::Pipe, "no terminal"),
    ];
    for (output, first) in cases {
        let (seen, _) = watch(script, output, 20_000);
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
fn the_way_it_ended_is_reported() {
    assert_eq!(on_terminal("exit 3").ending, Ending::Exited(3));
    assert_eq!(on_terminal("kill -9 $$").ending, Ending::Signalled(9));
}

#[test]
fn a_program_that_hangs_is_stopped_with_all_it_started() {
    let script = "trap '' TERM HUP; setsid sleep 61 & sleep 62 & echo $!; kill -STOP $$";
    let (seen, took) = watch(script, Output::Terminal, 500);
    assert_eq!(seen.ending, Ending::Stopped(Stop::Deadline));
    assert!(
        seen.elapsed >= Duration::from_millis(500),
        "{:?}",
        seen.elapsed
    );
    assert!(took < Duration::from_secs(4), "{took:?}");
    assert!(!is_alive(text(&seen)[0].parse().expect("a pid")));
    assert!(!is_alive(seen.process.pid));
}

#[test]
fn a_program_that_keeps_replacing_itself_is_stopped() {
    // Each process starts the next one, and ends.
    let hop = "HOPPING=yes NEXT='sh -c \"$NEXT\" &' sh -c 'sh -c \"$NEXT\" & sleep 65'";
    let seen = watch(hop, Output::Terminal, 300).0;
    assert_eq!(seen.ending, Ending::Stopped(Stop::Deadline));
    assert_eq!(seen.survivors, []);
    for _ in 0..20 {
        let processes = std::fs::read_dir("/proc").expect("/proc").flatten();
        let hops = processes.filter(|process| {
            let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
            environment
                .split(|&byte| byte == 0)
                .any(|variable| variable == b"HOPPING=yes")
        });
        assert_eq!(hops.count(), 0);
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn what_is_left_behind_is_named_and_stopped() {
    // In the group; outside of it; outside, by way of a parent that has ended
    // before anybody looked, and without a mark in its environment.
    let scripts = [
        "sleep 63 & echo $!",
        "setsid sleep 63 & echo $!; sleep 0.2",
        "setsid sh -c 'sleep 63 & echo $!' &  wait",
        "env -i setsid sh -c 'setsid sleep 63 & echo $!' & wait",
    ];
    for script in scripts {
        let (seen, took) = watch(script, Output::Terminal, 20_000);
        let pid: u32 = text(&seen)[0].parse().expect("a pid");
        let mut named = seen.left_behind.iter().chain(&seen.unattributed);
        let process = named.find(|process| process.pid == pid);
        // A stray is named at once, perhaps before it becomes what it will be.
        let command = &process.expect(script).command;
        assert!(command.contains("sleep 63"), "{command}");
        assert_eq!(seen.ending, Ending::Exited(0));
        let after_its_end = took - seen.elapsed;
        assert!(
            after_its_end < Duration::from_millis(500),
            "{after_its_end:?}"
        );
        // A stray is spared while other programs are watched that may own it.
        assert!(!is_alive(pid) || !seen.unattributed.is_empty(), "{script}");
    }
}

#[test]
fn nobody_waits_for_a_grandchild_that_holds_the_output_open() {
    for output in [Output::Terminal, Output::Pipe] {
        let (seen, took) = watch("sleep 64 & exit 0", output, 20_000);
        assert!(took < Duration::from_secs(5), "{took:?}");
        assert_eq!(seen.left_behind.len(), 1);
    }
}

#[test]
fn a_helper_that_ends_soon_is_not_left_behind() {
    let seen = on_terminal("(sleep 0.1; echo late) & echo done");
    assert_eq!(text(&seen), ["done", "late"]);
    assert!(seen.lines[0].at <= seen.elapsed);
    assert!(seen.lines[1].at > seen.elapsed);
    assert_eq!(seen.left_behind, []);
}

#[test]
fn the_census_counts_processes_and_threads() {
    let seen = on_terminal("sleep 0.4 & sleep 0.4 & wait");
    let census = seen.census.expect("a census");
    let most = census.most_between(Duration::ZERO, seen.elapsed);
    assert_eq!(
        most,
        Some(Counts {
            processes: 3,
            threads: 3
        })
    );
}

#[test]
fn the_census_knows_the_peak_of_memory() {
    // A shell that keeps 40 MiB for a moment, and then none of it.
    let seen = on_terminal("x=$(head -c 40000000 /dev/zero | tr '\\0' x); unset x; sleep 0.3");
    let peak = peak_of_memory(&seen);
    assert!((40_000_000..400_000_000).contains(&peak), "{peak}");
    // What a launcher has used is not charged to what it becomes.
    let launcher = "x=$(head -c 40000000 /dev/zero | tr '\\0' x); sleep 0.1; exec sleep 0.3";
    let seen = on_terminal(launcher);
    let samples = &seen.census.as_ref().expect("a census").samples;
    // Nothing is left of the memory of a process that is about to end.
    let with_memory = samples.iter().rfind(|sample| sample.peak_memory_bytes > 0);
    let last = with_memory.expect("samples").peak_memory_bytes;
    assert!((100_000..10_000_000).contains(&last), "{last}");
    assert!(peak_of_memory(&seen) > 40_000_000);
}

fn peak_of_memory(seen: &Observation) -> u64 {
    let samples = &seen.census.as_ref().expect("a census").samples;
    let peaks = samples.iter().map(|sample| sample.peak_memory_bytes);
    peaks.max().expect("samples")
}

#[test]
fn cpu_time_counts_the_whole_tree() {
    let busy = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
    let seen = on_terminal(&format!("({busy}) & (({busy}) & wait) & {busy}; wait"));
    let samples = seen.census.expect("a census").samples;
    let counted: Duration = samples
        .iter()
        .map(|sample| sample.threads.iter().map(|thread| thread.cpu).sum())
        .max()
        .expect("samples");
    assert!(seen.cpu > Duration::from_millis(60), "{:?}", seen.cpu);
    assert!(counted <= seen.cpu, "{counted:?} of {:?}", seen.cpu);
    assert!(counted >= seen.cpu / 3, "{counted:?} of {:?}", seen.cpu);
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
}

#[test]
fn closing_the_output_is_not_an_end() {
    let (seen, _) = watch("echo a; exec >&- 2>&-; sleep 0.5", Output::Pipe, 20_000);
    assert_eq!(text(&seen), ["a"]);
    assert!(seen.elapsed >= Duration::from_millis(500));
    assert!(seen.cpu < Duration::from_millis(100), "{:?}", seen.cpu);
}

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
            command,
            output: Output::Pipe,
            limits,
        })
        .unwrap_err();
    let cause = error
        .downcast_ref::<std::io::Error>()
        .expect("an io::Error");
    assert_eq!(cause.kind(), std::io::ErrorKind::NotFound);
    assert_eq!(error.to_string(), "failed to start `/no/such/program`");
}
