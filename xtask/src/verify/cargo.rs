//! Builds the Rust programs of the examples.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Builds the packages of these names and returns the program of each that
/// could be built. What cargo has to say of the others, it says on stderr.
pub fn build(root: &Path, packages: &[&str]) -> BTreeMap<String, PathBuf> {
    let messages = cargo_build(root, packages);
    if messages.is_empty() && packages.len() > 1 {
        // One that cargo does not know keeps it from building the others.
        return packages
            .iter()
            .flat_map(|package| build(root, &[*package]))
            .collect();
    }
    programs(root, packages, &messages)
}

fn cargo_build(root: &Path, packages: &[&str]) -> Vec<u8> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(root)
        .args([
            "build",
            "--quiet",
            "--keep-going",
            "--message-format=json-render-diagnostics",
        ])
        .args(packages.iter().flat_map(|package| ["--package", package]))
        .stderr(Stdio::inherit());
    command
        .output()
        .map(|output| output.stdout)
        .unwrap_or_else(|error| {
            eprintln!("error: failed to run cargo: {error}");
            Vec::new()
        })
}

/// Reads cargo's messages, one JSON object a line: an artifact that can be run
/// names its file, and the manifest of its package.
fn programs(root: &Path, packages: &[&str], messages: &[u8]) -> BTreeMap<String, PathBuf> {
    let mut programs = BTreeMap::new();
    for line in messages.split(|&byte| byte == b'\n') {
        let Ok(message) = serde_json::from_slice::<Value>(line) else {
            continue;
        };
        let executable = message["executable"].as_str();
        let manifest = message["manifest_path"].as_str();
        let (Some(executable), Some(manifest)) = (executable, manifest) else {
            continue;
        };
        let of = |package: &&&str| Path::new(manifest) == root.join(package).join("Cargo.toml");
        if let Some(package) = packages.iter().find(of) {
            programs.insert(package.to_string(), executable.into());
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
            br#"{"reason":"compiler-artifact","manifest_path":"/w/a/Cargo.toml","executable":null}
{"reason":"compiler-artifact","manifest_path":"/w/a/Cargo.toml","executable":"/t/a"}
not json
{"reason":"compiler-artifact","manifest_path":"/w/b/c/Cargo.toml","executable":"/t/c"}
{"reason":"build-finished","success":true}"#;
        let programs = programs(Path::new("/w"), &["a", "b"], messages);
        assert_eq!(
            programs,
            BTreeMap::from([("a".to_string(), PathBuf::from("/t/a"))])
        );
    }
}
