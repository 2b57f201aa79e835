//! The map of the house names only rooms that exist.

use std::fs;
use std::path::Path;

/// What stands for a name that is still to be given.
const PLACEHOLDERS: [&str; 4] = ["NAME", "EXAMPLE", "FORMAT", "RULE"];

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
