//! What has to be run: the outputs of commands, and the pictures.

use super::compare::{self, MACHINE, WAITS};
use super::findings::{Findings, Place};
use super::look::can_be_made;
use super::page::{Mistake, Page, Shows};
use super::run::Runner;
use super::timeline;
use crate::workspace;
use crate::workspace::build::{self, Target};
use anyhow::{Context, Result, bail};
use indicatif::ProgressBar;
use observer::timeline::palette::{BLUE, VERMILION};
use std::fs;

/// Whether a command measures the machine: it must run alone, and its figures
/// are the machine's.
fn measures(command: &str) -> bool {
    let compares = command.starts_with("cargo run -p comparison");
    let all = ["cargo xtask verify", "cargo xtask verify comparison"];
    (compares && !command.contains("--help") && !command.contains("-- run "))
        || all.contains(&command)
}

/// Runs the commands of a page: those that measure, or the others.
pub fn outputs(
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
                    let needs_python = command.starts_with("python3");
                    if needs_python && runner.python.is_err() {
                        found.unclear.push(Mistake { line, says });
                    } else {
                        found.mistakes.push(Mistake { line, says });
                    }
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
pub fn pictures(runner: &Runner, page: &Page, found: &mut Findings) {
    let pictures = page.links.iter().filter(|link| link.is_picture);
    for link in pictures.filter(|link| !link.to.starts_with("https://")) {
        let line = link.line;
        let held = hold_picture(runner, page, &link.to);
        match held {
            Ok(None) => {}
            Ok(Some((says, place))) => found.stale.push((Mistake { line, says }, place)),
            Err(error) => {
                let says = format!("{}: {error:#}", link.to);
                // A picture shows both languages.
                match runner.python {
                    Ok(_) => found.mistakes.push(Mistake { line, says }),
                    Err(_) => found.unclear.push(Mistake { line, says }),
                }
            }
        }
    }
}

fn hold_picture(runner: &Runner, page: &Page, to: &str) -> Result<Option<(String, Place)>> {
    let example = page.folder().to_string_lossy().into_owned();
    if to != "timeline.svg" || !workspace::names(&runner.root)?.contains(&example) {
        bail!("nothing makes this picture");
    }
    let target = Target::program(&example);
    let built = build::build(&runner.root, std::slice::from_ref(&target));
    let program = built
        .get(&target)
        .context("its program could not be built")?;
    let python = runner.python.as_ref();
    let python = python.map_err(|why| anyhow::anyhow!("{why}"))?;
    let twin = runner.root.join(&example).join("example.py");
    let observe =
        |language, colour, command| timeline::observe(runner.observer, language, colour, command);
    let programs = vec![
        observe("Rust", VERMILION, vec![program.into()])?,
        observe("Python", BLUE, vec![python.into(), twin.into()])?,
    ];
    let made = timeline::draw(&example, programs);
    let path = page.folder().join(to);
    let old = fs::read_to_string(runner.root.join(&path)).unwrap_or_default();
    let said = timeline::description(&made).unwrap_or_default();
    let differs = match timeline::description(&old) {
        None => Some(format!("{to} does not say its figures")),
        Some(shown) => compare::difference(shown, said, WAITS)
            .map(|difference| format!("{to} {}", difference.says)),
    };
    Ok(differs.map(|says| (says, Place::Picture(path, made))))
}
