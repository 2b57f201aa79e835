//! The lanes of an observation, whatever the program is written in.

use super::lanes::Lanes;
use super::{Lane, Mark, Slice, Task};
use crate::printed::{plain, shown};
use crate::{Counts, Life, Observation, Writer};
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

/// Lines whose writer is not known.
const LINES: &str = "lines";

/// A lane a thread, those of a process together: what it used of a core, its lines,
/// and the tasks that these tell of. Where the writer is not known, a task has a lane
/// of its own, and all other lines are on one.
#[must_use]
pub fn threads(seen: &Observation) -> Vec<Lane> {
    let marks = marks(seen);
    let (workers, mut others) = workers(seen, &marks);
    let mut lanes = Vec::new();
    let mut written: HashMap<Option<usize>, Lane> = HashMap::new();
    for worker in workers {
        match worker.writer {
            None => lanes.push(worker.lane(&marks)),
            writer => {
                others.extend(worker.lines);
                written.entry(writer).or_default().tasks.push(worker.task);
            }
        }
    }
    others.sort_unstable();
    for line in others {
        let lane = written.entry(writer(seen, line)).or_default();
        lane.marks.push(marks[line].clone());
    }
    let unknown = written.remove(&None).unwrap_or_default();
    lanes.push(Lane::of_marks(LINES, unknown.marks));

    let census = seen.census.iter();
    let sampled =
        census.flat_map(|census| Lanes::within(census, Duration::ZERO, end(seen)).threads);
    match &seen.lives {
        Err(_) => lanes.extend(sampled.map(|thread| thread.lane())),
        Ok(lives) => {
            let slices = sampled.map(|thread| ((thread.pid, thread.tid), thread.slices));
            let slices: HashMap<(u32, u32), Vec<Slice>> = slices.collect();
            for (index, (life, name)) in lives.iter().zip(seen.worker_names()).enumerate() {
                let written = written.remove(&Some(index));
                let slices = slices.get(&(life.pid, life.tid));
                // Who writes nothing, and lives too short for a sample, is not drawn.
                if written.is_some() || slices.is_some() {
                    lanes.push(Lane {
                        name,
                        process: Some(life.pid),
                        slices: lived(life, slices.map_or(&[], Vec::as_slice), end(seen)),
                        ..written.unwrap_or_default()
                    });
                }
            }
        }
    }
    // Those that ended before the first line are a launcher's.
    let first = seen.lines.first().map_or(Duration::ZERO, |line| line.at);
    lanes.retain(|lane| !lane.is_empty() && lane.end() >= first);
    together(&mut lanes);
    lanes
}

/// The lanes of each process where its first one is.
fn together(lanes: &mut [Lane]) {
    let mut first: HashMap<u32, usize> = HashMap::new();
    for (number, lane) in lanes.iter().enumerate() {
        lane.process
            .map(|process| first.entry(process).or_insert(number));
    }
    lanes.sort_by_key(|lane| lane.process.map(|process| first[&process]));
}

/// When the last thing was seen: the program's end, or a line that came later.
#[must_use]
pub fn end(seen: &Observation) -> Duration {
    let lines = seen.lines.iter().map(|line| line.at);
    lines.max().unwrap_or_default().max(seen.elapsed)
}

/// What the lines say alone: the tasks, a lane each, and as marks all other lines, a
/// lane a writer.
#[must_use]
pub fn printed(seen: &Observation) -> (Vec<Lane>, Vec<Lane>) {
    let marks = marks(seen);
    let (workers, others) = workers(seen, &marks);
    let mut by_writer = BTreeMap::<_, Vec<Mark>>::new();
    for line in others {
        let marks_of = by_writer.entry(writer(seen, line)).or_default();
        marks_of.push(marks[line].clone());
    }
    let names = seen.worker_names();
    let others = by_writer.into_iter().map(|(writer, marks)| {
        let name = writer.and_then(|writer| names.get(writer));
        Lane::of_marks(name.map_or(LINES, String::as_str), marks)
    });
    let workers = workers.into_iter().map(|worker| worker.lane(&marks));
    (workers.collect(), others.collect())
}

