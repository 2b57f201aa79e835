//! `cargo xtask new`: an example of one's own, which passes at once.

use crate::output::say;
use crate::usage::Usage;
use crate::workspace;
use anyhow::{Context, Result, bail};
use clap::Args;
use observer::exit::Exit;
use std::fs;
use std::path::{Path, PathBuf};

/// What `--help` says of the exit codes.
pub const HELP: &str = "Exit codes: 0 made; 2 wrong usage: nothing was written; 4 the task \
                        itself failed";

const PROGRAM: &str = include_str!("template/main.rs");
const TWIN: &str = include_str!("template/example.py");
const EXPECTED: &str = include_str!("template/expected.txt");
const MANIFEST: &str = include_str!("template/manifest.toml");
const PAGE: &str = include_str!("template/page.md");

/// How the page says that the programs are judged, where `cargo xtask` is.
const BY_TASK: &str = "`cargo xtask verify NAME` judges both programs by it.";

/// The same where it is not.
const BY_JUDGE: &str = "`judge expected.txt -- python3 example.py` judges a program by it.";

/// What the example is called, and where it is to be.
#[derive(Args)]
pub struct NewArgs {
    /// The example's name: a folder's and a package's
    name: String,

    /// Where to, if not into this workspace: the example is DIR/NAME. If DIR is in
    /// another workspace, the example becomes a member of that one
    dir: Option<PathBuf>,
}

/// Makes an example, and says what to do next.
///
/// # Errors
/// If it cannot be made there. Then nothing of it is there.
pub fn run(arguments: &NewArgs) -> Result<Exit> {
    let name = &arguments.name;
    workspace::check_new_name(name)?;
    let root = workspace::root()?;
    let dir = arguments.dir.as_deref().unwrap_or(&root);
    let folder = dir.join(name);
    let shown = folder.display();
    if folder.symlink_metadata().is_ok() {
        bail!(Usage(format!(
            "{shown} exists already; remove it, or choose another name"
        )));
    }
    workspace::check_new_parent(dir)?;
    let judged = match arguments.dir {
        None => BY_TASK,
        Some(_) => BY_JUDGE,
    };
    let failed = || format!("failed to make {shown}");
    fs::create_dir_all(dir).with_context(failed)?;
    let stage = tempfile::Builder::new().prefix(".new-").tempdir_in(dir);
    let stage = stage.with_context(failed)?;
    let staged = stage.path().join(name);
    write(&staged, name, judged).with_context(failed)?;
    fs::rename(&staged, &folder).with_context(failed)?;
    let manifest = folder.join("Cargo.toml");
    workspace::initialise(&folder)
        .and_then(|()| Ok(fs::write(&manifest, MANIFEST.replace("NAME", name))?))
        .inspect_err(|_| drop(fs::remove_dir_all(&folder)))?;

    let next = match arguments.dir {
        None => format!("next: cargo run -p {name}, and cargo xtask verify {name}"),
        Some(_) => {
            let folder = folder.to_string_lossy();
            let folder = shell_words::quote(&folder);
            format!("next: cd {folder} && cargo run, and judge expected.txt -- python3 example.py")
        }
    };
    Ok(say(&format!("made {shown}\n{next}\n"), Exit::Passed))
}

/// All files but the manifest, which is cargo's until the example is a member.
fn write(folder: &Path, name: &str, judged: &str) -> Result<()> {
    let page = PAGE
        .replace("PYTHON\n", below_its_head(TWIN))
        .replace("RUST\n", below_its_head(PROGRAM))
        .replace("EXPECTED\n", EXPECTED)
        .replace("JUDGED", judged)
        .replace("NAME", name);
    let files = [
        ("src/main.rs", PROGRAM),
        ("example.py", TWIN),
        ("expected.txt", EXPECTED),
        ("README.md", &page),
    ];
    fs::create_dir_all(folder.join("src"))?;
    for (file, text) in files {
        fs::write(folder.join(file), text)?;
    }
    Ok(())
}

/// The page says itself what the head of a program says.
fn below_its_head(program: &str) -> &str {
    program
        .split_once("\n\n")
        .map_or(program, |(_, below)| below)
}
