//! Who writes which lines, and by which words a worker's lines can be told.

use super::lines::Step;
use crate::expectation::pattern::is_of_word;
use crate::expectation::{Bound, ExpectedWriters, Pattern, Worker, has_word};
use crate::text::plain;
use observer::{Observation, Writer};
use std::collections::{BTreeMap, BTreeSet};

/// Whose child a worker is, from the program's first thread on: the same in each run
/// of a program that starts its workers in one order.
type Path = Vec<usize>;

/// The lines of each worker, in their order.
type ByWorker<'a> = BTreeMap<Path, Vec<&'a Pattern>>;

/// Who wrote what in each run.
pub struct Workers<'a> {
    runs: Vec<ByWorker<'a>>,
    /// Who wrote each of the steps in the first run.
    first: Vec<Path>,
    /// All that each of them wrote, also what is no step.
    texts: BTreeMap<Path, BTreeSet<String>>,
    /// Those who write the same lines in the same order in each run.
    in_one_order: BTreeSet<Path>,
    /// Threads, unless each writes in a process of its own.
    worker: Worker,
}

impl<'a> Workers<'a> {
    /// `None` if the writer of a step is not known.
    pub fn of(steps: &'a [Step], runs: &[&Observation]) -> Option<Workers<'a>> {
        let writer = |step: &Step, run: usize| match runs[run].lines[step.places[run]].writer {
            Writer::Thread(index) => Some(index),
            Writer::Several | Writer::Unknown => None,
        };
        let by_worker = |run: usize| {
            let mut in_order: Vec<&Step> = steps.iter().collect();
            in_order.sort_by_key(|step| step.places[run]);
            let mut by_worker = ByWorker::new();
            for step in in_order {
                let path = runs[run].path_of(writer(step, run)?);
                by_worker.entry(path).or_default().push(&step.pattern);
            }
            Some(by_worker)
        };
        let mut texts = BTreeMap::<Path, BTreeSet<String>>::new();
        for (run, line) in runs
            .iter()
            .flat_map(|run| run.lines.iter().map(move |line| (run, line)))
        {
            if let Writer::Thread(index) = line.writer {
                let text = String::from_utf8_lossy(&plain(&line.bytes)).into_owned();
                texts.entry(run.path_of(index)).or_default().insert(text);
            }
        }
        let first = steps.iter().map(|step| writer(step, 0));
        let first: Vec<usize> = first.collect::<Option<_>>()?;
        let processes: BTreeSet<usize> = first
            .iter()
            .map(|&index| runs[0].process_of(index))
            .collect();
        let by_worker: Vec<ByWorker> = (0..runs.len()).map(by_worker).collect::<Option<_>>()?;
        let in_one_order = by_worker[0]
            .iter()
            .filter(|(path, own)| by_worker.iter().all(|run| run.get(*path) == Some(own)));
        Some(Workers {
            texts,
            first: first.iter().map(|&index| runs[0].path_of(index)).collect(),
            in_one_order: in_one_order.map(|(path, _)| path.clone()).collect(),
            worker: match processes.len() > 1 && processes.len() == by_worker[0].len() {
                true => Worker::Process,
                false => Worker::Thread,
            },
            runs: by_worker,
        })
    }

    /// Who wrote this step, if it is one of those.
    pub fn in_one_order(&self, step: usize) -> Option<&Path> {
        self.in_one_order.get(&self.first[step])
    }

    /// Whether a step and the one before are the first ones of two workers that others
    /// started: which of them is first is luck, though a worker that is held back from
    /// its start may hold up who starts the next one.
    pub fn begin_at(&self, step: usize) -> bool {
        let begins = |step: usize| {
            let (before, path) = (&self.first[..step], &self.first[step]);
            !path.is_empty() && !before.contains(path)
        };
        step > 0 && begins(step) && begins(step - 1)
    }

    /// Their names; where one has none, or does not write the same lines in each run,
    /// their number.
    pub fn expected(&self) -> Option<ExpectedWriters> {
        Some(ExpectedWriters {
            worker: self.worker,
            number: Bound::of_numbers(self.runs.iter().map(BTreeMap::len))?,
            names: self.names().unwrap_or_default(),
        })
    }

    /// A word for each worker, in the order in which they are started.
    fn names(&self) -> Option<Vec<String>> {
        let mut sorted = self.runs.clone();
        for own in sorted.iter_mut().flat_map(BTreeMap::values_mut) {
            own.sort_unstable();
        }
        if sorted.iter().any(|run| *run != sorted[0]) {
            return None;
        }
        let text = |pattern: &&'a Pattern| pattern.text.as_str();
        let names = self.runs[0].iter().map(|(worker, own)| {
            let own: Vec<&str> = own.iter().map(text).collect();
            let others = self.texts.iter().filter(|(other, _)| *other != worker);
            let others = others.flat_map(|(_, texts)| texts);
            let others: Vec<&str> = others.map(String::as_str).collect();
            name(&own, &others)
        });
        let mut names: Vec<String> = names.collect::<Option<_>>()?;
        // The program's first thread, which has started the others, is named last.
        if self.runs[0].contains_key(&Path::new()) {
            names.rotate_left(1);
        }
        Some(names)
    }
}

/// The first word that the most of these lines have, and none of the others; one
/// who writes alone is told by a word that all lines have.
fn name(own: &[&str], others: &[&str]) -> Option<String> {
    let count = |word: &str| own.iter().filter(|line| has_word(line, word)).count();
    let is_free = |word: &&str| !others.iter().any(|other| has_word(other, word));
    let words = own.iter().flat_map(|line| words(line)).filter(is_free);
    let best = words.reduce(|best, next| match count(next) > count(best) {
        true => next,
        false => best,
    });
    let best = best.filter(|best| !others.is_empty() || count(best) == own.len());
    best.map(str::to_string)
}

/// The words of a line, the long ones first: `Thread-1`, then `Thread` and `1`.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let whole = line.split_whitespace();
    let whole = whole.map(|word| word.trim_matches(|c| !is_of_word(c)));
    let parts = line.split(|c| !is_of_word(c));
    let is_name = |word: &&str| !word.is_empty() && !word.contains([',', '[', ']', '*']);
    whole.chain(parts).filter(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_word_of_this_worker_alone() {
        let cases: [(&[&str], &[&str], Option<&str>); 6] = [
            (
                &["Starting Thread-1", "Finished Thread-1"],
                &["Starting Thread-2", "All done"],
                Some("Thread-1"),
            ),
            (&["All done"], &["Starting Thread-1"], Some("All")),
            (
                &["Starting Task-1", "Starting Task-2"],
                &[],
                Some("Starting"),
            ),
            (&["Started 1", "Ended 2"], &[], None),
            (&["tick"], &["tick"], None),
            (&["(a, b)"], &["a"], Some("b")),
        ];
        for (own, others, expected) in cases {
            assert_eq!(name(own, others).as_deref(), expected, "{own:?}");
        }
    }
}
