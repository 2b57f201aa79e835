//! Compares what a page shows with what a command prints now. What varies from
//! run to run is taken out of both by a table of patterns, and only its size is
//! compared; the rest must be the same. Workers that nothing orders may come in
//! any order.

use regex_lite::Regex;
use std::sync::LazyLock;

/// What varies: the first group of a pattern; how large it is; and how far two
/// of it may be apart, as a share of the larger one, and this on top.
type Varying = (&'static str, fn(&str) -> f64, f64, f64);

/// In this order: what an earlier pattern has taken out is gone for a later one.
static VARYING: [Varying; 18] = [
    // Of computing: another machine may be several times as fast.
    // One run alone has no spread.
    (r"(\d+\.\d{3} s(?: ±\d+ %)?) +\d+\.\d\d×", number, 0.75, 0.5),
    (r"(\d+\.\d) ms\b", number, 0.75, 0.5),
    (r"(\d+\.\d) MiB", number, 0.75, 0.5),
    // Of waiting: the same everywhere. One decimal would be a limit.
    (r"(\d+\.\d\d(?: to \d+\.\d\d)?) s\b", number, 0.25, 0.2),
    (r"(\d+\.\d{3}) s\b", number, 0.25, 0.2),
    // The ratios that a page teaches, speed-up and cores busy: no machine gains
    // from a second thread what another one does not.
    (r"(\d+\.\d\d)×", number, 0.3, 0.25),
    (r"(\d+\.\d\d) +\d+ × \d", number, 0.3, 0.25),
    // tokio has a worker for each core, and CPython keeps helper processes.
    (r"^tokio .* × ([3-9])", any, 0.0, 0.0),
    (r"^multiprocessing .* ([3-9]) × ", any, 0.0, 0.0),
    (r"Python.* ([3-9] processes, [3-9] threads)", any, 0.0, 0.0),
    (r"\b(\d+\.\d+\.\d+)\b", any, 0.0, 0.0),
    (r"median of (\d+) runs", any, 0.0, 0.0),
    // The first line that comes is held against the first before it: whose that
    // was, is open.
    (r"after `\w+ (?:Thread|Process)-(\d)`", any, 0.0, 0.0),
    // Lanes, and counts over time.
    ("([▁▂▃▄▅▆▇█]+)", height, 0.0, 0.3),
    ("( +)├", length, 0.0, 6.0),
    ("(─+)┤", length, 0.5, 3.0),
    (r" ([\d·]{60})$", usual, 0.0, 0.0),
    // Which line came first, and how often: only the sum is known.
    (
        r"first: `\w+ (?:Thread|Process)-(\d` \d+(?:, `(?:Starting|Finished) (?:Thread|Process)-\d` \d+)*)",
        total,
        0.0,
        0.0,
    ),
];

/// The patterns of the table, read once.
static PATTERNS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| VARYING.iter().map(|rule| regex(rule.0)).collect());

/// The number of one of two workers that nothing orders, as the program names it
/// or as the judge does.
static WORKER: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:[Tt]hread|[Pp]rocess)[- ]([12])\b"));
/// What such a worker does, and who wrote that.
static ACTION: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:(?:main|thread \d+|process \d+) +)?(?:\w+ )?(?:Thread|Process)-\d+")
});
static PID: LazyLock<Regex> = LazyLock::new(|| regex(r"pid ([1-9]\d*)"));

/// A line that leaves out any others.
const OMISSION: &str = "...";

/// The first thing that is shown and not printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The line of what is shown, counted from 0.
    pub line: usize,
    pub message: String,
    /// What should be shown; `None` if it cannot be told what a line `...` is to
    /// leave out.
    pub updated: Option<String>,
}

fn message(shown: Option<&str>, printed: Option<&str>) -> String {
    match (shown, printed) {
        (Some(shown), Some(printed)) => format!("shows `{shown}`, but it is `{printed}`"),
        (Some(shown), None) => format!("shows `{shown}`, but there is no such line"),
        (None, printed) => {
            let next = printed.unwrap_or_default();
            format!("shows no more, but there is `{next}`")
        }
    }
}

