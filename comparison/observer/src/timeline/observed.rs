//! The lanes of an observation, whatever the program is written in.

use super::lanes::Lanes;
use super::{Lane, Mark};
use crate::printed::{plain, shown};
use crate::{Counts, Observation};
use std::collections::HashMap;
use std::time::Duration;

/// Everything that was seen, from the program's start: its workers, its other
/// lines, its threads, and how many processes and threads there were.
#[must_use]
pub fn lanes(seen: &Observation) -> Vec<Lane> {
    let (mut lanes, others) = printed(seen, Duration::ZERO);
    lanes.push(others);
    lanes.extend(threads(seen));
    lanes.extend(counts(seen));
    lanes.retain(|lane| !(lane.bars.is_empty() && lane.marks.is_empty()));
    lanes
}

/// When the last thing was seen: the program's end, or a line that came later.
#[must_use]
pub fn end(seen: &Observation) -> Duration {
    let lines = seen.lines.iter().map(|line| line.at);
    lines.max().unwrap_or_default().max(seen.elapsed)
}

/// What the lines say, with times since `start`: the workers, and as marks of one
/// lane all other lines. Two lines that differ in their first word alone are the
/// start and the end of one worker; it is named by what they have in common.
#[must_use]
pub fn printed(seen: &Observation, start: Duration) -> (Vec<Lane>, Lane) {
    let lines = seen.lines.iter().map(|line| Mark {
        at: line.at.saturating_sub(start),
        text: shown(&plain(&line.bytes), 200),
    });
    let marks: Vec<Mark> = lines.collect();
    let mut named: HashMap<&str, Vec<&Mark>> = HashMap::new();
    for mark in &marks {
        if let Some(name) = worker(mark) {
            named.entry(name).or_default().push(mark);
        }
    }
    let mut workers = Vec::new();
    let mut others = Vec::new();
    for mark in &marks {
        let name = worker(mark).unwrap_or_default();
        match named.get(name).map(Vec::as_slice) {
            Some(&[first, last]) if first.text != last.text => {
                if std::ptr::eq(mark, first) {
                    workers.push(Lane {
                        marks: vec![first.clone(), last.clone()],
                        ..Lane::span(name, first.at, last.at)
                    });
                }
            }
            _ => others.push(mark.clone()),
        }
    }
    (workers, Lane::new("lines", Vec::new(), others))
}

/// What each thread used of a core. Those that ended before the first line are
/// left out: a launcher's.
#[must_use]
pub fn threads(seen: &Observation) -> Vec<Lane> {
    let first = seen.lines.first().map_or(Duration::ZERO, |line| line.at);
    let census = seen.census.iter();
    let threads =
        census.flat_map(|census| Lanes::within(census, Duration::ZERO, end(seen)).threads);
    let lanes = threads.map(|thread| thread.lane());
    lanes.filter(|lane| lane.end() >= first).collect()
}

/// How many processes and threads there were: a mark wherever that changes. No
/// lane where nobody could count.
#[must_use]
pub fn counts(seen: &Observation) -> Vec<Lane> {
    let Some(census) = &seen.census else {
        return Vec::new();
    };
    let end = end(seen);
    let count = |name: &str, of: fn(Counts) -> usize| {
        let samples = census.between(Duration::ZERO, end);
        let marks = samples.map(|sample| Mark {
            at: sample.at,
            text: of(sample.counts()).to_string(),
        });
        let mut marks: Vec<Mark> = marks.collect();
        marks.dedup_by(|next, mark| next.text == mark.text);
        Lane::new(name, Vec::new(), marks)
    };
    vec![
        count("processes", |counts| counts.processes),
        count("threads", |counts| counts.threads),
    ]
}

