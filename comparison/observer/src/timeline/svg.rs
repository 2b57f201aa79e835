//! A timeline as an SVG picture, for a page or a slide. It has no size of its
//! own: it is as wide as there is room.

use super::palette::{BED, Colour, GREY, INK, PAPER};
use super::{Amount, Bar, Cell, Lane, Mark, Row, Section, Timeline};
use std::fmt::Write;
use std::time::Duration;

/// What is free around everything, and between two rows.
const SPACE: f64 = 8.0;
/// What a column takes, and the room behind it for a note.
const COLUMN: f64 = 268.0;
const GAP: f64 = 64.0;
/// A lane that can be read by its height; and one of many that need not be.
const LANE: f64 = 18.0;
const THIN: f64 = 6.0;
/// Between two lanes.
const BETWEEN: f64 = 3.0;
/// Half of a mark.
const MARK: f64 = 5.0;
/// About what a character of small text takes, and what a line of it takes.
const CHARACTER: f64 = 6.6;
const LINE: f64 = 18.0;
/// The most characters of a name or of a line.
const WORDS: usize = 34;

impl Timeline {
    /// The whole picture. All text in it is escaped.
    #[must_use]
    pub fn svg(&self) -> String {
        let rows = self.sections.iter().flat_map(|section| &section.rows);
        let names = rows.map(|row| shortened(&row.name).chars().count());
        let columns = self.sections.iter().map(|section| section.columns.len());
        let lanes = self.sections.iter().flat_map(Section::lanes);
        let mut drawing = Drawing {
            body: String::new(),
            y: SPACE,
            names: 2.0 * SPACE + CHARACTER * names.max().unwrap_or_default() as f64,
            longest: lanes.map(Lane::end).max().unwrap_or_default(),
        };
        drawing.heading(INK, 16, &self.title);
        for line in self.caption.lines() {
            drawing.heading(GREY, 12, line);
        }
        for section in &self.sections {
            drawing.section(section);
        }
        let width = drawing.left(columns.max().unwrap_or(1));
        let height = drawing.y + SPACE;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
             width=\"100%\" role=\"img\" font-family=\"system-ui, sans-serif\">\n\
             <title>{}</title>\n<desc>\n{}\n</desc>\n\
             <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>\n{}</svg>\n",
            escaped(&self.title),
            escaped(self.description.trim_end()),
            PAPER.code(),
            drawing.body
        )
    }
}

/// A picture that is being drawn, from top to bottom.
struct Drawing {
    body: String,
    /// Where the next thing begins.
    y: f64,
    /// What the names of the rows take.
    names: f64,
    /// What the width of a column stands for.
    longest: Duration,
}

/// Which part of a text is at its place.
#[derive(Clone, Copy)]
enum Anchor {
    Start,
    Middle,
    End,
}

impl Drawing {
    fn section(&mut self, section: &Section) {
        self.y += SPACE;
        if !section.title.is_empty() {
            self.heading(INK, 14, &section.title);
        }
        let mut titles = section.columns.iter().map(|column| &column.title);
        if titles.any(|title| !title.is_empty()) {
            for (number, column) in section.columns.iter().enumerate() {
                let x = self.left(number);
                self.text(
                    x,
                    self.y + LINE - 4.0,
                    Anchor::Start,
                    column.colour,
                    14,
                    &column.title,
                );
            }
            self.y += LINE;
        }
        self.y += SPACE;
        for row in &section.rows {
            self.row(section, row);
        }
        for number in 0..section.columns.len() {
            self.axis(self.left(number));
        }
        self.y += LINE;
    }

    fn row(&mut self, section: &Section, row: &Row) {
        let (top, baseline) = (self.y, self.y + LANE - 4.0);
        let end_of_names = self.left(0) - SPACE;
        self.text(
            end_of_names,
            baseline,
            Anchor::End,
            INK,
            12,
            &shortened(&row.name),
        );
        let mut bottom = top + LANE;
        for (number, (column, cell)) in section.columns.iter().zip(&row.cells).enumerate() {
            let left = self.left(number);
            self.y = top;
            for lane in &cell.lanes {
                self.lane(left, column.colour, lane, height(cell));
            }
            bottom = bottom.max(self.y - BETWEEN);
            let (x, anchor) = match cell.lanes.is_empty() {
                true => (left, Anchor::Start),
                false => (left + COLUMN + GAP - SPACE, Anchor::End),
            };
            self.text(x, baseline, anchor, INK, 12, &cell.note);
        }
        self.y = bottom + SPACE;
    }

