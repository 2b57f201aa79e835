//! A timeline in the Trace Event Format, which Perfetto and `chrome://tracing`
//! open. A process of the trace is a section, and its tracks are the lanes.

use super::{Amount, Bar, Lane, Mark, Section, Timeline};
use serde_json::{Value, json};
use std::time::Duration;

impl Timeline {
    /// The whole trace, as one line of JSON.
    #[must_use]
    pub fn trace(&self) -> String {
        let sections = (1..).zip(&self.sections);
        let events: Vec<Value> = sections
            .flat_map(|(pid, section)| of_section(pid, section))
            .collect();
        json!({ "traceEvents": events, "displayTimeUnit": "ms" }).to_string() + "\n"
    }
}

fn of_section(pid: usize, section: &Section) -> Vec<Value> {
    let mut events = vec![
        label("process_name", pid, 0, &section.title),
        json!({
            "ph": "M", "name": "process_sort_index", "pid": pid, "tid": 0,
            "args": { "sort_index": pid },
        }),
    ];
    for (tid, lane) in (1..).zip(section.lanes()) {
        events.push(label("thread_name", pid, tid, &lane.name));
        events.extend(lane.bars.iter().map(|bar| span(pid, tid, lane, bar)));
        events.extend(lane.marks.iter().map(|mark| moment(pid, tid, mark)));
    }
    events
}

fn label(kind: &str, pid: usize, tid: usize, name: &str) -> Value {
    json!({ "ph": "M", "name": kind, "pid": pid, "tid": tid, "args": { "name": name } })
}

/// A complete event.
fn span(pid: usize, tid: usize, lane: &Lane, bar: &Bar) -> Value {
    let name = match bar.amount {
        Amount::Share(share) => format!("{:.0} %", share * 100.0),
        Amount::Unknown => lane.name.clone(),
        Amount::Count(count) => count.to_string(),
    };
    json!({
        "ph": "X", "name": name, "pid": pid, "tid": tid,
        "ts": micros(bar.from), "dur": micros(bar.to) - micros(bar.from),
    })
}

/// An instant event of its track.
fn moment(pid: usize, tid: usize, mark: &Mark) -> Value {
    json!({
        "ph": "i", "name": mark.text, "pid": pid, "tid": tid, "ts": micros(mark.at), "s": "t",
    })
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
        let bar = |from, to| Bar {
            from: us(from),
            to: us(to),
            amount: Amount::Share(0.5),
        };
        let thread = |name: &str, bars| Lane {
            name: name.to_string(),
            bars,
            ..Lane::default()
        };
        let mut first = Lane::span("Job-1", us(0), us(60));
        first.marks.push(Mark {
            at: us(60),
            text: "Finished \"1\"".to_string(),
        });
        let lanes = vec![
            first,
            Lane::span("Job-2", us(30), us(100)),
            thread("process 7 thread 7, main", vec![]),
            thread("process 7 thread 8", vec![bar(0, 50), bar(50, 100)]),
        ];
        let section = Section::of_lanes("Rust \"gil\", cpu", BLUE, lanes);
        let events = of_section(3, &section);
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
            r#""i" 1 "Finished \"1\"" 60 null"#,
            r#""M" 2 "Job-2" null null"#,
            r#""X" 2 "Job-2" 30 70"#,
            r#""M" 3 "process 7 thread 7, main" null null"#,
            r#""M" 4 "process 7 thread 8" null null"#,
            r#""X" 4 "50 %" 0 50"#,
            r#""X" 4 "50 %" 50 50"#,
        ];
        assert_eq!(shown, expected);
        assert!(events.iter().all(|event| event["pid"] == 3));
    }
}
