//! How a program differs from its solution.

use super::catalog::{Attempt, folder};
use similar::TextDiff;
use std::fs;
use std::path::Path;

/// So many lines around what differs are shown.
const AROUND: usize = 2;

/// The lines that differ, or that there are none.
pub fn difference(root: &Path, attempt: &Attempt) -> String {
    let file = attempt.file();
    let solutions = folder(&attempt.exercise.example).join("solutions");
    let solution = solutions.join(file.file_name().unwrap_or_default());
    let read = |file: &Path| fs::read_to_string(root.join(file));
    let (Ok(own), Ok(right)) = (read(&file), read(&solution)) else {
        return format!("there is no {} to compare it with\n", solution.display());
    };
    let difference = TextDiff::from_lines(&own, &right);
    let names = (file.display().to_string(), solution.display().to_string());
    let mut shown = difference.unified_diff();
    let shown = shown.context_radius(AROUND).header(&names.0, &names.1);
    match shown.to_string() {
        same if same.is_empty() => format!("{} is the solution\n", names.0),
        shown => shown,
    }
}
