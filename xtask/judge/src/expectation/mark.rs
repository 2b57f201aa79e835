//! What stands in brackets on a line of its own: a time, counts, or who writes.

use super::{AtOnce, Bound, ExpectedCounts, ExpectedWriters, Gap, When, Worker, has_word};
use std::time::Duration;

/// What a mark says of the lines around it.
pub enum Mark {
    /// When the lines below come.
    Time(When),
    /// Who exists, and who writes.
    Counts(Option<ExpectedCounts>, Option<ExpectedWriters>),
    /// Times count from the program's start.
    Start,
    /// The lines below come each after the one before.
    InOrder,
    /// How often the line below must come, and how often it may.
    Times(usize, usize),
    /// What never happens more often at once.
    AtOnce(AtOnce),
}

/// What is wrong with a line, and what would be right.
pub struct Flaw {
    pub problem: String,
    pub remedy: String,
}

/// What a mark may be.
pub const MARKS: &str = "a line of its own may be `[2s]`, `[500ms]`, `[2s..5s]`, `[1 process, 3 \
                         threads]`, `[>=3 processes]`, `[2 threads write: A, B]`, `[in order]`, \
                         `[3 times]`, `[start]` or `[2 at once: A .. B]`; for a printed line, \
                         begin it with `\\`";

/// The longest time.
const LONGEST: f64 = 3600.0;

/// A shorter time, and a narrower range, cannot be told from none.
const MEASURABLE: Duration = Duration::from_millis(20);

/// A line may be asked for so often.
const MOST_REPEATS: usize = 4096;

/// So many threads Linux can number, and no more.
const MOST: usize = 4 * 1024 * 1024;

/// Reads what stands between the brackets.
pub fn parse(mark: &str) -> Result<Mark, Flaw> {
    if let Some(times) = parse_times(mark) {
        return Ok(Mark::Time(parse_when(mark, &times)?));
    }
    match mark {
        "start" => Ok(Mark::Start),
        "in order" => Ok(Mark::InOrder),
        _ => {
            if let Some(number) = mark.strip_suffix(" times").or(mark.strip_suffix(" time")) {
                parse_repeats(mark, number)
            } else if let Some((number, words)) = mark.split_once(" at once") {
                parse_at_once(mark, number, words)
            } else {
                parse_counts(mark)
            }
        }
    }
}

/// `3 times`, `2..5 times`.
fn parse_repeats(mark: &str, number: &str) -> Result<Mark, Flaw> {
    let (least, most) = number.split_once("..").unwrap_or((number, number));
    match [least, most].map(str::parse::<usize>) {
        [Ok(least), Ok(most @ 1..=MOST_REPEATS)] if least <= most => Ok(Mark::Times(least, most)),
        _ => {
            let remedy = format!("write `[3 times]`, or `[2..5 times]`, up to {MOST_REPEATS}");
            flaw(mark, "is not a valid number of times", &remedy)
        }
    }
}

/// `2 at once: A .. B`.
fn parse_at_once(mark: &str, number: &str, words: &str) -> Result<Mark, Flaw> {
    let remedy = "write it as in `[2 at once: starts .. ends]`";
    let Ok(most) = number.parse() else {
        let remedy = "write the most alone, as in `[2 at once: starts .. ends]`";
        return flaw(mark, "does not say how many", remedy);
    };
    let words = words
        .strip_prefix(':')
        .and_then(|words| words.split_once(".."));
    let Some((begin, end)) = words else {
        return flaw(mark, "does not say what begins and what ends", remedy);
    };
    let [begin, end] = [begin, end].map(|word| word.trim().to_string());
    if most == 0 || begin.is_empty() || end.is_empty() {
        return flaw(mark, "does not say what begins and what ends", remedy);
    }
    if has_word(&begin, &end) || has_word(&end, &begin) {
        let remedy = "choose words of which no line has both";
        return flaw(mark, "begins and ends with the same word", remedy);
    }
    Ok(Mark::AtOnce(AtOnce { most, begin, end }))
}

fn flaw<T>(mark: &str, problem: &str, remedy: &str) -> Result<T, Flaw> {
    Err(Flaw {
        problem: format!("`[{mark}]` {problem}"),
        remedy: remedy.to_string(),
    })
}

fn neither<T>(mark: &str) -> Result<T, Flaw> {
    let measures = mark.starts_with(|c: char| c.is_ascii_digit() || "-<>".contains(c));
    let remedy = match measures {
        true => MARKS.to_string(),
        false => format!("for a printed line, write `\\[{mark}]`"),
    };
    flaw(mark, "is neither a time nor a count", &remedy)
}

fn parse_when(mark: &str, times: &[(&str, f64)]) -> Result<When, Flaw> {
    if let Some((time, _)) = times.iter().find(|(_, seconds)| *seconds > LONGEST) {
        return Err(Flaw {
            problem: format!("`{time}` is more than an hour"),
            remedy: "write a shorter time".to_string(),
        });
    }
    let times = times.iter().map(|&(_, seconds)| seconds);
    let times: Vec<Duration> = times.map(Duration::from_secs_f64).collect();
    match *times {
        [time] if time.is_zero() => Ok(When::Origin),
        [time] if time < MEASURABLE => {
            let remedy = "write `[0s]` for the origin, or a range such as `[0s..1s]`";
            flaw(mark, "is shorter than can be measured", remedy)
        }
        [time] => Ok(When::After(Gap::around(time))),
        [shortest, longest] if shortest >= longest => {
            let remedy = "the second time must be the longer one";
            flaw(mark, "is not a valid range", remedy)
        }
        [shortest, longest] if longest - shortest < MEASURABLE => {
            let remedy = "write a single time, or two that are 20 ms apart";
            flaw(mark, "is narrower than can be measured", remedy)
        }
        [shortest, longest] => Ok(When::After(Gap::between(shortest, longest))),
        _ => neither(mark),
    }
}

