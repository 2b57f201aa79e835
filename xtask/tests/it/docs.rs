//! `docs --check` finds one changed character of each kind of thing that a page
//! shows, and names its place.

use crate::support::{command, copied, said, temporary, write, xtask};
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

const CHANGES: [Change; 13] = [
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
        old: "[1 process, 3 threads]\n",
        new: "[1 process, 4 threads]\n",
        place: None,
        message: "shows `[1 process, 4 threads]`, but it is `[1 process, 3 threads]`",
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

/// A comparison that notes how it is called, records that nothing is
/// inconclusive, and draws one figure from the record.
const STUB: &str = r#"
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let log = std::fs::read_to_string("log").unwrap_or_default();
    std::fs::write("log", log + &arguments.join(" ") + "\n").unwrap();
    match arguments.iter().position(|argument| argument == "--json") {
        Some(at) => std::fs::write(&arguments[at + 1], include_str!("record.json")).unwrap(),
        None => println!("threads: 1.97×"),
    }
}
"#;

fn record(inconclusive: usize) -> String {
    format!(
        r#"{{"version": 2, "check": {{"agree": 38, "contradict": 0,
        "inconclusive": {inconclusive}, "not_shown": 0, "summary": "38 verdicts",
        "only_foreign_load": false, "problems": []}}}}"#
    )
}

/// A workspace with that comparison, and a page that shows the figure twice.
fn stub(root: &Path, figure: &str) {
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"comparison\"]\n";
    write(root.join("Cargo.toml"), manifest);
    let package = "[package]\nname = \"comparison\"\nedition = \"2024\"\n";
    write(root.join("comparison/Cargo.toml"), package);
    write(root.join("comparison/src/main.rs"), STUB);
    write(root.join("comparison/src/record.json"), &record(0));
    let block = |command: &str| format!("```console\n$ {command}\nthreads: {figure}\n```\n\n");
    let page = block("cargo run -p comparison -- --rounds 11") + &block("cargo run -p comparison");
    write(root.join("README.md"), &page);
}

#[test]
fn all_figures_are_drawn_from_one_measurement() {
    let (_folder, root) = temporary();
    let json = root.join("target/comparison.json");
    let measured = format!("--rounds 11 --json {}", json.display());
    let drawn = format!("--from {}", json.display());
    stub(&root, "1.92×");
    let (said, code) = docs(&root, &["--check"]);
    assert_eq!(said, "2 snippets on 1 pages are up to date\n");
    assert_eq!(code, Some(0));
    let log = || fs::read_to_string(root.join("log")).expect("a log");
    assert_eq!(log(), format!("{measured}\n{drawn}\n{drawn}\n"));

    // A recorded one is taken, wherever it lies.
    write(root.join("my/record.json"), &record(0));
    fs::remove_file(root.join("log")).expect("a log");
    assert_eq!(
        docs(&root, &["--check", "--from", "my/record.json"]).1,
        Some(0)
    );
    let from = format!("--from {}\n", root.join("my/record.json").display());
    assert_eq!(log(), from.repeat(2));

    // What differs is out of date; or, if the record holds no verdict, open.
    stub(&root, "1.02×");
    let (said, code) = docs(&root, &["--check", "--from", "my/record.json"]);
    let expected = "README.md:3: shows `threads: 1.02×`, but it is `threads: 1.97×`; \
                    `cargo xtask docs` updates it\n";
    assert!(said.starts_with(expected), "{said}");
    assert_eq!(code, Some(1));
    write(root.join("my/record.json"), &record(1));
    let (said, code) = docs(&root, &["--check", "--from", "my/record.json"]);
    assert!(said.contains("came to no verdict"), "{said}");
    assert_eq!(code, Some(3));
    let (said, code) = docs(&root, &[]);
    assert!(said.contains("; updated\n"), "{said}");
    assert_eq!(code, Some(0));
    assert_eq!(docs(&root, &["--check"]).1, Some(0));
}

#[test]
fn wrong_usage_is_said() {
    let (_folder, root) = temporary();
    write(root.join("README.md"), "# A page\n");
    write(root.join("old.json"), "{\"version\": 1}");
    let none =
        |name| format!("error: no page is named `{name}`: name its folder, such as `threading`\n");
    for (arguments, message) in [
        (vec!["treading"], none("treading")),
        (vec!["--check", ""], none("")),
        (vec!["--check", ".."], none("..")),
        (
            vec!["--check", "--from", "old.json"],
            "error: old.json is no measurement of the comparison: ".to_string(),
        ),
        (
            vec!["--check", "--from", "no.json"],
            "error: failed to read no.json: ".to_string(),
        ),
        (
            vec!["--from", "old.json"],
            "error: the following required arguments ".to_string(),
        ),
    ] {
        let (said, code) = docs(&root, &arguments);
        assert!(said.starts_with(&message), "{said}");
        assert_eq!(code, Some(2), "{arguments:?}");
    }
    assert_eq!(docs(&root, &["--check", "."]).1, Some(0));
}

#[test]
fn what_cannot_be_compared_is_neither_right_nor_wrong() {
    let (_folder, root) = temporary();
    write(root.join("x.py"), "print(1)\n");
    write(
        root.join("README.md"),
        "```console\n$ python3 x.py\n1\n```\n",
    );
    let mut docs = command(&root, &["docs", "--check"]);
    let (said, code) = said(docs.env("PATH", root.join("empty")));
    assert_eq!(said, "README.md:2: could not compare: no python3 in PATH\n");
    assert_eq!(code, Some(3));
}