/// Where what is shown is not exactly what is made.
pub fn exact(shown: &str, made: &str) -> Option<Difference> {
    let same = shown.lines().zip(made.lines());
    let line = same.take_while(|(old, new)| old == new).count();
    (shown != made).then(|| Difference {
        line,
        message: message(shown.lines().nth(line), made.lines().nth(line)),
        updated: Some(made.to_string()),
    })
}

/// Where what is shown differs from what is printed; `None` if only that varies
/// which may.
pub fn difference(shown: &str, printed: &str) -> Option<Difference> {
    let (old, new) = (redacted(shown), redacted(printed));
    let pairs = align(&old, &new);
    let unlike = |pair: &&Pair| match pair {
        (Some(shown), Some(printed)) => !shown.is_like(printed),
        _ => true,
    };
    let found = pairs.iter().find(unlike);
    let (odd, instead) = found.or_else(|| other_actions(&pairs))?;
    let mut lines: Vec<&str> = shown.lines().collect();
    let line = odd.map_or(lines.len().saturating_sub(1), |odd| odd.number);
    let message = message(odd.map(|odd| odd.line), instead.map(|line| line.line));
    let mut updated = Some(printed.to_string());
    if lines.contains(&OMISSION) {
        let replaced = pairs.iter().map(|(shown, printed)| {
            lines[shown.as_ref()?.number] = printed.as_ref()?.line;
            Some(())
        });
        let replaced: Option<()> = replaced.collect();
        updated = replaced.map(|()| lines.join("\n") + "\n");
    }
    Some(Difference {
        line,
        message,
        updated,
    })
}

/// A shown line and the printed one that it stands for.
type Pair<'a> = (Option<&'a Redacted<'a>>, Option<&'a Redacted<'a>>);

/// Which printed line each shown one stands for. A line that has no other one is
/// the last pair.
fn align<'a>(old: &'a [Redacted<'a>], new: &'a [Redacted<'a>]) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    let mut rest = new.iter();
    let mut omitted = false;
    for shown in old {
        if shown.line == OMISSION {
            omitted = true;
            continue;
        }
        let printed = match omitted {
            true => rest.find(|printed| shown.is_like(printed)),
            false => rest.next(),
        };
        pairs.push((Some(shown), printed));
        if printed.is_none() {
            return pairs;
        }
        omitted = false;
    }
    if let Some(next) = rest.next().filter(|_| !omitted) {
        pairs.push((None, Some(next)));
    }
    pairs
}

/// The first line whose workers do what they do not do, or do more or less often,
/// in what is printed.
fn other_actions<'a>(pairs: &'a [Pair<'a>]) -> Option<&'a Pair<'a>> {
    let actions = |line: &Option<&'a Redacted<'a>>| line.map_or(Vec::new(), Redacted::actions);
    let shown: Vec<&str> = pairs.iter().flat_map(|pair| actions(&pair.0)).collect();
    let printed: Vec<&str> = pairs.iter().flat_map(|pair| actions(&pair.1)).collect();
    let times = |all: &[&str], action: &str| all.iter().filter(|other| **other == action).count();
    let is_odd = |action: &str| times(&shown, action) != times(&printed, action);
    let mut others = pairs
        .iter()
        .filter(|pair| actions(&pair.0) != actions(&pair.1));
    others.find(|pair| actions(&pair.0).into_iter().any(is_odd))
}

/// A line without what varies.
struct Redacted<'a> {
    number: usize,
    line: &'a str,
    rest: String,
    /// Of what was taken out: its rule, and how large it is.
    sizes: Vec<(&'static Varying, f64)>,
}

fn redacted(text: &str) -> Vec<Redacted<'_>> {
    // Two pids are two processes, in all lines.
    let mut pids = Vec::new();
    let redact = |(number, line)| {
        let mut rest = replaced(line, &PID, |pid| ordinal(pid, &mut pids));
        let mut sizes = Vec::new();
        for ((pattern, rule), mark) in PATTERNS.iter().zip(&VARYING).zip('a'..) {
            rest = replaced(&rest, pattern, |what| {
                sizes.push((rule, rule.1(what)));
                format!("§{mark}")
            });
        }
        // A sentence tells workers apart, whatever their names.
        let mut workers = line.contains('`').then(Vec::new);
        rest = replaced(&rest, &WORKER, |worker| match &mut workers {
            Some(workers) => ordinal(worker, workers),
            None => "N".to_string(),
        });
        let indent = rest.len() - rest.trim_start().len();
        let words: Vec<&str> = rest.split_whitespace().collect();
        Redacted {
            number,
            line,
            rest: " ".repeat(indent) + &words.join(" "),
            sizes,
        }
    };
    text.lines().enumerate().map(redact).collect()
}

