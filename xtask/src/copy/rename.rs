//! A copy under another name. Where a word is the folder's or the package's name, it is
//! another one then; where it is Python's, as in `import threading`, it stays.

use super::folder::below;
use anyhow::{Context, Result};
use regex_lite::{Captures, Regex};
use std::fs;
use std::path::Path;

/// Where a word is the folder's or the package's name: what is before and behind it.
const PLACES: [(&str, &str); 4] = [
    (r"(?:-p |--package |folder `)", r"\b"),
    // Of a manifest, and of Cargo.lock.
    (r#"(?m)^name = ""#, r#"""#),
    // The title of a page, and of a picture.
    (r"(?m)^# .*`", "`"),
    (">", ": who works when<"),
];

/// Gives the example in this folder another name.
///
/// # Errors
/// If a file cannot be read or written.
pub fn rename(copy: &Path, from: &str, to: &str) -> Result<()> {
    for file in below(copy)? {
        let path = copy.join(&file);
        let failed = || format!("failed to adapt {}", file.display());
        // What is no text names nothing.
        let bytes = fs::read(&path).with_context(failed)?;
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        let renamed = renamed(&text, from, to);
        if renamed != text {
            fs::write(&path, renamed).with_context(failed)?;
        }
    }
    Ok(())
}

fn renamed(text: &str, from: &str, to: &str) -> String {
    let from = regex_lite::escape(from);
    PLACES
        .iter()
        .fold(text.to_string(), |text, (before, behind)| {
            let place = Regex::new(&format!("({before}){from}({behind})")).expect("a pattern");
            let new = |found: &Captures| format!("{}{to}{}", &found[1], &found[2]);
            place.replace_all(&text, new).into_owned()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pythons_keeps_its_name() {
        let page = "# Threads: `threading`\n\nType this in the folder `threading`.\n\n\
            ```python example.py\nimport threading\nthreading.Thread()\n```\n\n\
            threading is a module, `threading`, and [here](https://x/threading.html).\n\
            `cargo run -p threading --example threading`, -p threadings\n";
        let expected = "# Threads: `lesson3`\n\nType this in the folder `lesson3`.\n\n\
            ```python example.py\nimport threading\nthreading.Thread()\n```\n\n\
            threading is a module, `threading`, and [here](https://x/threading.html).\n\
            `cargo run -p lesson3 --example threading`, -p threadings\n";
        assert_eq!(renamed(page, "threading", "lesson3"), expected);
        for (text, expected) in [
            ("name = \"threading\"\n", "name = \"lesson3\"\n"),
            (
                "<title>threading: who works when</title>",
                "<title>lesson3: who works when</title>",
            ),
        ] {
            assert_eq!(renamed(text, "threading", "lesson3"), expected);
        }
    }
}
