//! What is true here only is made true of a copy: links that lead out of it, and
//! how a program is judged.

use super::folder::below;
use anyhow::{Context, Result};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use regex_lite::Regex;
use std::ffi::OsStr;
use std::fs;
use std::ops::Range;
use std::path::{Component, Path};

/// Adapts the pages and the exercises of a copy.
///
/// # Errors
/// If one cannot be read or written.
pub fn adapt(copy: &Path) -> Result<()> {
    for file in below(copy)? {
        let ending = file.extension().and_then(OsStr::to_str);
        let path = copy.join(&file);
        let failed = || format!("failed to adapt {}", file.display());
        let adapt: fn(&str, &Path) -> String = match ending {
            Some("md") => |page, file| without_tasks(&without_links_out(page, file)),
            Some("rs" | "py") if file.starts_with("exercises") => judged_there,
            _ => continue,
        };
        let text = fs::read_to_string(&path).with_context(failed)?;
        let adapted = adapt(&text, &file);
        if adapted != text {
            fs::write(&path, adapted).with_context(failed)?;
        }
    }
    Ok(())
}

/// A page, with the words of a link in place of one that leads out of the copy.
fn without_links_out(page: &str, file: &Path) -> String {
    let mut kept = String::new();
    let mut end = 0;
    let mut out: Option<(Range<usize>, Range<usize>)> = None;
    for (event, range) in Parser::new(page).into_offset_iter() {
        match (event, &mut out) {
            (Event::Start(Tag::Link { dest_url, .. }), _) if leads_out(&dest_url, file) => {
                let words = range.end..range.start;
                out = Some((range, words));
            }
            (Event::End(TagEnd::Link), Some((link, words))) => {
                kept += &page[end..link.start];
                kept += page.get(words.clone()).unwrap_or_default();
                end = link.end;
                out = None;
            }
            (_, Some((_, words))) => {
                *words = words.start.min(range.start)..words.end.max(range.end);
            }
            _ => {}
        }
    }
    kept + &page[end..]
}

/// Whether a link in this file of a folder leads out of the folder.
fn leads_out(to: &str, file: &Path) -> bool {
    let mut depth = file.components().count() - 1;
    for component in Path::new(to).components() {
        match component {
            Component::ParentDir if depth == 0 => return true,
            Component::ParentDir => depth -= 1,
            Component::Normal(_) => depth += 1,
            _ => {}
        }
    }
    false
}

/// A page for where `cargo xtask` is not: what is judged with it here, the judge judges
/// there, on a terminal alone; and the paragraphs that speak of it are left out.
fn without_tasks(page: &str) -> String {
    // It is built first, and cargo runs it: in another workspace, its program is elsewhere.
    let judged = [
        (
            r"(?m)^\$ cargo xtask verify \S+ --only rust(.*)$",
            "$$ cargo build --quiet && judge expected.txt$1 -- cargo run --quiet",
        ),
        (r"(?m)^\S+  Rust, pipe .*\n", ""),
        (
            r"(?m)^(FAIL  )?[\w-]+(  |, )Rust, terminal",
            "${1}expected.txt${2}command, terminal",
        ),
    ];
    let mut page = page.to_string();
    for (here, there) in judged {
        let here = Regex::new(here).expect("a pattern");
        page = here.replace_all(&page, there).into_owned();
    }
    let (mut kept, mut end) = (String::new(), 0);
    for (event, range) in Parser::new(&page).into_offset_iter() {
        let is_paragraph = event == Event::Start(Tag::Paragraph);
        if is_paragraph && page[range.clone()].contains("`cargo xtask") {
            kept += page[end..range.start].trim_end_matches('\n');
            kept += "\n";
            end = range.end;
        }
    }
    kept + &page[end..]
}

/// An exercise that tells how it is judged where `cargo xtask` is not.
fn judged_there(program: &str, file: &Path) -> String {
    let Some((before, rest)) = program.split_once("Judge it: `cargo xtask exercise ") else {
        return program.to_string();
    };
    let Some((_, after)) = rest.split_once('\n') else {
        return program.to_string();
    };
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let judge = "`judge exercises/expected.txt --perturb --";
    let command = match file.extension().and_then(OsStr::to_str) {
        Some("py") => format!("{judge} python3 {}`", file.display()),
        _ => format!(
            "`cargo build --example {name}`, then\n//! {judge} target/debug/examples/{name}`"
        ),
    };
    format!("{before}Judge it: {command}\n{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_leads_out_is_its_words() {
        let page = "a [b *c*](../d/e.md#f), [g](h.md), [`i`](x/../../j) [k](https://l/../../m)\n\
                    \n```text\n[n](../o)\n```\n";
        let expected = "a b *c*, [g](h.md), `i` [k](https://l/../../m)\n\
                        \n```text\n[n](../o)\n```\n";
        assert_eq!(without_links_out(page, Path::new("README.md")), expected);
        let nested = page
            .replace("../d", "../../d")
            .replace("x/../../j", "../../j");
        let below = without_links_out(&nested, Path::new("x/README.md"));
        assert_eq!(below, expected);
        assert_eq!(without_links_out(page, Path::new("x/README.md")), page);
    }

    #[test]
    fn a_page_tells_only_what_can_be_typed_there() {
        let page = "# a\n\nb\n\n`cargo xtask exercise` lists\nthem.\n\n```console\n\
                    $ cargo xtask verify a-b --only rust --explain\n\
                    a-b  Rust, terminal  FAIL  1.00 s\na-b  Rust, pipe      FAIL  1.00 s\n\n\
                    FAIL  a-b, Rust, terminal\n```\n\nc `cargo xtask`\n";
        let expected = "# a\n\nb\n\n```console\n\
                        $ cargo build --quiet && judge expected.txt --explain -- cargo run \
                        --quiet\n\
                        expected.txt  command, terminal  FAIL  1.00 s\n\n\
                        FAIL  expected.txt, command, terminal\n```\n";
        assert_eq!(without_tasks(page), expected);
    }

    #[test]
    fn an_exercise_is_judged_without_the_workspace() {
        let python = "\"\"\"x\n\nJudge it: `cargo xtask exercise turns.py`\n\"\"\"\ny\n";
        let expected = "\"\"\"x\n\nJudge it: `judge exercises/expected.txt --perturb -- \
                        python3 exercises/turns.py`\n\"\"\"\ny\n";
        assert_eq!(
            judged_there(python, Path::new("exercises/turns.py")),
            expected
        );
        let rust = "//! Judge it: `cargo xtask exercise turns`\n\ny\n";
        let expected = "//! Judge it: `cargo build --example turns`, then\n\
                        //! `judge exercises/expected.txt --perturb -- target/debug/examples/turns`\n\ny\n";
        assert_eq!(
            judged_there(rust, Path::new("exercises/turns.rs")),
            expected
        );
        assert_eq!(judged_there("y\n", Path::new("exercises/turns.rs")), "y\n");
    }
}