/// Each line with its time.
fn marks(seen: &Observation) -> Vec<Mark> {
    let lines = seen.lines.iter().map(|line| Mark {
        at: line.at,
        text: shown(&plain(&line.bytes), 200),
    });
    lines.collect()
}

/// The thread that wrote a line, if that is known.
fn writer(seen: &Observation, line: usize) -> Option<usize> {
    match seen.lines[line].writer {
        Writer::Thread(index) => Some(index),
        Writer::Several | Writer::Unknown => None,
    }
}

/// What two lines tell of: a task, and the thread that does it.
struct Worker {
    task: Task,
    lines: [usize; 2],
    /// `None` if neither writer is known.
    writer: Option<usize>,
}

impl Worker {
    /// On a lane of its own.
    fn lane(self, marks: &[Mark]) -> Lane {
        Lane {
            marks: self.lines.map(|line| marks[line].clone()).to_vec(),
            ..Lane::of_tasks(vec![self.task])
        }
    }
}

/// The workers in the order of their first lines, and the index of each line that is
/// of none. Two lines that differ in their first word alone, and that no two threads
/// wrote, are the start and the end of one task; it is named by what they have in
/// common.
fn workers(seen: &Observation, marks: &[Mark]) -> (Vec<Worker>, Vec<usize>) {
    let mut named: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, mark) in marks.iter().enumerate() {
        if let Some(name) = worker(mark) {
            named.entry(name).or_default().push(index);
        }
    }
    let is_pair = |first: usize, last: usize| {
        let of_two = match [first, last].map(|line| seen.lines[line].writer) {
            [Writer::Thread(one), Writer::Thread(other)] => one != other,
            _ => false,
        };
        marks[first].text != marks[last].text && !of_two
    };
    let mut workers = Vec::new();
    let mut others = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        let name = worker(mark).unwrap_or_default();
        match named.get(name).map(Vec::as_slice) {
            Some(&[first, last]) if is_pair(first, last) => {
                if index == first {
                    workers.push(Worker {
                        task: Task {
                            name: name.to_string(),
                            from: mark.at,
                            to: marks[last].at,
                        },
                        lines: [first, last],
                        writer: writer(seen, first).or(writer(seen, last)),
                    });
                }
            }
            _ => others.push(index),
        }
    }
    (workers, others)
}

/// What a thread used of a core, from its birth to its death, or to the end: the
/// first sample came after the one, and the last before the other.
fn lived(life: &Life, slices: &[Slice], end: Duration) -> Vec<Slice> {
    let (born, ended) = (life.born, life.ended.unwrap_or(end).min(end));
    if born >= ended {
        return Vec::new();
    }
    // Its number may have been another's before.
    let own = slices
        .iter()
        .filter(|slice| slice.from < ended && born < slice.to);
    let own = own.map(|slice| Slice {
        from: slice.from.max(born),
        to: slice.to.min(ended),
        share: slice.share,
    });
    let mut own: Vec<Slice> = own.collect();
    if own.is_empty() {
        // Too short a life for a sample.
        own.push(Slice {
            from: born,
            to: ended,
            share: 0.0,
        });
    }
    own.first_mut()
        .into_iter()
        .for_each(|slice| slice.from = born);
    own.last_mut()
        .into_iter()
        .for_each(|slice| slice.to = ended);
    own
}

