//! `--svg`: a strip for each way, a dot for each request. How far to the right a dot is
//! says how late its answer came, on a logarithmic scale; the first request is at the
//! top of its strip, and the last at the bottom.

use super::claims::Record;
use super::results::{Figures, Late, Row};
use super::text::title;
use crate::report::colour;
use crate::technique::gil::SWITCH_INTERVAL;
use crate::units::ms;
use observer::timeline::palette::{BED, Colour, GREY, INK};
use observer::timeline::{Drawing, Picture};
use std::fmt::Write;
use std::time::Duration;

/// The axis: from a tenth of a millisecond to a second.
const SHORTEST_S: f64 = 1e-4;
const DECADES: usize = 4;
const DECADE: f64 = 130.0;
const NAMES: f64 = 290.0;
const FIGURES: f64 = 90.0;
const LINE: f64 = 18.0;
const SPACE: f64 = 8.0;
const STRIP: f64 = 34.0;

/// The whole picture. All text in it is escaped.
pub fn picture(record: &Record) -> Picture {
    let results = &record.results;
    let machine = &results.machine;
    let width = NAMES + DECADES as f64 * DECADE + 3.0 * FIGURES;
    let mut drawing = Drawing::default();
    let heading = format!(
        "Who answers beside who computes: {}, {} cores",
        machine.cpu, machine.cores
    );
    let mut y = SPACE + LINE;
    drawing.text([SPACE, y], "start", INK, &heading);
    for line in [
        title(results),
        "Dot: a request, the first at the top of its strip. Line: half of the answers came earlier."
            .to_string(),
    ] {
        y += LINE;
        drawing.text([SPACE, y], "start", GREY, &line);
    }
    y += LINE + SPACE;
    for (number, name) in ["p50", "p99", "max"].into_iter().enumerate() {
        drawing.text([figure_x(number), y], "end", GREY, name);
    }
    y += SPACE;
    let top = y;
    for row in &results.rows {
        strip(&mut drawing, y, row);
        y += STRIP + SPACE;
    }
    axis(&mut drawing, top, y);
    Picture {
        title: heading,
        words: results.rows.iter().map(in_words).collect(),
        width,
        height: y + 2.0 * LINE + SPACE,
        drawing,
    }
}

/// How far to the right a time is; what is off the axis is at its end.
fn x(time: Duration) -> f64 {
    let decades = (time.as_secs_f64().max(SHORTEST_S) / SHORTEST_S).log10();
    NAMES + DECADE * decades.min(DECADES as f64)
}

fn figure_x(number: usize) -> f64 {
    NAMES + DECADES as f64 * DECADE + (number as f64 + 0.9) * FIGURES
}

fn strip(drawing: &mut Drawing, y: f64, row: &Row) {
    let middle = y + STRIP / 2.0 + 4.0;
    let width = DECADES as f64 * DECADE;
    let colour = colour(row.way.language());
    drawing.text([NAMES - SPACE, middle], "end", INK, row.way.title());
    drawing.rectangle([NAMES, y, width, STRIP], BED);
    match row.outcome.get() {
        Ok(figures) => {
            // Below the dots, which it would hide where all are alike.
            drawing.rectangle([x(figures.p50) - 1.0, y - 3.0, 2.0, STRIP + 6.0], INK);
            dots(drawing, y, colour, &figures.late);
            for (number, time) in times(figures).into_iter().enumerate() {
                drawing.text([figure_x(number), middle], "end", INK, &ms(time));
            }
        }
        Err(missing) => {
            let why = missing.to_string();
            drawing.text([NAMES + SPACE, middle], "start", INK, &why);
        }
    }
}

fn times(figures: &Figures) -> [Duration; 3] {
    [figures.p50, figures.p99, figures.max]
}

/// All dots are one path: a line of no length with round ends is a dot.
fn dots(drawing: &mut Drawing, y: f64, colour: Colour, late: &[Late]) {
    let step = (STRIP - 4.0) / late.len().max(1) as f64;
    let mut path = String::new();
    for (number, late) in late.iter().enumerate() {
        let down = y + 2.0 + step * (number as f64 + 0.5);
        let _ = write!(path, "M{:.1} {down:.1}h0", x(late.0));
    }
    let code = colour.code();
    drawing.element(format_args!(
        "<path d=\"{path}\" stroke=\"{code}\" stroke-width=\"3\" stroke-linecap=\"round\" \
         stroke-opacity=\"0.7\"/>"
    ));
}

fn axis(drawing: &mut Drawing, top: f64, bottom: f64) {
    for decade in 0..=DECADES {
        let at = NAMES + DECADE * decade as f64;
        drawing.rectangle([at, top, 1.0, bottom - top], GREY);
        let label = ["0.1 ms", "1 ms", "10 ms", "100 ms", "1 s"][decade];
        drawing.text([at, bottom + LINE], "middle", GREY, label);
    }
    let interval = x(SWITCH_INTERVAL);
    let code = INK.code();
    drawing.element(format_args!(
        "<path d=\"M{interval:.1} {top:.1}V{bottom:.1}\" stroke=\"{code}\" stroke-dasharray=\"4 3\"/>"
    ));
    let label = "5 ms: CPython's switch interval";
    drawing.text([interval, bottom + 2.0 * LINE], "middle", INK, label);
}

/// A strip for who cannot see it.
fn in_words(row: &Row) -> String {
    let said = match row.outcome.get() {
        Ok(figures) => {
            let [p50, p99, max] = times(figures).map(ms);
            format!("p50 {p50}, p99 {p99}, max {max}")
        }
        Err(missing) => missing.to_string(),
    };
    format!("{}: {said}\n", row.way.title())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_is_logarithmic() {
        let cases = [
            (0, 0.0),
            (100, 0.0),
            (1_000, 1.0),
            (10_000, 2.0),
            (1_000_000, 4.0),
            (9_000_000, 4.0),
        ];
        for (micros, decades) in cases {
            let at = x(Duration::from_micros(micros));
            assert!((at - NAMES - decades * DECADE).abs() < 1e-6, "{micros}");
        }
    }
}
