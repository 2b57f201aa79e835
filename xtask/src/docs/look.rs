//! What can be seen of a page without running anything: links, listings, tables,
//! and whether its commands can be typed.

use super::findings::Findings;
use super::page::{Change, Exhibit, Mistake, Page, Shows};
use super::{change, command, link, table};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Looks at everything that can be seen without running a program.
pub fn look(root: &Path, page: &Page) -> Findings {
    let mut found = Findings {
        mistakes: page.mistakes.clone(),
        ..Findings::default()
    };
    let mut mistake = |line, result: Result<()>| {
        if let Err(error) = result {
            let says = format!("{error:#}");
            found.mistakes.push(Mistake { line, says });
        }
    };
    // A picture that is missing is made anew.
    for link in page.links.iter().filter(|link| !link.is_picture) {
        mistake(link.line, link::check(root, page, link));
    }
    for (line, code) in &page.codes {
        if code.starts_with("cargo ") || code.starts_with("python3 ") {
            mistake(*line, command::check(root, page.folder(), code));
        } else if code.starts_with("--") && !is_option(page, code) {
            let says = anyhow::anyhow!("no command has the option `{code}`");
            mistake(*line, Err(says));
        }
    }
    for exhibit in &page.exhibits {
        match &exhibit.shows {
            Shows::Change(change) => mistake(exhibit.line, can_be_made(root, page, change)),
            Shows::Commands => {
                for (number, line) in page.shown(exhibit).lines().enumerate() {
                    let checked = command::check(root, page.folder(), line);
                    mistake(exhibit.line + number, checked);
                }
            }
            Shows::Output { command, .. } => {
                mistake(exhibit.line, command::check(root, page.folder(), command));
            }
            Shows::Listing(_) | Shows::Table(_) => {}
        }
    }
    for (number, exhibit) in page.exhibits.iter().enumerate() {
        let made = match &exhibit.shows {
            Shows::Listing(file) => listing(&root.join(page.folder()).join(file)),
            Shows::Table(name) => table::make(root, name),
            _ => continue,
        };
        match made {
            Ok(made) => found.hold(page, number, &made, None),
            Err(error) => found.mistakes.push(Mistake {
                line: exhibit.line,
                says: format!("{error:#}"),
            }),
        }
    }
    found
}

/// Whether the lines that a change is to replace are there.
pub fn can_be_made(root: &Path, page: &Page, change: &Change) -> Result<()> {
    let text = fs::read_to_string(root.join(page.folder()).join(&change.file));
    let text = text.with_context(|| format!("failed to read {}", change.file))?;
    change::apply(&change.diff, &text).map(drop)
}

/// Whether a task has the option, or something that the page shows.
fn is_option(page: &Page, code: &str) -> bool {
    let name = code.split(['=', ' ']).next().unwrap_or_default();
    let shown = |exhibit: &Exhibit| {
        let mut words = page
            .shown(exhibit)
            .split(|c: char| c.is_whitespace() || c == '"');
        words.any(|word| word == name)
    };
    command::has_option(code) || page.exhibits.iter().any(shown)
}

/// A file without the comment at its head: the page says the same.
fn listing(path: &Path) -> Result<String> {
    let text = fs::read_to_string(path).with_context(|| {
        format!(
            "failed to read {}",
            path.file_name().unwrap_or_default().display()
        )
    })?;
    let body = match text.strip_prefix("\"\"\"") {
        Some(rest) => rest.split_once("\"\"\"\n").map_or(rest, |(_, body)| body),
        None => {
            let head = text
                .split_inclusive('\n')
                .take_while(|line| line.starts_with("//!"));
            &text[head.map(str::len).sum::<usize>()..]
        }
    };
    Ok(body.trim_start_matches('\n').to_string())
}