impl Redacted<'_> {
    fn is_like(&self, other: &Redacted) -> bool {
        let mut sizes = self.sizes.iter().zip(&other.sizes);
        self.rest == other.rest
            && sizes.all(|(((_, _, share, slack), size), (_, other))| {
                (size - other).abs() <= share * size.max(*other) + slack
            })
    }

    /// What the workers do that a line names. They may do it in any order, so it
    /// is compared over all lines.
    fn actions(&self) -> Vec<&str> {
        match self.line.contains('`') {
            true => Vec::new(),
            false => ACTION.find_iter(self.line).map(|m| m.as_str()).collect(),
        }
    }
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern that does not change")
}

/// The text with something else in the place of the pattern's first group.
fn replaced(text: &str, pattern: &Regex, mut with: impl FnMut(&str) -> String) -> String {
    let (mut new, mut at) = (String::new(), 0);
    let groups = pattern.captures_iter(text);
    for group in groups.filter_map(|groups| groups.get(1)) {
        new.push_str(&text[at..group.start()]);
        new.push_str(&with(group.as_str()));
        at = group.end();
    }
    new + &text[at..]
}

/// The how manyth of those that were named this one is.
fn ordinal(name: &str, named: &mut Vec<String>) -> String {
    let known = named.iter().position(|other| other == name);
    let at = known.unwrap_or_else(|| {
        named.push(name.to_string());
        named.len() - 1
    });
    (at + 1).to_string()
}

fn any(_: &str) -> f64 {
    0.0
}

/// Of a range, its beginning.
fn number(text: &str) -> f64 {
    let number = text.split(' ').next().unwrap_or_default();
    number.parse().unwrap_or(f64::NAN)
}

fn length(text: &str) -> f64 {
    text.chars().count() as f64
}

/// How high a lane is, from 0 to 1.
fn height(lane: &str) -> f64 {
    let eighths = lane.chars().map(|c| f64::from(u32::from(c) - 0x2580));
    eighths.sum::<f64>() / length(lane) / 8.0
}

/// What was counted most of the time: a program begins and ends with less.
fn usual(counts: &str) -> f64 {
    let most = counts.chars().max_by_key(|c| counts.matches(*c).count());
    f64::from(most.and_then(|c| c.to_digit(10)).unwrap_or_default())
}

