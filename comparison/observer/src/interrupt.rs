//! Signals that end the program: what it started is stopped, and it still
//! reports.

use anyhow::{Context, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Remembers that one of SIGINT, SIGTERM and SIGHUP came.
pub struct Interrupt {
    /// Becomes true when one of them came.
    pub caught: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Interrupt {
    /// From now on, these signals do not end the program by themselves.
    ///
    /// # Errors
    /// If the system does not let them be caught.
    pub fn catch() -> Result<Interrupt> {
        let (caught, signal) = (Arc::default(), Arc::default());
        for number in [SIGINT, SIGTERM, SIGHUP] {
            let value = number.unsigned_abs() as usize;
            flag::register_usize(number, Arc::clone(&signal), value)
                .and_then(|_| flag::register(number, Arc::clone(&caught)))
                .with_context(|| format!("failed to catch signal {number}"))?;
        }
        Ok(Interrupt { caught, signal })
    }

    /// The number of the signal that came last.
    pub fn signal(&self) -> Option<u8> {
        u8::try_from(self.signal.load(Ordering::Relaxed))
            .ok()
            .filter(|&signal| signal > 0)
    }
}
