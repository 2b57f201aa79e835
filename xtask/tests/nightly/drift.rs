//! A page that drifts from the programs is found, whatever it is that differs.

use crate::support::{copied, xtask};
use std::fs;
use std::path::Path;

fn docs(workspace: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    xtask(workspace, &[&["docs"], arguments].concat())
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
    message: &'static str,
}

const CHANGES: [Change; 14] = [
    Change {
        file: "threading/README.md",
        old: "$ cargo run --quiet\nStarting Thread-1\nS",
        new: "$ cargo run --quiet\nStarting Thread-1\ns",
        place: Some("starting Thread-2\n"),
        message: "shows `starting Thread-2`, but it is `Starting Thread-",
    },
    Change {
        file: "threading/README.md",
        old: "import time\n",
        new: "import tine\n",
        place: None,
        message: "shows `import tine`, but it is `import time`",
    },
    Change {
        file: "threading/README.md",
        old: "use std::thread;\n",
        new: "use std::threat;\n",
        place: None,
        message: "shows `use std::threat;`, but it is `use std::thread;`",
    },
    Change {
        file: "threading/README.md",
        old: "made and started in one step |",
        new: "made and started in one stop |",
        place: None,
        message: "but it is `| `threading.Thread",
    },
    Change {
        file: "threading/README.md",
        old: "counted: 1 process, 3 threads",
        new: "counted: 1 process, 2 threads",
        place: None,
        message: "shows `  counted: 1 process, 2 threads",
    },
    Change {
        file: "threading/README.md",
        old: "[1 process, 3 threads write",
        new: "[1 process, 4 threads write",
        place: None,
        message: "shows `[1 process, 4 threads write: Thread-1, Thread-2, All]`, but it is `[1 process, 3",
    },
    Change {
        file: "threading/README.md",
        old: "-    thread::sleep(Duration::from_secs(2)); // simulates I/O\n",
        new: "-    thread::sleep(Duration::from_secs(3)); // simulates I/O\n",
        place: None,
        message: "its old lines are not in the file",
    },
    Change {
        file: "threading/README.md",
        old: "error[E0373]: closure may outlive",
        new: "error[E0373]: closure may outlast",
        place: None,
        message: "shows `error[E0373]: closure may outlast the current function",
    },
    Change {
        file: "threading/README.md",
        old: "https://docs.python.org/3/glossary.html",
        new: "http://docs.python.org/3/glossary.html",
        place: None,
        message: "is neither a file nor begins with https://",
    },
    Change {
        file: "threading/README.md",
        old: "(../comparison/README.md) measures",
        new: "(../comparison/READMY.md) measures",
        place: None,
        message: "there is no file ../comparison/READMY.md",
    },
    Change {
        file: "threading/README.md",
        old: "`cargo xtask exercise turns`",
        new: "`cargo xtask exercice turns`",
        place: None,
        message: "error: unrecognized subcommand 'exercice'",
    },
    Change {
        file: "threading/timeline.svg",
        old: "Thread-1 from 0.00 s",
        new: "Thread-1 from 1.00 s",
        place: Some("](timeline.svg)"),
        message: "timeline.svg shows `Rust: 1 process, 3 threads; Thread-1 from 1.00 s to",
    },
    Change {
        file: "xtask/README.md",
        old: "cargo xtask docs --check ",
        new: "cargo xtask docs --chuck ",
        place: None,
        message: "error: unexpected argument '--chuck' found",
    },
    Change {
        file: "xtask/README.md",
        old: "`--jobs 1`",
        new: "`--jebs 1`",
        place: None,
        message: "no command has the option `--jebs 1`",
    },
];

#[test]
fn one_changed_character_is_found_and_its_place_named() {
    let workspace = copied(&[
        "asyncio",
        "comparison",
        "multiprocessing",
        "threading",
        "xtask",
        "Cargo.lock",
        "Cargo.toml",
        "README.md",
    ]);
    let root = workspace.path();
    let pages = ["--check", "threading", "xtask"];
    // A loaded machine may disturb a run, but not each.
    let mut tries = (0..3).map(|_| docs(root, &pages));
    let right = tries.find(|(said, _)| said.ends_with(" on 2 pages are up to date\n"));
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
        message,
        ..
    } in CHANGES
    {
        let page = file.replace("timeline.svg", "README.md");
        let text = fs::read_to_string(root.join(&page)).expect(file);
        let at = text.find(place.unwrap_or(new)).expect("the place");
        let line = text[..at].matches('\n').count() + 1;
        let named = format!("{page}:{line}: ");
        let is_named = |report: &&str| report.starts_with(&named) && report.contains(message);
        assert!(
            said.lines().any(|report| is_named(&report)),
            "{named}{message}\n{said}"
        );
    }
    let named = said.lines().filter(|line| line.contains("README.md:"));
    assert_eq!(named.count(), CHANGES.len(), "{said}");

    // What can be made is written, and what a person must mend stays.
    let (said, code) = docs(root, &["threading"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("; updated"), "{said}");
    let (said, _) = docs(root, &["--check", "threading"]);
    let left = said.lines().filter(|line| line.contains("README.md:"));
    let left: Vec<&str> = left.collect();
    assert_eq!(left.len(), 4, "{said}");
    for message in ["http://", "READMY.md", "exercice", "its old lines"] {
        assert!(left.iter().any(|line| line.contains(message)), "{said}");
    }
}
