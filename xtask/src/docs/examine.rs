//! What a page shows is held against what is made now.

use super::compare::{Difference, difference, exact};
use super::notice::{Notice, Remedy};
use super::page::{Change, NewFile, Page, Scene, Shows, Snippet};
use super::run::Runner;
use super::{change, command, figures, link, table, timeline};
use crate::measurement::Measurement;
use crate::workspace;
use anyhow::{Context, Result, bail, ensure};
use judge::NotRun;
use std::fs;
use std::path::Path;

/// What is needed to look at a page.
pub struct Examiner<'a> {
    pub runner: &'a Runner<'a>,
    pub typed: &'a command::Typed,
    /// The comparison's measurement, if a page shows figures of it.
    pub record: Option<Measurement>,
}

impl Examiner<'_> {
    /// Everything on the page that is not as it should be. `done` is called for
    /// each snippet that was looked at.
    ///
    /// # Errors
    /// If a command cannot be run, or a file cannot be read or written for it.
    pub fn examine<'a>(&self, page: &'a Page, done: &dyn Fn()) -> Result<Vec<Notice<'a>>> {
        let mut notices = Vec::new();
        for snippet in &page.snippets {
            if self.runner.observer.is_interrupted() {
                break;
            }
            // A busy machine may disturb a run: what is right once is right.
            let found = match self.snippet(page, snippet) {
                Ok(None) => Ok(None),
                _ => self.snippet(page, snippet),
            };
            match found {
                Ok(None) => {}
                Ok(Some(found)) => notices.push(Notice {
                    line: snippet.line + found.line,
                    message: found.message,
                    remedy: match found.updated {
                        Some(text) => Remedy::Update(snippet, text),
                        None => Remedy::ByHand,
                    },
                }),
                Err(error) => notices.push(Notice::of_error(snippet.line, error)?),
            }
            done();
        }
        Ok(notices)
    }

    fn root(&self) -> &Path {
        &self.runner.root
    }

    /// What a snippet shows and should not.
    fn snippet(&self, page: &Page, snippet: &Snippet) -> Result<Option<Difference>> {
        let (root, shown) = (self.root(), page.shown(snippet));
        match &snippet.shows {
            Shows::Output { command, scene } => {
                self.can_be_typed(page, command, scene)?;
                let change = scene.change.as_ref();
                // What cannot be changed is said of the change.
                if change.is_none_or(|change| self.can_be_made(page, change, scene).is_ok()) {
                    return self.output(page, shown, command, scene);
                }
            }
            Shows::Listing(file) => {
                return Ok(exact(
                    shown,
                    &listing(&root.join(page.folder()).join(file))?,
                ));
            }
            Shows::Table(name) => return Ok(exact(shown, &table::make(root, name)?)),
            Shows::Picture(to) if !to.starts_with("https://") => return self.picture(page, to),
            Shows::Link(to) | Shows::Picture(to) => link::check(root, page, to)?,
            Shows::New(file) => self.can_be_run(page, file)?,
            Shows::Change(change, scene) => self.can_be_made(page, change, scene)?,
            Shows::Command(command, scene) => self.can_be_typed(page, command, scene)?,
            Shows::Code(code) => self.code(page, code)?,
            Shows::Mistake(message) => bail!("{message}"),
        }
        Ok(None)
    }

    fn can_be_typed(&self, page: &Page, command: &str, scene: &Scene) -> Result<()> {
        let setting = command::Setting {
            root: self.root(),
            folder: page.folder(),
            new: &scene.files,
        };
        self.typed.check(&setting, command)
    }

    /// Whether the steps of a workflow can be typed.
    fn can_be_run(&self, page: &Page, file: &NewFile) -> Result<()> {
        let steps = file.text.lines().map(str::trim_start);
        let mut commands = steps.filter_map(|step| step.strip_prefix("- run: "));
        commands.try_for_each(|command| self.can_be_typed(page, command, &Scene::default()))
    }

    /// Runs a command, and holds what it prints against what is shown of it.
    fn output(
        &self,
        page: &Page,
        shown: &str,
        command: &str,
        scene: &Scene,
    ) -> Result<Option<Difference>> {
        let mut words: Vec<&str> = command.split_whitespace().collect();
        let record = self.record.as_ref();
        let record = record.filter(|_| figures::are_shown(&words));
        let path = record.map(|record| record.path.display().to_string());
        if let Some(path) = &path {
            figures::draw_from(&mut words, path);
        }
        let ran = self.runner.output(page.folder(), &words, scene)?;
        // What does not compile is shown by what the compiler says of it.
        let printed = match words[..] {
            ["cargo", "build" | "clippy", ..] => &ran.stderr,
            _ => &ran.stdout,
        };
        let fails = printed.is_empty() && ran.code != Some(0);
        ensure!(!fails, "`{command}` fails: {}", ran.stderr.trim());
        let found = difference(shown, &format!("$ {command}\n{printed}"));
        let is_open = ran.code == Some(COULD_NOT_JUDGE)
            || record.is_some_and(|record| !record.check.is_conclusive());
        if found.is_some() && is_open {
            let message = format!("`{command}` came to no verdict: try again on a quiet machine");
            bail!(NotRun::Impossible(message));
        }
        Ok(found)
    }

    /// Whether the lines that a change is to replace are there.
    fn can_be_made(&self, page: &Page, change: &Change, scene: &Scene) -> Result<()> {
        let mut new = scene.files.iter();
        let text = match new.find(|file| file.path == change.file) {
            Some(file) => file.text.clone(),
            None => fs::read_to_string(self.root().join(page.folder()).join(&change.file))
                .with_context(|| format!("failed to read {}", change.file))?,
        };
        change::apply(&change.diff, &text).map(drop)
    }

    /// Whether code among words can be typed: a command, or an option of a task
    /// or of something that the page shows.
    fn code(&self, page: &Page, code: &str) -> Result<()> {
        let commands = ["cargo ", "python3 ", "judge "];
        if commands.iter().any(|command| code.starts_with(command)) {
            return self.can_be_typed(page, code, &Scene::default());
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

    /// The picture of an example: its timeline, in both languages. It is drawn
    /// anew only if it says something else, or looks otherwise.
    fn picture(&self, page: &Page, to: &str) -> Result<Option<Difference>> {
        let example = page.folder().to_string_lossy().into_owned();
        let is_known = workspace::names(self.root())?.contains(&example);
        let no_generator = format!("{to}: no generator for this picture");
        ensure!(to == "timeline.svg" && is_known, no_generator);
        let made = timeline::make(self.runner, &example)?;
        let old = self.root().join(page.folder()).join(to);
        let old = fs::read_to_string(old).unwrap_or_default();
        let said = timeline::description(&made).unwrap_or_default();
        let message = match timeline::description(&old) {
            None => Some("does not say its figures".to_string()),
            Some(shown) => difference(shown, said)
                .map(|found| found.message)
                .or_else(|| {
                    let differs = timeline::shapes(&old) != timeline::shapes(&made);
                    differs.then(|| "is drawn otherwise".to_string())
                }),
        };
        Ok(message.map(|message| Difference {
            line: 0,
            message: format!("{to} {message}"),
            updated: Some(made),
        }))
    }
}

/// The exit code of a command that came to no verdict.
const COULD_NOT_JUDGE: i32 = 3;

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
