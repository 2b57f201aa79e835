//! A timeline in the Trace Event Format, which Perfetto and `chrome://tracing`
//! open. A process of the trace is a panel, and its tracks are the lanes and the tasks.

use super::{Lane, Mark, Panel, Slice, Task, Timeline};
use serde_json::{Value, json};
use std::time::Duration;

impl Timeline {
    /// The whole trace, as one line of JSON.
    #[must_use]
    pub fn trace(&self) -> String {
        let panels = (1..).zip(self.panels.iter().flatten());
        let events: Vec<Value> = panels
            .flat_map(|(pid, panel)| of_panel(pid, panel))
            .collect();
        json!({ "traceEvents": events, "displayTimeUnit": "ms" }).to_string() + "\n"
    }
}

/// What stands on a line of its own.
struct Track<'a> {
    name: &'a str,
    /// From and to, and what it is called.
    spans: Vec<([Duration; 2], String)>,
    marks: Vec<&'a Mark>,
}

/// A thread, and each of its tasks: tasks may overlap, and a track's events may not.
fn tracks<'a>(lane: &'a Lane) -> Vec<Track<'a>> {
    let slice = |slice: &Slice| {
        let share = format!("{:.0} %", slice.share * 100.0);
        ([slice.from, slice.to], share)
    };
    let marks_of = |task: Option<usize>| {
        let marks = lane.marks.iter();
        marks.filter(|mark| lane.task_of(mark) == task).collect()
    };
    let own = Track {
        name: &lane.name,
        spans: lane.slices.iter().map(slice).collect(),
        marks: marks_of(None),
    };
    let task = |(index, task): (usize, &'a Task)| Track {
        name: &task.name,
        spans: vec![([task.from, task.to], task.name.clone())],
        marks: marks_of(Some(index)),
    };
    let is_told = lane.tasks.is_empty() || !(own.spans.is_empty() && own.marks.is_empty());
    let own = is_told.then_some(own);
    own.into_iter()
        .chain(lane.tasks.iter().enumerate().map(task))
        .collect()
}

/// Names, complete events for what has a length, and instant events for the marks.
fn of_panel(pid: usize, panel: &Panel) -> Vec<Value> {
    let event = |phase: &str, tid: usize, name: &str, mut event: Value| {
        event["ph"] = phase.into();
        event["pid"] = pid.into();
        event["tid"] = tid.into();
        event["name"] = name.into();
        event
    };
    let named = |what: &str, tid, args: Value| event("M", tid, what, json!({ "args": args }));
    let mut events = vec![
        named("process_name", 0, json!({ "name": panel.title })),
        named("process_sort_index", 0, json!({ "sort_index": pid })),
    ];
    for (tid, track) in (1..).zip(panel.lanes.iter().flat_map(tracks)) {
        events.push(named("thread_name", tid, json!({ "name": track.name })));
        for ([from, to], name) in track.spans {
            let (at, length) = (micros(from), micros(to) - micros(from));
            events.push(event("X", tid, &name, json!({ "ts": at, "dur": length })));
        }
        for mark in track.marks {
            let when = json!({ "ts": micros(mark.at), "s": "t" });
            events.push(event("i", tid, &mark.text, when));
        }
    }
    events
}

/// The format counts microseconds.
fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::palette::BLUE;
    use super::*;

    fn us(n: u64) -> Duration {
        Duration::from_nanos(n * 1000 + 999)
    }

    #[test]
    fn every_track_has_a_name_and_events_that_do_not_overlap() {
        let slice = |from, to| Slice {
            from: us(from),
            to: us(to),
            share: 0.5,
        };
        let task = |name: &str, from, to| Task {
            name: name.to_string(),
            from: us(from),
            to: us(to),
        };
        let thread = |name: &str, slices| Lane {
            name: name.to_string(),
            slices,
            ..Lane::default()
        };
        let mut first = Lane::of_tasks(vec![task("Job-1", 0, 60)]);
        first.marks.push(Mark {
            at: us(60),
            text: "Finished \"1\" Job-1".to_string(),
        });
        let mut last = thread("process 7 thread 8", vec![slice(0, 50), slice(50, 100)]);
        last.tasks = vec![task("Job-3", 10, 30), task("Job-4", 20, 40)];
        let lanes = vec![
            first,
            Lane::of_tasks(vec![task("Job-2", 30, 100)]),
            thread("process 7 thread 7, main", vec![]),
            last,
        ];
        let panel = Panel {
            title: "Rust \"gil\", cpu".to_string(),
            colour: BLUE,
            lanes,
        };
        let events = of_panel(3, &panel);
        let shown = |event: &Value| {
            let name = if event["ph"] == "M" {
                &event["args"]["name"]
            } else {
                &event["name"]
            };
            format!(
                "{} {} {} {} {}",
                event["ph"], event["tid"], name, event["ts"], event["dur"]
            )
        };
        let shown: Vec<String> = events.iter().map(shown).collect();
        let expected = [
            r#""M" 0 "Rust \"gil\", cpu" null null"#,
            r#""M" 0 null null null"#,
            r#""M" 1 "Job-1" null null"#,
            r#""X" 1 "Job-1" 0 60"#,
            r#""i" 1 "Finished \"1\" Job-1" 60 null"#,
            r#""M" 2 "Job-2" null null"#,
            r#""X" 2 "Job-2" 30 70"#,
            r#""M" 3 "process 7 thread 7, main" null null"#,
            r#""M" 4 "process 7 thread 8" null null"#,
            r#""X" 4 "50 %" 0 50"#,
            r#""X" 4 "50 %" 50 50"#,
            r#""M" 5 "Job-3" null null"#,
            r#""X" 5 "Job-3" 10 20"#,
            r#""M" 6 "Job-4" null null"#,
            r#""X" 6 "Job-4" 20 20"#,
        ];
        assert_eq!(shown, expected);
        assert!(events.iter().all(|event| event["pid"] == 3));
    }
}
