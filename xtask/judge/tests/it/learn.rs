//! What is learned from a program, it passes itself, held back or not.

use crate::support::{COULD_NOT_JUDGE, FAIL, PASS, USAGE, compile, judge, program, python, run};
use std::fs;

#[test]
fn a_program_passes_what_was_learned_from_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let threads = "[0s]\nStarting Thread-1\nStarting Thread-2\n\n\
                   [1 process, 3 threads, 3 threads write: Thread-1, Thread-2, All]\n\n\
                   [1s]\nFinished Thread-1\nFinished Thread-2\n\nAll threads completed!\n";
    let processes = threads
        .replace("Thread", "Process")
        .replace("threads c", "processes c");
    let processes = processes.replace(
        "[1 process, 3 threads, 3 threads",
        "[3 processes, 3 threads, 3 processes",
    );
    let coroutines = "[0s]\nStarting Task-1\n\nStarting Task-2\n\n\
                      [1 process, 1 thread, 1 thread writes: Task]\n\n\
                      [2s]\nFinished Task-1\n\nFinished Task-2\n";
    let of = |name: &str, argument: &[&str]| {
        let words = [python(), &program(name)].map(str::to_string).into_iter();
        words
            .chain(argument.iter().map(|&word| word.to_string()))
            .collect::<Vec<String>>()
    };
    let cases = [
        (of("right_threads.py", &[]), threads),
        (vec![compile(folder.path(), "right_threads.rs")], threads),
        (of("right_processes.py", &["fork"]), &processes),
        (of("right/asyncio/gather.py", &[]), coroutines),
    ];
    std::thread::scope(|scope| {
        for (number, (command, expected)) in cases.iter().enumerate() {
            let file = folder.path().join(format!("{number}.txt"));
            scope.spawn(move || {
                let learned = run(judge().args(["--learn", "--"]).args(command));
                assert_eq!(learned.code, Some(PASS), "{}", learned.said());
                let told = learned.stdout.lines().filter(|line| line.starts_with('#'));
                assert_eq!(told.count(), 2, "{}", learned.stdout);
                let text = learned.stdout.split_once("it.\n").expect("a head").1;
                assert!(is_nearly(text, expected), "{text}");
                fs::write(&file, &learned.stdout).expect("a file");
                let judged = run(judge().arg(&file).args(["--perturb", "--"]).args(command));
                assert_eq!(judged.code, Some(PASS), "{}", judged.said());
            });
        }
    });
}

#[test]
fn who_is_not_waited_for_is_seen_in_what_is_learned() {
    let command = [python(), &program("joins_one.py")];
    let learned = run(judge().args(["--learn", "--"]).args(command));
    assert_eq!(learned.code, Some(PASS), "{}", learned.said());
    // Nothing but time puts the last line there; a range, on a busy machine.
    let mark = learned.stdout.strip_suffix("\nAll threads completed!\n");
    let mark = mark.and_then(|before| before.lines().last());
    let (from, to) = mark.and_then(times).expect(&learned.stdout);
    let holds = match from == to {
        true => is_near(from, 0.4),
        false => (from..=to).contains(&0.4),
    };
    assert!(holds, "{}", learned.stdout);
}

/// Whether this is what was to be learned, with nearly the same times: on a busy machine,
/// `[390ms]` is learned of 400, or `[250ms..500ms]`.
fn is_nearly(learned: &str, expected: &str) -> bool {
    let is_same = |(one, other): (&str, &str)| match (times(one), times(other)) {
        (Some((from, to)), Some((time, _))) if from == to => is_near(from, time),
        (Some((from, to)), Some((time, _))) => {
            (time / 2.0..=time).contains(&from) && (time..=2.0 * time).contains(&to)
        }
        _ => one == other,
    };
    let count = learned.lines().count();
    count == expected.lines().count() && learned.lines().zip(expected.lines()).all(is_same)
}

/// Whether a time differs by a tenth of what it should be at most.
fn is_near(time: f64, expected: f64) -> bool {
    (time - expected).abs() <= expected / 10.0
}

/// The shortest and the longest time of a line such as `[400ms]` or `[0s..1.5s]`, in
/// seconds.
fn times(line: &str) -> Option<(f64, f64)> {
    let mark = line.strip_prefix('[')?.strip_suffix(']')?;
    let (from, to) = mark.split_once("..").unwrap_or((mark, mark));
    let seconds = |time: &str| match time.strip_suffix("ms") {
        Some(number) => number.parse().ok().map(|number: f64| number / 1000.0),
        None => time.strip_suffix('s')?.parse().ok(),
    };
    Some((seconds(from)?, seconds(to)?))
}

#[test]
fn nearly_the_same_times_are_a_tenth_apart_at_most() {
    let cases = [
        ("[2s]\na\n", "[2s]\na\n", true),
        ("[1.9s]\na\n", "[2s]\na\n", true),
        ("[990ms]\na\n", "[1s]\na\n", true),
        ("[2.4s]\na\n", "[2s]\na\n", false),
        ("[1s..3s]\na\n", "[2s]\na\n", true),
        ("[0s..3s]\na\n", "[2s]\na\n", false),
        ("[1s..9s]\na\n", "[2s]\na\n", false),
        ("[10ms]\na\n", "[0s]\na\n", false),
        ("[2s]\nb\n", "[2s]\na\n", false),
        ("[2s]\n", "[2s]\na\n", false),
    ];
    for (learned, expected, is_same) in cases {
        assert_eq!(is_nearly(learned, expected), is_same, "{learned}");
    }
    assert_eq!(times("[0s..50ms]"), Some((0.0, 0.05)));
    assert_eq!(times("[1 process, 1 thread]"), None);
}

#[test]
fn from_what_goes_wrong_nothing_is_learned() {
    let draws =
        "import random; print(random.random() < 0.5, random.choice('abcdefghijklmnopqrstu'))";
    let cases: [(&[&str], i32, &str); 7] = [
        (
            &["--learn"],
            USAGE,
            "nothing to learn from: `judge --learn -- COMMAND`",
        ),
        (
            &["--learn", "x.txt", "--", "true"],
            USAGE,
            "cannot be used with",
        ),
        (
            &["--learn", "--", "no_such_program"],
            USAGE,
            "failed to start `no_such_program`",
        ),
        (
            &["--learn", "--", "false"],
            FAIL,
            "nothing learned from `false`: ",
        ),
        (
            &["--learn", "--", "true"],
            COULD_NOT_JUDGE,
            "nothing learned from `true`: it printed nothing",
        ),
        (
            &["--learn", "--", python(), "-c", draws],
            COULD_NOT_JUDGE,
            "no line came equally often in each of its runs",
        ),
        (
            &["--learn", "--", python(), &program("traces_itself.py")],
            COULD_NOT_JUDGE,
            "judge it with `--writers off`",
        ),
    ];
    for (arguments, code, message) in cases {
        let learned = run(judge().args(arguments));
        assert_eq!(learned.code, Some(code), "{}", learned.said());
        assert!(learned.stderr.contains(message), "{}", learned.stderr);
        assert_eq!(learned.stdout, "");
    }
}

#[test]
fn where_nobody_is_held_back_it_is_said() {
    let command = [python(), &program("right_threads.py")];
    let learned = run(judge()
        .args(["--learn", "--writers", "off", "--"])
        .args(command));
    assert_eq!(learned.code, Some(PASS), "{}", learned.said());
    let why = ": 5 runs; nobody could be held back: writers are off.\n";
    assert!(learned.stdout.contains(why), "{}", learned.stdout);
}
