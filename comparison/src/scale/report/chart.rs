//! `--svg`: two charts side by side, both axes logarithmic: what all workers of a
//! kind take, by their number; and how long clients wait, by theirs.
//!
//! A language has its colour, and a kind its mark.

use crate::report::colour;
use crate::scale::Worker;
use crate::scale::claims::Record;
use crate::scale::measure::{Results, Subject};
use crate::units::thousands;
use observer::timeline::palette::{BED, Colour, GREY, INK};
use observer::timeline::{Drawing, Picture};
use std::fmt::Write;
use std::ops::Range;

/// Of the area in which lines are drawn.
const WIDTH: f64 = 330.0;
const HEIGHT: f64 = 330.0;
/// What is left of it, for the values; and right of it, for the names.
const VALUES: f64 = 70.0;
const NAMES: f64 = 175.0;
/// What is above it, and below.
const TOP: f64 = 62.0;
const BOTTOM: f64 = 42.0;
/// A line of text.
const LINE: f64 = 16.0;

const MIB: f64 = 1024.0 * 1024.0;

/// One of the charts.
struct Chart {
    title: &'static str,
    across: &'static str,
    /// What a power of ten is called on the axis upwards.
    value: fn(i32) -> String,
    lines: Vec<Line>,
}

struct Line {
    subject: Subject,
    points: Vec<(f64, f64)>,
}

/// The whole picture.
pub fn picture(record: &Record) -> Picture {
    let results = &record.results;
    let charts = [memory(results), waiting(results)];
    let title = format!(
        "What one more costs: {}, {} cores",
        results.machine.cpu, results.machine.cores
    );
    let mut drawing = Drawing::default();
    drawing.text([8.0, 24.0], "start", INK, &title);
    let mut described = String::new();
    for (number, chart) in charts.iter().enumerate() {
        let left = VALUES + number as f64 * (VALUES + WIDTH + NAMES);
        chart.draw(left, &mut drawing);
        described += &chart.in_words();
    }
    Picture {
        title,
        words: described,
        width: 2.0 * (VALUES + WIDTH + NAMES),
        height: TOP + HEIGHT + BOTTOM,
        drawing,
    }
}

/// Mebibytes of all workers.
fn memory(results: &Results) -> Chart {
    let lines = results.rows.iter().filter_map(|row| {
        let points = row.outcome.get().ok()?.points.iter();
        let points = points.map(|point| (point.workers as f64, point.usage.bytes() as f64 / MIB));
        Some(Line {
            subject: row.subject,
            points: points.collect(),
        })
    });
    Chart {
        title: "Memory of all of them, while they wait",
        across: "workers",
        value: |power| match power {
            0.. => format!("{} MiB", thousands(10_u64.pow(power.unsigned_abs()))),
            _ => format!("{} MiB", 10_f64.powi(power)),
        },
        lines: lines.collect(),
    }
}

/// Seconds until 99 of 100 clients had their answer.
fn waiting(results: &Results) -> Chart {
    let line = |subject: Subject| {
        let mut points = Vec::new();
        for row in results
            .connections
            .iter()
            .filter(|row| row.subject == subject)
        {
            if let Ok(served) = row.outcome.get() {
                points.push((row.clients as f64, served.p99.as_secs_f64()));
            }
        }
        Line { subject, points }
    };
    Chart {
        title: "Until 99 % of the clients have an answer that takes 100 ms",
        across: "clients at once",
        value: |power| match power {
            0.. => format!("{} s", 10_f64.powi(power)),
            _ => format!("{} ms", 10_f64.powi(power + 3)),
        },
        lines: Subject::connected().into_iter().map(line).collect(),
    }
}

impl Chart {
    fn draw(&self, left: f64, drawing: &mut Drawing) {
        drawing.text([left, TOP - 14.0], "start", INK, self.title);
        let points = || self.lines.iter().flat_map(|line| &line.points);
        let across = powers(points().map(|point| point.0));
        let up = powers(points().map(|point| point.1));
        let x = |value: f64| left + WIDTH * along(&across, value);
        let y = |value: f64| TOP + HEIGHT * (1.0 - along(&up, value));
        let (bottom, right) = (TOP + HEIGHT, left + WIDTH);
        for power in across.start..=across.end {
            let at = x(10_f64.powi(power));
            drawing.line(BED, &[[at, TOP], [at, bottom]]);
            let number = thousands(10_u64.pow(power.unsigned_abs()));
            drawing.text([at, bottom + LINE], "middle", GREY, &number);
        }
        for power in up.start..=up.end {
            let at = y(10_f64.powi(power));
            drawing.line(BED, &[[left, at], [right, at]]);
            drawing.text([left - 6.0, at + 4.0], "end", GREY, &(self.value)(power));
        }
        let below = [left + WIDTH / 2.0, bottom + 2.0 * LINE];
        drawing.text(below, "middle", GREY, self.across);
        let drawn: Vec<(&Line, Vec<[f64; 2]>)> = self
            .lines
            .iter()
            .filter(|line| !line.points.is_empty())
            .map(|line| {
                (
                    line,
                    line.points.iter().map(|&(a, b)| [x(a), y(b)]).collect(),
                )
            })
            .collect();
        for (line, points) in &drawn {
            let colour = colour(line.subject.language);
            drawing.line(colour, points);
            for &point in points {
                mark(drawing, line.subject.worker, colour, point);
            }
        }
        // Names stand beside the ends of their lines, and not upon each other.
        let last = |points: &[[f64; 2]]| points[points.len() - 1];
        let ends: Vec<f64> = drawn.iter().map(|(_, points)| last(points)[1]).collect();
        for ((line, points), at) in drawn.iter().zip(apart(&ends)) {
            let colour = colour(line.subject.language);
            let (end, name) = (last(points), line.subject.to_string());
            drawing.line(BED, &[[end[0] + 6.0, end[1]], [right + 8.0, at]]);
            mark(drawing, line.subject.worker, colour, [right + 14.0, at]);
            drawing.text([right + 22.0, at + 4.0], "start", colour, &name);
        }
    }

