//! `docs --check` finds one changed character of each kind of thing that a page
//! shows, and names its place.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A copy of this workspace in which things can be changed.
fn workspace() -> TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let copy = tempfile::tempdir().expect("a folder");
    for what in [
        "asyncio",
        "comparison",
        "multiprocessing",
        "threading",
        "xtask",
        "Cargo.lock",
        "Cargo.toml",
        "README.md",
    ] {
        let mut cp = Command::new("cp");
        cp.arg("-r").arg(root.join(what)).arg(copy.path());
        assert!(cp.status().expect("cp").success(), "{what}");
    }
    copy
}

fn docs(workspace: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("docs")
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", workspace.join("xtask"))
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        .current_dir(workspace)
        .stdin(Stdio::null())
        .output()
        .expect("xtask");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).expect("a report is text");
    (said, output.status.code())
}

/// One changed character: in which file, what is there, and what comes in its
/// place.
struct Change {
    file: &'static str,
    old: &'static str,
    new: &'static str,
    /// The text in the page whose line must be named, if it is not that of the
    /// change.
    place: Option<&'static str>,
    says: &'static str,
}

const CHANGES: [Change; 13] = [
    Change {
        file: "threading/README.md",
        old: "$ cargo run --quiet\nStarting Thread-1\nS",
        new: "$ cargo run --quiet\nStarting Thread-1\ns",
        place: Some("starting Thread-2\n"),
        says: "shows `starting Thread-2`, but it is `Starting Thread-",
    },
    Change {
        file: "threading/README.md",
        old: "import time\n",
        new: "import tine\n",
        place: None,
        says: "shows `import tine`, but it is `import time`",
    },
    Change {
        file: "threading/README.md",
        old: "use std::thread;\n",
        new: "use std::threat;\n",
        place: None,
        says: "shows `use std::threat;`, but it is `use std::thread;`",
    },
    Change {
        file: "threading/README.md",
        old: "made and started in one step |",
        new: "made and started in one stop |",
        place: None,
        says: "but it is `| `threading.Thread",
    },
    Change {
        file: "threading/README.md",
        old: "counted: 1 process, 3 threads",
        new: "counted: 1 process, 2 threads",
        place: None,
        says: "shows `  counted: 1 process, 2 threads",
    },
    Change {
        file: "threading/README.md",
        old: "[1 process, 3 threads]\n",
        new: "[1 process, 4 threads]\n",
        place: None,
        says: "shows `[1 process, 4 threads]`, but it is `[1 process, 3 threads]`",
    },
    Change {
        file: "threading/README.md",
        old: "-    thread::sleep(Duration::from_secs(2)); // simulates I/O\n",
        new: "-    thread::sleep(Duration::from_secs(3)); // simulates I/O\n",
        place: None,
        says: "its old lines are not in the file",
    },
    Change {
        file: "threading/README.md",
        old: "https://docs.python.org/3/glossary.html",
        new: "http://docs.python.org/3/glossary.html",
        place: None,
        says: "is neither a file nor begins with https://",
    },
    Change {
        file: "threading/README.md",
        old: "(../comparison/README.md) measures",
        new: "(../comparison/READMY.md) measures",
        place: None,
        says: "there is no file ../comparison/READMY.md",
    },
    Change {
        file: "threading/README.md",
        old: "`cargo xtask exercise turns`",
        new: "`cargo xtask exercice turns`",
        place: None,
        says: "error: unrecognized subcommand 'exercice'",
    },
    Change {
        file: "threading/timeline.svg",
        old: "Thread-1 from 0.00 s",
        new: "Thread-1 from 1.00 s",
        place: Some("](timeline.svg)"),
        says: "timeline.svg shows `Rust: 1 process, 3 threads; Thread-1 from 1.00 s to",
    },
    Change {
        file: "xtask/README.md",
        old: "cargo xtask docs --check ",
        new: "cargo xtask docs --chuck ",
        place: None,
        says: "error: unexpected argument '--chuck' found",
    },
    Change {
        file: "xtask/README.md",
        old: "`--jobs 1`",
        new: "`--jebs 1`",
        place: None,
        says: "no command has the option `--jebs 1`",
    },
];

#[test]
fn one_changed_character_is_found_and_its_place_named() {
    let workspace = workspace();
    let root = workspace.path();
    let pages = ["--check", "threading", "xtask"];
    // A loaded machine may disturb a run, but not each.
    let mut tries = (0..3).map(|_| docs(root, &pages));
    let right = tries.find(|(said, _)| said.ends_with(" on 2 pages are as they should be\n"));
    assert!(right.is_some(), "{}", docs(root, &pages).0);

    for Change { file, old, new, .. } in CHANGES {
        let text = fs::read_to_string(root.join(file)).expect(file);
        let changed = text.replacen(old, new, 1);
        assert_ne!(text, changed, "{file}: {old}");
        fs::write(root.join(file), changed).expect(file);
    }
    let (said, code) = docs(root, &pages);
    assert_eq!(code, Some(1), "{said}");
    for Change {
        file,
        new,
        place,
        says,
        ..
    } in CHANGES
    {
        let page = file.replace("timeline.svg", "README.md");
        let text = fs::read_to_string(root.join(&page)).expect(file);
        let at = text.find(place.unwrap_or(new)).expect("the place");
        let line = text[..at].matches('\n').count() + 1;
        let named = format!("{page}:{line}: ");
        let is_named = |report: &&str| report.starts_with(&named) && report.contains(says);
        assert!(
            said.lines().any(|report| is_named(&report)),
            "{named}{says}\n{said}"
        );
    }
    let named = said.lines().filter(|line| line.contains("README.md:"));
    assert_eq!(named.count(), CHANGES.len(), "{said}");

    // What can be made is written, and what a person must mend stays.
    let (said, code) = docs(root, &["threading"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("; written anew"), "{said}");
    let (said, _) = docs(root, &["--check", "threading"]);
    let left = said.lines().filter(|line| line.contains("README.md:"));
    let left: Vec<&str> = left.collect();
    assert_eq!(left.len(), 4, "{said}");
    for says in ["http://", "READMY.md", "exercice", "its old lines"] {
        assert!(left.iter().any(|line| line.contains(says)), "{said}");
    }
}

#[test]
fn wrong_usage_is_said() {
    let workspace = workspace();
    let (said, code) = docs(workspace.path(), &["treading"]);
    let expected = "error: no page is named `treading`: name its folder, such as `threading`\n";
    assert_eq!((said.as_str(), code), (expected, Some(2)));
}
