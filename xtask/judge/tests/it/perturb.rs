//! What is right by luck is found out where a worker is held back.

use crate::support::{FAIL, Judged, PASS, judge, program, python, run};
use std::process::Command;

fn perturb(expectation: &str, name: &str, options: &[&str]) -> Judged {
    let mut command = judge();
    command
        .args([&program(expectation), "--perturb"])
        .args(options);
    let mut words = name.split(' ');
    let path = program(words.next().unwrap_or_default());
    run(command.args(["--", python(), &path]).args(words))
}

#[test]
fn who_is_not_waited_for_is_named() {
    let threads = "came before `Finished Thread-2`: main did not wait";
    let cases = [
        (
            "threads.txt",
            "joins_one.py",
            "when thread 2 was held back, ",
            threads,
        ),
        (
            "threads.txt",
            "sleeps_instead.py",
            "when thread 2 was held back, ",
            threads,
        ),
        (
            "processes.txt",
            "waits_for_one.py",
            "when process 2 was held back, ",
            "",
        ),
    ];
    std::thread::scope(|scope| {
        for (expectation, name, held, sentence) in cases {
            scope.spawn(move || {
                let plain =
                    run(judge().args([&program(expectation), "--", python(), &program(name)]));
                assert_eq!(plain.code, Some(PASS), "{name}: {}", plain.said());
                let judged = perturb(expectation, name, &[]);
                assert_eq!(judged.code, Some(FAIL), "{name}: {}", judged.said());
                let said = judged.said();
                assert!(said.contains(held), "{said}");
                assert!(said.contains(sentence), "{said}");
            });
        }
    });
}

/// Only to a person, and only where it could find more.
#[test]
fn who_sees_a_program_pass_once_is_told_what_else_to_look_for() {
    const HINT: &str = "hint: this was one run; `--perturb` looks for what is right only by luck";
    let threads = program("threads.txt");
    let done = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(done.path(), "done\n").expect("an expectation");
    let done = done.path().display().to_string();
    let script = program("joins_one.py");
    let luck: &[&str] = &[python(), &script];
    let cases: [(&str, &[&str], &[&str], bool); 4] = [
        (&threads, &[], luck, true),
        (&threads, &["--perturb"], luck, false),
        (&threads, &["--runs=2"], luck, false),
        // It has nobody to hold back.
        (&done, &[], &["echo", "done"], false),
    ];
    std::thread::scope(|scope| {
        for (expectation, options, command, is_told) in cases {
            scope.spawn(move || {
                let words = [&[expectation], options, &["--"], command].concat();
                let words = words.iter().map(|word| format!("'{word}'"));
                let judge = format!("'{}'", env!("CARGO_BIN_EXE_judge"));
                let line: Vec<String> = std::iter::once(judge).chain(words).collect();
                // It gives the command a terminal.
                let mut script = Command::new("script");
                script.args(["--quiet", "--command", &line.join(" "), "/dev/null"]);
                let said = run(&mut script).said();
                assert_eq!(said.contains(HINT), is_told, "{said}");
                let is_judged = said.contains(" passed, ");
                assert!(is_judged, "{said}");
            });
        }
    });
    let piped = run(judge().args([&threads, "--"]).args(luck));
    assert!(!piped.said().contains("hint"), "{}", piped.said());
}

#[test]
fn a_right_program_bears_it() {
    std::thread::scope(|scope| {
        for (expectation, name) in [
            ("threads.txt", "right_threads.py"),
            ("processes.txt", "right_processes.py fork"),
        ] {
            scope.spawn(move || {
                let judged = perturb(expectation, name, &[]);
                assert_eq!(judged.code, Some(PASS), "{name}: {}", judged.said());
                let said = judged.said();
                // On a busy machine, there are more waits to be held in.
                let held = said.split(" runs held back").next().unwrap_or_default();
                let held = held.rsplit(' ').next().unwrap_or_default();
                assert!(held.parse::<u32>().is_ok_and(|held| held >= 4), "{said}");
            });
        }
    });
}

#[test]
fn nobody_is_held_back_where_nobody_is_known_or_nobody_is_there() {
    let judged = perturb("threads.txt", "right_threads.py", &["--writers", "off"]);
    assert_eq!(judged.code, Some(PASS), "{}", judged.said());
    assert!(
        judged
            .said()
            .contains("nobody could be held back: writers are off")
    );
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("alone.txt");
    std::fs::write(&file, "alone\n").expect("an expectation");
    let file = file.display().to_string();
    let judged = run(judge().args([&file, "--perturb", "--", "echo", "alone"]));
    assert_eq!(judged.code, Some(PASS), "{}", judged.said());
    assert!(!judged.said().contains("held back"), "{}", judged.said());
}

/// Whoever is late in a pool, another one takes its task.
#[test]
fn a_pool_bears_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (expected, pool) = (
        folder.path().join("pool.txt"),
        folder.path().join("pool.py"),
    );
    let times = "[0s]\nstart 1\nstart 2\n\n[500ms]\nend 1\nend 2\nstart 3\nstart 4\n\n\
                 [500ms]\nend 3\nend 4\n\ndone\n";
    std::fs::write(&expected, times).expect("an expectation");
    let program = "
import os, time
from concurrent.futures import ThreadPoolExecutor
def task(number):
    os.write(1, f'start {number}\\n'.encode())
    time.sleep(0.5)
    os.write(1, f'end {number}\\n'.encode())
with ThreadPoolExecutor(2) as pool:
    list(pool.map(task, [1, 2, 3, 4]))
print('done')
";
    std::fs::write(&pool, program).expect("a program");
    let mut command = judge();
    command.arg(&expected).args(["--perturb", "--", python()]);
    let judged = run(command.arg(&pool));
    assert_eq!(judged.code, Some(PASS), "{}", judged.said());
    assert!(judged.said().contains("held back"), "{}", judged.said());
}
