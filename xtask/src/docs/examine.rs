//! What a page shows is held against what is made now.

use super::compare::{difference, exact};
use super::notice::{Notice, Remedy};
use super::page::{Change, Link, Page, Shows};
use super::run::{Ran, Runner};
use super::{change, command, figures, link, table, timeline};
use crate::workspace;
use crate::workspace::build::{self, Target};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// What is needed to look at a page.
pub struct Examiner<'a> {
    pub runner: &'a Runner<'a>,
    pub typed: &'a command::Typed,
    /// The comparison's measurement, if a page shows figures of it.
    pub record: Option<PathBuf>,
    /// Whether each verdict of that measurement is one.
    pub is_conclusive: bool,
}

impl Examiner<'_> {
    /// Everything on the page that is not as it should be. `done` is called for
    /// each snippet that was looked at.
    ///
    /// # Errors
    /// If a command cannot be run, or a file cannot be read or written for it.
    pub fn examine(&self, page: &Page, done: &dyn Fn()) -> Result<Vec<Notice>> {
        let mut notices = page.notices.clone();
        for link in &page.links {
            match link.is_picture && !link.to.starts_with("https://") {
                true => notices.extend(self.picture(page, link)?),
                false => notices.extend(wrong(link.line, link::check(self.root(), page, link))),
            }
        }
        for (line, code) in &page.codes {
            notices.extend(wrong(*line, self.code(page, code)));
        }
        for number in 0..page.snippets.len() {
            if self.runner.observer.is_interrupted() {
                break;
            }
            notices.extend(self.snippet(page, number)?);
            done();
        }
        Ok(notices)
    }

    fn root(&self) -> &Path {
        &self.runner.root
    }

    fn snippet(&self, page: &Page, number: usize) -> Result<Vec<Notice>> {
        let snippet = &page.snippets[number];
        let (line, shown) = (snippet.line, page.shown(snippet));
        let held = |made: Result<String>| match made {
            Ok(made) => exact(shown, &made).map(|found| Notice::out_of_date(line, number, found)),
            Err(error) => Some(Notice::by_hand(line, format!("{error:#}"))),
        };
        let found = match &snippet.shows {
            Shows::Output { command, change } => {
                self.output(page, number, command, change.as_ref())?
            }
            Shows::Change(change) => wrong(line, self.can_be_made(page, change)),
            Shows::Listing(file) => held(listing(&self.root().join(page.folder()).join(file))),
            Shows::Table(name) => held(table::make(self.root(), name)),
            Shows::Commands => {
                let check = |command| self.typed.check(self.root(), page.folder(), command);
                let lines = shown.lines().zip(line..);
                return Ok(lines
                    .filter_map(|(command, line)| wrong(line, check(command)))
                    .collect());
            }
        };
        Ok(found.into_iter().collect())
    }

    /// Runs a command, twice if need be: a busy machine may disturb a run, and
    /// what is right once is right.
    fn output(
        &self,
        page: &Page,
        number: usize,
        command: &str,
        change: Option<&Change>,
    ) -> Result<Option<Notice>> {
        let line = page.snippets[number].line;
        if let Err(error) = self.typed.check(self.root(), page.folder(), command) {
            return Ok(Some(Notice::by_hand(line, format!("{error:#}"))));
        }
        if change.is_some_and(|change| self.can_be_made(page, change).is_err()) {
            // That is said of the change.
            return Ok(None);
        }
        if let (true, Err(why)) = (command.starts_with("python3 "), &self.runner.python) {
            return Ok(Some(Notice::try_again(line, why)));
        }
        let words: Vec<&str> = command.split_whitespace().collect();
        let drawn = match &self.record {
            Some(record) if figures::are_shown(&words) => Some(figures::drawn(&words, record)),
            _ => None,
        };
        let run = || match &drawn {
            Some(drawn) => {
                let words: Vec<&str> = drawn.iter().map(String::as_str).collect();
                self.runner.output(page.folder(), &words, change)
            }
            None => self.runner.output(page.folder(), &words, change),
        };
        let first = self.held(page, number, command, &run()?, drawn.is_some());
        match first {
            Some(_) if !self.runner.observer.is_interrupted() => {
                Ok(self.held(page, number, command, &run()?, drawn.is_some()))
            }
            first => Ok(first),
        }
    }

    /// What a page shows of a command, against what that printed now.
    fn held(
        &self,
        page: &Page,
        number: usize,
        command: &str,
        ran: &Ran,
        is_drawn: bool,
    ) -> Option<Notice> {
        let snippet = &page.snippets[number];
        if ran.stdout.is_empty() && ran.code != Some(0) {
            let message = format!("`{command}` fails: {}", ran.stderr.trim());
            return Some(Notice::by_hand(snippet.line, message));
        }
        let made = format!("$ {command}\n{}", ran.stdout);
        let found = difference(page.shown(snippet), &made)?;
        if ran.code == Some(COULD_NOT_JUDGE) || is_drawn && !self.is_conclusive {
            let message = format!("`{command}` came to no verdict: try again on a quiet machine");
            return Some(Notice::try_again(snippet.line, message));
        }
        Some(Notice::out_of_date(snippet.line, number, found))
    }

    /// Whether the lines that a change is to replace are there.
    fn can_be_made(&self, page: &Page, change: &Change) -> Result<()> {
        let text = fs::read_to_string(self.root().join(page.folder()).join(&change.file));
        let text = text.with_context(|| format!("failed to read {}", change.file))?;
        change::apply(&change.diff, &text).map(drop)
    }

    /// Whether code among words can be typed: a command, or an option of a task
    /// or of something that the page shows.
    fn code(&self, page: &Page, code: &str) -> Result<()> {
        if code.starts_with("cargo ") || code.starts_with("python3 ") {
            return self.typed.check(self.root(), page.folder(), code);
        }
        let name = code.split(['=', ' ']).next().unwrap_or_default();
        let is_shown = || {
            let shown = page.snippets.iter().map(|snippet| page.shown(snippet));
            let mut words = shown.flat_map(|text| text.split([' ', '\n', '"']));
            words.any(|word| word == name)
        };
        let is_known = !code.starts_with("--") || self.typed.has_option(name) || is_shown();
        ensure!(is_known, "no command has the option `{code}`");
        Ok(())
    }

    /// The picture of an example: its timeline, in both languages.
    fn picture(&self, page: &Page, link: &Link) -> Result<Option<Notice>> {
        let example = page.folder().to_string_lossy().into_owned();
        if link.to != "timeline.svg" || !workspace::names(self.root())?.contains(&example) {
            let message = format!("{}: no generator for this picture", link.to);
            return Ok(Some(Notice::by_hand(link.line, message)));
        }
        let python = match &self.runner.python {
            Ok(python) => python,
            Err(why) => return Ok(Some(Notice::try_again(link.line, why))),
        };
        let target = Target::program(&example);
        let built = build::build(self.root(), std::slice::from_ref(&target))?;
        let Some(program) = built.get(&target) else {
            let message = format!("{}: its program could not be built", link.to);
            return Ok(Some(Notice::by_hand(link.line, message)));
        };
        let twin = self.root().join(&example).join("example.py");
        let observe =
            |language, command| timeline::observe(self.runner.observer, language, command);
        let made = [
            observe("Rust", vec![program.into()])?,
            observe("Python", vec![python.into(), twin.into()])?,
        ];
        let path = page.folder().join(&link.to);
        let old = fs::read_to_string(self.root().join(&path)).unwrap_or_default();
        let differs = match timeline::read(&old) {
            Err(error) => Some(format!("{}: {error:#}", link.to)),
            Ok(shown) if timeline::draw(&shown) != old => {
                Some(format!("{} is not what its figures draw", link.to))
            }
            Ok(shown) => difference(&timeline::describe(&shown), &timeline::describe(&made))
                .map(|found| format!("{} {}", link.to, found.message)),
        };
        Ok(differs.map(|message| Notice {
            line: link.line,
            message,
            remedy: Remedy::Picture(path, timeline::draw(&made)),
        }))
    }
}

/// The exit code of a command that came to no verdict.
const COULD_NOT_JUDGE: i32 = 3;

fn wrong(line: usize, result: Result<()>) -> Option<Notice> {
    let error = result.err()?;
    Some(Notice::by_hand(line, format!("{error:#}")))
}

/// A file without the comment at its head: the page says the same.
fn listing(path: &Path) -> Result<String> {
    let name = path.file_name().unwrap_or_default().display();
    let text = fs::read_to_string(path).with_context(|| format!("failed to read {name}"))?;
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
