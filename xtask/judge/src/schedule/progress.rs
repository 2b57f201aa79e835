//! How many of many things are done.

use indicatif::{ProgressBar, ProgressStyle};
use std::thread;
use std::time::Duration;

/// Shows on stderr, if that is a terminal, how many of these are done.
#[must_use]
pub fn progress_bar(all: usize, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(all as u64);
    let style = ProgressStyle::with_template("{spinner} {pos} of {len} {msg}, {elapsed}");
    bar.set_style(style.expect("a template that does not change"));
    bar.set_message(what);
    // It has a way to tick by itself, but that ends the program where no thread
    // can be started. Then this one stands still between two of them.
    let ticking = bar.downgrade();
    let tick = move || {
        while let Some(bar) = ticking.upgrade().filter(|bar| !bar.is_finished()) {
            bar.tick();
            drop(bar);
            thread::sleep(Duration::from_millis(100));
        }
    };
    if !bar.is_hidden() {
        let _ = thread::Builder::new().spawn(tick);
    }
    bar
}
