//! What is printed, and the same as Markdown.

use super::{claims, lanes, table};
use crate::judgement::Judged;
use crate::measure::Results;
use crate::series::Language;
use crate::work::{Work, cpu};
use std::fmt::Write;

/// The whole report.
pub fn text(results: &Results, judged: &[Judged]) -> String {
    let mut text = String::new();
    for (name, value) in machine(results) {
        let _ = writeln!(text, "{name:14}{value}");
    }
    for language in Language::ALL {
        let _ = writeln!(text, "\n{}", title(results, language));
        if language == Language::Rust || results.python.is_ok() {
            text.push_str(&table::text(results, language));
        }
    }
    let notes = table::notes(results);
    if !notes.is_empty() {
        text.push('\n');
    }
    for note in notes {
        let _ = writeln!(text, "{note}");
    }
    text.push('\n');
    text.push_str(&lanes::threads_text(results));
    text.push('\n');
    text.push_str(&lanes::jobs_text(results));
    text.push_str("\nWhat the lesson says, and what was measured\n");
    text.push_str(&claims::text(judged, &cpython(results)));
    let _ = writeln!(text, "\n{}", claims::summary(judged));
    text
}

/// The machine, the tables and the claims, to paste into a course.
pub fn markdown(results: &Results, judged: &[Judged]) -> String {
    let mut text = String::new();
    for (name, value) in machine(results) {
        let _ = writeln!(text, "- {name}: {value}");
    }
    for language in Language::ALL {
        let _ = writeln!(text, "\n{}\n", title(results, language));
        if language == Language::Rust || results.python.is_ok() {
            text.push_str(&table::markdown(results, language));
        }
    }
    for note in table::notes(results) {
        let _ = writeln!(text, "\n{note}");
    }
    let _ = writeln!(text, "\nWhat the lesson says, and what was measured:\n");
    text.push_str(&claims::markdown(judged, &cpython(results)));
    text
}

fn machine(results: &Results) -> [(&'static str, String); 5] {
    let machine = &results.machine;
    let python = match &results.python {
        Ok(python) if python.has_gil => format!("{}, with its GIL", python.version),
        Ok(python) => format!("{}, free-threaded: without a GIL", python.version),
        Err(why) => why.clone(),
    };
    let load = match results.load {
        Some(load) => format!("{:.1} % of a core, over all runs", load.share() * 100.0),
        None => "not known on this system: nothing disturbed could be kept out".to_string(),
    };
    [
        ("CPU", machine.cpu.clone()),
        ("cores", machine.cores.to_string()),
        ("system", machine.system.clone()),
        ("CPython", python),
        ("foreign load", load),
    ]
}

fn title(results: &Results, language: Language) -> String {
    let name = match language {
        Language::Rust => "Rust".to_string(),
        Language::CPython => cpython(results),
    };
    let bound = match language {
        Language::Rust => cpu::BOUND,
        Language::CPython => cpu::BOUND_CPYTHON,
    };
    match (language, &results.python) {
        (Language::CPython, Err(why)) => format!("{name}: not measured: {why}"),
        _ => {
            let [downloads, counts] = Work::ALL.map(Work::usual_jobs);
            let rounds = match results.rounds {
                1 => "one run of each".to_string(),
                rounds => format!("median of {rounds} runs"),
            };
            format!(
                "{name}: {downloads} downloads of 100 ms, {counts} counts of the primes below \
                 {}; {rounds}",
                thousands(bound)
            )
        }
    }
}

fn cpython(results: &Results) -> String {
    let version = results
        .python
        .as_ref()
        .map(|python| python.version.as_str());
    version.map_or("CPython".to_string(), |version| {
        format!("CPython {version}")
    })
}

/// With a comma before every three digits.
fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        let cases = [(7, "7"), (200_000, "200,000"), (2_500_000, "2,500,000")];
        for (number, expected) in cases {
            assert_eq!(thousands(number), expected);
        }
    }
}
