//! `--trace`: the lanes in the Trace Event Format, which Perfetto and
//! `chrome://tracing` open. A process of the trace is one program; its tracks
//! are the program's jobs and threads. All programs begin at time 0.

use crate::measure::{Results, Run};
use serde_json::{Value, json};
use std::time::Duration;

/// The number of the first track that is a thread; the jobs come before.
const THREADS: usize = 1000;

pub fn trace(results: &Results) -> String {
    let mut events = Vec::new();
    for (number, series) in (1..).zip(&results.series) {
        let subject = series.subject;
        if let Ok(run) = series.typical() {
            let (language, technique) = (subject.language.name(), subject.technique.name());
            let name = format!("{language} {technique}, {}", subject.work.name());
            add(&mut events, number, &name, run);
        }
    }
    json!({ "traceEvents": events, "displayTimeUnit": "ms" }).to_string() + "\n"
}

fn add(events: &mut Vec<Value>, pid: usize, name: &str, run: &Run) {
    events.push(label("process_name", pid, 0, name));
    events.push(json!({
        "ph": "M", "name": "process_sort_index", "pid": pid, "tid": 0,
        "args": { "sort_index": pid },
    }));
    for (tid, job) in (1..).zip(&run.jobs) {
        events.push(label("thread_name", pid, tid, &job.name));
        events.push(event(pid, tid, &job.name, job.from, job.to));
    }
    let lanes = run.seen.iter().flat_map(|seen| &seen.lanes);
    for (tid, lane) in (THREADS..).zip(lanes) {
        let main = if lane.pid == lane.tid { ", main" } else { "" };
        let name = format!("process {} thread {}{main}", lane.pid, lane.tid);
        events.push(label("thread_name", pid, tid, &name));
        for slice in &lane.slices {
            let share = format!("{:.0} %", slice.share * 100.0);
            events.push(event(pid, tid, &share, slice.from, slice.to));
        }
    }
}

fn label(kind: &str, pid: usize, tid: usize, name: &str) -> Value {
    json!({ "ph": "M", "name": kind, "pid": pid, "tid": tid, "args": { "name": name } })
}

/// A complete event; the format counts microseconds.
fn event(pid: usize, tid: usize, name: &str, from: Duration, to: Duration) -> Value {
    let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    json!({
        "ph": "X", "name": name, "pid": pid, "tid": tid,
        "ts": micros(from), "dur": micros(to) - micros(from),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::{Lane, Slice};
    use crate::measure::{Seen, Span};

    fn us(n: u64) -> Duration {
        Duration::from_nanos(n * 1000 + 999)
    }

    #[test]
    fn every_track_has_a_name_and_events_that_do_not_overlap() {
        let span = |name: &str, from, to| Span {
            name: name.to_string(),
            from: us(from),
            to: us(to),
        };
        let slice = |from, to| Slice {
            from: us(from),
            to: us(to),
            share: 0.5,
        };
        let lane = |tid, slices| Lane {
            pid: 7,
            tid,
            slices,
        };
        let run = Run {
            wall: us(100),
            start_up: us(5),
            cpu: us(90),
            foreign_load: None,
            jobs: vec![span("Job-1", 0, 60), span("Job-2", 30, 100)],
            seen: Some(Seen {
                processes: 1,
                threads: 2,
                peak_memory_bytes: 1,
                cores_busy: 1.0,
                side_by_side: 0.0,
                lanes: vec![lane(7, vec![]), lane(8, vec![slice(0, 50), slice(50, 100)])],
            }),
        };
        let mut events = Vec::new();
        add(&mut events, 3, "Rust \"gil\", cpu", &run);
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
            r#""M" 2 "Job-2" null null"#,
            r#""X" 2 "Job-2" 30 70"#,
            r#""M" 1000 "process 7 thread 7, main" null null"#,
            r#""M" 1001 "process 7 thread 8" null null"#,
            r#""X" 1001 "50 %" 0 50"#,
            r#""X" 1001 "50 %" 50 50"#,
        ];
        assert_eq!(shown, expected);
        assert!(events.iter().all(|event| event["pid"] == 3));
    }
}
