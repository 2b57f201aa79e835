//! `new`, end to end: the example passes, in this workspace and in another, and
//! its page is up to date; and where it cannot be made, nothing is.

use crate::support::{command, foreign_workspace, said, temporary, write, xtask};
use std::fs;
use std::path::Path;

fn members(folder: &Path) -> String {
    fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest")
}

#[test]
fn an_example_of_ones_own_passes_at_once() {
    let (_folder, folder) = temporary();
    foreign_workspace(&folder, &["a"]);
    let (report, code) = xtask(&folder, &["new", "rendezvous"]);
    let shown = folder.join("rendezvous").display().to_string();
    let expected =
        format!("made {shown}\nnext: cargo run -p rendezvous, and cargo xtask verify rendezvous\n");
    assert_eq!((report, code), (expected, Some(0)));
    assert!(members(&folder).contains("\"rendezvous\""));
    let (report, code) = xtask(&folder, &["verify", "rendezvous"]);
    assert_eq!(code, Some(0), "{report}");
    assert!(report.ends_with("3 passed, 0 failed\n"), "{report}");
    write(folder.join("README.md"), "# A page\n");
    let (report, code) = xtask(&folder, &["docs", "--check", "rendezvous"]);
    assert_eq!(code, Some(0), "{report}");
}

#[test]
fn an_example_is_made_in_another_workspace() {
    let (_ours, ours) = temporary();
    let (_theirs, theirs) = temporary();
    foreign_workspace(&ours, &["a"]);
    foreign_workspace(&theirs, &["a"]);
    let mut new = command(&ours, &["new", "rendezvous", "."]);
    let (report, code) = said(new.current_dir(&theirs));
    let expected = "made ./rendezvous\nnext: cd ./rendezvous && cargo run, and \
                    judge expected.txt -- python3 example.py\n";
    assert_eq!((report.as_str(), code), (expected, Some(0)));
    assert!(members(&theirs).contains("\"rendezvous\""));
    assert!(!members(&ours).contains("\"rendezvous\""));
    let page = fs::read_to_string(theirs.join("rendezvous/README.md")).expect("a page");
    assert!(!page.contains("xtask") && page.contains("`judge expected.txt"));
}

#[test]
fn where_it_cannot_be_made_nothing_is() {
    let (_folder, folder) = temporary();
    foreign_workspace(&folder, &["a"]);
    write(folder.join("file"), "");
    let before = members(&folder);
    let cases = [
        (&["a"][..], "exists already", 2),
        (&["a/b"], "`a/b` is not the name of a folder", 2),
        (&[".."], "`..` is not the name of a folder", 2),
        (&[""], "`` is not the name of a folder", 2),
        (&["1x"], "the name cannot start with a digit", 2),
        (
            &["test"],
            "it conflicts with Rust's built-in test library",
            2,
        ),
        (&["b", "/proc/new"], "failed to make /proc/new/b", 4),
        (&["b", "file"], "file is a file; name a folder", 2),
    ];
    for (arguments, message, exit) in cases {
        let (said, code) = xtask(&folder, &[&["new"], arguments].concat());
        assert!(said.contains(message), "{arguments:?}: {said}");
        assert_eq!((said.lines().count(), code), (1, Some(exit)), "{said}");
        let entries = fs::read_dir(&folder).expect("a folder").count();
        assert_eq!((members(&folder), entries), (before.clone(), 3));
    }
}
