//! `--watch`: a program is judged whenever it is saved, and a key shows what else
//! there is.

use super::catalog::{Attempt, Exercise};
use super::judge::judge;
use super::keys::Keys;
use super::list;
use super::progress::Progress;
use super::saves::{Saves, Stamp};
use super::solution;
use crate::output::say;
use ::judge::judgement::Verdict;
use ::judge::task::Session;
use anyhow::Result;
use observer::exit::Exit;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often the file is looked at.
const ATTENTION: Duration = Duration::from_millis(50);

const KEYS: &str = "n next, h hint, l list, s how the solution differs, q quit";

/// Judges this program, and those that come next, until somebody wants no more.
///
/// # Errors
/// If there is no terminal, or a program cannot be judged.
pub fn watch<'a>(root: &Path, exercises: &'a [Exercise], first: Attempt<'a>) -> Result<Exit> {
    // Before the terminal is changed: a signal ends this in order from here on.
    let session = Session::start()?;
    let keys = Keys::open()?;
    let mut attempt = first;
    let mut saves = Saves::new(Instant::now());
    tell(&title(&attempt));
    loop {
        if let Some(signal) = session.signal() {
            return Ok(Exit::Interrupted(signal));
        }
        let stamp = Stamp::of(&root.join(attempt.file()));
        if saves.is_new(stamp, Instant::now()) {
            let judged = judge(&session, root, &[attempt])?;
            if matches!(judged.exit, Exit::Interrupted(_)) {
                return Ok(judged.exit);
            }
            let advice = match judged.verdicts[0] {
                Some(Verdict::Pass) => after(exercises, &attempt, &judged.progress),
                _ => "save it, and it is judged again".to_string(),
            };
            tell(&format!("{advice}\nkeys: {KEYS}\n"));
        }
        let Some(pressed) = keys.pressed(ATTENTION)? else {
            return Ok(Exit::Passed);
        };
        for key in pressed {
            let progress = Progress::read(root);
            let said = match key {
                b'q' => return Ok(Exit::Passed),
                b'n' => match next(exercises, &attempt, &progress) {
                    Some(next) => {
                        attempt = next;
                        saves = Saves::new(Instant::now());
                        title(&attempt)
                    }
                    None => after(exercises, &attempt, &progress) + "\n",
                },
                b'h' => format!("hint: {}\n", attempt.exercise.hint),
                b'l' => list::render(exercises, &progress),
                b's' => solution::difference(root, &attempt),
                _ => format!("keys: {KEYS}\n"),
            };
            tell(&said);
        }
    }
}

fn title(attempt: &Attempt) -> String {
    let file = attempt.file();
    format!("\n{}: {}\n", file.display(), attempt.exercise.title)
}

/// What comes when this one is solved.
fn after(exercises: &[Exercise], attempt: &Attempt, progress: &Progress) -> String {
    let summary = list::summary(exercises, progress);
    match next(exercises, attempt, progress) {
        Some(next) => format!("{summary}; next: {}, key n", next.file().display()),
        None => format!("{summary}; no other one is left in this language"),
    }
}

/// The first one behind this, in its language, that is not solved; or else the first of
/// all.
fn next<'a>(
    exercises: &'a [Exercise],
    attempt: &Attempt,
    progress: &Progress,
) -> Option<Attempt<'a>> {
    let unsolved: Vec<Attempt> = list::unsolved(exercises, progress, attempt.language).collect();
    let place = |wanted: &Attempt| exercises.iter().position(|e| e == wanted.exercise);
    let here = place(attempt);
    let mut behind = unsolved.iter().filter(|other| place(other) > here);
    let mut before = unsolved.iter().filter(|other| place(other) < here);
    behind.next().or(before.next()).copied()
}

/// What cannot be said to a terminal that is gone is lost.
fn tell(text: &str) {
    let _ = say(text, Exit::Passed);
}
