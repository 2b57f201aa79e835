//! The tables of the pages, each from what it tells of.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// What stands for what: in the twin of an example, and in the example. Code is
/// between backquotes, and `…` stands for anything.
struct Correspondence {
    example: &'static str,
    python: &'static str,
    rust: &'static str,
}

const CORRESPONDENCES: [Correspondence; 11] = [
    Correspondence {
        example: "threading",
        python: "`threading.Thread(target=task, args=…)`, then `start()`",
        rust: "`thread::spawn(|| task(…))`: made and started in one step",
    },
    Correspondence {
        example: "threading",
        python: "`thread_1.join()`",
        rust: "`thread_1.join()`, which also hands over the thread's panic",
    },
    Correspondence {
        example: "threading",
        python: "`time.sleep(2)`",
        rust: "`thread::sleep(Duration::from_secs(2))`",
    },
    Correspondence {
        example: "multiprocessing",
        python: "`multiprocessing.Process(target=task, args=…)`",
        rust: "`env::current_exe()`, then `Command::new(program)`: a process runs a program, not a function",
    },
    Correspondence {
        example: "multiprocessing",
        python: "`process_1.start()`",
        rust: "`spawn()`",
    },
    Correspondence {
        example: "multiprocessing",
        python: "the main guard, `if __name__ == \"__main__\":`",
        rust: "the role of the child, `args[0] == \"--child\"`",
    },
    Correspondence {
        example: "multiprocessing",
        python: "`process_1.join()`",
        rust: "`process_1.wait()`, which also tells how the child ended",
    },
    Correspondence {
        example: "asyncio",
        python: "`async def task(name)`",
        rust: "`async fn task(name: …)`",
    },
    Correspondence {
        example: "asyncio",
        python: "`await asyncio.sleep(2)`",
        rust: "`tokio::time::sleep(Duration::from_secs(2)).await`",
    },
    Correspondence {
        example: "asyncio",
        python: "`asyncio.gather(task(…), task(…))`",
        rust: "`tokio::join!(biased; task(…), task(…))`",
    },
    Correspondence {
        example: "asyncio",
        python: "the event loop, `asyncio.run(main())`",
        rust: "the runtime of one thread, `#[tokio::main(flavor = \"current_thread\")]`",
    },
];

/// The folders, in the order in which they are best read, and the command that
/// shows what each is about.
pub const FOLDERS: [(&str, &str); 5] = [
    ("threading", "cargo run -p threading"),
    ("multiprocessing", "cargo run -p multiprocessing"),
    ("asyncio", "cargo run -p asyncio"),
    ("comparison", "cargo run -p comparison"),
    ("xtask", "cargo xtask --help"),
];

/// Makes the table of this name: `folders`, `python to rust`, or the part of the
/// latter that one example shows, by the example's name.
///
/// # Errors
/// If there is no such table, or what it tells of cannot be read.
pub fn make(root: &Path, name: &str) -> Result<String> {
    if name == "folders" {
        let rows: Result<Vec<[String; 3]>> = FOLDERS
            .iter()
            .map(|(folder, command)| {
                let link = format!("[{folder}]({folder}/README.md)");
                let link = match root.join(folder).join("README.md").exists() {
                    true => link,
                    false => format!("[{folder}]({folder}/src/main.rs)"),
                };
                Ok([link, description(root, folder)?, format!("`{command}`")])
            })
            .collect();
        return Ok(markdown(["folder", "what it shows", "run it"], &rows?));
    }
    let wanted = |row: &&Correspondence| name == "python to rust" || name == row.example;
    let rows: Vec<[String; 2]> = CORRESPONDENCES
        .iter()
        .filter(wanted)
        .map(|row| [row.python, row.rust].map(str::to_string))
        .collect();
    if rows.is_empty() {
        bail!(
            "there is no table `{name}`; the tables are `folders`, `python to rust`, and one for each example"
        );
    }
    Ok(markdown(["Python", "Rust"], &rows))
}

/// What a package says of itself.
fn description(root: &Path, folder: &str) -> Result<String> {
    let path = Path::new(folder).join("Cargo.toml");
    let manifest = fs::read_to_string(root.join(&path))
        .with_context(|| format!("failed to read {}", path.display()))?;
    let mut lines = manifest.lines();
    let line = lines.find_map(|line| line.strip_prefix("description = \""));
    let description = line.and_then(|line| line.strip_suffix('"'));
    let description =
        description.with_context(|| format!("{} has no description", path.display()))?;
    Ok(description.to_string())
}

fn markdown<const COLUMNS: usize>(head: [&str; COLUMNS], rows: &[[String; COLUMNS]]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let escaped =
        |row: &[String; COLUMNS]| row.iter().map(|cell| cell.replace('|', "\\|")).collect();
    let mut table = line(head.map(str::to_string).to_vec());
    table.push_str(&line(vec!["---".to_string(); COLUMNS]));
    table.extend(rows.iter().map(|row| line(escaped(row))));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
    }

    #[test]
    fn each_code_of_a_correspondence_is_in_the_program() {
        for row in &CORRESPONDENCES {
            for (cell, file) in [(row.python, "example.py"), (row.rust, "src/main.rs")] {
                let text = fs::read_to_string(root().join(row.example).join(file)).expect(file);
                let codes: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
                assert!(!codes.is_empty(), "{cell}");
                for code in codes {
                    let is_there = text.lines().any(|line| {
                        let mut rest = Some(line);
                        for part in code.split('…') {
                            rest = rest
                                .and_then(|rest| rest.split_once(part))
                                .map(|(_, rest)| rest);
                        }
                        rest.is_some()
                    });
                    assert!(is_there, "`{code}` is not in {}/{file}", row.example);
                }
            }
        }
    }

    #[test]
    fn every_member_of_the_workspace_has_its_row() {
        let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
        let table = make(root(), "folders").expect("a table");
        let (_, members) = manifest.split_once("members = [").expect("members");
        let (members, _) = members.split_once(']').expect("their end");
        // A nested package travels with the folder that it is in.
        let members: Vec<&str> = members
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|member| !member.contains('/'))
            .collect();
        assert_eq!(members.len(), FOLDERS.len());
        for member in members {
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
