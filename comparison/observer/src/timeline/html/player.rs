//! The player: lanes over one axis of time, and a moment that can be moved over them.
//! Whoever has no script, or prints it, sees the whole.

use super::super::legend::{SIGN, Sign, signs};
use super::super::palette::{BLUE, Colour};
use super::super::picture::{area, tenths};
use super::super::rows::Rows;
use super::super::svg::tick;
use super::super::{Drawing, Lane, Panel, Slice, seconds, span};
use maud::{Markup, html};
use std::fmt::Write;
use std::slice;
use std::time::Duration;

/// How many units an axis has, and a row of a lane in its height: about a pixel each.
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
            (legend(panels))
            (beneath)
        }
    }
}

/// What the parts of the lanes stand for.
fn legend(panels: &[Panel]) -> Markup {
    let lanes = panels.iter().flat_map(|panel| &panel.lanes);
    let colour = panels.first().map_or(BLUE, |panel| panel.colour);
    html! {
        ul.legend.weak {
            @for sign in signs(lanes) {
                @let sign = if sign == Sign::Mark { Sign::Across } else { sign };
                li { (drawn_sign(sign, colour)) (sign.words()) }
            }
            li.hint hidden { "Press Play, or drag over the lanes." }
        }
    }
}

fn drawn_sign(sign: Sign, colour: Colour) -> Markup {
    let mut drawing = Drawing::default();
    sign.draw([0.0, 0.0], colour, &mut drawing);
    let [width, height] = SIGN;
    html! {
        svg.sign viewBox={ "0 0 " (width) " " (height) } aria-hidden="true" { (drawing.inline()) }
    }
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
    let processes = panel
        .lanes
        .chunk_by(|above, lane| above.process.is_some() && above.process == lane.process);
    html! {
        figure {
            figcaption {
                svg.key viewBox="0 0 1 1" aria-hidden="true" {
                    rect width="1" height="1" fill=(panel.colour.code()) {}
                }
                span.title { (panel.title) }
                @if panel.lanes.iter().any(|lane| turns(lane).is_some()) { span.now {} }
            }
            @for lanes in processes {
                div.process[lanes[0].process.is_some()] {
                    @if lanes[0].process.is_some() { (frame(span(lanes), end)) }
                    @for lane in lanes {
                        div.lane data-turns=[turns(lane)] {
                            span.name { (lane.name) }
                            div.track { (drawn(panel, lane, end)) (names(lane, end)) }
                            span.note { (lane.note) }
                        }
                    }
                }
            }
            div.lane aria-hidden="true" {
                div.axis { (axis(end)) }
            }
        }
    }
}

/// Around the lanes of a process, as long as it is there.
fn frame(span: [Duration; 2], end: Duration) -> Markup {
    let [from, to] = span.map(|moment| 100.0 * share(moment, end));
    html! {
        svg.frame aria-hidden="true" {
            rect x=(format!("{from:.2}%")) width=(format!("{:.2}%", to - from)) {}
        }
    }
}

/// When a thread ran that was looked at so closely that it runs or it does not: from and
/// to, in milliseconds. `None` of any other lane.
fn turns(lane: &Lane) -> Option<String> {
    let is_close = |slice: &Slice| slice.share == 0.0 || slice.share == 1.0;
    let is_seen = lane.process.is_some() && lane.slices.iter().any(|slice| slice.share == 1.0);
    let runs = lane.slices.iter().filter(|slice| slice.share == 1.0);
    let turn = |slice: &Slice| format!("{} {}", milliseconds(slice.from), milliseconds(slice.to));
    let turns = runs.map(turn).collect::<Vec<_>>().join(",");
    (is_seen && lane.slices.iter().all(is_close)).then_some(turns)
}

/// The shares on the ground of the thread's life, the tasks, and a line for each mark.
fn drawn(panel: &Panel, lane: &Lane, end: Duration) -> Markup {
    let rows = Rows::of(lane, HEIGHT);
    let x = |moment: Duration| (WIDTH * share(moment, end)).round();
    let (height, code) = (rows.all, panel.colour.code());
    let slice = |slice: &Slice| {
        let top = height * (1.0 - slice.share);
        [x(slice.from), x(slice.to), top.round()]
    };
    let computes = area(height, lane.slices.iter().map(slice));
    let ground = lane.process.map(|_| {
        let [from, to] = span(slice::from_ref(lane)).map(x);
        area(height, [[from, to, 0.0]].into_iter())
    });
    let (mut tasks, mut marks) = (String::new(), String::new());
    for (index, task) in lane.tasks.iter().enumerate() {
        let top = rows.top(index) + rows.margin();
        let bottom = top + rows.height - 2.0 * rows.margin();
        let [top, bottom] = [top, bottom].map(tenths);
        let (from, to) = (x(task.from), x(task.to));
        let _ = write!(tasks, "M{from} {top}H{to}V{bottom}H{from}z");
    }
    for mark in &lane.marks {
        // At the very end, half of a line would be cut off.
        let at = x(mark.at).clamp(4.0, WIDTH - 4.0);
        let (top, bottom) = match lane.task_of(mark).map(|task| rows.top(task)) {
            Some(top) => (top, top + rows.height),
            None => (0.0, height),
        };
        let [top, bottom] = [top, bottom].map(tenths);
        let _ = write!(marks, "M{at} {top}V{bottom}");
    }
    html! {
        svg.bars viewBox={ "0 0 " (WIDTH) " " (height) } height=(height)
            preserveAspectRatio="none" role="img" aria-label=(in_words(lane)) {
            path.ground d=[ground] {}
            @if !tasks.is_empty() {
                path.paper d=(tasks) {}
                path.tasks d=(tasks) fill=(code) stroke=(code) {}
            }
            path d=(computes) fill=(lane.colour(panel.colour).code()) {}
            path.marks d=(marks) {}
        }
    }
}

