//! A timeline as an SVG picture, for a page or a slide. It has no size of its
//! own: it is as wide as there is room.

use super::palette::{BED, Colour, GREY, INK};
use super::{Bar, Lane, Panel, Picture, Timeline};
use crate::printed::{in_xml, shown};
use std::fmt::Write;
use std::time::Duration;

/// What to look at.
const LEGEND: [&str; 2] = [
    "Bar: a worker, from its first line to its last. ◆: a line, or a count.",
    "Grey: a thread; coloured as high as its share of a core, up to a whole one.",
];

/// What an axis takes, and the room behind it for a note.
const AXIS: f64 = 300.0;
const NOTE: f64 = 64.0;
/// A line of text, and about what a small character takes.
const LINE: f64 = 18.0;
const CHARACTER: f64 = 6.6;
/// What is free around everything, and before a lane with a name.
const SPACE: f64 = 8.0;
/// The most characters of a name, and of what a mark says.
const WORDS: usize = 34;

impl Timeline {
    /// The whole picture. All text in it is escaped.
    #[must_use]
    pub fn svg(&self) -> String {
        let panels = self.panels.iter().flatten();
        let lanes = panels.clone().flat_map(|panel| &panel.lanes);
        let names = lanes.clone().map(|lane| width(&cut(&lane.name)));
        let names = names.fold(0.0, f64::max) + 2.0 * SPACE;
        let legend = &LEGEND[..if lanes.clone().any(has_shares) { 2 } else { 1 }];
        let mut drawing = Drawing::default();
        let mut y = SPACE + LINE;
        drawing.text(SPACE, y, "start", INK, &self.title);
        if !self.lead.is_empty() {
            y += LINE;
            drawing.text(SPACE, y, "start", INK, &self.lead);
        }
        for line in legend {
            y += LINE;
            drawing.text(SPACE, y, "start", GREY, line);
        }
        let mut right = 0.0;
        for side_by_side in &self.panels {
            let lanes = side_by_side.iter().flat_map(|panel| &panel.lanes);
            drawing.longest = lanes.clone().map(Lane::end).max().unwrap_or_default();
            let is_high = lanes.clone().any(has_shares);
            drawing.height = if is_high { 16.0 } else { 10.0 };
            let (top, mut left) = (y, names);
            for panel in side_by_side {
                y = y.max(drawing.panel(left, top, panel));
                left += AXIS + NOTE + names;
            }
            right = f64::max(right, left - names);
        }
        let picture = Picture {
            title: self.title.clone(),
            words: panels.map(Panel::in_words).collect(),
            width: right,
            height: y + SPACE,
            body: drawing.body,
        };
        picture.file()
    }
}

/// A picture that is being drawn.
#[derive(Default)]
struct Drawing {
    body: String,
    /// What the axes of the panels side by side stand for.
    longest: Duration,
    /// Of a lane in them.
    height: f64,
}

impl Drawing {
    /// Returns where it ends.
    fn panel(&mut self, left: f64, top: f64, panel: &Panel) -> f64 {
        let mut y = top + SPACE + LINE;
        self.text(left, y, "start", panel.colour, &panel.title);
        for lane in &panel.lanes {
            if !lane.name.is_empty() {
                y += SPACE;
            }
            let baseline = y + self.height / 2.0 + 4.0;
            self.text(left - SPACE, baseline, "end", INK, &cut(&lane.name));
            self.text(left + AXIS + SPACE, baseline, "start", INK, &lane.note);
            self.bars(left, y, panel.colour, lane);
            self.marks(left, baseline, lane);
            y += self.height + 2.0;
        }
        self.axis(left, y + SPACE);
        y + SPACE + LINE
    }

    fn bars(&mut self, left: f64, y: f64, colour: Colour, lane: &Lane) {
        for bar in &lane.bars {
            let (x, to) = (left + self.x(bar.from), left + self.x(bar.to));
            let height = self.height;
            let part = height * bar.share.unwrap_or(1.0);
            self.rectangle([x, y, to - x, height], BED);
            self.rectangle([x, y + height - part, to - x, part], colour);
        }
    }

    /// What a mark says stands beside it, unless there is no room: on a bar that is
    /// coloured so far up, or between its neighbours.
    fn marks(&mut self, left: f64, baseline: f64, lane: &Lane) {
        let mut taken = left - SPACE;
        let mut marks = lane.marks.iter().peekable();
        while let Some(mark) = marks.next() {
            let x = left + self.x(mark.at);
            let next = marks.peek().map(|next| left + self.x(next.at));
            let words = cut(&mark.text);
            let from = match x < left + AXIS / 2.0 {
                true => x + SPACE,
                false => x - SPACE - width(&words),
            };
            let to = from + width(&words);
            self.text(x, baseline, "middle", INK, "◆");
            let is_between = from >= taken && next.is_none_or(|next| to <= next - 5.0);
            if is_between && self.is_pale(lane, from - left, to - left) {
                self.text(from, baseline, "start", INK, &words);
                taken = to;
            }
            taken = taken.max(x + SPACE);
        }
    }

    /// Whether words can be read there: no bar is coloured as high as they stand.
    fn is_pale(&self, lane: &Lane, from: f64, to: f64) -> bool {
        let there = |bar: &&Bar| self.x(bar.from) < to && from < self.x(bar.to);
        let mut bars = lane.bars.iter().filter(there);
        bars.all(|bar| bar.share.is_some_and(|share| share < 0.25))
    }