    /// A share is a surface of its height, a count a frame, a mark a diamond.
    fn lane(&mut self, left: f64, colour: Colour, lane: &Lane, height: f64) {
        let _ = writeln!(self.body, "<g><title>{}</title>", escaped(&lane.name));
        for &Bar { from, to, amount } in &lane.bars {
            let (x, to) = (left + self.x(from), left + self.x(to));
            match amount {
                Amount::Share(share) => {
                    self.rectangle(x, to, self.y, height, BED);
                    let part = height * share;
                    self.rectangle(x, to, self.y + height - part, part, colour);
                }
                Amount::Unknown => self.rectangle(x, to, self.y, height, colour),
                Amount::Count(count) => self.frame(x, to, height, &count.to_string()),
            }
        }
        // Beside bars there is no room for words.
        let mut taken = match lane.bars.is_empty() {
            true => left - MARK - 3.0,
            false => f64::INFINITY,
        };
        for mark in &lane.marks {
            let x = left + self.x(mark.at);
            taken = taken.max(self.words(x, left + COLUMN + GAP, taken, mark));
            self.diamond(x, self.y + height / 2.0, &mark.text);
        }
        self.body.push_str("</g>\n");
        self.y += height + BETWEEN;
    }

    /// What a mark says stands on the side where there is room, or nowhere.
    /// Returns up to where the lane is taken then.
    fn words(&mut self, x: f64, end: f64, taken: f64, mark: &Mark) -> f64 {
        let words = shortened(&mark.text);
        let (left, right) = (x - MARK - 3.0, x + MARK + 3.0);
        let width = CHARACTER * words.chars().count() as f64;
        let baseline = self.y + LANE - 4.0;
        if left >= taken && right + width <= end {
            self.text(right, baseline, Anchor::Start, INK, 12, &words);
            right + width
        } else {
            if left - width >= taken {
                self.text(left, baseline, Anchor::End, INK, 12, &words);
            }
            right
        }
    }

    /// The time, beneath a column.
    fn axis(&mut self, left: f64) {
        let y = self.y;
        self.stroke(&format!("M{left:.1} {y:.1}h{COLUMN}"));
        let mut at = Duration::ZERO;
        while at <= self.longest {
            let x = left + self.x(at);
            self.stroke(&format!("M{x:.1} {y:.1}v4"));
            let label = format!("{} s", at.as_secs_f64());
            self.text(x, y + 16.0, Anchor::Middle, GREY, 12, &label);
            at += tick(self.longest);
        }
    }

    /// Where a column begins.
    fn left(&self, column: usize) -> f64 {
        self.names + (COLUMN + GAP) * column as f64
    }

    /// How far a moment is from the beginning of a column.
    fn x(&self, time: Duration) -> f64 {
        COLUMN * time.as_secs_f64() / self.longest.as_secs_f64().max(1e-9)
    }

    /// A line of text over the whole width.
    fn heading(&mut self, colour: Colour, size: u32, text: &str) {
        self.y += LINE;
        self.text(SPACE, self.y - 4.0, Anchor::Start, colour, size, text);
    }

    fn text(&mut self, x: f64, y: f64, anchor: Anchor, colour: Colour, size: u32, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = writeln!(
            self.body,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{}\" \
             font-size=\"{size}\">{}</text>",
            colour.code(),
            escaped(text)
        );
    }

    fn rectangle(&mut self, from: f64, to: f64, y: f64, height: f64, fill: Colour) {
        let (width, fill) = (to - from, fill.code());
        let _ = writeln!(
            self.body,
            "<rect x=\"{from:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
             fill=\"{fill}\" shape-rendering=\"crispEdges\"/>"
        );
    }

    /// With the label in it, if that fits.
    fn frame(&mut self, from: f64, to: f64, height: f64, label: &str) {
        let (y, width) = (self.y, (to - from - 2.0).max(0.0));
        self.stroke(&format!(
            "M{:.1} {y:.1}h{width:.1}v{height}h-{width:.1}z",
            from + 1.0
        ));
        if width > CHARACTER * label.len() as f64 {
            let middle = (from + to) / 2.0;
            self.text(middle, y + height - 4.0, Anchor::Middle, INK, 12, label);
        }
    }

    fn stroke(&mut self, path: &str) {
        let grey = GREY.code();
        let _ = writeln!(
            self.body,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{grey}\"/>"
        );
    }

