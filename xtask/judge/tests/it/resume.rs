//! A judge that was stopped and goes on: what was judged is not run again.

use crate::support::*;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Six submissions. Each leaves a mark when it runs; `1` is wrong.
struct Course(TempDir);

impl Course {
    fn new() -> Course {
        let course = Course(TempDir::new().expect("a folder"));
        fs::create_dir(course.place("in")).expect("a folder");
        fs::write(course.place("expected.txt"), "done\n").expect("a file");
        fs::write(course.place("marks"), "").expect("a file");
        for number in 1..=6 {
            let said = if number == 1 { "other" } else { "done" };
            course.write(number, said);
        }
        course
    }

    fn place(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, number: u32, said: &str) {
        let script = format!("echo {number} >> marks; sleep 0.3; echo {said}\n");
        let file = self.place(&format!("in/{number}.sh"));
        fs::write(file, script).expect("a file");
    }

    /// Who has run since the last time.
    fn marks(&self) -> String {
        let marks = fs::read_to_string(self.place("marks")).expect("marks");
        fs::write(self.place("marks"), "").expect("marks");
        marks.split_whitespace().collect()
    }

    fn kept(&self) -> Vec<u8> {
        fs::read(self.place("kept")).unwrap_or_default()
    }

    fn judge(&self) -> Command {
        let mut judge = judge();
        judge.current_dir(self.0.path());
        judge.args(["expected.txt", "--jobs=1", "--resume=kept", "--each=in"]);
        judge.args([
            "--json=report.json",
            "--csv=grades.csv",
            "--junit=report.xml",
        ]);
        judge
    }

    fn run(&self, arguments: &[&str]) -> Judged {
        run(self.judge().args(arguments))
    }

    fn reports(&self) -> [String; 3] {
        let read = |name| fs::read_to_string(self.place(name)).expect(name);
        ["report.json", "grades.csv", "report.xml"].map(read)
    }
}

const BY_SHELL: [&str; 3] = ["--", "sh", "{}"];

fn lines(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| byte == b'\n').count()
}

#[test]
fn what_was_judged_before_an_interrupt_is_not_run_again() {
    let course = Course::new();
    let mut command = course.judge();
    command.args(BY_SHELL).stdout(Stdio::null());
    let mut child = command.spawn().expect("judge");
    let begun = Instant::now();
    while lines(&course.kept()) < 2 && begun.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(10));
    }
    send("INT", &child);
    assert_eq!(child.wait().expect("a judge").code(), Some(130));
    let judged = lines(&course.kept());
    assert!((2..6).contains(&judged), "{judged}");
    assert!("123456".starts_with(&course.marks()));

    let seen = course.run(&BY_SHELL);
    assert_eq!(course.marks(), "123456"[judged..]);
    // The wrong one is one of those that were not run.
    assert_eq!(seen.code, Some(FAIL), "{}", seen.said());
    assert!(
        seen.stdout.ends_with("\n5 passed, 1 failed\n"),
        "{}",
        seen.stdout
    );
    let reports = course.reports();
    let again = course.run(&BY_SHELL);
    assert_eq!(course.marks(), "");
    assert_eq!((again.code, again.stdout), (seen.code, seen.stdout));
    assert_eq!(course.reports(), reports);
    assert_eq!(lines(&course.kept()), 6);
}

#[test]
fn what_was_changed_or_is_asked_otherwise_is_run_again() {
    let course = Course::new();
    course.run(&BY_SHELL);
    assert_eq!(course.marks(), "123456");
    course.write(1, "done");
    assert_eq!(course.run(&BY_SHELL).code, Some(PASS));
    assert_eq!(course.marks(), "1");
    for option in ["--stderr", "--writers=off", "--max-lines=7"] {
        let arguments = [option, "--", "sh", "{}"];
        assert_eq!(course.run(&arguments).code, Some(PASS));
        assert_eq!(course.marks(), "123456", "{option}");
        course.run(&arguments);
        assert_eq!(course.marks(), "", "{option}");
    }
    // More runs are wanted: the first is there already.
    course.run(&["--runs=2", "--", "sh", "{}"]);
    assert_eq!(course.marks(), "123456");
    fs::write(course.place("expected.txt"), "done\n# More.\n").expect("a file");
    course.run(&BY_SHELL);
    assert_eq!(course.marks(), "123456");
    // What came to no verdict is tried again.
    let undecided = |times: usize| {
        let seen = course.run(&["--deadline=9", "--", "./no/such/program", "{}"]);
        assert_eq!(seen.code, Some(COULD_NOT_JUDGE), "{times}");
        lines(&course.kept())
    };
    assert_eq!(undecided(1), undecided(2));
}

#[test]
fn a_line_that_was_not_written_to_its_end_is_passed_over() {
    let course = Course::new();
    course.run(&BY_SHELL);
    course.marks();
    let whole = course.kept();
    let last = whole[..whole.len() - 1].iter().rposition(|&b| b == b'\n');
    let last = last.expect("six lines") + 1;
    for end in [whole.len() - 1, whole.len() - 20, last + 1] {
        fs::write(course.place("kept"), &whole[..end]).expect("a file");
        assert_eq!(course.run(&BY_SHELL).code, Some(FAIL));
        assert_eq!(course.marks(), "6", "{end}");
        assert_eq!(lines(&course.kept()), 6);
        assert_eq!(course.kept()[..last], whole[..last]);
        assert_eq!(course.run(&BY_SHELL).code, Some(FAIL));
        assert_eq!(course.marks(), "", "{end}");
    }
}

