//! A timeline as an SVG picture, for a page or a slide. It has no size of its
//! own: it is as wide as there is room.

use super::legend::{SIGN, Sign, signs};
use super::palette::{BED, Colour, GREY, INK, PAPER};
use super::picture::area;
use super::rows::Rows;
use super::{Drawing, Lane, Panel, Picture, Timeline, span};
use crate::printed::{in_xml, shown};
use std::slice;
use std::time::Duration;

/// What an axis takes; and behind it a note, if there is one, or else half of the
/// axis's last time.
const AXIS: f64 = 300.0;
const NOTE: f64 = 56.0;
const END: f64 = 20.0;
/// A line of text, and about what a small character takes.
const LINE: f64 = 18.0;
const CHARACTER: f64 = 6.6;
/// What is free around everything, and before a lane with a name.
const SPACE: f64 = 8.0;
/// How high a lane is, or one of its rows of tasks; and what is free between lanes.
const HEIGHT: f64 = 16.0;
const MARGIN: f64 = 2.0;
/// What a frame is wider than its lanes, on each side.
const FRAME: f64 = 5.0;
/// The most characters of a name, and of what a mark says.
const WORDS: usize = 34;

impl Timeline {
    /// The whole picture. All text in it is escaped.
    #[must_use]
    pub fn svg(&self) -> String {
        let panels = self.panels.iter().flatten();
        let lanes = panels.clone().flat_map(|panel| &panel.lanes);
        let names = lanes.clone().map(|lane| width(&cut(&lane.name)));
        let names = names.fold(0.0, f64::max) + 2.0 * SPACE + FRAME;
        let has_notes = lanes.clone().any(|lane| !lane.note.is_empty());
        let panel_width = names + AXIS + if has_notes { NOTE } else { END };
        let columns = self.panels.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let headings = [&self.title, &self.lead].map(|words| width(words) + 2.0 * SPACE);
        let right = headings
            .into_iter()
            .fold(panel_width * columns as f64, f64::max);

        let mut drawing = Drawing::default();
        let mut y = SPACE;
        for words in [&self.title, &self.lead] {
            y += if words.is_empty() { 0.0 } else { LINE };
            drawing.text([SPACE, y], "start", INK, words);
        }
        let colour = panels.clone().next().map_or(GREY, |panel| panel.colour);
        y = legend(&mut drawing, y, right, colour, &signs(lanes));
        for side_by_side in &self.panels {
            let lanes = side_by_side.iter().flat_map(|panel| &panel.lanes);
            let longest = lanes.map(Lane::end).max().unwrap_or_default();
            let (top, mut left) = (y, names);
            for panel in side_by_side {
                let mut axis = Axis {
                    drawing: &mut drawing,
                    left,
                    longest,
                };
                y = y.max(axis.panel(top, panel));
                left += panel_width;
            }
        }
        let picture = Picture {
            title: self.title.clone(),
            words: panels.map(Panel::in_words).collect(),
            width: right,
            height: y + SPACE,
            drawing,
        };
        picture.file()
    }
}

/// As many to a line as there is room for. Returns where it ends.
fn legend(drawing: &mut Drawing, y: f64, right: f64, colour: Colour, signs: &[Sign]) -> f64 {
    let (mut x, mut y) = (f64::INFINITY, y);
    for sign in signs {
        let takes = SIGN[0] + SPACE + width(sign.words());
        if x + takes > right {
            (x, y) = (SPACE, y + LINE);
        }
        sign.draw([x, y - SIGN[1] + 2.0], colour, drawing);
        drawing.text([x + SIGN[0] + SPACE, y], "start", GREY, sign.words());
        x += takes + 2.0 * SPACE;
    }
    y
}

/// What is drawn over an axis of time.
struct Axis<'a> {
    drawing: &'a mut Drawing,
    /// Where it begins, and what it stands for.
    left: f64,
    longest: Duration,
}

