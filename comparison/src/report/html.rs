//! The record as parts of a page: the machine and the tables, the lanes, and the claims.

use super::claims::reason;
use super::lanes::{NO_RESULT, close_ups, colour, lanes};
use super::table::{notes, table};
use super::text::{is_measured, machine, title};
use crate::claims::lesson::Record;
use crate::claims::{Finding, Findings, Verdict};
use crate::measure::{Language, Machine, Results};
use crate::work::Work;
use comfy_table::{Row, Table};
use maud::{Markup, html};
use observer::timeline::html::{player, scrolled};
use observer::timeline::{Lane, Panel};
use std::time::Duration;

/// What was measured: the machine, the tables, the lanes.
pub fn measured(record: &Record) -> Markup {
    let results = &record.results;
    html! {
        p {
            "What a lesson claims of threads, processes and coroutines, in CPython and in Rust, \
             seen from outside. A claim is held against what was measured "
            a href="#lesson" { "at the end" } "."
        }
        (named(machine(&results.machine)))
        h2 { "Waiting and computing" }
        @for language in Language::ALL {
            @if is_measured(results, language) {
                (in_html(&title(results, language), &table(results, language)))
            } @else {
                p { (title(results, language)) }
            }
        }
        ul { @for note in notes(results) { li { (note) } } }
        (computing(results))
        (waiting(results))
    }
}

/// What the lesson says, and what came of it.
pub fn lesson(record: &Record) -> Markup {
    html! {
        h2 id="lesson" { "What the lesson says, and what was measured" }
        (claims("The lesson's claims", &record.claims, &record.results.machine))
        p { (record.check.summary) }
    }
}

fn computing(results: &Results) -> Markup {
    let techniques = Language::Rust.techniques();
    let is_close = !results.close_ups.is_empty();
    let both = match is_close {
        true => close_ups(results, techniques),
        false => lanes(results, Work::Cpu, techniques),
    };
    html! {
        h2 { "Computing: who runs when" }
        p {
            "Two counts of primes, by technique; behind each, its speed-up. Under CPython's GIL, \
             two threads come to one core between them. Two processes, and two threads of Rust, \
             have a core each. "
            @if is_close { (how_close(results)) } @else {
                "The threads were looked at every 50 ms, which shows how much of a core each \
                 used. To see the GIL pass from one to the other, measure anew with "
                code { "--html" } ", without " code { "--from" } "."
            }
        }
        (played("Computing", "computing", both))
    }
}

/// What is shown there, and what it cost.
fn how_close(results: &Results) -> Markup {
    let looking = results.close_ups.iter().map(|close_up| close_up.looking);
    let most = looking.fold(0.0, f64::max);
    let interval = results.close_ups.first().map(|close_up| close_up.interval);
    let ms = interval.unwrap_or_default().as_millis();
    html! {
        "Play it slowly to see the GIL pass from thread to thread: who waits for it asks for it \
         after 5 ms. This is one more run of each program, for this picture alone, looked at \
         every " (ms) " ms: a thread runs, or it does not. A turn is right to about that, and to \
         a tick of the system's clock (often 4 ms) where nobody else waits. The looking took up \
         to " (format!("{:.0}", 100.0 * most)) " % of a core, from the programs if they use all \
         cores; so no figure on this page comes from these runs. "
    }
}

fn waiting(results: &Results) -> Markup {
    let techniques = Language::CPython.techniques();
    html! {
        h2 { "Waiting: which job is under way when" }
        p {
            "Eight downloads of 100 ms each. One after the other they take 0.8 s. With any \
             technique of concurrency they wait together, with a GIL or without."
        }
        (played("Waiting", "waiting", lanes(results, Work::Io, techniques)))
    }
}

/// Rust and CPython, each with the techniques that it has.
fn played(name: &str, what: &str, both: [Vec<Lane>; 2]) -> Markup {
    let panel = |(language, mut lanes): (Language, Vec<Lane>)| {
        lanes.retain(|lane| !lane.bars.is_empty() || lane.note == NO_RESULT);
        Panel {
            title: format!("{language}, {what}"),
            colour: colour(language),
            lanes,
        }
    };
    let panels: Vec<Panel> = Language::ALL.into_iter().zip(both).map(panel).collect();
    let lanes = panels.iter().flat_map(|panel| &panel.lanes);
    let bars = lanes.flat_map(|lane| &lane.bars);
    let end: Option<Duration> = bars.map(|bar| bar.to).max();
    player(name, &panels, end.unwrap_or_default(), &html! {})
}

/// Names with their values.
pub fn named(all: impl IntoIterator<Item = (&'static str, String)>) -> Markup {
    html! {
        dl { @for (name, value) in all { div { dt { (name) } dd { (value) } } } }
    }
}

/// A table as it is, with a caption.
pub fn in_html(caption: &str, table: &Table) -> Markup {
    let cells = |row: &Row| {
        row.cell_iter()
            .map(|cell| cell.content())
            .collect::<Vec<_>>()
    };
    let header = table.header().map(cells).unwrap_or_default();
    let rows: Vec<Vec<String>> = table.row_iter().map(cells).collect();
    let is_figure = |cell: &String| cell == "-" || cell.starts_with(|c: char| c.is_ascii_digit());
    let is_number = |column: usize| rows.iter().filter_map(|row| row.get(column)).all(is_figure);
    scrolled(
        caption,
        &html! {
            table {
                caption { (caption) }
                thead { tr { @for (number, name) in header.iter().enumerate() {
                    th.number[is_number(number)] scope="col" { (name) }
                } } }
                tbody { @for row in &rows { tr {
                    @for (number, cell) in row.iter().enumerate() {
                        @if number == 0 { th scope="row" { (cell) } }
                        @else { td.number[is_number(number)] { (cell) } }
                    }
                } } }
            }
        },
    )
}

/// Claims with what was found of each, in both languages.
pub fn claims(name: &str, all: &[Findings], machine: &Machine) -> Markup {
    let cpython = machine.name(Language::CPython);
    scrolled(
        name,
        &html! {
            table {
                thead { tr {
                    @for name in ["where", "what is said", &cpython, "Rust", "because"] {
                        th scope="col" { (name) }
                    }
                } }
                tbody { @for findings in all { tr {
                    td { (findings.claim.part) }
                    th.long scope="row" { (findings.claim.says) }
                    td.long { (found(&findings.cpython)) }
                    td.long { (found(&findings.rust)) }
                    td.long { (reason(findings).unwrap_or_default()) }
                } } }
            }
        },
    )
}

/// A verdict, and what it rests on.
pub fn found(finding: &Finding) -> Markup {
    let kind = match finding.verdict {
        _ if finding.contradicts() => "bad",
        Some(Verdict::Holds) => "good",
        Some(Verdict::DoesNotHold) => "bad",
        Some(Verdict::Loose) | None => "open",
    };
    html! {
        span class={ "verdict " (kind) } { (finding) }
        @if !finding.figures.is_empty() { br; (finding.figures) }
    }
}
