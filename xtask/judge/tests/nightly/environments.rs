//! The judge where it may do less: its verdicts are the same, or it says that it
//! could not judge.

use crate::support::{COULD_NOT_JUDGE, FAIL, PASS, alone, programs, python, run};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const ORDINARY_USER: [&str; 4] = [
    "setpriv",
    "--reuid=65534",
    "--regid=65534",
    "--clear-groups",
];

/// A folder that everybody may read, with the judge in it, an expectation, and
/// programs.
struct Place(TempDir);

impl Place {
    fn new() -> Place {
        let place = Place(tempfile::tempdir().expect("a folder"));
        set_mode(place.0.path(), 0o755);
        place.copy(Path::new(env!("CARGO_BIN_EXE_judge")), "judge", 0o755);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        place.copy(
            &root.join("multiprocessing/expected.txt"),
            "expected.txt",
            0o644,
        );
        place
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn copy(&self, file: &Path, name: &str, mode: u32) {
        fs::copy(file, self.0.path().join(name)).expect("a copy");
        set_mode(&self.0.path().join(name), mode);
    }

    /// Judges a program in the surroundings that these words make; the exit code,
    /// and what was said.
    fn judge(&self, surroundings: &[&str], program: &[&str]) -> (Option<i32>, String) {
        let judge = [
            self.path("judge"),
            self.path("expected.txt"),
            "--".to_string(),
        ];
        let mut words = surroundings.iter().map(ToString::to_string).chain(judge);
        let mut command = Command::new(words.next().expect("a program"));
        command.args(words).args(program);
        command
            .current_dir(self.0.path())
            .env_remove("GITHUB_STEP_SUMMARY");
        let judged = run(&mut command);
        (judged.code, judged.said())
    }

    /// Compiles a C program; `None` if there is no compiler.
    fn compiled(&self, program: &str, name: &str) -> Option<PathBuf> {
        let binary = self.0.path().join(name);
        let mut cc = Command::new("cc");
        cc.args(["-w", "-pthread", "-o"]).arg(&binary);
        let status = cc.arg(programs().join(program)).status().ok()?;
        assert!(status.success(), "{program}");
        Some(binary)
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("a mode");
}

/// Whether a program can be run in these surroundings at all.
fn is_possible(surroundings: &[&str]) -> bool {
    let (program, arguments) = surroundings.split_first().expect("a program");
    let status = Command::new(program).args(arguments).arg("true").output();
    let possible = status.is_ok_and(|output| output.status.success());
    if !possible {
        eprintln!("not possible here: {surroundings:?}");
    }
    possible
}

const RIGHT: &str = "right/multiprocessing/jobs.sh";
const FAKE: &str = "fakes/multiprocessing/process_per_line.sh";

/// Both programs must get these exit codes there; and this is said of both.
fn check(surroundings: &[&str], codes: [i32; 2], says: &str) {
    if !is_possible(surroundings) {
        return;
    }
    let place = Place::new();
    for (program, code) in [RIGHT, FAKE].into_iter().zip(codes) {
        place.copy(&programs().join(program), "program.sh", 0o644);
        let (judged, said) = place.judge(surroundings, &["sh", "program.sh"]);
        assert_eq!(judged, Some(code), "{surroundings:?}: {program}: {said}");
        assert!(said.contains(says), "{surroundings:?}: {program}: {said}");
    }
}

#[test]
fn as_whoever_this_is() {
    let _turn = alone();
    check(&["env"], [PASS, FAIL], "");
}

#[test]
fn as_an_ordinary_user() {
    let _turn = alone();
    check(&ORDINARY_USER, [PASS, FAIL], "");
    let nobody = [&ORDINARY_USER[..], &["unshare", "-Ur"]].concat();
    check(&nobody, [PASS, FAIL], "");
}

#[test]
fn among_users_and_processes_of_its_own() {
    let _turn = alone();
    check(&["unshare", "-Ur"], [PASS, FAIL], "");
    let own_processes = ["unshare", "-Ur", "--pid", "--fork", "--mount-proc"];
    check(&own_processes, [PASS, FAIL], "");
}

#[test]
fn where_proc_shows_others_or_nothing() {
    let _turn = alone();
    let says = "/proc does not show this system's processes";
    let others = ["unshare", "-Ur", "--pid", "--fork"];
    check(&others, [COULD_NOT_JUDGE; 2], says);
    let hide = r#"mount -t tmpfs none /proc && exec "$@""#;
    let nothing = ["unshare", "-Ur", "--mount", "sh", "-c", hide, "sh"];
    check(&nothing, [COULD_NOT_JUDGE; 2], says);
}

#[test]
fn where_tracing_is_refused() {
    let _turn = alone();
    let helper = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/nightly/without.py");
    let helper = helper.display().to_string();
    for (what, says) in [
        (
            "ptrace",
            "the system refuses to trace (ptrace): Operation not permitted (os error 1); in a \
             container, `--cap-add=SYS_PTRACE` allows it",
        ),
        ("seccomp", "the system refuses a filter (seccomp)"),
    ] {
        check(&[python(), &helper, what], [COULD_NOT_JUDGE; 2], says);
    }
}

/// What may be run but not read shows nobody which files it has open. And no
/// program gains rights by its file's owner while it is watched.
#[test]
fn programs_that_are_not_to_be_read_or_belong_to_somebody_else() {
    let _turn = alone();
    if !is_possible(&ORDINARY_USER) {
        return;
    }
    let place = Place::new();
    let right = place.compiled("right/multiprocessing/fork.c", "right");
    let fake = place.compiled("fakes/multiprocessing/threads_beside.c", "fake");
    let Some((right, fake)) = right.zip(fake) else {
        eprintln!("left out: there is no cc");
        return;
    };
    let nobody: &[&str] = &ORDINARY_USER;
    for (mode, surroundings, codes) in [
        (0o711, nobody, [COULD_NOT_JUDGE; 2]),
        (0o4711, nobody, [COULD_NOT_JUDGE; 2]),
        (0o4755, nobody, [PASS, FAIL]),
        (0o4755, &["env"], [PASS, FAIL]),
    ] {
        for (program, code) in [&right, &fake].into_iter().zip(codes) {
            set_mode(program, mode);
            let program = program.display().to_string();
            let (judged, said) = place.judge(surroundings, &[&program]);
            assert_eq!(judged, Some(code), "{mode:o} {surroundings:?}: {said}");
        }
    }
}
