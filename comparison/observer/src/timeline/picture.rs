//! A drawing, and what it says in words: a file by itself, or a part of a page.

use super::palette::{self, Colour, PAPER};
use crate::printed::in_xml;
use maud::{Markup, PreEscaped, html};
use std::fmt::{Arguments, Write};

/// A drawing in SVG. It has no size of its own: it is as wide as there is room.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// What is shown.
    pub title: String,
    /// The same in words, for who cannot see it: a line each.
    pub words: String,
    /// How many units it is wide, of which a small character takes about six.
    pub width: f64,
    /// How many of them it is high.
    pub height: f64,
    /// What is seen.
    pub drawing: Drawing,
}

impl Picture {
    /// A file, on a card that is dark on a dark screen.
    #[must_use]
    pub fn file(&self) -> String {
        let Picture { width, height, .. } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
             width=\"100%\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n\
             <title>{}</title>\n<desc>\n{}</desc>\n<style>\n{}</style>\n\
             <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>\n{}</svg>\n",
            in_xml(&self.title),
            in_xml(&self.words),
            palette::dark(),
            PAPER.code(),
            self.drawing.elements
        )
    }

    /// A part of a page, whose style it shares.
    #[must_use]
    pub fn inline(&self) -> Markup {
        html! {
            svg.picture role="img" aria-label={ (self.title) ". " (self.words) }
                viewBox=(format!("0 0 {:.0} {:.0}", self.width, self.height))
                font-size="12" {
                (self.drawing.inline())
            }
        }
    }
}

/// Elements of SVG, one upon the other. All text in them is escaped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    elements: String,
}

impl Drawing {
    /// Words at a place, which is their `start`, `middle` or `end`.
    pub fn text(&mut self, [x, y]: [f64; 2], anchor: &str, colour: Colour, words: &str) {
        if !words.is_empty() {
            let (code, words) = (colour.code(), in_xml(words));
            self.element(format_args!(
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{code}\">\
                 {words}</text>"
            ));
        }
    }

    /// A rectangle: left, top, width and height.
    pub fn rectangle(&mut self, [x, y, width, height]: [f64; 4], colour: Colour) {
        let (width, code) = (width.max(0.0), colour.code());
        self.element(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
             fill=\"{code}\"/>"
        ));
    }

    /// A line through points.
    pub fn line(&mut self, colour: Colour, points: &[[f64; 2]]) {
        let points = points.iter().map(|[x, y]| format!("{x:.1},{y:.1}"));
        let points = points.collect::<Vec<_>>().join(" ");
        let code = colour.code();
        self.element(format_args!(
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{code}\" stroke-width=\"1.5\"/>"
        ));
    }

    /// Any other element, that has no text of others.
    pub fn element(&mut self, element: Arguments) {
        let _ = writeln!(self.elements, "{element}");
    }

    pub(super) fn inline(&self) -> Markup {
        PreEscaped(self.elements.clone())
    }
}

/// As precise as a path needs to be.
pub(super) fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A path around rectangles on one floor, each from, to, and its top. Those that go on
/// at the same height are one.
pub(super) fn area(floor: f64, rectangles: impl Iterator<Item = [f64; 3]>) -> String {
    let mut joined: Vec<[f64; 3]> = Vec::new();
    let rectangles = rectangles.map(|rectangle| rectangle.map(tenths));
    for [from, to, top] in rectangles.filter(|[from, to, top]| from < to && *top < floor) {
        match joined.last_mut() {
            Some([_, end, height]) if *end >= from && *height == top => *end = to,
            _ => joined.push([from, to, top]),
        }
    }
    let floor = tenths(floor);
    let rectangle = |[from, to, top]: [f64; 3]| format!("M{from} {top}H{to}V{floor}H{from}z");
    joined.into_iter().map(rectangle).collect()
}
