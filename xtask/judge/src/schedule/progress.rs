//! How many of many things are done.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// Shows on stderr, if that is a terminal, how many of these are done.
#[must_use]
pub fn progress_bar(all: usize, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(all as u64);
    let style = ProgressStyle::with_template("{spinner} {pos} of {len} {msg}, {elapsed}");
    bar.set_style(style.expect("a template that does not change"));
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
