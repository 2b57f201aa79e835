//! How a line differs from the expected one.

use crate::text::shown;
use similar::{Algorithm, ChangeTag, capture_diff_slices};

/// The most characters of a line that are compared for a person.
const WIDTH: usize = 200;

/// Both lines, the characters that differ marked.
pub fn difference(expected: &[u8], came: &[u8]) -> String {
    let (expected, came) = (shown(expected, WIDTH), shown(came, WIDTH));
    let characters = [&expected, &came].map(|line| line.chars().collect::<Vec<char>>());
    let [old, new] = &characters;
    let changes = capture_diff_slices(Algorithm::Myers, old, new);
    let marks = |wanted: ChangeTag| -> String {
        let all = changes.iter().flat_map(|part| part.iter_changes(old, new));
        let all = all.map(|change| change.tag());
        let of_line = all.filter(|&tag| tag == ChangeTag::Equal || tag == wanted);
        of_line
            .map(|tag| if tag == wanted { '^' } else { ' ' })
            .collect()
    };
    let lines = [
        format!("expected: {expected}"),
        format!("          {}", marks(ChangeTag::Delete)),
        format!("came:     {came}"),
        format!("          {}", marks(ChangeTag::Insert)),
    ];
    let lines = lines.iter().map(|line| line.trim_end());
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_miss_shows_the_difference() {
        let lines = [
            "expected: Starting Thread-1",
            "          ^",
            "came:     starting  Thread-1",
            "          ^        ^",
        ];
        let shown = difference(b"Starting Thread-1", b"starting  Thread-1");
        assert_eq!(shown, lines.join("\n"));
    }
}
