//! All of it as a part of the comparison's page.

use super::claims::Record;
use super::svg::picture;
use super::text::{table, title};
use crate::claims::record::Measured;
use crate::report::html::{found, in_html, named};
use crate::report::machine;
use maud::{Markup, html};
use observer::timeline::html::scrolled;

/// The strips, the table, and what is said of it.
pub fn section(record: &Record) -> Markup {
    let results = &record.results;
    let picture = picture(record);
    html! {
        h2 { "Who answers beside who computes" }
        p {
            "One worker answers a request every " (results.period.as_millis()) " ms, and another \
             one counts primes. Each strip is a way to do both, and each dot a request: the \
             farther to the right, the later it was answered. The GIL costs each answer about a \
             switch interval; a coroutine that computes keeps all others waiting."
        }
        (named(machine(&results.machine)))
        (scrolled("Strips", &picture.inline()))
        (in_html(&title(results), &table(results)))
        @for note in results.notes() { p { (note) } }
        (scrolled("What is said of answers", &html! {
            table {
                thead { tr {
                    @for name in ["what is said", "is it so?", "what was found", "source"] {
                        th scope="col" { (name) }
                    }
                } }
                tbody { @for claimed in &record.claims { tr {
                    th.long scope="row" { (claimed.claim.says) }
                    td { (claimed.claim.claimed) }
                    td.long { (found(&claimed.finding)) }
                    td { a href=(claimed.claim.source) { (host(&claimed.claim.source)) } }
                } } }
            }
        }))
        p { (record.check.summary) }
    }
}

/// Who says so.
fn host(address: &str) -> &str {
    let (_, rest) = address.split_once("://").unwrap_or(("", address));
    rest.split('/').next().unwrap_or(rest)
}
