//! The clock: one thread counts all watched programs together, every 50 ms unless
//! somebody wants to look closer.
//!
//! One reading of the table of processes serves them all, so watching nine
//! costs little more than watching one. And the thread knows when it should
//! have woken: where it woke late, the machine was not to be had.

use super::registry::Registry;
use std::io;
use std::sync::Weak;
use std::thread;
use std::time::{Duration, Instant};

/// How long it usually is from one sample to the next.
pub(super) const INTERVAL: Duration = Duration::from_millis(50);

/// A sleep overshoots by well under a millisecond on a quiet machine; only what
/// is far above that is a stall.
const TOLERANCE: Duration = Duration::from_millis(20);

/// Starts the thread, which ends when the registry is gone.
pub(super) fn start(registry: Weak<Registry>) -> io::Result<()> {
    let sample = move || {
        let mut due = Instant::now() + INTERVAL;
        loop {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            let Some(registry) = registry.upgrade() else {
                return;
            };
            let now = Instant::now();
            registry.sample((now - due > TOLERANCE).then_some((due, now)));
            // The count itself takes time, which is not the machine's fault.
            due = Instant::now() + registry.interval().unwrap_or(INTERVAL);
        }
    };
    let thread = thread::Builder::new().name("sampler".to_string());
    thread.spawn(sample).map(drop)
}
