//! A drawing, and what it says in words: a file by itself, or a part of a page.

use super::palette::{self, PAPER};
use crate::printed::in_xml;
use maud::{Markup, PreEscaped, html};

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
    /// Its elements. All text in them is escaped.
    pub body: String,
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
            self.body
        )
    }

    /// A part of a page, whose style it shares.
    #[must_use]
    pub fn inline(&self) -> Markup {
        html! {
            svg.picture role="img" aria-label={ (self.title) ". " (self.words) }
                viewBox=(format!("0 0 {:.0} {:.0}", self.width, self.height))
                font-size="12" {
                (PreEscaped(&self.body))
            }
        }
    }
}
