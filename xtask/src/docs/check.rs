//! What the pages show is held against what is made now.

use super::compare::{self, Difference, MACHINE, Tolerance, WAITS};
use super::page::{Change, Exhibit, Mistake, Page, Shows};
use super::run::Runner;
use super::{change, command, link, table, timeline};
use crate::exit::{self, Exit};
use crate::verify::cargo::{self, Target};
use crate::verify::{examples, task};
use anyhow::{Context, Result, bail, ensure};
use comparison::file::File;
use comparison::interrupt::Interrupt;
use comparison::observe::Observer;
use comparison::python;
use indicatif::ProgressBar;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

/// What came of one page.
#[derive(Default)]
struct Findings {
    /// What is wrong, and cannot be mended by writing.
    mistakes: Vec<Mistake>,
    /// What is shown and differs: where, and what should be there.
    stale: Vec<(Mistake, Place)>,
    /// What could not be measured.
    unclear: Vec<Mistake>,
}

enum Place {
    /// The number of an exhibit, and its text.
    Exhibit(usize, String),
    /// A file, and its text.
    Picture(PathBuf, String),
}

/// Writes the pages of these names, or only checks them.
///
/// # Errors
/// If a page does not exist, or cannot be read or written.
pub fn run(names: &[String], only_check: bool) -> Result<Exit> {
    let root = examples::root();
    let pages = read(&root, names)?;
    let interrupt = Interrupt::catch()?;
    let observer = Observer::start(Arc::clone(&interrupt.caught))?;
    let runner = Runner {
        python: python::find().map(|python| python.path),
        observer: &observer,
        root,
    };
    let exhibits = pages.iter().map(|page| page.exhibits.len()).sum();
    let progress = task::progress_bar(exhibits, "exhibits made");
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
    Ok(exit::say(&said, exit))
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

/// Looks at everything that can be seen without running a program.
fn look(root: &Path, page: &Page) -> Findings {
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
fn can_be_made(root: &Path, page: &Page, change: &Change) -> Result<()> {
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

impl Findings {
    /// Holds what a page shows against what was made: exactly, or but for what
    /// varies.
    fn hold(&mut self, page: &Page, number: usize, made: &str, tolerance: Option<Tolerance>) {
        let exhibit = &page.exhibits[number];
        let shown = page.shown(exhibit);
        let found = match tolerance {
            Some(tolerance) => compare::difference(shown, made, tolerance),
            None => exact(shown, made),
        };
        if let Some(Difference { line, says }) = found {
            let line = exhibit.line + line;
            let new = match tolerance {
                Some(tolerance) => compare::updated(shown, made, tolerance),
                None => Some(made.to_string()),
            };
            let mistake = Mistake { line, says };
            match new {
                Some(new) => self.stale.push((mistake, Place::Exhibit(number, new))),
                // Only a person can tell what the dots are to leave out.
                None => self.mistakes.push(mistake),
            }
        }
    }
}

fn exact(shown: &str, made: &str) -> Option<Difference> {
    if shown == made {
        return None;
    }
    let mut others = made.lines();
    let mut lines = shown.lines().enumerate();
    let differs = lines.find_map(|(line, text)| match others.next() {
        Some(other) if other == text => None,
        Some(other) => Some((line, format!("shows `{text}`, but it is `{other}`"))),
        None => Some((line, format!("shows `{text}`, but there is no more"))),
    });
    let more = || {
        let next = others.next().unwrap_or_default();
        let line = shown.lines().count().saturating_sub(1);
        (line, format!("shows no more, but there is `{next}`"))
    };
    let (line, says) = differs.unwrap_or_else(more);
    Some(Difference { line, says })
}

/// Whether a command measures the machine: it must run alone, and its figures
/// are the machine's.
fn measures(command: &str) -> bool {
    let compares = command.starts_with("cargo run -p comparison");
    let all = ["cargo xtask verify", "cargo xtask verify comparison"];
    (compares && !command.contains("--help") && !command.contains("-- run "))
        || all.contains(&command)
}

/// Runs the commands of a page: those that measure, or the others.
fn outputs(
    runner: &Runner,
    page: &Page,
    alone: bool,
    progress: &ProgressBar,
    found: &mut Findings,
) {
    for (number, exhibit) in page.exhibits.iter().enumerate() {
        let Shows::Output { command, change } = &exhibit.shows else {
            if !alone {
                progress.inc(1);
            }
            continue;
        };
        if measures(command) != alone {
            continue;
        }
        let change = change.as_ref();
        if change.is_some_and(|change| can_be_made(&runner.root, page, change).is_err()) {
            // That is said of the change.
            progress.inc(1);
            continue;
        }
        // The examples' own times are the same on every machine.
        let tolerance = match command.starts_with("cargo xtask") {
            true => WAITS,
            false if alone => MACHINE,
            false => WAITS,
        };
        // A busy machine may disturb a run: what is right once is right.
        for last in [false, true] {
            if runner.observer.is_interrupted() {
                return;
            }
            let made = runner.output(page.folder(), command, change);
            let made = match made {
                Ok(made) => format!("$ {command}\n{made}"),
                Err(error) => {
                    let says = format!("{error:#}");
                    let line = exhibit.line;
                    found.mistakes.push(Mistake { line, says });
                    break;
                }
            };
            let shown = page.shown(exhibit);
            let differs = compare::difference(shown, &made, tolerance).is_some();
            if differs && !last {
                continue;
            }
            let no_verdict = ["could not judge", " runs count; "];
            let is_unclear = |text: &str| no_verdict.iter().any(|says| text.contains(says));
            if differs && is_unclear(&made) && !is_unclear(shown) {
                let says = format!("`{command}` came to no verdict: try again on a quiet machine");
                let line = exhibit.line;
                found.unclear.push(Mistake { line, says });
            } else {
                found.hold(page, number, &made, Some(tolerance));
            }
            break;
        }
        progress.inc(1);
    }
}

/// Makes the pictures of a page: of an example, its timeline.
fn pictures(runner: &Runner, page: &Page, found: &mut Findings) {
    let pictures = page.links.iter().filter(|link| link.is_picture);
    for link in pictures.filter(|link| !link.to.starts_with("https://")) {
        let line = link.line;
        let held = hold_picture(runner, page, &link.to);
        match held {
            Ok(None) => {}
            Ok(Some((says, place))) => found.stale.push((Mistake { line, says }, place)),
            Err(error) => {
                let says = format!("{}: {error:#}", link.to);
                found.mistakes.push(Mistake { line, says });
            }
        }
    }
}

fn hold_picture(runner: &Runner, page: &Page, to: &str) -> Result<Option<(String, Place)>> {
    let example = page.folder().to_string_lossy().into_owned();
    if to != "timeline.svg" || !examples::names(&runner.root)?.contains(&example) {
        bail!("nothing makes this picture");
    }
    let target = Target::program(&example);
    let built = cargo::build(&runner.root, std::slice::from_ref(&target));
    let program = built
        .get(&target)
        .context("its program could not be built")?;
    let python = runner.python.as_ref();
    let python = python.map_err(|why| anyhow::anyhow!("{why}"))?;
    let twin = runner.root.join(&example).join("example.py");
    let observe = |language, command| timeline::observe(runner.observer, language, command);
    let made = [
        observe("Rust", vec![program.into()])?,
        observe("Python", vec![python.into(), twin.into()])?,
    ];
    let path = page.folder().join(to);
    let old = fs::read_to_string(runner.root.join(&path)).unwrap_or_default();
    let differs = match timeline::read(&old) {
        Err(error) => Some(format!("{to}: {error:#}")),
        Ok(shown) if timeline::draw(&shown) != old => {
            Some(format!("{to} is not what its figures draw"))
        }
        Ok(shown) => {
            let (shown, made) = (timeline::describe(&shown), timeline::describe(&made));
            let found = compare::difference(&shown, &made, WAITS);
            found.map(|difference| format!("{to} {}", difference.says))
        }
    };
    let place = |says| (says, Place::Picture(path, timeline::draw(&made)));
    Ok(differs.map(place))
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
            Place::Picture(path, new) => File::open(&root.join(path))?.write(new)?,
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
        File::open(&root.join(&page.path))?.write(&text)?;
    }
    Ok(())
}
