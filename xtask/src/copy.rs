//! `cargo xtask copy`: copies a folder out of this workspace, ready to build.

use crate::workspace;
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use observer::exit::Exit;
use serde_json::Value;
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, io};

/// What `--help` says of the exit codes.
pub const HELP: &str = "Exit codes: 0 copied, 2 not copied: nothing was written, \
                        3 copied, but the report could not be written";

/// What is copied, and where to.
#[derive(Args)]
pub struct Arguments {
    /// The folder to copy, such as `threading`
    example: String,

    /// Where to: the copy is DIR/EXAMPLE. DIR is created if it is missing
    dir: PathBuf,

    /// Leave out `exercises/solutions/`, for those who have to find them
    #[arg(long)]
    without_solutions: bool,
}

impl Arguments {
    /// Whether there is such a folder to copy.
    ///
    /// # Errors
    /// If there is none.
    pub fn check_names(&self, root: &Path) -> Result<()> {
        let root = root
            .canonicalize()
            .context("failed to find the workspace")?;
        known_name(&self.example, &names(&root)?).map(drop)
    }
}

/// What cargo makes of the place that a folder was copied to. Each path is the
/// manifest of the workspace above it.
enum Place {
    Alone,
    /// Alone as well, because that workspace excludes it.
    Excluded(PathBuf),
    Member(PathBuf),
    /// The path there becomes a member with this line in the manifest.
    Unlisted(PathBuf, String, String),
}

/// Copies a folder, and says what to do next.
///
/// # Errors
/// If it cannot be copied there. Then nothing of it is there.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let root = workspace::root();
    let root = root
        .canonicalize()
        .with_context(|| format!("failed to find {}", root.display()))?;
    let name = known_name(&arguments.example, &names(&root)?)?;
    let shown = arguments.dir.display();
    let dir = resolved(&arguments.dir).context("failed to find the current folder")?;
    ensure!(
        !dir.starts_with(&root),
        "{shown} lies inside this workspace; name a folder outside {}",
        root.display()
    );
    if let Some(file) = dir.ancestors().find(|above| above.exists())
        && !file.is_dir()
    {
        bail!("{} is a file; name a folder", file.display());
    }
    let copy = dir.join(&name);
    ensure!(
        copy.symlink_metadata().is_err(),
        "{} exists already; remove it, or name another folder",
        arguments.dir.join(&name).display()
    );

    let made: Vec<&Path> = dir.ancestors().take_while(|dir| !dir.exists()).collect();
    let place = copied(&root, &copy, arguments.without_solutions)
        .inspect_err(|_| made.iter().for_each(|dir| drop(fs::remove_dir(dir))))
        .with_context(|| format!("failed to copy {name} to {shown}"))?;

    // Where debug builds are optimised, they would be too slow otherwise; and
    // that setting is the workspace's, so it stays behind.
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let slow = manifest.contains(&format!("[profile.dev.package.{name}]"));
    let report = report(&name, &arguments.dir.join(&name), &place, slow);
    Ok(match io::stdout().write_all(report.as_bytes()) {
        Ok(()) => Exit::Passed,
        Err(_) => Exit::CouldNotJudge,
    })
}

/// The folders that can be copied: the members directly below the root, without
/// this one, which works on the others.
fn names(root: &Path) -> Result<Vec<String>> {
    let metadata = metadata(root)?;
    let manifests = metadata["packages"].as_array().into_iter().flatten();
    let name = |package: &Value| {
        let folder = Path::new(package["manifest_path"].as_str()?).parent()?;
        let is_below = folder.parent()?.canonicalize().ok()? == root;
        let name = folder.file_name()?.to_str()?.to_string();
        (is_below && name != env!("CARGO_PKG_NAME")).then_some(name)
    };
    let mut names: Vec<String> = manifests.filter_map(name).collect();
    names.sort();
    Ok(names)
}

fn known_name(wanted: &str, known: &[String]) -> Result<String> {
    // A shell completes a folder's name with a slash.
    let name = wanted
        .trim_start_matches("./")
        .trim_end_matches(['/', '\\']);
    if known.iter().any(|known| known == name) {
        return Ok(name.to_string());
    }
    let candidates: Vec<&str> = known.iter().map(String::as_str).collect();
    let nearest = similar::get_close_matches(name, &candidates, 1, 0.5);
    let meant = nearest
        .first()
        .map(|name| format!("did you mean `{name}`? "));
    bail!(
        "no folder to copy is named `{name}`; {}there are {}",
        meant.unwrap_or_default(),
        known.join(", ")
    );
}

