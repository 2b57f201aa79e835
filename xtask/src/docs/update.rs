//! `docs` from the pages that are named to the exit code.

use super::examine::Examiner;
use super::notice::{Notice, Remedy};
use super::page::{Page, Shows};
use super::run::Runner;
use super::{DocsArgs, Typed, figures};
use crate::usage::Usage;
use crate::{measurement, output, workspace};
use anyhow::{Context, Result, bail, ensure};
use judge::schedule::progress_bar;
use observer::Observer;
use observer::exit::Exit;
use observer::interrupt::Interrupt;
use observer::report_file::ReportFile;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, thread};

/// Writes the pages, or checks them.
///
/// # Errors
/// Wrong usage, and what cannot be read or run.
pub fn run(arguments: &DocsArgs, typed: Typed) -> Result<Exit> {
    let root = workspace::root()?;
    let pages = read(&root, &arguments.pages)?;
    let interrupt = Interrupt::catch()?;
    let observer = Observer::start(Arc::clone(&interrupt.caught))?;
    let runner = Runner {
        observer: &observer,
        root,
    };
    // Alone: a neighbour would disturb it.
    let record = match &arguments.from {
        Some(file) => measurement::read(file).map(Some),
        None => figures::measure(&runner, &pages),
    };
    if let Some(signal) = interrupt.signal() {
        return Ok(Exit::Interrupted(signal));
    }
    let examiner = Examiner {
        runner: &runner,
        typed: &typed,
        record: record?,
    };
    let snippets = pages.iter().map(|page| page.snippets.len()).sum();
    let progress = progress_bar(snippets, "snippets made");
    let examined: Vec<Result<Vec<Notice>>> = thread::scope(|scope| {
        let examine = |page| examiner.examine(page, &|| progress.inc(1));
        let threads: Vec<_> = pages
            .iter()
            .map(|page| scope.spawn(move || examine(page)))
            .collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined
            .map(|found| found.expect("no panic in a page"))
            .collect()
    });
    progress.finish_and_clear();
    if let Some(signal) = interrupt.signal() {
        return Ok(Exit::Interrupted(signal));
    }
    finish(&runner.root, &pages, examined, arguments.check)
}

/// Writes what can be written, reports, and sums up.
fn finish(
    root: &Path,
    pages: &[Page],
    examined: Vec<Result<Vec<Notice>>>,
    only_check: bool,
) -> Result<Exit> {
    let mut report = String::new();
    let mut ends = Vec::new();
    for (page, examined) in pages.iter().zip(examined) {
        let path = page.path.display();
        let done = examined.and_then(|notices| {
            for notice in &notices {
                let (before, after, end) = match notice.remedy {
                    Remedy::ByHand => ("", "", Exit::Failed),
                    Remedy::TryAgain => ("could not compare: ", "", Exit::CouldNotJudge),
                    _ if only_check => ("", "; `cargo xtask docs` updates it", Exit::Failed),
                    _ => ("", "; updated", Exit::Passed),
                };
                let (line, message) = (notice.line, &notice.message);
                let _ = writeln!(report, "{path}:{line}: {before}{message}{after}");
                ends.push(end);
            }
            match only_check {
                true => Ok(()),
                false => write(root, page, &notices),
            }
        });
        if let Err(error) = done {
            output::complain(&format!("{path}: {error:#}"));
            ends.push(Exit::TaskFailed);
        }
    }
    // A page that is wrong is so, whatever could not be compared.
    let exit = output::worst(&ends);
    if exit == Exit::Passed {
        let snippets: usize = pages.iter().map(|page| page.snippets.len()).sum();
        let pages = pages.len();
        let _ = writeln!(
            report,
            "{snippets} snippets on {pages} pages are up to date"
        );
    }
    Ok(output::say(&report, exit))
}

/// The pages of these names, or all: the one at the top, and one in each folder.
fn read(root: &Path, names: &[String]) -> Result<Vec<Page>> {
    let folders = workspace::folders_with(root, "README.md")?;
    let pages = folders
        .iter()
        .map(|folder| Path::new(folder).join("README.md"));
    let mut paths: Vec<PathBuf> = pages.collect();
    paths.insert(0, "README.md".into());
    let mut wanted: Vec<PathBuf> = Vec::new();
    for name in names {
        let named = root.join(name);
        let is_it = |path: &&PathBuf| {
            let path = root.join(path);
            path == named || path.parent() == Some(&named)
        };
        match paths.iter().find(is_it).filter(|_| !name.is_empty()) {
            Some(path) if wanted.contains(path) => {}
            Some(path) => wanted.push(path.clone()),
            None => bail!(Usage(format!(
                "no page is named `{name}`: name its folder, such as `threading`"
            ))),
        }
    }
    let paths = if names.is_empty() { paths } else { wanted };
    let page = |path: &PathBuf| {
        let text = fs::read_to_string(root.join(path));
        let text = text.with_context(|| format!("failed to read {}", path.display()))?;
        Ok(Page::parse(path, text))
    };
    paths.iter().map(page).collect()
}

/// Puts what was made in the place of what is out of date.
fn write(root: &Path, page: &Page, notices: &[Notice]) -> Result<()> {
    let mut text = page.text.clone();
    // From the end: what comes before keeps its place.
    for notice in notices.iter().rev() {
        match &notice.remedy {
            Remedy::Update(snippet, new) => match &snippet.shows {
                Shows::Picture(to) => {
                    let file = root.join(page.folder()).join(to);
                    ReportFile::open(&file)?.write(new)?;
                }
                _ => text.replace_range(snippet.range.clone(), new),
            },
            Remedy::ByHand | Remedy::TryAgain => {}
        }
    }
    if text != page.text {
        let path = root.join(&page.path);
        let now = fs::read_to_string(&path).unwrap_or_default();
        ensure!(
            now == page.text,
            "it was changed meanwhile, and is left as it is: run it again"
        );
        ReportFile::open(&path)?.write(&text)?;
    }
    Ok(())
}
