//! A learner's way through an exercise. That each exercise is wrong as it says,
//! and that its solution is right, is proven in `nightly.rs`.

use crate::support::{examples, xtask};
use std::fs;
use std::path::Path;

fn exercise(workspace: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    xtask(workspace, &[&["exercise"], arguments].concat())
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