    fn axis(&mut self, left: f64, y: f64) {
        self.rectangle([left, y, AXIS, 1.0], GREY);
        let (longest, step) = (self.longest, tick(self.longest));
        // A round end is shown even if the last thing came a little before.
        let ticks = (0..).map(|number| step * number);
        for at in ticks.take_while(|&at| at <= longest + step / 20) {
            let x = left + self.x(at);
            self.rectangle([x, y, 1.0, 4.0], GREY);
            let label = format!("{} s", at.as_secs_f64());
            self.text(x, y + 15.0, "middle", GREY, &label);
        }
    }

    /// How far a moment is from the beginning of an axis.
    fn x(&self, time: Duration) -> f64 {
        AXIS * time.as_secs_f64() / self.longest.as_secs_f64().max(1e-9)
    }

    fn text(&mut self, x: f64, y: f64, anchor: &str, fill: Colour, text: &str) {
        if !text.is_empty() {
            let _ = writeln!(
                self.body,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{}\">{}</text>",
                fill.code(),
                in_xml(text)
            );
        }
    }

    fn rectangle(&mut self, [x, y, width, height]: [f64; 4], fill: Colour) {
        let _ = writeln!(
            self.body,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{height:.1}\" fill=\"{}\" \
             shape-rendering=\"crispEdges\"/>",
            width.max(0.0),
            fill.code()
        );
    }
}

/// Whether its height can be read.
fn has_shares(lane: &Lane) -> bool {
    lane.bars.iter().any(|bar| bar.share.is_some())
}

/// A round time, of which there are at most five in all.
pub(super) fn tick(longest: Duration) -> Duration {
    let round = (0..7).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u64.pow(power)));
    let mut round = round.map(Duration::from_millis);
    round.find(|&tick| longest <= 5 * tick).unwrap_or(longest)
}

/// As much of a text as there is room for.
fn cut(text: &str) -> String {
    shown(text.as_bytes(), WORDS)
}

fn width(text: &str) -> f64 {
    CHARACTER * text.chars().count() as f64
}

#[cfg(test)]
mod tests {
    use super::super::Mark;
    use super::super::palette::BLUE;
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn svg(title: &str, lanes: Vec<Lane>) -> String {
        let panel = Panel {
            title: title.to_string(),
            colour: BLUE,
            lanes,
        };
        let picture = Timeline {
            title: title.to_string(),
            lead: String::new(),
            panels: vec![vec![panel]],
        };
        picture.svg()
    }

    fn lines(marks: &[(u64, &str)]) -> Lane {
        let mark = |&(at, text): &(u64, &str)| Mark {
            at: ms(at),
            text: text.to_string(),
        };
        Lane {
            marks: marks.iter().map(mark).collect(),
            ..Lane::default()
        }
    }

    #[test]
    fn text_cannot_end_its_element() {
        let evil = "</text><script>&";
        let lane = Lane {
            name: evil.to_string(),
            note: evil.to_string(),
            ..lines(&[(1, evil)])
        };
        let svg = svg(evil, vec![lane]);
        assert!(!svg.contains("<script>") && !svg.contains(">&<"), "{svg}");
        // The title twice; name and note twice, and the heading, for it is in the
        // description as well; the mark.
        let count = svg.matches("&lt;/text&gt;&lt;script&gt;&amp;").count();
        assert_eq!(count, 9, "{svg}");
    }

    #[test]
    fn words_stand_where_there_is_room_for_them() {
        let shown = |marks: &[(u64, &str)]| {
            let svg = svg("", vec![lines(marks), Lane::span("", ms(0), ms(100))]);
            assert_eq!(svg.matches("◆").count(), marks.len() + 1);
            let is_shown = |(_, text): &(u64, &str)| svg.contains(&format!(">{text}</text>"));
            marks.iter().map(is_shown).collect::<Vec<_>>()
        };
        assert_eq!(shown(&[(0, "the first line, which is a long")]), [true]);
        assert_eq!(shown(&[(100, "the last line, which is long too")]), [true]);
        let crowd = [(40, "one"), (41, "two"), (90, "three")];
        assert_eq!(shown(&crowd), [false, true, true]);
        // On a thread that waits, not on one that computes.
        let on = |share| {
            let bar = Bar {
                from: ms(0),
                to: ms(100),
                share,
            };
            let lane = Lane {
                bars: vec![bar],
                ..lines(&[(10, "words")])
            };
            svg("", vec![lane]).contains(">words</text>")
        };
        let shares = [Some(0.0), Some(0.2), Some(0.5), None];
        assert_eq!(shares.map(on), [true, true, false, false]);
    }

    #[test]
    fn a_picture_says_what_to_see_and_is_dark_on_a_dark_screen() {
        let picture = Timeline {
            title: "a title".to_string(),
            lead: "a & b".to_string(),
            ..Timeline::default()
        };
        let svg = picture.svg();
        assert!(svg.contains(">a title</text>") && svg.contains(">a &amp; b</text>"));
        let paper = "prefers-color-scheme: dark) {";
        assert!(
            svg.contains(paper) && svg.contains("fill=\"#ffffff\"/>"),
            "{svg}"
        );
        assert!(svg.contains("[fill=\"#ffffff\"] { fill: #1b1d1f }"));
    }

    #[test]
    fn nothing_can_be_drawn() {
        for svg in [Timeline::default().svg(), svg("", vec![])] {
            let is_whole = svg.starts_with("<svg ") && svg.ends_with("</svg>\n");
            assert!(is_whole && !svg.contains("NaN"), "{svg}");
        }
        assert!(svg("", vec![]).contains(">0 s</text>"));
    }

    #[test]
    fn an_axis_has_a_few_round_times() {
        let cases = [
            (0, 1),
            (5, 1),
            (6, 2),
            (1_000, 200),
            (2_003, 500),
            (9_000, 2_000),
            (90_000_000, 90_000_000),
        ];
        for (longest, expected) in cases {
            assert_eq!(tick(ms(longest)), ms(expected), "{longest}");
        }
    }
}
