//! Numbers, times, lines and processes, in words.

use crate::text::shown;
use observer::{Counts, Observation, Process};
use std::time::Duration;

/// A number of things.
pub fn number_of(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Processes and threads, such as `1 process, 3 threads`.
pub fn counts(Counts { processes, threads }: Counts) -> String {
    let processes = number_of(processes, "process", "processes");
    format!("{processes}, {}", number_of(threads, "thread", "threads"))
}

/// What was printed, between backquotes.
pub fn quoted(text: &[u8]) -> String {
    match text {
        [] => "an empty line".to_string(),
        text => format!("`{}`", shown(text, 80)),
    }
}

/// `a`, `a and b`, `a, b and 2 more`.
pub fn listed(texts: &[String]) -> String {
    match texts {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, more @ ..] => format!("{one}, {two} and {} more", more.len()),
    }
}

/// The column of the writers of the first lines; empty if the program was not
/// traced.
pub fn writers(seen: &Observation, lines: usize) -> Vec<String> {
    let names = seen.writer_names().into_iter().take(lines);
    let names = names.map(|name| name.unwrap_or("?".to_string()));
    let names: Vec<String> = names.collect();
    let width = names.iter().map(|name| name.chars().count()).max();
    let width = width.unwrap_or(0);
    let column = |name: String| match &seen.lives {
        Ok(_) => format!("{name:width$}  "),
        Err(_) => String::new(),
    };
    names.into_iter().map(column).collect()
}

/// With two decimals.
pub fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}

/// What a process runs, without the folders in which that is.
pub fn program(process: &Process) -> String {
    let words = process
        .command
        .split(' ')
        .map(|word| match word.rsplit_once('/') {
            Some((_, file)) if !file.is_empty() => file,
            _ => word,
        });
    let command = words.collect::<Vec<_>>().join(" ");
    format!("`{}`", shown(command.as_bytes(), 160))
}

/// With two decimals, or with as many as it takes not to look like a limit.
pub fn precise(seen: Duration, limits: [Duration; 2]) -> String {
    let show = |time: Duration, decimals| format!("{:.decimals$}", time.as_secs_f64());
    let is_limit = |&decimals: &usize| {
        limits
            .iter()
            .any(|&limit| show(limit, decimals) == show(seen, decimals))
    };
    let decimals = (2..9).find(|decimals| !is_limit(decimals)).unwrap_or(9);
    format!("{} s", show(seen, decimals))
}
