//! `cargo xtask verify EXAMPLE -- COMMAND` judges as `judge` does.

use std::process::{Command, Stdio};

const PROGRAMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/judge/tests/programs");

#[test]
fn a_command_is_judged_by_one_expectation() {
    // What is judged, the exit code, and what is said.
    let cases: [(&[&str], i32, &str); 10] = [
        (
            &["threads.txt", "--", "python3", "right_threads.py"],
            0,
            "\n1 passed, 0 failed\n",
        ),
        (
            &["threads.txt", "--", "python3", "turns.py"],
            1,
            "the workers took turns",
        ),
        (
            &["none.txt", "--", "true"],
            2,
            "there is no expectation file `",
        ),
        (
            &["../programs", "--", "true"],
            2,
            "error: ../programs is a folder, and an expectation is a file; name that",
        ),
        (
            &["/dev/null", "--", "true"],
            2,
            "error: /dev/null is a device, and an expectation is a file; name that",
        ),
        (
            &["threads.txt", "--"],
            2,
            "error: no command follows `--`: `verify EXAMPLE -- COMMAND`",
        ),
        (
            &["threading", "asyncio", "--", "true"],
            2,
            "error: a command is judged by one expectation: `verify EXAMPLE -- COMMAND`",
        ),
        (
            &["threading", "--transcript", "other_order.txt"],
            0,
            "`Starting Thread-2`, then `Starting Thread-1`: the other order is allowed, too",
        ),
        (
            &["--transcript", "other_order.txt"],
            2,
            "error: a transcript is judged by one expectation: `verify EXAMPLE --transcript FILE`",
        ),
        (
            &["threads.txt", "--json=/dev/full", "--", "true"],
            1,
            "error: cannot write /dev/full: ",
        ),
    ];
    for (arguments, code, says) in cases {
        let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
        xtask.arg("verify").args(arguments).current_dir(PROGRAMS);
        let output = xtask.stdin(Stdio::null()).output().expect("xtask");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("text");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(says), "{arguments:?}: {said}");
    }
}
