//! Whatever a program prints and however it is sampled, its picture is whole.

use super::palette::BLUE;
use super::{Panel, Timeline, observed, text};
use crate::printed::{plain, shown};
use crate::{Census, Life, Line, Observation, Sample, Thread, Untraced, Writer};
use proptest::collection::vec;
use proptest::prelude::*;
use std::time::Duration;

/// Lines of any text at any time, and samples of a few threads; who was born
/// when, and who wrote each line, if it was traced.
fn observations() -> impl Strategy<Value = Observation> {
    let line = (
        0..3000_u64,
        prop_oneof!["[SF] [ab]", "(<|&|>|\"|\u{1b}|x| |\u{fffe}|é){0,40}"],
    );
    let thread = (1..3_u32, 1..4_u32, 0..100_u64);
    let sample = (0..200_u64, vec(thread, 0..4));
    let writer = prop_oneof![
        (0..8_usize).prop_map(Writer::Thread),
        Just(Writer::Several),
        Just(Writer::Unknown)
    ];
    let life = (
        1..3_u32,
        1..4_u32,
        0..3500_u64,
        proptest::option::of(0..2000_u64),
    );
    let seen = (
        vec((line, writer), 0..12),
        vec(sample, 0..20),
        0..3000_u64,
        proptest::option::of(vec(life, 0..8)),
    );
    seen.prop_map(|(mut lines, samples, elapsed, lives)| {
        lines.sort_by_key(|((at, _), _)| *at);
        let life = |(pid, tid, born, length): (u32, u32, u64, Option<u64>)| Life {
            pid,
            tid,
            parent: None,
            born: Duration::from_millis(born),
            ended: length.map(|length| Duration::from_millis(born + length)),
            delayed: None,
        };
        let lives = lives.map(|lives| lives.into_iter().map(life).collect::<Vec<Life>>());
        let line = |((at, text), writer): ((u64, String), Writer)| Line {
            // Nobody writes who is not alive.
            writer: match (writer, &lives) {
                (Writer::Thread(index), Some(lives)) => {
                    let at = Duration::from_millis(at);
                    let mut lives = lives.get(index).into_iter();
                    match lives
                        .any(|life| life.born <= at && life.ended.is_none_or(|end| at <= end))
                    {
                        true => writer,
                        false => Writer::Unknown,
                    }
                }
                _ => Writer::Unknown,
            },
            ..Line::new(Duration::from_millis(at), text)
        };
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
            lives: lives.clone().ok_or(Untraced::NotAsked),
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
        let lanes = [observed::threads(&seen), observed::steps(&seen)].concat();
        for lane in &lanes {
            for slice in &lane.slices {
                prop_assert!(slice.from <= slice.to && slice.to <= end, "{slice:?} of {lane:?}");
                prop_assert!((0.0..=1.0).contains(&slice.share));
            }
            for both in lane.slices.windows(2) {
                prop_assert!(both[0].to <= both[1].from, "{both:?} overlap");
            }
            for task in &lane.tasks {
                prop_assert!(task.from <= task.to && task.to <= end, "{task:?} of {lane:?}");
            }
            for both in lane.tasks.windows(2) {
                prop_assert!(both[0].from <= both[1].from, "{both:?}");
            }
            for both in lane.marks.windows(2) {
                prop_assert!(both[0].at <= both[1].at, "{both:?}");
            }
        }
        // Each line is on a lane of its own writer, or on one of a worker.
        let marks: Vec<&str> = lanes
            .iter()
            .flat_map(|lane| &lane.marks)
            .map(|mark| mark.text.as_str())
            .collect();
        for line in &seen.lines {
            let text = shown(&plain(&line.bytes), 200);
            prop_assert!(marks.contains(&text.as_str()), "{text}: {marks:?}");
        }
        let drawn = text::picture(&lanes, &observed::counts(&seen), end);
        prop_assert!(drawn.chars().all(|c| c == '\n' || !c.is_control()), "{drawn}");
        let panel = Panel { title: "<&>".to_string(), colour: BLUE, lanes };
        let timeline = Timeline { panels: vec![vec![panel]], ..Timeline::default() };
        prop_assert!(is_well_formed(&timeline.svg()), "{}", timeline.svg());
        let trace = serde_json::from_str::<serde_json::Value>(&timeline.trace());
        prop_assert!(trace.is_ok());
    }
}