/// Each task's name at its beginning, if there is room on any screen.
fn names(lane: &Lane, end: Duration) -> Markup {
    const ROOM: f64 = 0.3;
    let rows = Rows::of(lane, HEIGHT);
    let tasks = lane.tasks.iter().enumerate().filter(|(_, task)| {
        let is_long = share(task.to, end) - share(task.from, end) >= ROOM;
        is_long && rows.height == HEIGHT && task.name != lane.name
    });
    let tasks: Vec<_> = tasks.collect();
    html! {
        @if !tasks.is_empty() {
            svg.names width="100%" height=(rows.all) aria-hidden="true" {
                @for (index, task) in tasks {
                    text x=(format!("{:.2}%", 100.0 * share(task.from, end))) dx="8"
                        y=(rows.top(index) + 15.0) { (task.name) }
                }
            }
        }
    }
}

/// What a lane shows, for those who cannot see it.
fn in_words(lane: &Lane) -> String {
    let mut words = Vec::new();
    if let (Some(first), Some(last)) = (lane.slices.first(), lane.slices.last()) {
        let [from, to] = [first.from, last.to].map(seconds);
        let used = |slice: &Slice| slice.share * (slice.to - slice.from).as_secs_f64();
        let used: f64 = lane.slices.iter().map(used).sum();
        words.push(format!("from {from} to {to}, {used:.2} s of a core"));
    }
    for task in &lane.tasks {
        let [from, to] = [task.from, task.to].map(seconds);
        words.push(format!("{} from {from} to {to}", task.name));
    }
    words.extend(lane.marks_in_words());
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
    use super::super::super::{Mark, Task};
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn task(name: &str, from: u64, to: u64) -> Task {
        Task {
            name: name.to_string(),
            from: ms(from),
            to: ms(to),
        }
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
        let slice = |from, to, share| Slice {
            from: ms(from),
            to: ms(to),
            share,
        };
        let lane = Lane {
            name: "thread 1".to_string(),
            process: Some(1),
            slices: vec![
                slice(0, 100, 1.0),
                slice(100, 200, 0.25),
                slice(200, 400, 0.0),
            ],
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
        let worker = played(Lane::of_tasks(vec![task("A", 0, 2000)]));
        assert!(worker.contains("aria-label=\"A from 0.00 s to 2.00 s\""));
        assert!(worker.contains("<option value=\"1\" selected>"));
    }

    #[test]
    fn coroutines_share_the_lane_of_their_thread() {
        let drawn = played(Lane {
            name: "main".to_string(),
            process: Some(7),
            tasks: vec![task("A", 0, 100), task("B", 0, 90), task("C", 95, 100)],
            ..Lane::default()
        });
        assert_eq!(drawn.matches("class=\"lane\"").count(), 2, "{drawn}");
        assert_eq!(drawn.matches("class=\"process\"").count(), 1);
        // Two rows, and the third task in the second one.
        assert!(
            drawn.contains(
                "d=\"M0 2.5H2000V17.5H0zM0 22.5H1800V37.5H0zM1900 22.5H2000V37.5H1900z\""
            )
        );
        assert!(drawn.contains("height=\"40\""));
        // Their names, as far as there is room.
        assert!(drawn.contains("y=\"35\">B</text>") && !drawn.contains(">C</text>"));
    }

    #[test]
    fn turns_are_told_of_a_close_look_alone() {
        let lane = |shares: [f64; 3]| {
            let slice = |(number, share)| Slice {
                from: ms(5 * number),
                to: ms(5 * number + 5),
                share,
            };
            Lane {
                process: Some(1),
                slices: (0_u64..).zip(shares).map(slice).collect(),
                ..Lane::default()
            }
        };
        let close = turns(&lane([1.0, 0.0, 1.0]));
        assert_eq!(close.as_deref(), Some("0.000 5.000,10.000 15.000"));
        assert_eq!(turns(&lane([1.0, 0.5, 1.0])), None);
        assert_eq!(turns(&lane([0.0; 3])), None);
    }
}
