//! A folder of submissions in several languages.

use crate::support::*;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// What two threads that wait for two seconds must show.
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../threading/expected.txt");

const PYTHON: &str = "py=python3 {}";
const C: [&str; 4] = [
    "--build",
    "c=cc -w -pthread {} -o {out}",
    "--run",
    "c={out}",
];

/// Copies of programs, under the names of those who hand them in.
fn submissions(folder: &Path, programs_of: &[(&str, &str)]) {
    for (name, source) in programs_of {
        fs::copy(program(source), folder.join(name)).expect("a copy");
    }
}

fn row<'a>(seen: &'a Judged, name: &str) -> &'a str {
    let (_, table) = seen.stdout.split_once("  why\n").expect("a table");
    let mut rows = table.lines();
    rows.find(|row| row.contains(name)).expect(name)
}

#[test]
fn each_language_has_its_own_commands() {
    let folder = TempDir::new().expect("a folder");
    let all = [
        ("anna.py", "right/threading/threads.py"),
        ("ben.c", "right/threading/printf.c"),
        ("dora.txt", "threads.txt"),
    ];
    submissions(folder.path(), &all);
    let turns = "for n in 1 2; do\n\
        echo Starting Thread-$n; sleep 1; echo Finished Thread-$n\n\
        done\n\
        echo All threads completed!\n";
    fs::write(folder.path().join("cleo.sh"), turns).expect("a file");
    let wrong = "#include <stdio.h>\nint main(void) {\n    puts(\"a\")\n}\n";
    fs::write(folder.path().join("emil.c"), wrong).expect("a file");
    fs::write(folder.path().join(".hidden.py"), "").expect("a file");
    let grades = folder.path().join("grades");
    let seen = run(judge()
        .args([EXAMPLE, "--run", PYTHON, "--run", "sh=sh {}", "--each"])
        .arg(folder.path())
        .arg("--gradescope")
        .arg(&grades)
        .args(C));
    // One of them has no grade.
    assert_eq!(seen.code, Some(COULD_NOT_JUDGE), "{}", seen.said());
    for (name, begins) in [
        ("anna.py", "  pass             4 of 4"),
        ("ben.c", "  pass             4 of 4"),
        (
            "cleo.sh",
            "  FAIL             1 of 4  `Finished Thread-1` came before",
        ),
        (
            "dora.txt",
            "  could not judge  ? of 4  no command for `.txt`: `--run txt='…'`",
        ),
        ("emil.c", "  FAIL             0 of 4  it does not compile: "),
    ] {
        let row = row(&seen, name);
        assert!(row.contains(begins), "{row}");
    }
    // The compiler's own words, with the line.
    assert!(row(&seen, "emil.c").contains("emil.c:3:14: error: expected"));
    assert!(
        seen.stdout.contains("\n        3 |     puts(\"a\")\n"),
        "{}",
        seen.stdout
    );
    // Those, too, without the paths of this machine.
    let told = fs::read_to_string(grades.join("emil.c.json")).expect("grades");
    assert!(
        told.contains("it does not compile: emil.c:3:14: error"),
        "{told}"
    );
    assert!(
        !told.contains(&folder.path().display().to_string()),
        "{told}"
    );
    assert!(!grades.join("dora.txt.json").exists());
    let ends = "\n2 passed, 2 failed, 1 could not be judged\n";
    assert!(seen.stdout.ends_with(ends), "{}", seen.stdout);
}

/// Nobody knows whether a program is right whose compiler is not there, or is ended.
#[test]
fn what_cannot_be_built_is_not_wrong() {
    let folder = TempDir::new().expect("a folder");
    submissions(folder.path(), &[("anna.c", "right/threading/printf.c")]);
    let compilers = [
        ("/no/such/cc {} -o {out}", "failed to start `/no/such/cc`"),
        (
            "sh -c 'kill -9 $$' {} {out}",
            "not built: signal 9 ended `sh`",
        ),
        (
            "true {} {out}",
            "not built: `true` ended well, but made no `{out}`",
        ),
        (
            "sh -c 'echo $1: No space left on device; exit 1' {} {out}",
            "not built: `sh` was refused something by the system",
        ),
    ];
    for (compiler, why) in compilers {
        let seen = run(judge()
            .args([
                EXAMPLE,
                "--build",
                &format!("c={compiler}"),
                "--run",
                "c={out}",
            ])
            .arg("--each")
            .arg(folder.path()));
        assert_eq!(seen.code, Some(COULD_NOT_JUDGE), "{}", seen.said());
        let row = row(&seen, "anna.c");
        assert!(row.contains("could not judge  ? of 4  "), "{row}");
        assert!(seen.stdout.contains(why), "{}", seen.stdout);
    }
}
