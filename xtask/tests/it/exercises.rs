//! A learner's way through an exercise. That each exercise is wrong as it says,
//! and that its solution is right, is proven in `nightly.rs`.

use crate::support::{examples, xtask};
use std::fs;
use std::path::Path;
use std::process::Command;

fn exercise(workspace: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    xtask(workspace, &[&["exercise"], arguments].concat())
}

#[test]
fn a_program_becomes_what_it_was_and_the_learners_is_kept() {
    let workspace = examples();
    let root = workspace.path();
    let file = root.join("threading/exercises/turns.rs");
    let original = fs::read(&file).expect("a program");
    let handed_out = "threading/exercises/turns.rs is as it was handed out";
    let (said, code) = exercise(root, &["--reset", "turns"]);
    let unknown = "error: git has no threading/exercises/turns.rs as it was handed out: ";
    assert!(said.starts_with(unknown), "{said}");
    assert_eq!(code, Some(2));
    let me = ["-c", "user.name=me", "-c", "user.email=me@localhost"];
    for arguments in [
        ["init", "--quiet"].as_slice(),
        &["add", "threading"],
        &[&me, ["commit", "--quiet", "--message=x"].as_slice()].concat(),
    ] {
        let git = Command::new("git")
            .args(arguments)
            .current_dir(root)
            .status();
        assert!(git.expect("git").success(), "{arguments:?}");
    }
    assert_eq!(
        exercise(root, &["turns", "--reset"]),
        (format!("{handed_out}\n"), Some(0))
    );
    for number in 1..=2 {
        let own = format!("fn main() {{}} // {number}");
        fs::write(&file, &own).expect("written");
        let kept = format!("threading/exercises/turns.rs.yours-{number}");
        let (said, code) = exercise(root, &["--reset", "turns"]);
        assert_eq!(said, format!("{handed_out}; what you had is in {kept}\n"));
        assert_eq!(code, Some(0));
        assert_eq!(fs::read(&file).expect("a program"), original);
        assert_eq!(fs::read_to_string(root.join(kept)).expect("a program"), own);
    }
}

#[test]
fn a_learner_gets_a_hint_and_a_clear_answer() {
    let workspace = examples();
    let root = workspace.path();
    let (said, code) = exercise(root, &["turns", "--hint"]);
    assert!(
        said.starts_with("turns: When does `join` return?"),
        "{said}"
    );
    assert_eq!(code, Some(0));
    for (arguments, message, expected) in [
        (
            vec!["turn"],
            "error: no exercise is named `turn`; did you mean `turns`?\n",
            2,
        ),
        (vec!["turns", "--all"], "error: the argument ", 2),
        (
            vec!["--hint"],
            "error: the following required arguments ",
            2,
        ),
    ] {
        let (said, code) = exercise(root, &arguments);
        assert!(said.starts_with(message), "{said}");
        assert_eq!(code, Some(expected));
    }
    // What does not compile is neither right nor wrong.
    let file = root.join("threading/exercises/turns.rs");
    fs::write(&file, "fn main() { nonsense }").expect("written");
    let (said, code) = exercise(root, &["turns"]);
    assert!(said.contains("cannot find value `nonsense`"), "{said}");
    assert!(
        said.contains("it could not be built: see above what cargo says"),
        "{said}"
    );
    assert_eq!(code, Some(3));
    fs::remove_file(&file).expect("removed");
    let (said, code) = exercise(root, &[]);
    assert!(
        said.starts_with("error: failed to read threading/exercises/turns.rs"),
        "{said}"
    );
    assert_eq!(code, Some(2));
}
