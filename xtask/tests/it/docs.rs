//! `docs`: one measurement for all figures, and what is said of what cannot be
//! compared.

use crate::support::{command, root, said, temporary, write, xtask};
use std::fs;
use std::path::Path;

fn docs(workspace: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    xtask(workspace, &[&["docs"], arguments].concat())
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

#[test]
fn what_a_page_tells_its_reader_to_make_is_there_for_its_commands() {
    let (_folder, root) = temporary();
    let page = "```text new a/expected.txt\nx\n```\n\n\
        ```yaml new .github/workflows/judge.yml\n- run: judge --alll .\n```\n\n\
        ```sh\njudge --check a/expected.txt\njudge --check b/expected.txt\n```\n\n\
        ```diff a/expected.txt\n-x\n+y\n```\n\n\
        ## Another beginning\n\n```sh\njudge --check a/expected.txt\n```\n\n\
        `judge --eech x` is a command among words, and `judge` a name.\n";
    write(root.join("README.md"), page);
    let (said, code) = docs(&root, &["--check"]);
    let expected = "README.md:6: error: unexpected argument '--alll' found\n\
                    README.md:11: there is no file b/expected.txt\n\
                    README.md:22: there is no file a/expected.txt\n\
                    README.md:25: error: unexpected argument '--eech' found\n";
    assert_eq!((said.as_str(), code), (expected, Some(1)));
}

/// In both languages: three threads of one process, three processes, one thread; and
/// two tasks in each. CPython may need more processes for them.
#[test]
fn the_picture_of_each_lesson_shows_its_technique() {
    let drawn = |example: &str| {
        let picture = root().join(example).join("timeline.svg");
        let picture = fs::read_to_string(picture).expect("a picture");
        let in_legend = 1;
        // Frames, the grounds of threads, and tasks.
        [" rx=\"3\"", " fill=\"#e6e6e6\"/>", "fill-opacity"]
            .map(|part| picture.matches(part).count() - in_legend)
    };
    assert_eq!(drawn("threading"), [2, 6, 4]);
    assert_eq!(drawn("asyncio"), [2, 2, 4]);
    let [processes, threads, tasks] = drawn("multiprocessing");
    assert!(processes >= 6 && threads == processes && tasks == 4);
}
