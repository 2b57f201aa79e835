//! Compares what a page shows with what a command prints now. What varies from
//! run to run is compared as what it is: a time with a time, a bar with a bar,
//! workers in any order with the same workers in any order.

use super::workers::{self, firsts, names};
use std::collections::BTreeMap;

/// How far two figures may be apart that were measured in two runs.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    /// Times and sizes: a share of the larger one, and this on top.
    size: (f64, f64),
    /// Ratios, such as a speed-up, in the same way.
    ratio: (f64, f64),
}

/// Times of programs that wait: the same on every machine, unless it is busy.
pub const WAITS: Tolerance = Tolerance {
    size: (0.25, 0.2),
    ratio: (0.0, 0.0),
};

/// Figures of a machine: another one may be several times as fast, but not gain
/// from a second thread what this one does not.
pub const MACHINE: Tolerance = Tolerance {
    size: (0.75, 0.5),
    ratio: (0.3, 0.25),
};

/// The first thing that is shown and not printed.
#[derive(Debug, PartialEq)]
pub struct Difference {
    /// The line of what is shown, counted from 0.
    pub line: usize,
    pub says: String,
}

/// A line that leaves out any others.
const OMISSION: &str = "...";

/// Where what is shown differs from what is printed; `None` if only that varies
/// which may.
pub fn difference(shown: &str, printed: &str, tolerance: Tolerance) -> Option<Difference> {
    let (shown, printed): (Vec<&str>, Vec<&str>) =
        (shown.lines().collect(), printed.lines().collect());
    let pairs = match align(&shown, &printed, tolerance) {
        Ok(pairs) => pairs,
        Err(difference) => return Some(difference),
    };
    for &(line, at) in &pairs {
        if !is_alike(shown[line], printed[at], tolerance) {
            let says = format!("shows `{}`, but it is `{}`", shown[line], printed[at]);
            return Some(Difference { line, says });
        }
    }
    let lines: Vec<(usize, &str, &str)> = pairs
        .iter()
        .map(|&(line, at)| (line, shown[line], printed[at]))
        .collect();
    let (line, says) = workers::difference(&lines)?;
    Some(Difference { line, says })
}

/// What is shown, with what is printed now in its place.
/// `None` if it cannot be told what a line `...` leaves out.
pub fn updated(shown: &str, printed: &str, tolerance: Tolerance) -> Option<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (shown.lines().collect(), printed.lines().collect());
    if !old.contains(&OMISSION) {
        return Some(new.join("\n") + "\n");
    }
    let pairs = align(&old, &new, tolerance).ok()?;
    let mut lines = old;
    for (line, at) in pairs {
        lines[line] = new[at];
    }
    Some(lines.join("\n") + "\n")
}

/// Which printed line stands for which shown one.
fn align(
    shown: &[&str],
    printed: &[&str],
    tolerance: Tolerance,
) -> Result<Vec<(usize, usize)>, Difference> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    let mut omitted = false;
    for (line, text) in shown.iter().enumerate() {
        if *text == OMISSION {
            omitted = true;
            continue;
        }
        if omitted {
            let rest = printed.iter().skip(at);
            let found = rest
                .into_iter()
                .position(|other| is_alike(text, other, tolerance));
            let Some(skipped) = found else {
                let says = format!("shows `{text}`, but it prints no such line");
                return Err(Difference { line, says });
            };
            at += skipped;
            omitted = false;
        }
        if at == printed.len() {
            let says = format!("shows `{text}`, but it prints no more");
            return Err(Difference { line, says });
        }
        pairs.push((line, at));
        at += 1;
    }
    match printed.get(at) {
        Some(next) if !omitted => {
            // What differs before that is the reason.
            let differs =
                |pair: &&(usize, usize)| !is_alike(shown[pair.0], printed[pair.1], tolerance);
            if pairs.iter().any(|pair| differs(&pair)) {
                return Ok(pairs);
            }
            let says = format!("shows no more, but it prints `{next}`");
            let line = shown.len().saturating_sub(1);
            Err(Difference { line, says })
        }
        _ => Ok(pairs),
    }
}

