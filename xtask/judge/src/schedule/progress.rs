//! How many of many things are done.

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::thread;
use std::time::Duration;

/// Shows on stderr, if that is a terminal, how many of these are done, and how long
/// the others will take.
#[must_use]
pub fn progress_bar(all: usize, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(all as u64);
    let style = ProgressStyle::with_template("{spinner} {pos} of {len} {msg}, {elapsed}{left}");
    let style = style.expect("a template that does not change");
    let left = |state: &ProgressState, text: &mut dyn Write| {
        let all = state.len().unwrap_or_default();
        if let Some(left) = time_left(state.pos(), all, state.elapsed()) {
            let _ = write!(text, ", about {} s left", left.as_secs());
        }
    };
    bar.set_style(style.with_key("left", left));
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

/// How long the others will take, if they take as long as those that are done.
fn time_left(done: u64, all: u64, elapsed: Duration) -> Option<Duration> {
    let others = all
        .checked_sub(done)
        .filter(|&others| others > 0 && done > 0)?;
    Some(elapsed.mul_f64(others as f64 / done as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_others_take_as_long_as_those_that_are_done() {
        let left = |done, all| time_left(done, all, Duration::from_secs(6));
        assert_eq!(left(15, 60), Some(Duration::from_secs(18)));
        assert_eq!(
            (left(0, 60), left(60, 60), left(61, 60)),
            (None, None, None)
        );
    }
}