/// The path without symbolic links and `..`, also where nothing exists yet.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut resolved = env::current_dir()?;
    for component in path.components() {
        resolved.push(component);
        if let Ok(real) = resolved.canonicalize() {
            resolved = real;
        } else if component == Component::ParentDir {
            resolved.pop();
            resolved.pop();
        }
    }
    Ok(resolved)
}

/// Copies the folder of the copy's name, whole or not at all.
fn copied(root: &Path, copy: &Path, without_solutions: bool) -> Result<Place> {
    let (Some(dir), Some(name)) = (copy.parent(), copy.file_name()) else {
        bail!("{} is not a folder", copy.display());
    };
    fs::create_dir_all(dir)?;
    let stage = tempfile::Builder::new().prefix(".copy-").tempdir_in(dir)?;
    let staged = stage.path().join(name);
    let original = root.join(name);
    let is_left_out = |path: &Path| {
        is_left_out(path)
            || without_solutions && path == original.join("exercises").join("solutions")
    };
    copy_folder(&original, &staged, &is_left_out)?;
    copy_file(&root.join("Cargo.lock"), &staged.join("Cargo.lock"))?;
    fs::rename(&staged, copy)?;
    // A glob such as `examples/*` covers the stage too, in which nothing is left.
    drop(stage);

    let place = place(copy).and_then(|place| {
        if matches!(place, Place::Member(_) | Place::Unlisted(..)) {
            fs::remove_file(copy.join("Cargo.lock"))?;
        }
        Ok(place)
    });
    place.inspect_err(|_| drop(fs::remove_dir_all(copy)))
}

/// What a build, Python or git leaves in a folder. A module may be named
/// `target` too.
pub fn is_left_out(path: &Path) -> bool {
    match path.file_name().and_then(|name| name.to_str()) {
        Some("target") => path.with_file_name("Cargo.toml").exists(),
        Some("__pycache__" | ".git") => true,
        _ => false,
    }
}

/// Copies a folder with everything in it but what is to be left out.
///
/// # Errors
/// If something cannot be read or written.
pub fn copy_folder(from: &Path, to: &Path, is_left_out: &dyn Fn(&Path) -> bool) -> Result<()> {
    let failed = || format!("failed to read {}", from.display());
    fs::create_dir(to).with_context(|| format!("failed to create {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if is_left_out(&from) {
            continue;
        }
        if from.is_dir() {
            copy_folder(&from, &to, is_left_out)?;
        } else {
            copy_file(&from, &to)?;
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("failed to copy {}", from.display()))?;
    Ok(())
}

/// Asks cargo what it makes of a package in this place.
fn place(copy: &Path) -> Result<Place> {
    let above = copy.ancestors().skip(1);
    let mut above = above.filter(|dir| dir.join("Cargo.toml").is_file());
    let manifest = |dir: &Path| dir.join("Cargo.toml");
    let refusal = match metadata(copy) {
        Ok(metadata) => {
            let root = metadata["workspace_root"].as_str().unwrap_or_default();
            let root = Path::new(root).canonicalize()?;
            let excluding = above.find(|dir| {
                let text = fs::read_to_string(manifest(dir)).unwrap_or_default();
                text.lines().any(|line| line.starts_with("[workspace"))
            });
            return Ok(match excluding {
                _ if root != copy => Place::Member(manifest(&root)),
                Some(dir) => Place::Excluded(manifest(dir)),
                None => Place::Alone,
            });
        }
        Err(refusal) => refusal,
    };
    for dir in above {
        let member = copy.strip_prefix(dir)?.components();
        let member: Vec<_> = member.map(|c| c.as_os_str().to_string_lossy()).collect();
        let member = member.join("/");
        let text = fs::read_to_string(manifest(dir))?;
        let Some(line) = line_to_add(&text, &member)? else {
            continue;
        };
        // An error is not the copy's: another member may be missing.
        let others = metadata(dir).unwrap_or_default();
        let mut others = others["packages"].as_array().into_iter().flatten();
        let name = copy.file_name().and_then(|name| name.to_str());
        ensure!(
            !others.any(|package| package["name"].as_str() == name),
            "the workspace {} has a package of this name already; name a folder outside it",
            dir.display()
        );
        return Ok(Place::Unlisted(manifest(dir), member, line));
    }
    Err(refusal.context("cargo does not accept it there"))
}

/// The line with which this manifest of a workspace lists a member. None if it
/// is not a workspace's, or lists the member already.
///
/// `cargo new` knows every way to write the list, and whether it is sorted; a
/// copy of the manifest is all that it needs.
fn line_to_add(manifest: &str, member: &str) -> Result<Option<String>> {
    let folder = tempfile::tempdir().context("failed to create a temporary folder")?;
    let file = folder.path().join("Cargo.toml");
    fs::write(&file, manifest).context("failed to write a temporary file")?;
    let new = ["new", "--vcs=none", "--name=member", "--", member];
    cargo(folder.path(), &new)?;
    let listed = fs::read_to_string(&file).context("failed to read a temporary file")?;
    if listed == manifest {
        return Ok(None);
    }
    let is_new = |line: &&str| !manifest.lines().any(|old| old == *line);
    let mut new = listed.lines().filter(is_new);
    let list = new.find(|line| line.contains("members"));
    // In a list of one a line, cargo puts it behind another.
    let item = || format!("    \"{member}\",");
    Ok(Some(list.map_or_else(item, str::to_string)))
}

fn metadata(folder: &Path) -> Result<Value> {
    let output = cargo(folder, &["metadata", "--no-deps", "--format-version=1"])?;
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim().trim_start_matches("error: ");
    ensure!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).context("failed to read what cargo printed")
}