/// Whether two lines differ only in what varies from run to run.
fn is_alike(shown: &str, printed: &str, tolerance: Tolerance) -> bool {
    if shown == printed {
        return true;
    }
    if let (Some(shown), Some(printed)) = (firsts(shown), firsts(printed)) {
        return shown == printed;
    }
    // CPython keeps helper processes; how many depends on its version.
    let counts_helpers = shown.contains("Python") && shown.contains(" processes, ");
    // In a table, the same; and tokio has a worker for each core.
    let grows = shown.starts_with("multiprocessing ") || shown.starts_with("tokio ");
    let same = |shown: &[String], printed: &[String]| {
        let words = shown.iter().zip(printed).enumerate();
        let mut words = words.map(|(number, (word, other))| {
            let unit = shown.get(number + 1).map_or("", |unit| unit);
            let bare = unit.trim_end_matches(',');
            let is_pid = |word: &str| word.parse().is_ok_and(|pid: u32| pid > 0);
            let follows_pid = number > 0 && shown[number - 1] == "pid";
            let is_crowd = unit == "×" || (number > 0 && shown[number - 1] == "×");
            let helpers =
                (grows && is_crowd) || (counts_helpers && ["processes", "threads"].contains(&bare));
            let likely = |word: &str| {
                word.parse()
                    .is_ok_and(|count: usize| (3..=9).contains(&count))
            };
            word == other
                || is_alike_word(word, other, unit, tolerance)
                || (helpers && likely(word) && likely(other))
                || (follows_pid && is_pid(word) && is_pid(other))
        });
        shown.len() == printed.len() && words.all(|same| same)
    };
    let (words, others) = (words(shown), words(printed));
    let indents = column(shown).abs_diff(column(printed)) <= if is_drawn(shown) { 6 } else { 0 };
    indents && (same(&words, &others) || same(&without_ranges(&words), &without_ranges(&others)))
}

/// Where the first bar of a line begins, or else its first word.
fn column(line: &str) -> usize {
    let bar = line.chars().position(|c| c == '├');
    bar.unwrap_or_else(|| line.chars().take_while(|&c| c == ' ').count())
}

fn is_drawn(line: &str) -> bool {
    line.contains('├')
}

/// The words of a line, those of undetermined workers without their numbers.
fn words(line: &str) -> Vec<String> {
    let mut line = line.to_string();
    for name in names(&line) {
        let kind = name.trim_end_matches(|c: char| c.is_ascii_digit());
        line = line.replace(&name, &format!("{kind}N"));
    }
    line.split_whitespace().map(str::to_string).collect()
}

/// The words, with one time where there is a shortest and a longest one.
fn without_ranges(words: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        kept.push(word.clone());
        let is_time = |word: &&String| number(word).is_some_and(|number| number.decimals == 2);
        let mut rest = words.clone();
        let range = rest.next().is_some_and(|to| to == "to")
            && rest.next().is_some_and(|longest| is_time(&longest));
        if is_time(&word) && range {
            words = rest;
        }
    }
    kept
}

/// How often each of these is there.
pub fn count(names: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

/// Whether two words are the same measurement of two runs.
fn is_alike_word(shown: &str, printed: &str, unit: &str, tolerance: Tolerance) -> bool {
    if let (Some(shown), Some(printed)) = (counts(shown), counts(printed)) {
        return shown == printed;
    }
    if let (Some(shown), Some(printed)) = (bar(shown), bar(printed)) {
        let length = shown.0.max(printed.0) * 0.5 + 3.0;
        return (shown.0 - printed.0).abs() <= length && (shown.1 - printed.1).abs() <= 0.3;
    }
    let is_version = |word: &str| {
        let numbers: Vec<&str> = word.trim_end_matches(':').split('.').collect();
        numbers.len() == 3 && numbers.iter().all(|number| number.parse::<u32>().is_ok())
    };
    if is_version(shown) && is_version(printed) {
        return shown.ends_with(':') == printed.ends_with(':');
    }
    let (Some(shown), Some(printed)) = (number(shown), number(printed)) else {
        return false;
    };
    // One decimal may be a limit, unless it is of what can only be measured.
    let is_size = ["s", "ms", "MiB", "%"].contains(&unit.trim_end_matches([';', ',']));
    let measured = shown.decimals >= 2
        || ["ms", "MiB"].contains(&unit)
        || (shown.before == "±" && unit == "%");
    let (share, slack) = match (shown.before.as_str(), is_size) {
        ("±", _) => (1.0, 0.0),
        (_, true) => tolerance.size,
        (_, false) => tolerance.ratio,
    };
    let largest = shown.value.max(printed.value);
    let near = (shown.value - printed.value).abs() <= share * largest + slack;
    let same_kind = (&shown.before, &shown.after, shown.decimals)
        == (&printed.before, &printed.after, printed.decimals);
    measured && same_kind && near
}

/// A number in a word, and what is around it.
pub struct Number {
    pub before: String,
    pub value: f64,
    pub decimals: usize,
    pub after: String,
}

/// The number in a word, if there is one.
pub fn number(word: &str) -> Option<Number> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let from = word.find(|c: char| c.is_ascii_digit())?;
    let to = word[from..]
        .find(|c| !is_part(c))
        .map_or(word.len(), |to| from + to);
    let digits = &word[from..to];
    Some(Number {
        before: word[..from].to_string(),
        value: digits.parse().ok()?,
        decimals: digits
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len()),
        after: word[to..].to_string(),
    })
}

