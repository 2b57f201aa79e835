//! The player: lanes over one axis of time, and a moment that can be moved over them.
//! Whoever has no script, or prints it, sees the whole.

use super::super::svg::tick;
use super::super::{Bar, Lane, Panel, seconds};
use maud::{Markup, html};
use std::fmt::Write;
use std::time::Duration;

/// How many units an axis has, and a lane in its height: about a pixel each.
const WIDTH: f64 = 2_000.0;
const HEIGHT: f64 = 20.0;

/// How many steps the moment has: an arrow key moves it by one.
const STEPS: u32 = 200;

/// How much slower than in fact it can be played.
const SLOWER: [u32; 4] = [1, 2, 10, 50];

/// Played, it takes this long at least, unless somebody chooses another speed.
const SHORTEST: Duration = Duration::from_millis(1500);

/// Programs side by side over one axis of time, to its `end`. What is `beneath` follows
/// the moment too: an element with `data-at`, in milliseconds, is not seen until then.
#[must_use]
pub fn player(name: &str, panels: &[Panel], end: Duration, beneath: &Markup) -> Markup {
    html! {
        div.player role="group" aria-label=(name) data-end=(milliseconds(end)) {
            (controls(name, end))
            div.panels {
                @for panel in panels { (figure(panel, end)) }
            }
            p.weak { (legend(panels)) }
            (beneath)
        }
    }
}

/// What to look at, of what is there.
fn legend(panels: &[Panel]) -> String {
    let lanes = || panels.iter().flat_map(|panel| &panel.lanes);
    let has_bar = |is_thread: bool| {
        let mut bars = lanes().flat_map(|lane| &lane.bars);
        bars.any(|bar| bar.share.is_some() == is_thread)
    };
    let parts = [
        (
            has_bar(false),
            "Bar: a worker, from its first line to its last.",
        ),
        (
            has_bar(true),
            "Grey: a thread; as high as its share of a core is coloured.",
        ),
        (
            lanes().any(|lane| !lane.marks.is_empty()),
            "Line across: it printed something.",
        ),
    ];
    let parts = parts.into_iter().filter(|(is_there, _)| *is_there);
    parts.map(|(_, part)| part).collect::<Vec<_>>().join(" ")
}

/// A moment, as `data-at` tells it.
#[must_use]
pub fn milliseconds(moment: Duration) -> String {
    format!("{:.3}", moment.as_secs_f64() * 1000.0)
}

/// Hidden until the script is there.
fn controls(name: &str, end: Duration) -> Markup {
    let mut slower = SLOWER.into_iter();
    let usual = slower.find(|&slower| end * slower >= SHORTEST);
    let usual = usual.unwrap_or(SLOWER[SLOWER.len() - 1]);
    html! {
        div.controls hidden {
            button type="button" { "Play" }
            input type="range" min="0" max=(STEPS) value=(STEPS) aria-label={ "Moment: " (name) };
            output { (seconds(end)) }
            label {
                "speed "
                select {
                    @for slower in SLOWER {
                        option value=(slower) selected[slower == usual] {
                            @if slower == 1 { "as it was" } @else { "1/" (slower) }
                        }
                    }
                }
            }
        }
    }
}

fn figure(panel: &Panel, end: Duration) -> Markup {
    html! {
        figure {
            figcaption {
                svg.key viewBox="0 0 1 1" aria-hidden="true" {
                    rect width="1" height="1" fill=(panel.colour.code()) {}
                }
                (panel.title)
            }
            @for lane in &panel.lanes {
                div.lane {
                    span.name { (lane.name) }
                    div.track { (drawn(panel, lane, end)) }
                    span.note { (lane.note) }
                }
            }
            div.lane aria-hidden="true" {
                div.axis { (axis(end)) }
            }
        }
    }
}

/// The bars as high as their shares on the ground of the thread's life, and a line for
/// each mark.
fn drawn(panel: &Panel, lane: &Lane, end: Duration) -> Markup {
    let x = |moment: Duration| (WIDTH * share(moment, end)).round();
    let bar = |bar: &Bar| {
        let top = HEIGHT * (1.0 - bar.share.unwrap_or(1.0));
        [x(bar.from), x(bar.to), top.round()]
    };
    let bars = || lane.bars.iter().map(bar);
    let ground = area(bars().map(|[from, to, _]| [from, to, 0.0]));
    let bars = area(bars().filter(|&[_, _, top]| top < HEIGHT));
    let mut marks = String::new();
    for mark in &lane.marks {
        // At the very end, half of a line would be cut off.
        let at = x(mark.at).clamp(4.0, WIDTH - 4.0);
        let _ = write!(marks, "M{at} 0V{HEIGHT}");
    }
    html! {
        svg.bars viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } preserveAspectRatio="none" role="img"
            aria-label=(in_words(lane)) {
            path.ground d=(ground) {}
            path d=(bars) fill=(panel.colour.code()) {}
            path.marks d=(marks) {}
        }
    }
}

