//! Which printed lines are the same one in each run, and what varies in them.

use crate::expectation::Pattern;
use crate::expectation::pattern::is_of_word;
use crate::text::plain;
use observer::Observation;
use std::collections::BTreeMap;

/// A line that comes in each run.
#[derive(Clone, Debug)]
pub struct Step {
    pub pattern: Pattern,
    /// Its place among the printed lines of each run.
    pub places: Vec<usize>,
}

/// A printed line.
struct Printed {
    run: usize,
    place: usize,
    /// Its words that may vary, those with a digit.
    words: Vec<String>,
}

/// The lines that come equally often in each run, in the order of the first. Of those
/// that are alike, the first one of each run is the same, and so on.
pub fn in_common(runs: &[&Observation]) -> Vec<Step> {
    let mut by_shape = BTreeMap::<Vec<String>, Vec<Printed>>::new();
    for (run, seen) in runs.iter().enumerate() {
        for (place, line) in seen.lines.iter().enumerate() {
            let (between, words) = shape(&String::from_utf8_lossy(&plain(&line.bytes)));
            let printed = Printed { run, place, words };
            by_shape.entry(between).or_default().push(printed);
        }
    }
    let mut steps = Vec::new();
    for (between, printed) in &by_shape {
        let stays = staying(printed, between.len() - 1, runs.len());
        for (words, alike) in by_words(printed, &stays) {
            let pattern = pattern(between, &words);
            let places = places(&words, &alike, runs.len()).unwrap_or_default();
            steps.extend(places.into_iter().map(|places| Step {
                pattern: pattern.clone(),
                places,
            }));
        }
    }
    steps.sort_by_key(|step| step.places[0]);
    steps
}

/// Which words stay, in lines that differ in nothing but such words. A word stays if,
/// with it, each run has the same lines; else it varies. Where the number of lines
/// differs, each text is a line of its own.
fn staying(printed: &[Printed], words: usize, runs: usize) -> Vec<bool> {
    let is_same = |stays: &[bool]| {
        let mut by_words = by_words(printed, stays).into_iter();
        by_words.all(|(words, alike)| places(&words, &alike, runs).is_some())
    };
    let mut stays = vec![false; words];
    if !is_same(&stays) {
        return vec![true; words];
    }
    for word in 0..words {
        stays[word] = true;
        stays[word] = is_same(&stays);
    }
    stays
}

/// For the first of these lines its place in each run, for the second, and so on; if
/// they come equally often in each, and can be written.
fn places(words: &[Option<&str>], alike: &[&Printed], runs: usize) -> Option<Vec<Vec<usize>>> {
    let mut by_run = vec![Vec::new(); runs];
    for line in alike {
        by_run[line.run].push(line.place);
    }
    let number = by_run[0].len();
    let can_be_written = words
        .iter()
        .flatten()
        .all(|word| word.chars().all(is_writable));
    let is_same = by_run.iter().all(|places| places.len() == number);
    (can_be_written && is_same).then(|| {
        let nth = |number: usize| by_run.iter().map(|places| places[number]).collect();
        (0..number).map(nth).collect()
    })
}

/// Lines by their words that stay; `None` stands for one that varies.
fn by_words<'a>(
    printed: &'a [Printed],
    stays: &[bool],
) -> BTreeMap<Vec<Option<&'a str>>, Vec<&'a Printed>> {
    let mut by_words = BTreeMap::<_, Vec<_>>::new();
    for line in printed {
        let words = line.words.iter().zip(stays);
        let words = words.map(|(word, stays)| stays.then_some(word.as_str()));
        by_words.entry(words.collect()).or_default().push(line);
    }
    by_words
}

/// Whether an expectation can hold it.
fn is_writable(c: char) -> bool {
    (!c.is_control() || c == '\t') && c != char::REPLACEMENT_CHARACTER
}

/// The words of a line that have a digit, such as `0.51`, `12:30` and `Thread-1`, or
/// what cannot be written; and what stands before, between and after them.
fn shape(line: &str) -> (Vec<String>, Vec<String>) {
    let characters: Vec<char> = line.chars().collect();
    let is_of_one = |at: usize| {
        let next = characters.get(at + 1).copied();
        let joins = ".:-".contains(characters[at]) && next.is_some_and(is_of_word);
        is_of_word(characters[at]) || joins || !is_writable(characters[at])
    };
    let (mut between, mut words) = (vec![String::new()], Vec::new());
    let places: Vec<usize> = (0..characters.len()).collect();
    for places in places.chunk_by(|&one, &next| is_of_one(one) == is_of_one(next)) {
        let text: String = places.iter().map(|&at| characters[at]).collect();
        if is_of_one(places[0]) && text.contains(|c: char| c.is_numeric() || !is_writable(c)) {
            words.push(text);
            between.push(String::new());
        } else if let Some(last) = between.last_mut() {
            last.push_str(&text);
        }
    }
    (between, words)
}

fn pattern(between: &[String], words: &[Option<&str>]) -> Pattern {
    let mut written = String::new();
    for (number, text) in between.iter().enumerate() {
        written += &Pattern::of_text(text).written();
        written += words.get(number).map_or("", |word| word.unwrap_or("[*]"));
    }
    // Something stands between any two parts that vary.
    Pattern::parse(&written).unwrap_or_else(|_| Pattern::of_text(&written))
}

#[cfg(test)]
mod tests {
    use super::*;
    use observer::Line;
    use std::time::Duration;

    #[test]
    fn what_differs_from_run_to_run_varies() {
        // The lines of each run, and those that come in each as they are written.
        let cases: [(&[&str], &str); 10] = [
            (&["a/b", "b/a"], "a/b"),
            (&["took 0.51 s", "took 0.52 s"], "took [*] s"),
            (
                &["T-1 ends/T-2 ends", "T-2 ends/T-1 ends"],
                "T-1 ends/T-2 ends",
            ),
            (
                &["w 1 took 0.5/w 2 took 0.6", "w 2 took 0.7/w 1 took 0.8"],
                "w 1 took [*]/w 2 took [*]",
            ),
            (
                &["job 1 by w1/job 2 by w2", "job 1 by w2/job 2 by w2"],
                "job 1 by [*]/job 2 by [*]",
            ),
            (
                &["I am 17 (1 of 2)", "I am 18 (1 of 2)"],
                "I am [*] (1 of 2)",
            ),
            (&["n 1/n 2", "n 1/n 2", "n 1"], "n 1"),
            (&["tick/end", "tick/tick/end"], "end"),
            (&["12:30:01 up. 7", "12:31:02 up. 7"], "[*] up. 7"),
            (&["[*] \u{1b}x", "[*] \u{1b}x"], "\\[*] [*]"),
        ];
        for (runs, expected) in cases {
            let seen = runs.iter().map(|run| {
                let mut seen = Observation::ended(Duration::ZERO);
                let lines = run.split('/').map(|line| Line::new(Duration::ZERO, line));
                seen.lines = lines.collect();
                seen
            });
            let seen: Vec<Observation> = seen.collect();
            let steps = in_common(&seen.iter().collect::<Vec<_>>());
            let mut written: Vec<String> =
                steps.iter().map(|step| step.pattern.written()).collect();
            written.sort();
            assert_eq!(written.join("/"), expected, "{runs:?}");
        }
    }
}