/// How long a bar is, and how high: a lane from 0 to 1, and a span 2.
fn bar(word: &str) -> Option<(f64, f64)> {
    let length = word.chars().count();
    let lane = "▁▂▃▄▅▆▇█";
    let heights: Option<Vec<usize>> = word
        .chars()
        .map(|c| lane.chars().position(|level| level == c))
        .collect();
    if let Some(heights) = heights.filter(|heights| !heights.is_empty()) {
        let sum: usize = heights.iter().map(|height| height + 1).sum();
        return Some((length as f64, sum as f64 / length as f64 / 8.0));
    }
    let span = word
        .strip_prefix('├')
        .and_then(|rest| rest.strip_suffix('┤'));
    if span.is_some_and(|span| span.chars().all(|c| c == '─')) {
        return Some((length as f64, 2.0));
    }
    None
}

/// How long a row of counts is, and what was counted most of the time: a program
/// begins and ends with less.
fn counts(word: &str) -> Option<(usize, String)> {
    let length = word.chars().count();
    let is_count = |c: char| c.is_ascii_digit() || c == '·';
    if length < 20 || !word.chars().all(is_count) {
        return None;
    }
    let counts = count(word.chars().map(String::from));
    let most = counts.into_iter().max_by_key(|(_, times)| *times)?;
    Some((length, most.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "\
multiprocessing  Python, terminal  pass  2.00 s          3 processes, 3 threads
threading        Rust, terminal    pass  2.00 s          1 process, 3 threads
  0.000 s  Starting Thread-2   any order; 2.000 s after `Starting Thread-1`, 1.9 to 3.0 s pass
           first: `Starting Thread-1` 43, `Starting Thread-2` 7
  Thread-1        ├────────────────────────┤
  threads         1333333333333333333333333

sequential       0.805 s ±0 %     1.00×      4.7 MiB  ████▇███ ▅▄▄▄
CPython 3.11.7: 2 counts
Starting with pid 7 now
";

    #[test]
    fn what_varies_may_vary() {
        let cases = [
            ("pass  2.00 s ", "pass  2.31 s "),
            ("pass  2.00 s ", "pass  2.00 to 2.01 s "),
            (
                "3 processes, 3 threads\nthreading",
                "4 processes, 5 threads\nthreading",
            ),
            ("Thread-2` 7", "Thread-2` 7, `Starting Thread-1` 0"),
            (
                "`Starting Thread-1` 43, `Starting Thread-2` 7",
                "`Starting Thread-2` 50",
            ),
            ("├────────────────────────┤", "├──────────────────────┤"),
            ("1333333333333333333333333", "·113333333333333333333331"),
            ("0.805 s", "1.105 s"),
            ("▅▄▄▄", "▄▄▃▄▄"),
            ("3.11.7:", "3.14.0:"),
            ("4.7 MiB", "4.9 MiB"),
            ("pid 7", "pid 81"),
        ];
        for (from, to) in cases {
            assert!(REPORT.contains(from), "{from}");
            let printed = REPORT.replacen(from, to, 1);
            assert_eq!(difference(REPORT, &printed, WAITS), None, "{to}");
        }
        let workers = "Starting Thread-1\nStarting Thread-2\n";
        let others = "Starting Thread-2\nStarting Thread-1\n";
        assert_eq!(difference(workers, others, WAITS), None);
        let tasks = |text: &str| text.replace("Thread", "Task");
        assert!(difference(&tasks(workers), &tasks(others), WAITS).is_some());
    }

    #[test]
    fn what_is_too_far_apart_differs() {
        let cases = [
            ("2.00 s", "7.00 s"),
            ("2.00 s", "2.000 s"),
            ("1.9 to 3.0 s", "1.8 to 3.0 s"),
            ("Thread-2` 7", "Thread-2` 8"),
            ("├────────────────────────┤", "├──────┤"),
            ("  Thread-1        ├", "  Thread-1                  ├"),
            ("████▇███", "▁▁▁▁▁▁▁▁"),
            ("1 process, 3 threads", "1 process, 2 threads"),
            ("3 processes, 3 threads", "2 processes, 3 threads"),
            ("2 counts", "3 counts"),
            ("pid 7", "pid 0"),
            ("pid 7", "pid x"),
        ];
        for (from, to) in cases {
            assert!(REPORT.contains(from), "{from}");
            let printed = REPORT.replacen(from, to, 1);
            assert!(difference(REPORT, &printed, WAITS).is_some(), "{to}");
        }
    }

    #[test]
    fn what_a_page_teaches_cannot_be_turned_round() {
        let table = "gil  0.102 s ±1 %  7.91×  0.433 s ±3 %  0.99×  1.01  1 × 3  4.8 MiB\n\
            tokio  0.101 s ±0 %  7.93×  0.220 s ±3 %  1.95×  1.95  1 × 5  5.5 MiB\n";
        let lines = "Starting Thread-1\nStarting Thread-2\nFinished Thread-1\nFinished Thread-2\n";
        let turns = "`Finished Thread-1` came before `Starting Thread-2`: they took turns\n";
        let pids = "Starting Process-1 with pid 11\nStarting Process-2 with pid 12\n";
        let cases = [
            (table, "0.99×", "1.99×"),
            (table, "1.01 ", "1.99 "),
            (table, "7.91×", "1.01×"),
            (
                lines,
                "Starting Thread-2\nFinished Thread-1",
                "Starting Thread-1\nFinished Thread-2",
            ),
            (turns, "Starting Thread-2", "Starting Thread-1"),
            (turns, "`Finished Thread-1`", "`Finished Thread-2`"),
            (pids, "pid 12", "pid 11"),
        ];
        for (printed, from, to) in cases {
            let shown = printed.replace(from, to);
            assert_ne!(shown, printed);
            assert!(difference(&shown, printed, MACHINE).is_some(), "{shown}");
        }
        for (printed, from, to) in [
            (table, "1 × 5", "1 × 7"),
            (table, "1.95×", "1.80×"),
            (pids, "pid 12", "pid 19"),
            (
                turns,
                "`Finished Thread-1` came before `Starting Thread-2`",
                "`Finished Thread-2` came before `Starting Thread-1`",
            ),
        ] {
            let shown = printed.replace(from, to);
            assert_ne!(shown, printed);
            assert_eq!(difference(&shown, printed, MACHINE), None, "{shown}");
        }
    }

    /// Each character is changed in turn: only another digit of a measurement may
    /// pass, and a lane that is shorter.
    #[test]
    fn no_other_character_can_be_changed() {
        for (at, old) in REPORT.char_indices() {
            let rest = &REPORT[at + old.len_utf8()..];
            for new in ['x', '9', ' '] {
                if new == old || (old == '\n' && new == ' ') {
                    continue;
                }
                let changed = format!("{}{new}{rest}", &REPORT[..at]);
                let shorter_lane = "▄▅▇█".contains(old) && new == ' ';
                let varies = shorter_lane || (old.is_ascii_digit() && new.is_ascii_digit());
                let found = difference(&changed, REPORT, WAITS);
                let spaces = |text: &str| text.split_whitespace().collect::<String>();
                let only_space = spaces(&changed) == spaces(REPORT);
                assert!(found.is_some() || varies || only_space, "{changed}");
            }
        }
    }

    #[test]
    fn what_is_left_out_is_any_lines() {
        let printed = "a\nb\nc 1.00 s\nd\ne\n";
        let cases = [
            ("a\n...\n", None),
            ("...\nc 1.01 s\nd\n...\n", None),
            ("...\nd\ne\n", None),
            ("...\nd\n", Some(1)),
            ("b\n...\n", Some(0)),
            ("a\n...\nx\n...\n", Some(2)),
            ("...\nd\nf\n", Some(2)),
            ("a\nb\nc 1.00 s\nd\ne\nf\n", Some(5)),
        ];
        for (shown, line) in cases {
            let found = difference(shown, printed, WAITS).map(|difference| difference.line);
            assert_eq!(found, line, "{shown}");
        }
        let shown = "...\nc 1.31 s\nD\n...\n";
        let new = updated(shown, printed, WAITS);
        assert_eq!(new.as_deref(), Some("...\nc 1.00 s\nd\n...\n"));
        assert_eq!(updated("x\n", printed, WAITS).as_deref(), Some(printed));
        assert_eq!(updated("...\nx\n", printed, WAITS), None);
    }
}
