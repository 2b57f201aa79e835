//! Builds the Rust programs of the examples, and of their exercises.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What cargo is asked to build: the program of a package, or one of the
/// package's examples, as cargo calls them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    pub package: String,
    pub example: Option<String>,
}

impl Target {
    /// The program of this package.
    pub fn program(package: &str) -> Target {
        Target {
            package: package.to_string(),
            example: None,
        }
    }
}

/// Cargo, as it runs this program or as it is found in PATH.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Builds these targets, which are all programs or all examples, and returns
/// the program of each that could be built. What cargo has to say of the others,
/// it says on stderr.
///
/// # Errors
/// If cargo cannot be run.
pub fn build(root: &Path, targets: &[Target]) -> Result<BTreeMap<Target, PathBuf>> {
    if targets.is_empty() {
        return Ok(BTreeMap::new());
    }
    let messages = cargo_build(root, targets)?;
    if messages.is_empty() && targets.len() > 1 {
        // One that cargo does not know keeps it from building the others.
        let mut programs = BTreeMap::new();
        for target in targets.chunks(1) {
            programs.extend(build(root, target)?);
        }
        return Ok(programs);
    }
    Ok(programs(root, targets, &messages))
}

fn cargo_build(root: &Path, targets: &[Target]) -> Result<Vec<u8>> {
    let packages: BTreeSet<&str> = targets.iter().map(|t| t.package.as_str()).collect();
    let examples = targets
        .iter()
        .filter_map(|target| target.example.as_deref());
    let output = cargo()
        .current_dir(root)
        .args(["build", "--quiet", "--keep-going"])
        .arg("--message-format=json-render-diagnostics")
        .args(packages.iter().flat_map(|package| ["--package", package]))
        .args(examples.flat_map(|example| ["--example", example]))
        .stderr(Stdio::inherit())
        .output();
    Ok(output.context("failed to run cargo")?.stdout)
}

/// The message of cargo that something was built that can be run.
#[derive(Deserialize)]
struct Artifact {
    executable: PathBuf,
    /// Of its package.
    manifest_path: PathBuf,
    target: Made,
}

/// What cargo built, as it calls it.
#[derive(Deserialize)]
struct Made {
    name: String,
    kind: Vec<String>,
}

/// Reads cargo's messages, one JSON object a line. Others than of what can be
/// run are passed over.
fn programs(root: &Path, targets: &[Target], messages: &[u8]) -> BTreeMap<Target, PathBuf> {
    let mut programs = BTreeMap::new();
    for line in messages.split(|&byte| byte == b'\n') {
        let Ok(artifact) = serde_json::from_slice::<Artifact>(line) else {
            continue;
        };
        let Made { name, kind } = artifact.target;
        let example = (kind == ["example"]).then_some(name);
        let is_it = |target: &&Target| {
            let of_package = root.join(&target.package).join("Cargo.toml");
            artifact.manifest_path == of_package && target.example == example
        };
        if let Some(target) = targets.iter().find(is_it) {
            programs.insert(target.clone(), artifact.executable);
        }
    }
    programs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_in_cargos_messages() {
        let messages =
            br#"{"reason":"compiler-artifact","manifest_path":"/w/a/Cargo.toml","target":{"kind":["bin"],"name":"a"},"executable":null}
{"reason":"compiler-artifact","manifest_path":"/w/a/Cargo.toml","target":{"kind":["bin"],"name":"a"},"executable":"/t/a"}
{"reason":"compiler-artifact","manifest_path":"/w/a/Cargo.toml","target":{"kind":["example"],"name":"x"},"executable":"/t/x"}
not json
{"reason":"compiler-artifact","manifest_path":"/w/b/c/Cargo.toml","target":{"kind":["bin"],"name":"c"},"executable":"/t/c"}
{"reason":"build-finished","success":true}"#;
        let example = Target {
            example: Some("x".to_string()),
            ..Target::program("a")
        };
        let cases = [
            (Target::program("a"), Some("/t/a")),
            (Target::program("b"), None),
            (example, Some("/t/x")),
        ];
        for (target, expected) in cases {
            let found = programs(Path::new("/w"), std::slice::from_ref(&target), messages);
            let expected = expected.map(|path| (target, PathBuf::from(path)));
            assert_eq!(found, expected.into_iter().collect());
        }
    }
}
