//! A change to try: the lines of a diff, made in the text of a file.

use anyhow::{Result, ensure};

/// The text with the change made: the lines that begin with a space or `-` are
/// in it, and those that begin with a space or `+` take their place.
///
/// # Errors
/// If the lines are not in the text exactly once, or one begins otherwise.
pub fn apply(diff: &str, text: &str) -> Result<String> {
    let (mut old, mut new) = (String::new(), String::new());
    for line in diff.lines() {
        let rest = line.get(1..).unwrap_or_default();
        let sign = line.chars().next().unwrap_or(' ');
        ensure!(
            [' ', '-', '+'].contains(&sign),
            "`{line}` begins with none of space, `-` and `+`"
        );
        if sign != '+' {
            old.push_str(rest);
            old.push('\n');
        }
        if sign != '-' {
            new.push_str(rest);
            new.push('\n');
        }
    }
    // Whole lines: the old ones begin where a line begins.
    let (old, new, text) = (format!("\n{old}"), format!("\n{new}"), format!("\n{text}"));
    let found = text.matches(&old).count();
    ensure!(found > 0, "its old lines are not in the file");
    ensure!(found == 1, "its old lines are in the file {found} times");
    ensure!(old != new, "it changes nothing");
    Ok(text.replacen(&old, &new, 1).split_off(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_made_in_one_place() {
        let text = "a\n  b\nc\n  b\n";
        let cases = [
            (" a\n-  b\n+  x\n", Ok("a\n  x\nc\n  b\n")),
            (" a\n+x\n", Ok("a\nx\n  b\nc\n  b\n")),
            ("-a\n", Ok("  b\nc\n  b\n")),
            ("-  b\n", Err("its old lines are in the file 2 times")),
            ("-x\n", Err("its old lines are not in the file")),
            ("- b\n c\n", Err("its old lines are not in the file")),
            (" a\n", Err("it changes nothing")),
            ("a\n", Err("`a` begins with none of space, `-` and `+`")),
        ];
        for (diff, expected) in cases {
            let changed = apply(diff, text).map_err(|error| error.to_string());
            assert_eq!(
                changed.as_deref().map_err(String::as_str),
                expected,
                "{diff}"
            );
        }
    }
}
