//! The table: a row a technique, I/O-bound and CPU-bound side by side.

use crate::measure::{Language, Missing, Results, Seen, Series, Subject};
use crate::technique::Technique;
use crate::units::mebibytes;
use crate::work::Work;
use comfy_table::{CellAlignment, Table, presets};

const HEADER: [&str; 9] = [
    "technique",
    "I/O-bound",
    "speed-up",
    "CPU-bound",
    "speed-up",
    "cores busy",
    "processes × threads",
    "peak memory",
    "start-up",
];

/// For a terminal.
pub fn in_columns(mut table: Table) -> String {
    table.load_style(presets::NOTHING);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let lines = table.lines().map(|line| line.trim_end().to_string() + "\n");
    lines.collect()
}

/// As Markdown.
pub fn in_markdown(mut table: Table) -> String {
    table.load_style(presets::ASCII_MARKDOWN);
    format!("{table}\n")
}

/// A table; the columns of which `is_figure` says so, by their index, are figures.
pub fn of<const N: usize>(
    header: [&str; N],
    rows: impl Iterator<Item = Vec<String>>,
    is_figure: fn(usize) -> bool,
) -> Table {
    let mut table = Table::new();
    table.set_header(header);
    table.add_rows(rows);
    for (index, column) in table.column_iter_mut().enumerate() {
        if is_figure(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The table of a language.
pub fn table(results: &Results, language: Language) -> Table {
    let techniques = language.techniques().iter();
    let rows = techniques.map(|&technique| row(results, language, technique));
    of(HEADER, rows, |column| column > 0)
}

fn row(results: &Results, language: Language, technique: Technique) -> Vec<String> {
    let dash = || "-".to_string();
    let of = |work| Subject::new(language, technique, work);
    let [io, cpu] = Work::ALL.map(|work| results.series(of(work)).ok());
    let [io_faster, cpu_faster] = Work::ALL.map(|work| {
        let speed_up = results.speed_up(of(work));
        speed_up.map_or_else(|_| dash(), |speed_up| format!("{speed_up:.2}×"))
    });
    let figures = cpu.and_then(|cpu| cpu.figures().ok());
    let seen = cpu.and_then(|cpu| cpu.typical().ok()?.seen.as_ref());
    let busy = figures.and_then(|figures| figures.cores_busy_median);
    let start_up = figures.map(|figures| figures.start_up_median.as_secs_f64() * 1000.0);
    vec![
        technique.to_string(),
        io.map_or_else(dash, time),
        io_faster,
        cpu.map_or_else(dash, time),
        cpu_faster,
        busy.map_or_else(dash, |busy| format!("{busy:.2}")),
        seen.map_or_else(dash, counts),
        seen.map_or_else(dash, |seen| mebibytes(seen.peak_memory_bytes)),
        start_up.map_or_else(dash, |ms| format!("{ms:.1} ms")),
    ]
}

/// The median, with the spread if there is more than one run.
fn time(series: &Series) -> String {
    let figures = match series.figures() {
        Ok(figures) => figures,
        Err(missing) => return missing.word().to_string(),
    };
    let median = figures.wall_median.as_secs_f64();
    match series.runs.len() {
        1 => format!("{median:.3} s"),
        _ => format!("{median:.3} s ±{:.0} %", figures.wall_spread * 100.0),
    }
}

/// Processes and the threads of each, or of all where they differ.
fn counts(seen: &Seen) -> String {
    let (processes, threads) = (seen.processes, seen.threads);
    match threads.checked_rem(processes) {
        Some(0) => format!("{processes} × {}", threads / processes),
        _ => format!("{processes}, {threads} in all"),
    }
}

/// A sentence for each series that has no result, or lost some runs.
pub fn notes(results: &Results) -> Vec<String> {
    let mut notes = Vec::new();
    for series in &results.series {
        let (name, kept, rounds) = (series.subject, series.runs.len(), results.rounds);
        match (series.figures(), series.last_disturbance) {
            // The title says so already.
            (Err(Missing::NoInterpreter(_)), _) => {}
            (Err(missing), _) => notes.push(format!("{name}: {missing}")),
            (Ok(_), Some(last)) if kept < rounds => {
                notes.push(format!("{name}: {kept} of {rounds} runs count; {last}"));
            }
            (Ok(_), _) => {}
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processes_and_threads_are_told_apart() {
        let cases = [
            (1, 3, "1 × 3"),
            (3, 3, "3 × 1"),
            (2, 4, "2 × 2"),
            (3, 4, "3, 4 in all"),
        ];
        for (processes, threads, expected) in cases {
            let seen = Seen {
                processes,
                threads,
                ..Seen::default()
            };
            assert_eq!(counts(&seen), expected);
        }
    }
}