/// `2s`, `500ms`, `1.5s`, `2s..5s`: each time as it is written, and its seconds;
/// `None` if it does not look like a time.
fn parse_times(mark: &str) -> Option<Vec<(&str, f64)>> {
    let time = |time| Some((time, parse_seconds(time)?));
    mark.splitn(2, "..").map(time).collect()
}

fn parse_seconds(time: &str) -> Option<f64> {
    let unit = time.find(|c: char| c != '.' && !c.is_ascii_digit())?;
    let (number, unit) = time.split_at(unit);
    let scale = match unit {
        "s" => 1.0,
        "ms" => 0.001,
        _ => return None,
    };
    Some(number.parse::<f64>().ok()? * scale)
}

/// `1 process, 3 threads`, `>=3 processes`, `2 threads write: A, B`: what is
/// counted, and who writes.
fn parse_counts(mark: &str) -> Result<Mark, Flaw> {
    // Names stand last, and may look like anything.
    let (counted, names) = match mark.split_once(':') {
        Some((counted, names)) => (counted, Some(names)),
        None => (mark, None),
    };
    let (mut counts, mut writers) = (ExpectedCounts::default(), None);
    for part in counted.split(',').map(str::trim) {
        let (slot, what) = match part.split_once(' ').map(|(_, unit)| unit.trim()) {
            Some("process" | "processes") => (&mut counts.processes, "processes"),
            Some("thread" | "threads") => (&mut counts.threads, "threads"),
            Some(unit) if let Some(worker) = parse_writers(unit) => {
                let number = parse_bound(mark, part)?;
                if writers.replace((worker, number)).is_some() {
                    return flaw(mark, "says twice who writes", "write one number");
                }
                continue;
            }
            _ => return neither(mark),
        };
        if writers.is_some() {
            let remedy = "write the writers last";
            return flaw(mark, "has a count behind the writers", remedy);
        }
        if slot.replace(parse_bound(mark, part)?).is_some() {
            return flaw(mark, &format!("counts {what} twice"), "write one number");
        }
    }
    if let (Some(processes), Some(Bound::Exactly(threads))) = (counts.processes, counts.threads)
        && threads < processes.least()
    {
        let remedy = "write one thread for each process at least";
        return flaw(mark, "has fewer threads than processes", remedy);
    }
    let writers = match (writers, names) {
        (Some((worker, number)), names) => Some(ExpectedWriters {
            worker,
            number,
            names: match names {
                Some(names) => parse_names(mark, number, names)?,
                None => Vec::new(),
            },
        }),
        (None, Some(_)) => {
            let remedy = "write it as in `[2 threads write: A, B]`";
            return flaw(mark, "has names, but says not who writes", remedy);
        }
        (None, None) => None,
    };
    let counts = Some(counts).filter(|counts| *counts != ExpectedCounts::default());
    Ok(Mark::Counts(counts, writers))
}

/// The number of `>=3 processes`.
fn parse_bound(mark: &str, part: &str) -> Result<Bound, Flaw> {
    let number = part.split(' ').next().unwrap_or_default();
    let (digits, bound): (_, fn(usize) -> Bound) =
        match (number.strip_prefix(">="), number.strip_prefix("<=")) {
            (Some(digits), _) => (digits, Bound::AtLeast),
            (_, Some(digits)) => (digits, Bound::AtMost),
            (None, None) => (number, Bound::Exactly),
        };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return neither(mark);
    }
    match digits.parse() {
        Ok(0) => flaw(mark, "counts none", "write at least 1"),
        Ok(number) if number <= MOST => Ok(bound(number)),
        _ => {
            let problem = "is more than a machine can have";
            flaw(mark, problem, "write a smaller number")
        }
    }
}

/// `threads write`, `process writes`.
fn parse_writers(unit: &str) -> Option<Worker> {
    match unit {
        "thread writes" | "threads write" => Some(Worker::Thread),
        "process writes" | "processes write" => Some(Worker::Process),
        _ => None,
    }
}

/// `A, B`: as many as the number says, and such that a line can have one of them
/// alone.
fn parse_names(mark: &str, number: Bound, names: &str) -> Result<Vec<String>, Flaw> {
    let names: Vec<String> = names
        .split(',')
        .map(|name| name.trim().to_string())
        .collect();
    if names.iter().any(String::is_empty) {
        let remedy = "write a word that the lines of this worker have";
        return flaw(mark, "has an empty name", remedy);
    }
    for (index, name) in names.iter().enumerate() {
        let mut others = names.iter().enumerate();
        let other = others.find(|&(other, text)| other != index && has_word(text, name));
        let Some((_, other)) = other else {
            continue;
        };
        let (problem, remedy) = if other == name {
            let remedy = "give each worker its own word";
            (format!("names `{name}` twice"), remedy)
        } else {
            let remedy = "choose names of which no line has two";
            (format!("has `{name}` as a word of `{other}`"), remedy)
        };
        return flaw(mark, &problem, remedy);
    }
    let many = match names.len() {
        1 => "has 1 name".to_string(),
        many => format!("has {many} names"),
    };
    match number {
        Bound::AtLeast(_) => {
            let remedy = "leave out `>=`, for names are as many as they are";
            flaw(mark, &many, remedy)
        }
        Bound::AtMost(_) => {
            let remedy = "leave out `<=`, for names are as many as they are";
            flaw(mark, &many, remedy)
        }
        Bound::Exactly(number) if number != names.len() => {
            flaw(mark, &many, "write as many as the number says")
        }
        Bound::Exactly(_) => Ok(names),
    }
}
