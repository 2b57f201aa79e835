//! Where the system is short of something: descriptors, processes, room on a
//! disk, somebody who listens.

use crate::support::*;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// A folder that every user may read, with a judge, a right program, and what it
/// must show.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).expect("its rights");
    compile(folder.path(), "right_threads.rs");
    // By another process: what this one has open for writing, a child of another test
    // has, too, and until that is gone nobody can run it.
    let mut copy = Command::new("cp");
    copy.args([env!("CARGO_BIN_EXE_judge"), THREADS])
        .arg(folder.path());
    assert!(copy.status().expect("cp").success());
    folder
}

/// The judge in that folder, as a user who may have so many processes and
/// threads.
fn judge_with_room(folder: &TempDir, tasks: usize) -> Command {
    let id = Command::new("id").arg("-u").output().expect("id");
    let is_root = id.stdout == b"0\n";
    let mut command = Command::new("prlimit");
    let limit = if is_root { tasks } else { tasks + own_tasks() };
    command.arg(format!("--nproc={limit}"));
    if is_root {
        // No limit binds root, so it is somebody who has nothing else, of another test
        // neither.
        static USER: AtomicU32 = AtomicU32::new(64321);
        let user = USER.fetch_add(1, Ordering::Relaxed);
        command.arg("setpriv").arg(format!("--reuid={user}"));
        command.args(["--regid=64321", "--clear-groups"]);
    }
    command.arg("./judge").current_dir(folder);
    command
}

/// How many threads the user of this test has.
fn own_tasks() -> usize {
    let mut ps = Command::new("ps");
    let listed = ps.args(["-L", "-U", "self", "-o", "lwp="]).output();
    let listed = listed.map_or(Vec::new(), |output| output.stdout);
    listed.split(|&byte| byte == b'\n').count()
}

#[test]
fn runs_side_by_side_do_not_take_each_others_processes() {
    let folder = folder();
    let mut command = judge_with_room(&folder, 40);
    command.args(["threads.txt", "--runs=12", "--", "./right_threads"]);
    let judged = run(&mut command);
    assert_eq!(judged.code, Some(PASS), "{}", judged.said());
    assert!(judged.stdout.contains("pass 12 of 12"), "{}", judged.stdout);
}

/// More of them than there is room for were asked for by name.
#[test]
fn what_was_refused_beside_others_is_run_again_alone() {
    let folder = folder();
    let mut command = judge_with_room(&folder, 24);
    command.args(["threads.txt", "--runs=12", "--jobs=12"]);
    let judged = run(command.args(["--", "./right_threads"]));
    assert_eq!(judged.code, Some(PASS), "{}", judged.said());
    assert!(judged.stdout.contains("pass 12 of 12"), "{}", judged.stdout);
}

#[test]
fn what_is_refused_to_the_judge_is_no_fault_of_the_program() {
    let folder = folder();
    for tasks in 1..10 {
        let mut command = judge_with_room(&folder, tasks);
        let judged = run(command.args(["threads.txt", "--", "./right_threads"]));
        let said = judged.said();
        // What the program said of itself is in the report.
        assert!(!judged.stderr.contains("panicked"), "{tasks}: {said}");
        match judged.code {
            // There was not even room for the judge itself.
            Some(PASS | 126) => {}
            Some(COULD_NOT_JUDGE) => {
                assert!(said.contains("`ulimit -u`"), "{tasks}: {said}");
            }
            code => {
                assert_eq!(code, Some(TASK_FAILED), "{tasks}: {said}");
                assert!(said.contains("`ulimit -u`"), "{tasks}: {said}");
                assert_eq!(said.lines().count(), 1, "{tasks}: {said}");
            }
        }
    }
}