fn cargo(folder: &Path, arguments: &[&str]) -> Result<Output> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(cargo);
    let output = cargo.args(arguments).current_dir(folder).output();
    output.context("failed to run cargo")
}

fn report(name: &str, copy: &Path, place: &Place, slow: bool) -> String {
    let about = match place {
        Place::Alone => String::new(),
        Place::Excluded(manifest) => {
            let manifest = manifest.display();
            format!("it stands alone: the `exclude` of {manifest} covers it\n")
        }
        Place::Member(manifest) => {
            let manifest = manifest.display();
            format!("nothing to add: the `members` of {manifest} cover it\n")
        }
        Place::Unlisted(manifest, member, line) => {
            let manifest = manifest.display();
            format!("in {manifest}, add \"{member}\" to `members`:\n    {line}\n")
        }
    };
    let shown = copy.display();
    let copy = copy.to_string_lossy();
    let folder = shell_words::quote(&copy);
    let release = if slow { " --release" } else { "" };
    format!("copied {name} to {shown}\n{about}next: cd {folder} && cargo run{release}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_to_add_keeps_the_manifests_order() {
        let cases = [
            ("[workspace]", r#"members = ["of/mine"]"#),
            ("[package]\n\n[workspace]\n", r#"members = ["of/mine"]"#),
            (
                "[workspace]\nmembers = ['a', 'z'] # all",
                r#"members = ['a', "of/mine", 'z'] # all"#,
            ),
            (
                "[workspace]\nmembers = ['z', 'a']\n",
                r#"members = ['z', 'a', "of/mine"]"#,
            ),
            (
                "[workspace]\nmembers = [\n  'a',\n  'b'\n]\n",
                r#"    "of/mine","#,
            ),
            (
                "workspace.members = ['a']",
                r#"workspace.members = ['a', "of/mine"]"#,
            ),
            ("[workspace]\nmembers = ['of/*']\n", ""),
            ("[package]\nname = 'p'\n", ""),
            ("[workspace]\nmembers = [\n", ""),
        ];
        for (manifest, expected) in cases {
            let line = line_to_add(manifest, "of/mine").expect(manifest);
            assert_eq!(line.unwrap_or_default(), expected, "{manifest}");
        }
    }

    #[test]
    fn a_name_is_known_or_the_nearest_is_suggested() {
        let known = ["asyncio", "threading"].map(str::to_string);
        let cases = [
            ("threading", "threading"),
            ("./threading//", "threading"),
            (
                "thread",
                "no folder to copy is named `thread`; did you mean `threading`? \
                 there are asyncio, threading",
            ),
            (
                "x",
                "no folder to copy is named `x`; there are asyncio, threading",
            ),
        ];
        for (wanted, expected) in cases {
            let name = known_name(wanted, &known).unwrap_or_else(|error| error.to_string());
            assert_eq!(name, expected);
        }
    }
}