    /// For those who cannot see it.
    fn in_words(&self) -> String {
        let mut words = format!("{}\n", self.title);
        for line in self.lines.iter().filter(|line| !line.points.is_empty()) {
            let _ = write!(words, "{}:", line.subject);
            for (across, up) in &line.points {
                let _ = write!(words, " {across:.0}: {up:.3}");
            }
            words.push('\n');
        }
        words
    }
}

/// The powers of ten that hold all values between them; at least two.
fn powers(values: impl Iterator<Item = f64>) -> Range<i32> {
    let values: Vec<f64> = values
        .filter(|&value| value > 0.0)
        .map(f64::log10)
        .collect();
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if least > most {
        return 0..1;
    }
    // What is measured may be a little less than the round number it stands for.
    let (from, to) = ((least + 0.001).floor() as i32, most.ceil() as i32);
    from..to.max(from + 1)
}

/// How far along an axis a value is: from 0 to 1.
fn along(powers: &Range<i32>, value: f64) -> f64 {
    let whole = f64::from(powers.end - powers.start);
    let part = value.max(f64::MIN_POSITIVE).log10() - f64::from(powers.start);
    (part / whole).clamp(0.0, 1.0)
}

/// Where names stand that belong to these heights: as near as there is room.
fn apart(heights: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by(|&one, &other| heights[one].total_cmp(&heights[other]));
    let mut places = heights.to_vec();
    let mut free = f64::NEG_INFINITY;
    for &index in &order {
        places[index] = places[index].max(free);
        free = places[index] + LINE;
    }
    // Those that are too low now push the others up.
    let mut free = TOP + HEIGHT;
    for &index in order.iter().rev() {
        places[index] = places[index].min(free);
        free = places[index] - LINE;
    }
    places
}

/// Coroutines are circles, threads squares, processes triangles; those of `spawn`
/// stand on their heads.
fn mark(drawing: &mut Drawing, worker: Worker, colour: Colour, [x, y]: [f64; 2]) {
    let code = colour.code();
    let corners: &[(f64, f64)] = match worker {
        Worker::Task => {
            return drawing.element(format_args!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{code}\"/>"
            ));
        }
        Worker::Thread => &[(-3.2, -3.2), (3.2, -3.2), (3.2, 3.2), (-3.2, 3.2)],
        Worker::Process | Worker::Fork => &[(-4.0, 3.5), (4.0, 3.5), (0.0, -3.5)],
        Worker::Spawn => &[(-4.0, -3.5), (4.0, -3.5), (0.0, 3.5)],
    };
    let corners = corners
        .iter()
        .map(|(dx, dy)| format!("{:.1},{:.1}", x + dx, y + dy));
    let corners = corners.collect::<Vec<_>>().join(" ");
    drawing.element(format_args!(
        "<polygon points=\"{corners}\" fill=\"{code}\"/>"
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_holds_all_values_between_powers_of_ten() {
        let cases: [(&[f64], Range<i32>); 7] = [
            (&[10.0, 1000.0], 1..3),
            (&[9.99, 1001.0], 1..4),
            (&[0.1, 0.2], -1..0),
            (&[5.0], 0..1),
            (&[1.0], 0..1),
            (&[0.0, -1.0], 0..1),
            (&[], 0..1),
        ];
        for (values, expected) in cases {
            assert_eq!(powers(values.iter().copied()), expected, "{values:?}");
        }
        assert!((along(&(1..3), 100.0) - 0.5).abs() < 1e-9);
        assert!(along(&(1..3), 0.0).abs() < 1e-9);
    }

    #[test]
    fn names_do_not_stand_upon_each_other() {
        let bottom = TOP + HEIGHT;
        let cases = [
            (vec![], vec![]),
            (vec![100.0, 200.0], vec![100.0, 200.0]),
            (vec![104.0, 100.0], vec![116.0, 100.0]),
            (vec![bottom, bottom - 4.0], vec![bottom, bottom - LINE]),
        ];
        for (heights, expected) in cases {
            assert_eq!(apart(&heights), expected);
        }
    }
}
