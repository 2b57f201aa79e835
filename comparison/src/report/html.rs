//! The record as parts of a page: the machine and the tables, the lanes, and the claims.

use super::claims::reason;
use super::lanes::{colour, lanes, techniques};
use super::table::{notes, table};
use super::text::{is_measured, machine, title};
use crate::claims::lesson::Record;
use crate::claims::{Finding, Findings, Verdict};
use crate::measure::{CloseUp, Language, Machine, Results, Subject};
use crate::work::Work;
use comfy_table::{Row, Table};
use maud::{Markup, html};
use observer::timeline::html::{player, scrolled};
use observer::timeline::lanes::ThreadLane;
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
    html! {
        h2 { "Computing: who runs when" }
        p {
            "Two counts of primes, by technique. Under CPython's GIL, two threads take turns: they \
             come to one core between them. Two processes, and two threads of Rust, have a core \
             each. A coroutine that computes has its thread for itself until it is done."
        }
        @if results.close_ups.is_empty() {
            p {
                "The threads were looked at every 50 ms, which shows how much of a core each \
                 used. To see the GIL pass from one to the other, measure anew with "
                code { "--html" } ", without " code { "--from" } "."
            }
        } @else {
            (closely(results))
            p {
                "The whole of it, as it was measured, looked at every 50 ms; behind each technique, \
                 its speed-up. Each lane is coloured as high as its share of a core."
            }
        }
        (played("Computing", "computing", results, Work::Cpu))
    }
}

/// How long the beginning is that is shown closely.
const BEGINNING: Duration = Duration::from_millis(100);

/// The beginning of each program, technique by technique: CPython on the left.
fn closely(results: &Results) -> Markup {
    let mut panels = Vec::new();
    for technique in techniques(Language::Rust, Work::Cpu) {
        for language in [Language::CPython, Language::Rust] {
            let subject = Subject::new(language, technique, Work::Cpu);
            let close_up = results.close_up(subject);
            panels.extend(close_up.map(|close_up| Panel {
                title: format!("{language}: {technique}{}", at_once(results, subject)),
                colour: colour(language),
                lanes: beginning(close_up),
            }));
        }
    }
    let looking = results.close_ups.iter().map(|close_up| close_up.looking);
    let most = looking.fold(0.0, f64::max);
    let interval = results.close_ups.first().map(|close_up| close_up.interval);
    let ms = interval.unwrap_or_default().as_millis();
    html! {
        p {
            "The first 100 ms, slowly: press Play, and watch who runs. Who waits for the GIL asks \
             for it after 5 ms, and so it passes from thread to thread."
        }
        (player("The beginning", &panels, BEGINNING, &html! {}))
        p.weak {
            "This is one more run of each program, for this picture alone, looked at every " (ms)
            " ms: a thread runs, or it does not. A turn is right to about that, and to a tick of \
             the system's clock (often 4 ms) where nobody else waits. The looking took up to "
            (format!("{:.0}", 100.0 * most)) " % of a core, from the programs if they use all \
             cores; so no figure on this page comes from these runs."
        }
    }
}

/// For how long two threads computed at once, as it was measured.
fn at_once(results: &Results, subject: Subject) -> String {
    let series = results.series(subject).ok();
    let run = series.and_then(|series| series.typical().ok());
    match run.and_then(|run| run.seen.as_ref()) {
        Some(seen) if seen.threads > 1 => {
            format!(
                ", two at once {:.0} % of the time",
                100.0 * seen.side_by_side
            )
        }
        Some(_) | None => String::new(),
    }
}

/// A lane a busy thread, with a name of its own.
fn beginning(close_up: &CloseUp) -> Vec<Lane> {
    let threads = close_up.lanes.iter();
    let busy: Vec<&ThreadLane> = threads
        .filter(|thread| !thread.is_idle(close_up.wall))
        .collect();
    let named = |(number, thread): (usize, &&ThreadLane)| Lane {
        name: match thread.pid == thread.tid {
            true if busy.len() == 1 => "main".to_string(),
            true => format!("process {number}"),
            false => format!("thread {number}"),
        },
        ..thread.lane().within(Duration::ZERO, BEGINNING)
    };
    (1..).zip(&busy).map(named).collect()
}

fn waiting(results: &Results) -> Markup {
    html! {
        h2 { "Waiting: which job is under way when" }
        p {
            "Eight downloads of 100 ms each. One after the other they take 0.8 s. With any \
             technique of concurrency they wait together, with a GIL or without."
        }
        (played("Waiting", "waiting", results, Work::Io))
    }
}

/// Rust and CPython, each with the techniques that it has.
fn played(name: &str, what: &str, results: &Results, work: Work) -> Markup {
    let panels = Language::ALL.map(|language| Panel {
        title: format!("{language}, {what}"),
        colour: colour(language),
        lanes: lanes(results, language, work),
    });
    let series = results
        .series
        .iter()
        .filter(|series| series.subject.work == work);
    let walls = series.filter_map(|series| Some(series.typical().ok()?.wall));
    player(name, &panels, walls.max().unwrap_or_default(), &html! {})
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
