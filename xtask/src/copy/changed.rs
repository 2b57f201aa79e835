//! Exercises that are not as they were committed: somebody may have solved them.

use std::path::Path;
use std::process::Command;

/// The files of the exercises, without their solutions, that git says are not as
/// they were committed, by their paths in this workspace. None where git does not
/// tell.
pub fn exercises(root: &Path, name: &str) -> Vec<String> {
    let folder = format!("{name}/exercises");
    let solutions = format!(":!{folder}/solutions");
    let differ = ["diff", "--name-only", "--relative", "-z", "HEAD", "--"];
    let output = Command::new("git")
        .args(differ)
        .args([&folder, &solutions])
        .current_dir(root)
        .output();
    let Ok(output) = output else {
        return Vec::new();
    };
    let files = String::from_utf8_lossy(&output.stdout);
    let files = files.split_terminator('\0');
    files.map(str::to_string).collect()
}
