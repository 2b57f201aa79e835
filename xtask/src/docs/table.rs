//! The tables of the pages, each from what it tells of.

use crate::workspace::{self, LESSONS};
use anyhow::{Context, Result, ensure};
use std::path::Path;

/// What stands for what, in the twin of an example and in the example, or in the
/// programs of its folder `examples`. Code is between backquotes, and `…` stands
/// for anything.
const PYTHON_TO_RUST: &str = include_str!("python_to_rust.md");

/// What finds which of the exercises, as it was tried.
const MISTAKES: &str = include_str!("mistakes.md");

/// The lesson's table of techniques, corrected.
const TECHNIQUES: &str = include_str!("techniques.md");

/// Makes the table of this name: `folders`, `techniques`, `mistakes`, `python to
/// rust`, or the part of the latter that one example shows, by the example's name.
///
/// # Errors
/// If there is no such table, or what it tells of cannot be read.
pub fn make(root: &Path, name: &str) -> Result<String> {
    match name {
        "folders" => folders(root),
        "techniques" => Ok(TECHNIQUES.to_string()),
        "mistakes" => Ok(MISTAKES.to_string()),
        name => python_to_rust(name),
    }
}

/// The folders, and the command that shows what each is about.
fn folders(root: &Path) -> Result<String> {
    let members = workspace::members(root)?;
    let mut table = "| folder | what it shows | run it |\n| --- | --- | --- |\n".to_string();
    let others = members.keys().map(String::as_str);
    let others = others.filter(|name| !LESSONS.contains(name));
    for name in LESSONS.into_iter().chain(others) {
        let description = members.get(name).and_then(Option::as_deref);
        let description =
            description.with_context(|| format!("{name}/Cargo.toml has no description"))?;
        let command = match name {
            "xtask" => "cargo xtask --help".to_string(),
            name => format!("cargo run -p {name}"),
        };
        table += &format!("| [{name}]({name}/README.md) | {description} | `{command}` |\n");
    }
    Ok(table)
}

fn python_to_rust(name: &str) -> Result<String> {
    let rows = PYTHON_TO_RUST.lines().skip(2).filter_map(|row| {
        let (example, cells) = row.strip_prefix("| ")?.split_once(" | ")?;
        ["python to rust", example].contains(&name).then_some(cells)
    });
    let rows: String = rows.map(|cells| format!("| {cells}\n")).collect();
    ensure!(
        !rows.is_empty(),
        "there is no table `{name}`; the tables are `folders`, `techniques`, `mistakes`, `python to rust`, and one for each example"
    );
    Ok(format!("| Python | Rust |\n| --- | --- |\n{rows}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn root() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
    }

    /// The text of an example's program, and of those beside it.
    fn text_of(example: &Path, main: &str, ending: &str) -> String {
        let beside = fs::read_dir(example.join("examples")).expect("a folder");
        let beside = beside.map(|file| file.expect("a file").path());
        let beside = beside.filter(|file| file.extension().is_some_and(|found| found == ending));
        let files = [example.join(main)].into_iter().chain(beside);
        let text = |file| fs::read_to_string(file).expect("a program");
        files.map(text).collect()
    }

    #[test]
    fn each_code_of_a_correspondence_is_in_the_program() {
        for row in PYTHON_TO_RUST.lines().skip(2) {
            let row = row.replace("\\|", "¦");
            let cells: Vec<&str> = row.trim_matches(['|', ' ']).split(" | ").collect();
            let [example, python, rust] = cells[..] else {
                panic!("{row}");
            };
            for (cell, main, ending) in [(python, "example.py", "py"), (rust, "src/main.rs", "rs")]
            {
                let text = text_of(&root().join(example), main, ending);
                let codes: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
                assert!(!codes.is_empty(), "{cell}");
                for code in codes {
                    let code = code.replace('¦', "|");
                    let is_there = text.lines().any(|line| {
                        let mut rest = Some(line);
                        for part in code.split('…') {
                            rest = rest
                                .and_then(|rest| rest.split_once(part))
                                .map(|(_, rest)| rest);
                        }
                        rest.is_some()
                    });
                    assert!(is_there, "`{code}` is in no .{ending} of {example}");
                }
            }
        }
    }

    #[test]
    fn what_a_tool_finds_is_an_exercise_or_a_lint() {
        let codes: Vec<&str> = MISTAKES.split('`').skip(1).step_by(2).collect();
        let named = codes.iter().filter(|code| code.contains('_'));
        let named: Vec<&&str> = named
            .filter(|code| !["await_holding_lock", "unused_async"].contains(code))
            .collect();
        assert!(named.len() > 10, "{codes:?}");
        for name in named {
            let exercise = format!("exercises/{name}.rs");
            let is_there = |example: &str| root().join(example).join(&exercise).is_file();
            assert!(LESSONS.iter().any(|example| is_there(example)), "{name}");
        }
    }

    #[test]
    fn every_member_of_the_workspace_has_its_row() {
        let root = root().canonicalize().expect("the workspace");
        let table = make(&root, "folders").expect("a table");
        let members = workspace::members(&root).expect("members");
        assert!(members.len() >= LESSONS.len());
        for member in members.keys() {
            assert!(table.contains(&format!("| [{member}](")), "{member}");
        }
    }

    #[test]
    fn a_bar_in_a_cell_ends_no_cell() {
        let table = make(root(), "threading").expect("a table");
        assert!(table.starts_with("| Python | Rust |\n| --- | --- |\n| `threading"));
        assert!(table.contains("`thread::spawn(\\|\\| task(…))`"), "{table}");
        assert!(make(root(), "x").is_err());
    }
}
