//! All of it as a part of the comparison's page.

use super::chart::picture;
use super::tables;
use super::text::{CONNECTIONS, GROWTH, HOW, machine};
use crate::claims::record::Measured;
use crate::report::html::{claims, in_html, named};
use crate::scale::claims::Record;
use maud::{Markup, html};
use observer::timeline::html::scrolled;

/// The chart, the tables, and what is said of it.
pub fn section(record: &Record) -> Markup {
    let results = &record.results;
    html! {
        h2 { "What one more costs, and where it ends" }
        p {
            "More and more workers of a kind, all of them alive and waiting: the steeper and the \
             higher a line, the more each takes. On the right, as many clients wait for a server."
        }
        (named(machine(record)))
        (scrolled("Chart", &picture(record).inline()))
        (in_html(GROWTH, &tables::growth(results)))
        @if !results.connections.is_empty() {
            (in_html(CONNECTIONS, &tables::connections(results)))
        }
        ul { @for line in HOW { li { (line) } } }
        @for note in results.notes() { p { (note) } }
        (claims("What is said of many workers", &record.claims, &results.machine))
        p { (record.check.summary) }
    }
}
