//! A timeline in the Trace Event Format, which Perfetto and `chrome://tracing`
//! open. A process of the trace is a panel, and its tracks are the lanes.

use super::{Panel, Timeline};
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

/// Names, complete events for the bars, and instant events for the marks.
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
    for (tid, lane) in (1..).zip(&panel.lanes) {
        events.push(named("thread_name", tid, json!({ "name": lane.name })));
        for bar in &lane.bars {
            let share = bar.share.map(|share| format!("{:.0} %", share * 100.0));
            let name = share.as_ref().unwrap_or(&lane.name);
            let (at, length) = (micros(bar.from), micros(bar.to) - micros(bar.from));
            events.push(event("X", tid, name, json!({ "ts": at, "dur": length })));
        }
        for mark in &lane.marks {
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
    use super::super::{Bar, Lane, Mark};
    use super::*;

    fn us(n: u64) -> Duration {
        Duration::from_nanos(n * 1000 + 999)
    }

    #[test]
    fn every_track_has_a_name_and_events_that_do_not_overlap() {
        let bar = |from, to| Bar {
            from: us(from),
            to: us(to),
            share: Some(0.5),
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
