//! The tables: what one more worker costs, and what many connections do.

use crate::report::thousands;
use crate::scale::Worker;
use crate::scale::measure::{Connections, Growth, Results, Row, Served};
use crate::scale::units::{bytes, nanoseconds, seconds};
use comfy_table::{CellAlignment, Table};

/// A row a kind of worker.
pub fn growth(results: &Results) -> Table {
    let mut table = Table::new();
    table.set_header([
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
    ]);
    for row in &results.rows {
        table.add_row(match row.outcome.get() {
            Ok(growth) => grown(row, growth),
            Err(missing) => {
                let mut cells = vec![row.subject.to_string()];
                cells.resize(9, "-".to_string());
                cells.push(missing.word().to_string());
                cells
            }
        });
    }
    align(&mut table, 1..8);
    table
}

fn grown(row: &Row, growth: &Growth) -> Vec<String> {
    let each = growth.each;
    let ns = |time: Option<f64>| time.map_or("-".to_string(), nanoseconds);
    let seen = growth.points.last().map(|last| match row.subject.worker {
        Worker::Task => "each answered".to_string(),
        Worker::Thread => format!("{} threads", thousands(last.threads)),
        _ => format!("{} processes", thousands(last.processes)),
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

/// A row a kind of client and number of them.
pub fn connections(results: &Results) -> Table {
    let mut table = Table::new();
    table.set_header([
        "clients at once",
        "kind",
        "memory each",
        "connected after",
        "answered after: p50",
        "p99",
        "last",
        "wall time",
        "others' load",
    ]);
    for row in &results.connections {
        table.add_row(match row.outcome.get() {
            Ok(served) => answered(row, served),
            Err(missing) => {
                let mut cells = vec![thousands(row.clients), row.subject.to_string()];
                cells.resize(8, "-".to_string());
                cells.push(missing.word().to_string());
                cells
            }
        });
    }
    align(&mut table, 0..1);
    align(&mut table, 2..8);
    table
}

fn answered(row: &Connections, served: &Served) -> Vec<String> {
    let load = served.foreign_load;
    let load = load.map(|load| format!("{:.0} %", (load * 100.0).max(0.0)));
    vec![
        thousands(row.clients),
        row.subject.to_string(),
        bytes(served.each_bytes),
        seconds(served.connect),
        seconds(served.p50),
        seconds(served.p99),
        seconds(served.max),
        seconds(served.wall),
        load.unwrap_or("not known".to_string()),
    ]
}

fn align(table: &mut Table, columns: std::ops::Range<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}