#[test]
fn a_file_that_is_something_else_stays_as_it_is() {
    let course = Course::new();
    for text in ["notes", "notes\n", "{}\n", "{\"submission\": 1}\n{\"sub"] {
        fs::write(course.place("kept"), text).expect("a file");
        let seen = course.run(&BY_SHELL);
        assert_eq!(seen.code, Some(USAGE), "{}", seen.said());
        let why = "error: kept is no record of runs, as `--resume` writes it: give a new file\n";
        assert_eq!(seen.stderr, why);
        assert_eq!(course.kept(), text.as_bytes());
    }
    fs::remove_file(course.place("kept")).expect("a file");
    let cases: [(&[&str], i32, &str); 3] = [
        (&["--resume=in"], TASK_FAILED, "error: cannot write in: "),
        (
            &["--resume=/dev/null"],
            USAGE,
            "error: /dev/null is no record",
        ),
        (
            &["--resume=k", "--svg=k"],
            USAGE,
            "error: a report cannot go to k",
        ),
    ];
    for (options, code, why) in cases {
        let mut judge = judge();
        judge.current_dir(course.0.path()).arg("expected.txt");
        let seen = run(judge.args(options).args(["--each=in", "--", "sh", "{}"]));
        assert_eq!(seen.code, Some(code), "{}", seen.said());
        assert!(seen.stderr.starts_with(why), "{}", seen.stderr);
    }
    assert_eq!(course.marks(), "");
}

/// That runs cannot be kept hides no verdict.
#[test]
fn a_disk_that_is_full_is_told() {
    let course = Course::new();
    let mut shell = Command::new("sh");
    shell.current_dir(course.0.path());
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"";
    shell.args(["-c", script, env!("CARGO_BIN_EXE_judge"), "expected.txt"]);
    shell.env_remove("GITHUB_STEP_SUMMARY");
    let seen = run(shell.args(["--resume=kept", "--", "echo", "done"]));
    assert_eq!(seen.code, Some(TASK_FAILED), "{}", seen.said());
    assert!(seen.stdout.ends_with("\n1 passed, 0 failed\n"));
    let why = "error: cannot write kept: ";
    assert!(seen.stderr.starts_with(why), "{}", seen.stderr);
}

#[test]
fn nothing_is_built_for_what_was_judged() {
    let course = Course::new();
    let build = "--build=sh=sh -c 'echo b >> marks; cp \"$0\" \"$1\"' {} {out}";
    let arguments = [build, "--run=sh=sh {out}"];
    assert_eq!(course.run(&arguments).code, Some(FAIL));
    assert_eq!(course.marks(), "bbbbbb123456");
    course.write(3, "other");
    assert_eq!(course.run(&arguments).code, Some(FAIL));
    assert_eq!(course.marks(), "b3");
}

#[test]
fn each_folder_of_a_course_is_known_by_its_own_program() {
    let course = Course::new();
    for folder in ["a", "b"] {
        let folder = course.place(&format!("all/{folder}"));
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("expected.txt"), "done\n").expect("a file");
        fs::write(folder.join("x.sh"), "pwd >> ../../marks; echo done\n").expect("a file");
    }
    let ran = || {
        let mut judge = judge();
        judge.current_dir(course.0.path());
        let seen = run(judge.args(["--all=all", "--resume=kept", "--", "sh", "x.sh"]));
        assert_eq!(seen.code, Some(PASS), "{}", seen.said());
        course.marks().matches("/all/").count()
    };
    assert_eq!((ran(), ran()), (2, 0));
    let changed = "pwd >> ../../marks; sleep 0.1; echo done\n";
    fs::write(course.place("all/b/x.sh"), changed).expect("a file");
    assert_eq!((ran(), ran()), (1, 0));
}

const SLEEPS_IN_PLACE_OF_JOIN: &str = "\
import threading, time
def work():
    time.sleep(0.1)
    print('worker', flush=True)
threading.Thread(target=work).start()
time.sleep(0.3)
print('main', flush=True)
";

#[test]
fn runs_in_which_a_worker_was_held_back_are_kept_too() {
    let folder = TempDir::new().expect("a folder");
    let place = |name: &str| folder.path().join(name);
    fs::write(place("expected.txt"), "worker\n\nmain\n").expect("a file");
    fs::write(place("sleeps.py"), SLEEPS_IN_PLACE_OF_JOIN).expect("a program");
    let judged = || {
        let mut judge = judge();
        judge
            .current_dir(&folder)
            .args(["expected.txt", "--runs=2"]);
        judge.args(["--perturb", "--resume=kept", "--json=report.json"]);
        let seen = run(judge.args(["--", "python3", "sleeps.py"]));
        let read = |name| fs::read_to_string(place(name)).expect(name);
        (seen.code, seen.stdout, read("report.json"), read("kept"))
    };
    let first = judged();
    assert_eq!(first.0, Some(FAIL), "{}", first.1);
    assert_eq!(first.3.matches("\"hold\":null").count(), 2);
    assert!(lines(first.3.as_bytes()) > 2, "{}", first.1);
    assert!(first == judged());
}