/// How many processes and threads there were: a mark wherever that changes. No
/// lane where nobody could count.
#[must_use]
pub fn counts(seen: &Observation) -> Vec<Lane> {
    if seen.census.is_none() && seen.lives.is_err() {
        return Vec::new();
    }
    let mut counted = seen.counts_between(Duration::ZERO, end(seen));
    // That nobody is left is what the end says.
    counted.retain(|(_, counts)| counts.processes > 0);
    let count = |name: &str, of: fn(Counts) -> usize| {
        let marks = counted.iter().map(|&(at, counts)| Mark {
            at,
            text: of(counts).to_string(),
        });
        let mut marks: Vec<Mark> = marks.collect();
        marks.dedup_by(|next, mark| next.text == mark.text);
        Lane::of_marks(name, marks)
    };
    vec![
        count("processes", |counts| counts.processes),
        count("threads", |counts| counts.threads),
    ]
}

/// The counts as steps, as high as their share of the most there were: a short one is
/// narrow, where its digit would stand upon its neighbours'.
#[must_use]
pub fn steps(seen: &Observation) -> Vec<Lane> {
    let step = |count: Lane| {
        let number = |mark: &Mark| mark.text.parse::<f64>().unwrap_or_default();
        let most = count.marks.iter().map(number).fold(0.0, f64::max);
        let ends = count.marks.iter().skip(1).map(|mark| mark.at);
        let ends = ends.chain([end(seen)]);
        let slices = count.marks.iter().zip(ends).map(|(mark, to)| Slice {
            from: mark.at,
            to,
            share: number(mark) / most,
        });
        Lane {
            note: format!("most {most}"),
            name: count.name,
            slices: slices.collect(),
            ..Lane::default()
        }
    };
    let counts = counts(seen).into_iter();
    counts.filter(|count| !count.is_empty()).map(step).collect()
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
            let (drawn, rest) = printed(&seen(lines, &[]));
            let [drawn, rest] = [drawn, rest].map(|lanes| {
                let since = |lane: Lane| lane.within(ms(lines[0].0), ms(100));
                lanes.into_iter().map(since).collect::<Vec<_>>()
            });
            let worker = |lane: &Lane| {
                let (from, to) = (lane.tasks[0].from, lane.tasks[0].to);
                assert_eq!((lane.marks[0].at, lane.marks[1].at), (from, to));
                format!("{} {}-{}", lane.name, from.as_millis(), to.as_millis())
            };
            let shown: Vec<String> = drawn.iter().map(worker).collect();
            assert_eq!(shown, workers);
            let mark = |mark: &Mark| format!("{} {}", mark.at.as_millis(), mark.text);
            let rest = rest.iter().flat_map(|lane| &lane.marks);
            let shown: Vec<String> = rest.map(mark).collect();
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
        let steps = steps(&seen);
        let slice = |slice: &Slice| {
            let (from, to) = (slice.from.as_millis(), slice.to.as_millis());
            format!("{from}-{to} {:.2}", slice.share)
        };
        let threads: Vec<String> = steps[1].slices.iter().map(slice).collect();
        assert_eq!(threads, ["10-20 0.33", "20-60 1.00", "60-100 0.33"]);
        assert_eq!(steps[1].note, "most 3");
    }

    /// All that is there of threads and counts.
    fn lanes(seen: &Observation) -> Vec<Lane> {
        let mut lanes = [threads(seen), counts(seen)].concat();
        lanes.retain(|lane| !lane.is_empty());
        lanes
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

    /// Two threads of one process: the first was born at 0 ms and lives on, the
    /// second was there from 12 to 95 ms; and a third, too short for a sample.
    /// Each line is of the thread of the given index, if there is one.
    fn traced(lines: &[(u64, &str, Option<usize>)]) -> Observation {
        let texts: Vec<(u64, &str)> = lines.iter().map(|&(at, text, _)| (at, text)).collect();
        let mut seen = seen(&texts, &[(10, 1), (20, 2), (60, 2)]);
        for (line, &(_, _, by)) in seen.lines.iter_mut().zip(lines) {
            line.writer = by.map_or(Writer::Unknown, Writer::Thread);
        }
        let life = |tid, born, ended: Option<u64>| Life {
            pid: 1,
            tid,
            parent: None,
            born: ms(born),
            ended: ended.map(ms),
            delayed: None,
        };
        seen.lives = Ok(vec![
            life(1, 0, None),
            life(2, 12, Some(95)),
            life(3, 70, Some(80)),
        ]);
        seen
    }

    #[test]
    fn a_line_of_a_traced_program_is_on_the_lane_of_its_writer() {
        let shown = |lanes: &[Lane]| -> Vec<String> {
            let shown = lanes.iter().map(|lane| {
                let from = lane.slices.first().map(|slice| slice.from.as_millis());
                let to = lane.slices.last().map(|slice| slice.to.as_millis());
                let slices = from.zip(to).map(|(from, to)| format!(" {from}-{to}"));
                let tasks = lane.tasks.iter();
                let tasks = tasks.map(|task| {
                    let (from, to) = (task.from.as_millis(), task.to.as_millis());
                    format!("; {} {from}-{to}", task.name)
                });
                let marks = lane.marks.iter();
                let marks = marks.map(|mark| format!("; {} {}", mark.at.as_millis(), mark.text));
                let told: String = tasks.chain(marks).collect();
                format!("{}{}{told}", lane.name, slices.unwrap_or_default())
            });
            shown.collect()
        };
        let seen = traced(&[
            (30, "Start A", Some(1)),
            (75, "x", Some(2)),
            (90, "End A", Some(1)),
            (92, "y", None),
            (99, "Done", Some(0)),
        ]);
        let expected = [
            "lines; 92 y",
            "main 0-100; 99 Done",
            "thread 1 12-95; A 30-90; 30 Start A; 90 End A",
            "thread 2 70-80; 75 x",
            "processes; 0 1",
            "threads; 0 1; 12 2; 70 3; 80 2; 95 1",
        ];
        assert_eq!(shown(&lanes(&seen)), expected);
        let (_, others) = printed(&seen);
        assert_eq!(
            shown(&others),
            ["lines; 92 y", "main; 99 Done", "thread 2; 75 x"]
        );
        // Who writes nothing has a lane if a sample shows it.
        let silent = traced(&[(5, "Done", Some(0))]);
        let expected = ["main 0-100; 5 Done", "silent thread 1 12-95"];
        assert_eq!(shown(&lanes(&silent)[..2]), expected);
    }

    #[test]
    fn what_two_threads_wrote_is_no_worker() {
        for (starter, ender, workers) in [
            (Some(1), Some(2), 0),
            (Some(1), Some(1), 1),
            (Some(1), None, 1),
            (None, None, 1),
        ] {
            let seen = traced(&[(30, "Start A", starter), (75, "End A", ender)]);
            assert_eq!(printed(&seen).0.len(), workers, "{starter:?} {ender:?}");
        }
    }

    #[test]
    fn a_number_that_is_used_again_is_another_thread() {
        let life = |born, ended| Life {
            pid: 1,
            tid: 2,
            parent: None,
            born: ms(born),
            ended: Some(ms(ended)),
            delayed: None,
        };
        let slice = |from, to, share| Slice {
            from: ms(from),
            to: ms(to),
            share,
        };
        let slices = [slice(0, 50, 0.5), slice(50, 100, 0.25)];
        let drawn = |life| {
            let lived = lived(&life, &slices, ms(120)).into_iter();
            let slice = |slice: Slice| (slice.from.as_millis(), slice.to.as_millis(), slice.share);
            lived.map(slice).collect::<Vec<_>>()
        };
        assert_eq!(drawn(life(10, 40)), [(10, 40, 0.5)]);
        assert_eq!(drawn(life(45, 110)), [(45, 50, 0.5), (50, 110, 0.25)]);
        assert_eq!(drawn(life(105, 125)), [(105, 120, 0.0)]);
        assert_eq!(drawn(life(130, 140)), []);
    }
}
