//! The tables: what one more worker costs, and what many connections do.

use crate::measure::Missing;
use crate::report::table::of;
use crate::scale::Worker;
use crate::scale::measure::{Growth, Results, Row, Served};
use crate::units::{bytes, nanoseconds, seconds, thousands};
use comfy_table::Table;

const GROWTH: [&str; 10] = [
    "one more",
    "memory",
    "kernel's part",
    "create",
    "join",
    "ping-pong",
    "on one core",
    "at once",
    "seen",
    "ended by",
];

const CONNECTIONS: [&str; 9] = [
    "clients at once",
    "kind",
    "memory each",
    "connected after",
    "answered after: p50",
    "p99",
    "last",
    "wall time",
    "others' load",
];

/// A row a kind of worker.
pub fn growth(results: &Results) -> Table {
    let rows = results.rows.iter().map(|row| match row.outcome.get() {
        Ok(growth) => grown(row, growth),
        Err(missing) => without(vec![row.subject.to_string()], GROWTH.len(), &missing),
    });
    of(GROWTH, rows, |column| (1..8).contains(&column))
}

/// A row a kind of client and number of them.
pub fn connections(results: &Results) -> Table {
    let rows = results.connections.iter().map(|row| {
        let name = vec![thousands(row.clients), row.subject.to_string()];
        match row.outcome.get() {
            Ok(served) => [name, answered(served)].concat(),
            Err(missing) => without(name, CONNECTIONS.len(), &missing),
        }
    });
    of(CONNECTIONS, rows, |column| column != 1 && column < 8)
}

/// The cells of a row without a result; the last one says why.
fn without(mut cells: Vec<String>, columns: usize, missing: &Missing) -> Vec<String> {
    cells.resize(columns - 1, "-".to_string());
    cells.push(missing.word().to_string());
    cells
}

fn grown(row: &Row, growth: &Growth) -> Vec<String> {
    let each = growth.each;
    let ns = |time: Option<f64>| time.map_or("-".to_string(), nanoseconds);
    let seen = growth.points.last().map(|last| match row.subject.worker {
        Worker::Task => "each answered".to_string(),
        Worker::Thread => format!("{} threads", thousands(last.usage.threads)),
        _ => format!("{} processes", thousands(last.usage.processes)),
    });
    vec![
        row.subject.to_string(),
        each.map_or("-".to_string(), |each| bytes(each.bytes)),
        each.map_or("-".to_string(), |each| bytes(each.kernel_bytes)),
        ns(each.map(|each| each.create_ns)),
        ns(growth.join_each_ns),
        ns(growth.ping_ns),
        ns(growth.ping_one_core_ns),
        thousands(growth.reached()),
        seen.unwrap_or_default(),
        growth.end.to_string(),
    ]
}

fn answered(served: &Served) -> Vec<String> {
    let load = served.foreign_load;
    let load = load.map(|load| format!("{:.0} %", (load * 100.0).max(0.0)));
    vec![
        bytes(served.each_bytes),
        seconds(served.connect),
        seconds(served.p50),
        seconds(served.p99),
        seconds(served.max),
        seconds(served.wall),
        load.unwrap_or("not known".to_string()),
    ]
}