/// The sum of counts, each behind a name.
fn total(counts: &str) -> f64 {
    let counts = counts
        .split(", ")
        .filter_map(|part| part.rsplit(' ').next());
    counts.map(number).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "\
multiprocessing  Python, terminal  pass  2.00 s          3 processes, 3 threads
threading        Rust, terminal    pass  2.00 s          1 process, 3 threads
  0.000 s  Starting Thread-2   any order; 2.000 s after `Starting Thread-1`, 1.9 to 3.0 s pass
           first: `Starting Thread-1` 43, `Starting Thread-2` 7
  0.002 s  thread 2  Starting Thread-2   any order; one thread writes `Thread-2`
  Thread-1        ├────────────────────────┤
  threads         133333333333333333333333333333333333333333333333333333333333

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
            (
                "thread 2  Starting Thread-2   any order; one thread writes `Thread-2`",
                "thread 1  Starting Thread-1   any order; one thread writes `Thread-1`",
            ),
            ("├────────────────────────┤", "├──────────────────────┤"),
            (
                "133333333333333333333333333333333333333333333333333333333333",
                "·11333333333333333333333333333333333333333333333333333333331",
            ),
            ("0.805 s", "1.105 s"),
            ("▅▄▄▄", "▄▄▃▄▄"),
            ("3.11.7:", "3.14.0:"),
            ("4.7 MiB", "4.9 MiB"),
            ("pid 7", "pid 81"),
        ];
        for (from, to) in cases {
            assert!(REPORT.contains(from), "{from}");
            let printed = REPORT.replacen(from, to, 1);
            assert_eq!(difference(REPORT, &printed), None, "{to}");
        }
        let workers = "Starting Thread-1\nStarting Thread-2\n";
        let others = "Starting Thread-2\nStarting Thread-1\n";
        assert_eq!(difference(workers, others), None);
        let tasks = |text: &str| text.replace("Thread", "Task");
        assert!(difference(&tasks(workers), &tasks(others)).is_some());
    }

    #[test]
    fn what_is_too_far_apart_differs() {
        let cases = [
            ("2.00 s", "7.00 s"),
            ("2.00 s", "2.000 s"),
            ("1.9 to 3.0 s", "1.8 to 3.0 s"),
            ("Thread-2` 7", "Thread-2` 8"),
            ("thread 2  Starting", "thread 1  Starting"),
            ("thread 2  Starting", "main  Starting"),
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
            assert!(difference(REPORT, &printed).is_some(), "{to}");
        }
    }

    #[test]
    fn what_a_page_teaches_cannot_be_turned_round() {
        let table = "gil  0.102 s ±1 %  7.91×  0.433 s ±3 %  0.99×  1.01  1 × 3  4.8 MiB\n\
            tokio  0.101 s ±0 %  7.93×  0.220 s ±3 %  1.95×  1.95  1 × 5  5.5 MiB\n";
        let lines = "Starting Thread-1\nStarting Thread-2\nFinished Thread-1\nFinished Thread-2\n";
        let turns = "`Finished Thread-1` came before `Starting Thread-2`: they took turns\n";
        let writers = "thread 1  Starting Thread-1\nthread 2  Starting Thread-2\n";
        let other_order = "thread 2  Starting Thread-2\nthread 1  Starting Thread-1\n";
        assert_eq!(difference(writers, other_order), None);
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
            (writers, "thread 2", "thread 1"),
            (turns, "Starting Thread-2", "Starting Thread-1"),
            (turns, "`Finished Thread-1`", "`Finished Thread-2`"),
            (pids, "pid 12", "pid 11"),
        ];
        for (printed, from, to) in cases {
            let shown = printed.replace(from, to);
            assert_ne!(shown, printed);
            assert!(difference(&shown, printed).is_some(), "{shown}");
        }
        for (printed, from, to) in [
            (table, "0.433 s ±3 %", "0.433 s"),
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
            assert_eq!(difference(&shown, printed), None, "{shown}");
        }
    }

    /// Each character is changed in turn: only another digit of a measurement may
    /// pass, and a lane that is shorter.
    #[test]
    fn no_other_character_can_be_changed() {
        for line in REPORT.split_inclusive('\n') {
            for (at, old) in line.char_indices() {
                let rest = &line[at + old.len_utf8()..];
                for new in ['x', '9', ' '] {
                    if new == old || (old == '\n' && new == ' ') {
                        continue;
                    }
                    let changed = format!("{}{new}{rest}", &line[..at]);
                    let shorter_lane = "▄▅▇█".contains(old) && new == ' ';
                    let varies = shorter_lane || (old.is_ascii_digit() && new.is_ascii_digit());
                    let found = difference(&changed, line);
                    let spaces = |text: &str| text.split_whitespace().collect::<String>();
                    let only_space = spaces(&changed) == spaces(line);
                    assert!(found.is_some() || varies || only_space, "{changed}");
                }
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
            let found = difference(shown, printed).map(|difference| difference.line);
            assert_eq!(found, line, "{shown}");
        }
        let shown = "...\nc 1.31 s\nD\n...\n";
        let updated = |shown| difference(shown, printed).expect("a difference").updated;
        let new = updated(shown);
        assert_eq!(new.as_deref(), Some("...\nc 1.00 s\nd\n...\n"));
        assert_eq!(updated("x\n").as_deref(), Some(printed));
        assert_eq!(updated("...\nx\n"), None);
    }
}