impl Axis<'_> {
    /// Returns where it ends.
    fn panel(&mut self, top: f64, panel: &Panel) -> f64 {
        let mut y = top + SPACE + LINE;
        self.drawing
            .text([self.left, y], "start", panel.colour, &panel.title);
        let belong = |above: &Lane, lane: &Lane| match (above.process, lane.process) {
            (None, None) => lane.name.is_empty(),
            (above, process) => above == process,
        };
        for lanes in panel.lanes.chunk_by(belong) {
            let is_process = lanes[0].process.is_some();
            y += if is_process { SPACE + FRAME } else { SPACE };
            let top = y;
            for lane in lanes {
                y += self.lane(y, panel.colour, lane) + MARGIN;
            }
            y -= MARGIN;
            if is_process {
                let [from, to] = span(lanes).map(|at| self.x(at));
                let (width, height) = (to - from + 2.0 * FRAME, y - top + 2.0 * FRAME);
                self.drawing
                    .frame([from - FRAME, top - FRAME, width, height]);
                y += FRAME;
            }
        }
        self.ticks(y + SPACE);
        y + SPACE + LINE
    }

    /// Returns how high it is.
    fn lane(&mut self, y: f64, colour: Colour, lane: &Lane) -> f64 {
        let rows = Rows::of(lane, HEIGHT);
        let floor = y + rows.all;
        let middle = (y + floor) / 2.0 + 4.0;
        let (before, behind) = (self.left - SPACE - FRAME, self.left + AXIS + SPACE + FRAME);
        self.drawing
            .text([before, middle], "end", INK, &cut(&lane.name));
        self.drawing
            .text([behind, middle], "start", INK, &lane.note);
        if lane.process.is_some() {
            let [from, to] = span(slice::from_ref(lane)).map(|at| self.x(at));
            self.drawing.rectangle([from, y, to - from, floor - y], BED);
        }
        for (index, task) in lane.tasks.iter().enumerate() {
            let [from, to] = [task.from, task.to].map(|at| self.x(at));
            let top = y + rows.top(index) + rows.margin();
            let height = rows.height - 2.0 * rows.margin();
            self.drawing.tinted([from, top, to - from, height], colour);
        }
        let slices = lane.slices.iter().map(|slice| {
            let [from, to] = [slice.from, slice.to].map(|at| self.x(at));
            [from, to, floor - slice.share * (floor - y)]
        });
        let (path, code) = (area(floor, slices), lane.colour(colour).code());
        self.drawing
            .element(format_args!("<path d=\"{path}\" fill=\"{code}\"/>"));
        for (index, task) in lane.tasks.iter().enumerate() {
            let name = cut(&task.name);
            let is_long = width(&name) + 2.0 * SPACE < self.x(task.to) - self.x(task.from);
            if is_long && rows.height == HEIGHT && lane.name != task.name {
                let place = [
                    self.x(task.from) + SPACE,
                    y + rows.top(index) + HEIGHT / 2.0 + 4.0,
                ];
                self.words(place, &name, lane.computes());
            }
        }
        self.marks(y, lane, &rows);
        rows.all
    }

    /// What a mark says stands beside it, if there is room between its neighbours. What
    /// a task says of itself, its bar does.
    fn marks(&mut self, y: f64, lane: &Lane, rows: &Rows) {
        let middle = rows.all / 2.0;
        let mut taken = self.left - SPACE;
        for task in &lane.tasks {
            taken = taken.max(self.x(task.from) + SPACE + width(&cut(&task.name)));
        }
        let mut marks = lane.marks.iter().peekable();
        while let Some(mark) = marks.next() {
            let x = self.x(mark.at);
            let next = marks.peek().map(|next| self.x(next.at));
            let task = lane.task_of(mark);
            let words = match task {
                None => cut(&mark.text),
                Some(_) => String::new(),
            };
            let from = match x < self.left + AXIS / 2.0 {
                true => x + SPACE,
                false => x - SPACE - width(&words),
            };
            let to = from + width(&words);
            if from >= taken && next.is_none_or(|next| to <= next - 5.0) {
                self.words([from, y + middle + 4.0], &words, lane.computes());
                taken = to;
            }
            let middle = task.map_or(middle, |task| rows.top(task) + rows.height / 2.0);
            self.drawing.text([x, y + middle + 4.0], "middle", INK, "◆");
            taken = taken.max(x + SPACE);
        }
    }

    /// With a rim, they can be read on whatever they stand.
    fn words(&mut self, [x, y]: [f64; 2], words: &str, has_rim: bool) {
        let (paper, ink, words) = (PAPER.code(), INK.code(), in_xml(words));
        let rim = format!(
            " stroke=\"{paper}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\""
        );
        let rim = if has_rim { &rim } else { "" };
        self.drawing.element(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{ink}\"{rim}>{words}</text>"
        ));
    }

    fn ticks(&mut self, y: f64) {
        let end = [self.left + AXIS, y];
        self.drawing.line(GREY, &[[self.left, y], end]);
        let (longest, step) = (self.longest, tick(self.longest));
        // A round end is shown even if the last thing came a little before.
        let ticks = (0..).map(|number| step * number);
        for at in ticks.take_while(|&at| at <= longest + step / 20) {
            let x = self.x(at);
            self.drawing.line(GREY, &[[x, y], [x, y + 4.0]]);
            let label = format!("{} s", at.as_secs_f64());
            self.drawing.text([x, y + 15.0], "middle", GREY, &label);
        }
    }

    /// How far to the right a moment is.
    fn x(&self, time: Duration) -> f64 {
        self.left + AXIS * time.as_secs_f64() / self.longest.as_secs_f64().max(1e-9)
    }
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
    use super::super::palette::BLUE;
    use super::super::{Mark, Slice, Task};
    use super::*;
    use std::collections::BTreeSet;

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
        // The title, the heading, the name, the note and the mark, and all of them in
        // the description as well, the name once for the note and once for the mark.
        let count = svg.matches("&lt;/text&gt;&lt;script&gt;&amp;").count();
        assert_eq!(count, 11, "{svg}");
    }

    #[test]
    fn words_stand_where_there_is_room_for_them() {
        let shown = |marks: &[(u64, &str)]| {
            let svg = svg(
                "",
                vec![lines(marks), Lane::of_tasks(vec![task("", 0, 100)])],
            );
            assert_eq!(svg.matches("◆").count(), marks.len() + 1);
            let is_shown = |(_, text): &(u64, &str)| svg.contains(&format!(">{text}</text>"));
            marks.iter().map(is_shown).collect::<Vec<_>>()
        };
        assert_eq!(shown(&[(0, "the first line, which is a long")]), [true]);
        assert_eq!(shown(&[(100, "the last line, which is long too")]), [true]);
        let crowd = [(40, "one"), (41, "two"), (90, "three")];
        assert_eq!(shown(&crowd), [false, true, true]);
        // On a thread that computes as well.
        let lane = Lane {
            slices: vec![Slice {
                from: ms(0),
                to: ms(100),
                share: 1.0,
            }],
            ..lines(&[(10, "words")])
        };
        assert!(svg("", vec![lane]).contains("paint-order=\"stroke\">words</text>"));
    }

    /// Lanes of processes with so many threads each, and so many tasks on each thread.
    fn workers(threads: &[usize], tasks: usize) -> String {
        let mut lanes = Vec::new();
        for (process, &threads) in (0..).zip(threads) {
            for thread in 0..threads {
                let name = |task| format!("Task-{process}-{thread}-{task}");
                lanes.push(Lane {
                    name: format!("thread {thread}"),
                    process: Some(process),
                    tasks: (0..tasks)
                        .map(|number| task(&name(number), 0, 2000))
                        .collect(),
                    ..Lane::default()
                });
            }
        }
        svg("", lanes)
    }

    /// A frame a process, a ground a thread, a bar a task: below the legend.
    #[test]
    fn threads_processes_and_coroutines_look_different() {
        let cases = [
            ("threads", workers(&[3], 1), [1, 3, 3]),
            ("processes", workers(&[1, 1, 1], 1), [3, 3, 3]),
            ("coroutines", workers(&[1], 2), [1, 1, 2]),
        ];
        for (what, svg, expected) in cases {
            let parts = [" rx=\"3\"", "fill=\"#e6e6e6\"/>", "fill-opacity"];
            let in_legend = 1;
            let drawn = parts.map(|part| svg.matches(part).count() - in_legend);
            assert_eq!(drawn, expected, "{what}\n{svg}");
        }
        // Coroutines stand upon each other in the lane of their thread.
        let svg = workers(&[1], 2);
        let tops = svg
            .lines()
            .filter(|line| line.contains("height=\"12.0\" fill=\"#0072b2\""));
        let tops: BTreeSet<&str> = tops.collect();
        let in_legend = 1;
        assert_eq!(tops.len() - in_legend, 2, "{svg}");
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