/// Whom a line may be of: what follows its first word.
fn worker(mark: &Mark) -> Option<&str> {
    let (_, name) = mark.text.split_once(' ')?;
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Census, Line, Sample, Thread};

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    /// Lines with their times in ms, and samples with their times and how many
    /// threads of one process there were.
    fn seen(lines: &[(u64, &str)], samples: &[(u64, u32)]) -> Observation {
        let line = |&(at, text): &(u64, &str)| Line::new(ms(at), text);
        let thread = |tid| Thread {
            pid: 1,
            tid,
            cpu: Duration::ZERO,
            delayed: Duration::ZERO,
        };
        let sample = |&(at, threads): &(u64, u32)| Sample {
            at: ms(at),
            threads: (1..=threads).map(thread).collect(),
            peak_memory_bytes: 0,
            stolen: Duration::ZERO,
        };
        Observation {
            lines: lines.iter().map(line).collect(),
            census: Some(Census {
                samples: samples.iter().map(sample).collect(),
            }),
            ..Observation::ended(ms(100))
        }
    }

    #[test]
    fn two_lines_make_a_worker_and_any_other_is_a_mark() {
        type Case<'a> = (&'a [(u64, &'a str)], &'a [&'a str], &'a [&'a str]);
        let cases: [Case; 7] = [
            (
                &[(1, "a "), (2, "b "), (3, "Done")],
                &[],
                &["0 a ", "1 b ", "2 Done"],
            ),
            (
                &[
                    (5, "Beginne A"),
                    (6, "Beginne B 2"),
                    (9, "Beende B 2"),
                    (9, "Beende A"),
                ],
                &["A 0-4", "B 2 1-4"],
                &[],
            ),
            (
                &[(5, "A starts"), (7, "A ends"), (9, "Done")],
                &[],
                &["0 A starts", "2 A ends", "4 Done"],
            ),
            (
                &[(1, "Start A"), (2, "Go on A"), (3, "End A")],
                &["A 0-2"],
                &["1 Go on A"],
            ),
            // Neither one line nor three; nor twice the same.
            (&[(1, "Start A")], &[], &["0 Start A"]),
            (
                &[(1, "a A"), (1, "b A"), (1, "c A")],
                &[],
                &["0 a A", "0 b A", "0 c A"],
            ),
            (
                &[(1, "I wait"), (2, "I wait")],
                &[],
                &["0 I wait", "1 I wait"],
            ),
        ];
        for (lines, workers, others) in cases {
            let (drawn, rest) = printed(&seen(lines, &[]), ms(lines[0].0));
            let worker = |lane: &Lane| {
                let (from, to) = (lane.bars[0].from, lane.bars[0].to);
                assert_eq!((lane.marks[0].at, lane.marks[1].at), (from, to));
                format!("{} {}-{}", lane.name, from.as_millis(), to.as_millis())
            };
            let shown: Vec<String> = drawn.iter().map(worker).collect();
            assert_eq!(shown, workers);
            let mark = |mark: &Mark| format!("{} {}", mark.at.as_millis(), mark.text);
            let shown: Vec<String> = rest.marks.iter().map(mark).collect();
            assert_eq!(shown, others);
        }
    }

    #[test]
    fn a_count_is_marked_where_it_changes() {
        let seen = seen(&[], &[(10, 1), (20, 3), (30, 3), (60, 1), (120, 9)]);
        let shown = |lane: &Lane| {
            let mark = |mark: &Mark| format!("{} {}", mark.at.as_millis(), mark.text);
            let marks: Vec<String> = lane.marks.iter().map(mark).collect();
            format!("{}: {}", lane.name, marks.join(", "))
        };
        let shown: Vec<String> = counts(&seen).iter().map(shown).collect();
        let expected = ["processes: 10 1", "threads: 10 1, 20 3, 60 1"];
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_was_not_seen_has_no_lane() {
        let mut nothing = seen(&[], &[]);
        assert_eq!(lanes(&nothing), []);
        nothing.census = None;
        assert_eq!(lanes(&nothing), []);
        let names = |seen: &Observation| -> Vec<String> {
            lanes(seen).into_iter().map(|lane| lane.name).collect()
        };
        // A launcher is gone at the first line.
        let late = seen(&[(30, "Done")], &[(20, 2), (50, 1)]);
        let expected = ["lines", "process 1 thread 1, main", "processes", "threads"];
        assert_eq!(names(&late), expected);
        let all = seen(&[(1, "Start A"), (2, "End A"), (3, "Done")], &[(50, 2)]);
        let expected = [
            "A",
            "lines",
            "process 1 thread 1, main",
            "process 1 thread 2",
            "processes",
            "threads",
        ];
        assert_eq!(names(&all), expected);
    }
}
