//! Which lines keep their order: paragraphs.

use super::lines::Step;
use super::workers::Workers;
use observer::Observation;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::time::Duration;

/// Lines that come in any order, or each worker's own in one.
pub struct Group {
    /// Which of the steps they are.
    pub steps: Range<usize>,
    /// The least time that passes before them, if any does, whatever the machine
    /// withholds.
    pub wait: Option<Duration>,
    /// Lines that do not come in each run come among them.
    pub open: bool,
}

/// So long is a wait, and no accident of a busy machine.
const WAIT: Duration = Duration::from_millis(50);

/// The lines that come before all others in each run, then those that come before
/// the rest, and so on. What comes in one order where nobody is held back, in the
/// first runs, so many as `plain` says, is a matter of time: it counts where there is
/// a wait.
pub fn groups(
    steps: &[Step],
    runs: &[&Observation],
    plain: usize,
    workers: Option<&Workers>,
) -> Vec<Group> {
    let waits = runs.iter().enumerate();
    let waits = waits.map(|(number, run)| waits_between(steps, number, run));
    let waits: Vec<Vec<Option<Duration>>> = waits.collect();
    let others = runs.iter().enumerate();
    let others = others.flat_map(|(number, run)| beside_others(steps, number, run));
    let others: BTreeSet<usize> = others.collect();
    let mut groups: Vec<Group> = Vec::new();
    for at in 0..steps.len() {
        let mut waits = waits.iter().map(|run| run[at]);
        let by_time = waits.clone().take(plain).min().flatten();
        let wait = by_time.filter(|wait| *wait >= WAIT);
        let is_luck = workers.is_some_and(|workers| workers.begin_at(at));
        let follows = waits.all(|wait| wait.is_some()) && !is_luck;
        match groups.last_mut() {
            Some(last)
                if wait.is_none() && (!follows || steps[at].pattern == steps[at - 1].pattern) =>
            {
                last.steps.end = at + 1;
                last.open |= others.contains(&at);
            }
            _ => groups.push(Group {
                steps: at..at + 1,
                wait,
                open: others.contains(&at),
            }),
        }
    }
    groups
}

/// How long after all steps before it each step and those after it came in a run,
/// but for what the machine may have withheld; `None` if they did not.
fn waits_between(steps: &[Step], number: usize, run: &Observation) -> Vec<Option<Duration>> {
    let places = steps.iter().map(|step| step.places[number]);
    let firsts = places.clone().rev().scan(usize::MAX, |first, place| {
        *first = place.min(*first);
        Some(*first)
    });
    let mut firsts: Vec<usize> = firsts.collect();
    firsts.reverse();
    let mut last = None;
    let wait = |(place, first): (usize, usize)| {
        let before = last.replace(last.map_or(place, |last| place.max(last)))?;
        let wait = || {
            let withheld = run.withheld_between(before, first).unwrap_or_default();
            let time = run.lines[first].at.saturating_sub(run.lines[before].at);
            time.saturating_sub(withheld.perhaps())
        };
        (before < first).then(wait)
    };
    places.zip(firsts).map(wait).collect()
}

/// The steps beside which other lines came in a run: of each the nearest in time.
fn beside_others(steps: &[Step], number: usize, run: &Observation) -> Vec<usize> {
    let of_steps = steps.iter().enumerate();
    let of_steps = of_steps.map(|(step, Step { places, .. })| (places[number], step));
    let of_steps: BTreeMap<usize, usize> = of_steps.collect();
    let others = (0..run.lines.len()).filter(|place| !of_steps.contains_key(place));
    let nearest = others.filter_map(|place| {
        let before = of_steps.range(..place).next_back();
        let beside = before.into_iter().chain(of_steps.range(place..).next());
        let distance = |other: usize| run.lines[other].at.abs_diff(run.lines[place].at);
        beside
            .min_by_key(|(other, _)| distance(**other))
            .map(|(_, step)| *step)
    });
    nearest.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::tests::written;
    use crate::learn::lines::in_common;
    use observer::Delays;

    /// `a0 b0 c20`: a line, and its time in tenths of a second; `1a0` is written by
    /// thread 1.
    fn run(text: &str) -> Observation {
        let words = text.split(' ').map(|word| {
            let (worker, rest) = word.split_at(word.find(char::is_alphabetic).unwrap_or(0));
            let (line, tenths) = rest.split_at(1);
            let worker = if worker.is_empty() { "?" } else { worker };
            format!("{worker}:{line}@{tenths}00")
        });
        let mut seen = written(&words.collect::<Vec<_>>().join(" "));
        let lives = seen.lives.as_mut().expect("a traced run");
        for life in &mut lives[1..] {
            life.parent = Some(0);
        }
        seen
    }

    #[test]
    fn only_what_is_always_so_is_an_order() {
        // Plain runs, held ones, and groups: `|` and only then, `~` after a wait.
        let cases: [(&[&str], &[&str], &str); 10] = [
            (&["a0 b0", "a0 b0"], &[], "a|b"),
            (&["a0 b0", "b0 a0"], &[], "ab"),
            (&["a0 b0", "a0 b0"], &["b0 a5"], "ab"),
            (&["a0 b0 c9", "b0 a0 c9"], &["b0 c9 a9"], "ab~c"),
            (&["a0 b0 c0", "b0 a0 c0"], &["b0 c0 a5"], "abc"),
            (&["a0 b9 c9", "a0 b9 c9"], &["a0 b9 c9"], "a~b|c"),
            (&["a0 a0 b0", "a0 a0 b0"], &[], "aa|b"),
            (&["a0 a9 b9", "a0 a9 b9"], &[], "a~a|b"),
            // Which of two workers begins first is luck.
            (&["1a0 2b0 1c0"], &[], "ab|c"),
            (&["0a0 1b0 0c0"], &[], "a|b|c"),
        ];
        for (plain, held, expected) in cases {
            let runs = plain.iter().chain(held).map(|text| run(text));
            let runs: Vec<Observation> = runs.collect();
            let runs: Vec<&Observation> = runs.iter().collect();
            let steps = in_common(&runs);
            let workers = Workers::of(&steps, &runs);
            let mut shown = String::new();
            for group in groups(&steps, &runs, plain.len(), workers.as_ref()) {
                shown.push(if group.wait.is_some() { '~' } else { '|' });
                shown.extend(
                    steps[group.steps]
                        .iter()
                        .map(|step| step.pattern.text.as_str()),
                );
            }
            assert_eq!(&shown[1..], expected, "{plain:?}");
        }
    }

    #[test]
    fn what_was_withheld_is_no_wait() {
        let mut seen = run("1a0 1b9");
        for (withheld, is_wait) in [(0, true), (800, true), (880, false)] {
            seen.lines[1].delays = Some(Delays {
                writer: Duration::ZERO,
                observer: Duration::from_millis(withheld),
            });
            let runs = [&seen];
            let steps = in_common(&runs);
            let groups = groups(&steps, &runs, 1, None);
            assert_eq!(groups[1].wait.is_some(), is_wait, "{withheld}");
        }
    }
}