    fn diamond(&mut self, x: f64, y: f64, title: &str) {
        let _ = writeln!(
            self.body,
            "<path d=\"M{x:.1} {:.1}l{MARK} {MARK}l-{MARK} {MARK}l-{MARK} -{MARK}z\" fill=\"{}\" \
             stroke=\"{}\"><title>{}</title></path>",
            y - MARK,
            INK.code(),
            PAPER.code(),
            escaped(title)
        );
    }
}

/// Many lanes that are all or nothing are thin.
fn height(cell: &Cell) -> f64 {
    let bars = cell.lanes.iter().flat_map(|lane| &lane.bars);
    let mut amounts = bars.map(|bar| bar.amount);
    match amounts.all(|amount| amount == Amount::Unknown) && cell.lanes.len() > 1 {
        true => THIN,
        false => LANE,
    }
}

/// A round time, of which there are at most five in all.
fn tick(longest: Duration) -> Duration {
    let round = [1, 2, 5].map(|digit| (0..7).map(move |power| digit * 10_u64.pow(power)));
    let round = round.into_iter().flatten().map(Duration::from_millis);
    let fitting = round.filter(|&tick| longest <= 5 * tick);
    fitting.min().unwrap_or(longest)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

/// Text that XML may hold, and that stays text.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if c.is_control() && c != '\n' => {}
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::palette::BLUE;
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn lines(marks: &[(u64, &str)]) -> String {
        let mark = |&(at, text): &(u64, &str)| Mark {
            at: ms(at),
            text: text.to_string(),
        };
        let lane = Lane {
            marks: marks.iter().map(mark).collect(),
            ..Lane::default()
        };
        let section = Section::of_lanes("", BLUE, vec![lane, Lane::span("", ms(0), ms(100))]);
        let sections = vec![section];
        Timeline {
            sections,
            ..Timeline::default()
        }
        .svg()
    }

    #[test]
    fn text_cannot_end_its_element() {
        assert_eq!(escaped("a<b> & \u{1b}c"), "a&lt;b&gt; &amp; c");
        let evil = "</text><script>&".to_string();
        let lane = Lane {
            marks: vec![Mark {
                at: ms(1),
                text: evil.clone(),
            }],
            ..Lane::span(&evil, ms(1), ms(2))
        };
        let mut section = Section::of_lanes(&evil, BLUE, vec![lane]);
        section.columns[0].title = evil.clone();
        section.rows[0].cells[0].note = evil.clone();
        let picture = Timeline {
            title: evil.clone(),
            caption: evil.clone(),
            description: evil.clone(),
            sections: vec![section],
        };
        let svg = picture.svg();
        assert!(!svg.contains("<script>") && !svg.contains("&<"), "{svg}");
        // Title, caption and description; heading, column, name, lane, mark, note.
        assert_eq!(
            svg.matches("&lt;/text&gt;&lt;script&gt;&amp;").count(),
            10,
            "{svg}"
        );
    }

    #[test]
    fn words_stand_where_there_is_room_for_them() {
        let shown = |svg: String, text: &str| svg.matches(&format!(">{text}</text>")).count();
        assert_eq!(shown(lines(&[(0, "first")]), "first"), 1);
        assert_eq!(
            shown(
                lines(&[(100, "a last line that is long")]),
                "a last line that is long"
            ),
            1
        );
        let crowd = lines(&[(50, "one"), (51, "two"), (90, "three")]);
        assert_eq!(
            ["one", "two", "three"].map(|text| shown(crowd.clone(), text)),
            [1, 0, 1]
        );
        // Each of them has its diamond.
        assert_eq!(crowd.matches("<title>two</title>").count(), 1);
    }

    #[test]
    fn nothing_can_be_drawn() {
        let svg = Timeline::default().svg();
        assert!(
            svg.starts_with("<svg ") && svg.ends_with("</svg>\n"),
            "{svg}"
        );
        let sections = vec![Section::of_lanes("", BLUE, vec![])];
        let empty = Timeline {
            sections,
            ..Timeline::default()
        };
        assert!(empty.svg().contains(">0 s</text>") && !empty.svg().contains("NaN"));
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
        ];
        for (longest, expected) in cases {
            assert_eq!(tick(ms(longest)), ms(expected), "{longest}");
        }
        assert_eq!(tick(ms(90_000_000)), ms(90_000_000));
    }
}
