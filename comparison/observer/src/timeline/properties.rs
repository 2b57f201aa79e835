//! Whatever a program prints and however it is sampled, its picture is whole.

use super::palette::BLUE;
use super::{Panel, Timeline, observed, text};
use crate::{Census, Line, Observation, Sample, Thread};
use proptest::collection::vec;
use proptest::prelude::*;
use std::time::Duration;

/// Lines of any text at any time, and samples of a few threads.
fn observations() -> impl Strategy<Value = Observation> {
    let line = (
        0..3000_u64,
        prop_oneof!["[SF] [ab]", "(<|&|>|\"|\u{1b}|x| |\u{fffe}|é){0,40}"],
    );
    let thread = (1..3_u32, 1..4_u32, 0..100_u64);
    let sample = (0..200_u64, vec(thread, 0..4));
    let seen = (vec(line, 0..12), vec(sample, 0..20), 0..3000_u64);
    seen.prop_map(|(mut lines, samples, elapsed)| {
        lines.sort();
        let line = |(at, text): (u64, String)| Line::new(Duration::from_millis(at), text);
        let mut at = 0;
        let sample = |(later, mut threads): (u64, Vec<(u32, u32, u64)>)| {
            at += later;
            threads.sort_unstable();
            threads.dedup_by_key(|&mut (pid, tid, _)| (pid, tid));
            let thread = |(pid, tid, cpu)| Thread {
                pid,
                tid,
                cpu: Duration::from_millis(at + cpu),
                delayed: Duration::ZERO,
            };
            Sample {
                at: Duration::from_millis(at),
                threads: threads.into_iter().map(thread).collect(),
                peak_memory_bytes: 0,
                stolen: Duration::ZERO,
            }
        };
        Observation {
            census: Some(Census {
                samples: samples.into_iter().map(sample).collect(),
            }),
            lines: lines.into_iter().map(line).collect(),
            ..Observation::ended(Duration::from_millis(elapsed))
        }
    })
}

/// Whether it is made of elements and of text that is none: `<` and `>` come in
/// pairs, and each `&` begins a reference.
fn is_well_formed(svg: &str) -> bool {
    let mut within = false;
    let alternate = svg.chars().filter(|c| "<>".contains(*c)).all(|c| {
        let is_right = within == (c == '>');
        within = !within;
        is_right
    });
    let mut references = svg.split('&').skip(1);
    let named = |rest: &str| {
        ["amp;", "lt;", "gt;"]
            .iter()
            .any(|name| rest.starts_with(name))
    };
    let closed = ["text", "svg", "title", "desc"].iter().all(|name| {
        let (opened, closed) = (format!("<{name}"), format!("</{name}>"));
        svg.matches(&opened).count() == svg.matches(&closed).count()
    });
    let printable = |c: char| c == '\n' || !(c.is_control() || c == '\u{fffe}');
    alternate && !within && references.all(named) && closed && svg.chars().all(printable)
}

proptest! {
    #[test]
    fn each_picture_is_whole(seen in observations()) {
        let end = observed::end(&seen);
        let lanes = observed::lanes(&seen);
        for lane in &lanes {
            for bar in &lane.bars {
                prop_assert!(bar.from <= bar.to && bar.to <= end, "{bar:?} of {lane:?}");
                prop_assert!(bar.share.is_none_or(|share| (0.0..=1.0).contains(&share)));
            }
            for both in lane.bars.windows(2) {
                prop_assert!(both[0].to <= both[1].from, "{both:?} overlap");
            }
            for both in lane.marks.windows(2) {
                prop_assert!(both[0].at <= both[1].at, "{both:?}");
            }
        }
        let drawn = text::picture(&lanes, &observed::counts(&seen), end);
        prop_assert!(drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn}");
        let panel = Panel { title: "<&>".to_string(), colour: BLUE, lanes };
        let timeline = Timeline { title: String::new(), panels: vec![vec![panel]] };
        prop_assert!(is_well_formed(&timeline.svg()), "{}", timeline.svg());
        let trace = serde_json::from_str::<serde_json::Value>(&timeline.trace());
        prop_assert!(trace.is_ok());
    }
}
