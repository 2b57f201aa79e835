//! The map of the house names only rooms that exist, and the container for a
//! browser what the workspace has.

use std::fs;
use std::path::Path;

/// What stands for a name that is still to be given.
const PLACEHOLDERS: [&str; 5] = ["NAME", "EXAMPLE", "FORMAT", "RULE", "KIND"];

#[test]
fn every_path_of_the_map_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let map = fs::read_to_string(root.join(".github/CONTRIBUTING.md")).expect("the map");
    let code = map.split('`').skip(1).step_by(2);
    let paths: Vec<&str> = code
        .filter(|code| code.contains('/') && !code.contains(' '))
        .filter(|code| {
            !PLACEHOLDERS
                .iter()
                .any(|placeholder| code.contains(placeholder))
        })
        .collect();
    assert!(paths.len() > 20, "{paths:?}");
    for path in paths {
        assert!(root.join(path).exists(), "{path}");
    }
}

#[test]
fn the_container_has_what_the_workspace_needs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let file = root.join(".devcontainer/devcontainer.json");
    let text = fs::read_to_string(file).expect("the container");
    let container: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    for feature in ["rust:1", "python:1"] {
        let feature = format!("ghcr.io/devcontainers/features/{feature}");
        assert!(container["features"][&feature].is_object(), "{feature}");
    }
    assert_eq!(container["capAdd"][0], "SYS_PTRACE");
    // Alone, the tasks are built with other features: the first command waits for nothing.
    let built = "cargo build --workspace --locked && cargo build --package xtask --locked";
    assert_eq!(container["postCreateCommand"], built);
    let run = fs::read_to_string(root.join("README.md")).expect("the page");
    let first = container["postAttachCommand"].as_str().expect("a command");
    assert!(run.contains(&format!("$ {first}\n")), "{first}");
}
