//! `docs` from the pages that are named to the exit code.

use super::findings::{Findings, Place};
use super::look::look;
use super::outputs::{outputs, pictures};
use super::page::{Mistake, Page};
use super::run::Runner;
use crate::output;
use crate::workspace;
use crate::workspace::python;
use anyhow::{Context, Result, bail, ensure};
use judge::schedule::progress_bar;
use observer::Observer;
use observer::exit::Exit;
use observer::interrupt::Interrupt;
use observer::report_file::ReportFile;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

/// Writes the pages of these names, or only checks them.
///
/// # Errors
/// If a page does not exist, or cannot be read or written.
pub fn run(names: &[String], only_check: bool) -> Result<Exit> {
    let root = workspace::root();
    let pages = read(&root, names)?;
    let interrupt = Interrupt::catch()?;
    let observer = Observer::start(Arc::clone(&interrupt.caught))?;
    let runner = Runner {
        python: python::find().map_err(|error| format!("{error:#}")),
        observer: &observer,
        root,
    };
    let exhibits = pages.iter().map(|page| page.exhibits.len()).sum();
    let progress = progress_bar(exhibits, "exhibits made");
    // Those that measure come after all others, one at a time.
    let side_by_side = |page: &Page| {
        let mut findings = look(&runner.root, page);
        pictures(&runner, page, &mut findings);
        outputs(&runner, page, false, &progress, &mut findings);
        findings
    };
    let mut all: Vec<Findings> = thread::scope(|scope| {
        let threads = pages.iter().map(|page| scope.spawn(|| side_by_side(page)));
        let threads: Vec<_> = threads.collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined
            .map(|found| found.expect("no panic in a page"))
            .collect()
    });
    for (page, findings) in pages.iter().zip(&mut all) {
        outputs(&runner, page, true, &progress, findings);
    }
    progress.finish_and_clear();
    if let Some(signal) = interrupt.signal() {
        return Ok(Exit::Interrupted(signal));
    }
    let mut said = String::new();
    for (page, findings) in pages.iter().zip(&all) {
        said.push_str(&report(page, findings, only_check));
        if !only_check {
            write(&runner.root, page, findings)?;
        }
    }
    let wrong = all.iter().any(|found| !found.mistakes.is_empty());
    let stale = all.iter().any(|found| !found.stale.is_empty());
    let unclear = all.iter().any(|found| !found.unclear.is_empty());
    if !(wrong || unclear || stale && only_check) {
        let pages = pages.len();
        let _ = writeln!(
            said,
            "{exhibits} exhibits on {pages} pages are as they should be"
        );
    }
    let exit = match (wrong || (stale && only_check), unclear) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::CouldNotJudge,
        (false, false) => Exit::Passed,
    };
    Ok(output::say(&said, exit))
}

/// The pages of these names, or all: the one at the top, and one in each folder.
fn read(root: &Path, names: &[String]) -> Result<Vec<Page>> {
    let folders =
        fs::read_dir(root).with_context(|| format!("failed to read {}", root.display()))?;
    let mut paths: Vec<PathBuf> = folders
        .flatten()
        .map(|folder| Path::new(&folder.file_name()).join("README.md"))
        .filter(|path| root.join(path).is_file())
        .collect();
    paths.sort();
    paths.insert(0, "README.md".into());
    if !names.is_empty() {
        let mut wanted = Vec::new();
        for name in names {
            let name = name.trim_start_matches("./").trim_end_matches(['.', '/']);
            let is_it = |path: &&PathBuf| {
                **path == Path::new(name).join("README.md") || **path == Path::new(name)
            };
            let Some(path) = paths.iter().find(is_it) else {
                bail!("no page is named `{name}`: name its folder, such as `threading`");
            };
            wanted.push(path.clone());
        }
        paths = wanted;
    }
    let page = |path: &PathBuf| {
        let text = fs::read_to_string(root.join(path));
        let text = text.with_context(|| format!("failed to read {}", path.display()))?;
        let unix = !text.contains('\r');
        ensure!(
            unix,
            "{} has CRLF line ends: save it with LF",
            path.display()
        );
        Ok(Page::parse(path, text))
    };
    paths.iter().map(page).collect()
}

/// Names each place that is not as it should be.
fn report(page: &Page, found: &Findings, only_check: bool) -> String {
    let mut said = String::new();
    let path = page.path.display();
    for Mistake { line, says } in &found.mistakes {
        let _ = writeln!(said, "{path}:{line}: {says}");
    }
    for (Mistake { line, says }, _) in &found.stale {
        let done = if only_check {
            "`cargo xtask docs` writes it anew"
        } else {
            "written anew"
        };
        let _ = writeln!(said, "{path}:{line}: {says}; {done}");
    }
    for Mistake { line, says } in &found.unclear {
        let _ = writeln!(said, "{path}:{line}: could not compare: {says}");
    }
    said
}

/// Puts what was made in the place of what differs.
fn write(root: &Path, page: &Page, found: &Findings) -> Result<()> {
    let mut text = page.text.clone();
    let mut exhibits: Vec<(usize, &String)> = Vec::new();
    for (_, place) in &found.stale {
        match place {
            Place::Exhibit(number, new) => exhibits.push((*number, new)),
            Place::Picture(path, new) => ReportFile::open(&root.join(path))?.write(new)?,
        }
    }
    // From the end: what comes before keeps its place.
    exhibits.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    for (number, new) in &exhibits {
        text.replace_range(page.exhibits[*number].range.clone(), new);
    }
    if !exhibits.is_empty() {
        let now = fs::read_to_string(root.join(&page.path)).unwrap_or_default();
        ensure!(
            now == page.text,
            "{} was changed meanwhile, and is left as it is: run it again",
            page.path.display()
        );
        ReportFile::open(&root.join(&page.path))?.write(&text)?;
    }
    Ok(())
}