#[test]
fn what_ran_out_is_named_with_its_remedy() {
    let right = "$THREADS --json $REPORT -- $PYTHON $PROGRAMS/right_threads.py";
    let folder = tempfile::Builder::new().prefix("few").tempdir();
    let folder = folder.expect("a folder");
    for descriptors in 5..30 {
        let script = format!("ulimit -n {descriptors}; exec \"$0\" {right}");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_judge")]);
        shell.env("THREADS", THREADS).env("PYTHON", python());
        shell.env("REPORT", folder.path().join("report.json"));
        let judged = run(shell.env("PROGRAMS", programs()));
        let said = judged.said();
        if judged.code == Some(PASS) {
            assert!(said.contains("1 process, 3 threads"), "{said}");
            continue;
        }
        assert_eq!(judged.code, Some(TASK_FAILED), "{descriptors}: {said}");
        assert!(said.contains("`ulimit -n`"), "{descriptors}: {said}");
        assert!(!said.contains(".tmp"), "{descriptors}: {said}");
        assert_eq!(said.lines().count(), 1, "{descriptors}: {said}");
    }
}

/// As on a full disk, a file takes no more at some point.
#[test]
fn a_report_for_which_there_is_no_room_is_one_sentence() {
    let folder = tempfile::Builder::new().prefix("full").tempdir();
    let folder = folder.expect("a folder");
    let report = folder.path().join("report.json");
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"";
    for (name, code) in [("right_threads.py", TASK_FAILED), ("turns.py", FAIL)] {
        let mut shell = Command::new("sh");
        shell.args(["-c", script, env!("CARGO_BIN_EXE_judge"), THREADS]);
        shell.arg("--json").arg(&report).args(["--", python()]);
        let judged = run(shell.arg(program(name)));
        assert_eq!(judged.code, Some(code), "{}", judged.said());
        assert!(judged.stdout.contains(" passed, "), "{}", judged.stdout);
        let lost = format!("error: cannot write {}: ", report.display());
        assert!(judged.stderr.starts_with(&lost), "{}", judged.stderr);
        assert!(!judged.stderr.contains(".tmp"), "{}", judged.stderr);
        assert_eq!(judged.stderr.lines().count(), 1, "{}", judged.stderr);
        assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 0);
    }
}

/// The most memory that the judge had used, in MiB, while it judged this.
fn peak_memory_mib(arguments: &[&str]) -> (u64, Judged) {
    let mut command = Command::new("sh");
    // The shell waits for the judge, and tells what that used.
    command.args(["-c", PEAK, env!("CARGO_BIN_EXE_judge"), python()]);
    let judged = run(command.args(arguments));
    let last = judged.stderr.lines().last().unwrap_or_default();
    let kib: u64 = last.parse().expect("KiB");
    (kib / 1024, judged)
}

/// Python's `ru_maxrss` of the children that it waited for.
const PEAK: &str = r#"exec "$1" -c '
import resource, subprocess, sys
code = subprocess.run([sys.argv[1]] + sys.argv[3:]).returncode
sys.stderr.write("%d" % resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)' "$0" "$@""#;

#[test]
fn what_a_program_has_too_much_of_costs_the_judge_little() {
    let hostile = program("hostile.py");
    let cases = [
        ("threads", "--runs=2", " threads at once, and was stopped"),
        ("long_lines", "--runs=40", " KiB, and was stopped"),
        ("many_lines", "--runs=40", "is not expected there"),
    ];
    for (way, runs, says) in cases {
        let command = [THREADS, runs, "--", python(), &hostile, way];
        let (mib, judged) = peak_memory_mib(&command);
        assert_eq!(judged.code, Some(FAIL), "{way}: {}", judged.said());
        assert!(judged.stdout.contains(says), "{way}: {}", judged.stdout);
        assert!(mib < 300, "{way}: {mib} MiB");
    }
}

#[test]
fn fewer_threads_and_less_output_can_be_allowed() {
    let hostile = program("hostile.py");
    let cases = [
        ("threads", "--max-threads=20", "had ", 20..1000),
        ("long_lines", "--max-output=1", "printed ", 1000..1024),
    ];
    for (way, limit, begin, expected) in cases {
        let judged = run(judge().args([THREADS, limit, "--", python(), &hostile, way]));
        assert_eq!(judged.code, Some(FAIL), "{way}: {}", judged.said());
        let (_, said) = judged.stdout.split_once(begin).expect("a sentence");
        let number = said.split(' ').next().expect("a word");
        let number: usize = number.parse().expect("a number");
        assert!(expected.contains(&number), "{way}: {}", judged.stdout);
    }
}