/// A path around rectangles on the lane's floor, each from, to, and its top. Those
/// that go on at the same height are one.
fn area(rectangles: impl Iterator<Item = [f64; 3]>) -> String {
    let mut joined: Vec<[f64; 3]> = Vec::new();
    for [from, to, top] in rectangles {
        match joined.last_mut() {
            Some([_, end, height]) if *end >= from && *height == top => *end = to,
            _ => joined.push([from, to, top]),
        }
    }
    let rectangle = |[from, to, top]: [f64; 3]| format!("M{from} {top}H{to}V{HEIGHT}H{from}z");
    joined.into_iter().map(rectangle).collect()
}

/// What a lane shows, for those who cannot see it.
fn in_words(lane: &Lane) -> String {
    let mut words = Vec::new();
    if let (Some(first), Some(last)) = (lane.bars.first(), lane.bars.last()) {
        let [from, to] = [first.from, last.to].map(seconds);
        let used = |bar: &Bar| Some(bar.share? * (bar.to - bar.from).as_secs_f64());
        let used: Option<f64> = lane.bars.iter().map(used).sum();
        words.push(match used {
            Some(used) => format!("from {from} to {to}, {used:.2} s of a core"),
            None => format!("from {from} to {to}"),
        });
    }
    let marks = lane.marks.iter();
    words.extend(marks.map(|mark| format!("{} at {}", mark.text, seconds(mark.at))));
    match words.is_empty() {
        true => "nothing".to_string(),
        false => words.join("; "),
    }
}

fn axis(end: Duration) -> Markup {
    let step = tick(end);
    let ticks = (0..).map(|number| step * number);
    let ticks = ticks.take_while(|&at| at <= end).map(|at| {
        let share = share(at, end);
        let anchor = match share {
            0.0..0.05 => "start",
            0.95.. => "end",
            _ => "middle",
        };
        (format!("{:.2}%", 100.0 * share), anchor, at)
    });
    html! {
        svg.ticks width="100%" height="22" {
            @for (x, anchor, at) in ticks {
                line x1=(x) x2=(x) y1="0" y2="5" {}
                text x=(x) y="18" text-anchor=(anchor) { (at.as_secs_f64()) " s" }
            }
        }
    }
}

/// How far along the axis a moment is.
fn share(moment: Duration, end: Duration) -> f64 {
    (moment.as_secs_f64() / end.as_secs_f64().max(1e-9)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::super::super::Mark;
    use super::super::super::palette::BLUE;
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn played(lane: Lane) -> String {
        let panel = Panel {
            title: "a <title>".to_string(),
            colour: BLUE,
            lanes: vec![lane],
        };
        let end = panel.lanes[0].end();
        player("a \"name\"", &[panel], end, &html! {}).into_string()
    }

    #[test]
    fn a_lane_is_drawn_and_said() {
        let bar = |from, to, share| Bar {
            from: ms(from),
            to: ms(to),
            share: Some(share),
        };
        let lane = Lane {
            name: "thread 1".to_string(),
            bars: vec![bar(0, 100, 1.0), bar(100, 200, 0.25), bar(200, 400, 0.0)],
            marks: vec![Mark {
                at: ms(400),
                text: "</svg><script>".to_string(),
            }],
            ..Lane::default()
        };
        let drawn = played(lane);
        for part in [
            "data-end=\"400.000\"",
            "aria-label=\"a &quot;name&quot;\"",
            "a &lt;title&gt;",
            "from 0.00 s to 0.40 s, 0.12 s of a core; &lt;/svg&gt;&lt;script&gt; at 0.40 s",
            "d=\"M0 0H2000V20H0z\"",
            "d=\"M0 0H500V20H0zM500 15H1000V20H500z\"",
            "d=\"M1996 0V20\"",
            "<option value=\"10\" selected>",
            ">0.4 s<",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(!drawn.contains("<script>") && !drawn.contains(" style="));
    }

    #[test]
    fn nothing_can_be_played() {
        let drawn = played(Lane::default());
        assert!(drawn.contains("data-end=\"0.000\"") && !drawn.contains("NaN"));
        let worker = played(Lane::span("A", ms(0), ms(2000)));
        assert!(worker.contains("aria-label=\"from 0.00 s to 2.00 s\""));
        assert!(worker.contains("<option value=\"1\" selected>"));
    }
}
