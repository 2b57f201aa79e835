//! Whether what a page links to exists.

use super::page::{Page, anchors};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;

/// Looks for a file of the workspace, and for the heading in it that the link
/// names. What is elsewhere is not looked for: that would need a network.
///
/// # Errors
/// If it is not there.
pub fn check(root: &Path, page: &Page, to: &str) -> Result<()> {
    if to.starts_with("https://") {
        return Ok(());
    }
    ensure!(
        !to.contains(':'),
        "`{to}` is neither a file nor begins with https://"
    );
    let (file, anchor) = to.split_once('#').unwrap_or((to, ""));
    let path = match file {
        "" => root.join(&page.path),
        file => root.join(page.folder()).join(file),
    };
    ensure!(path.exists(), "there is no file {file}");
    let is_inside = path.canonicalize()?.starts_with(root.canonicalize()?);
    ensure!(is_inside, "{file} is not in this repository");
    if !anchor.is_empty() {
        let text = fs::read_to_string(&path).with_context(|| format!("failed to read {file}"))?;
        let known = anchors(&text).iter().any(|known| known == anchor);
        ensure!(known, "{file} has no heading `#{anchor}`");
    }
    Ok(())
}
