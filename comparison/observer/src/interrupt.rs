//! Signals that end the program: what it started is stopped, and it still
//! reports.

use crate::Error;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Remembers that one of SIGINT, SIGTERM and SIGHUP came.
#[must_use = "the signals are caught, so somebody must look whether one came"]
pub struct Interrupt {
    /// Becomes true when one of them came.
    pub caught: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Interrupt {
    /// From now on, these signals do not end the program by themselves.
    ///
    /// # Errors
    /// [`Error::System`], if the system does not let them be caught.
    pub fn catch() -> Result<Interrupt, Error> {
        let (caught, signal) = (Arc::default(), Arc::default());
        for number in [SIGINT, SIGTERM, SIGHUP] {
            flag::register_usize(number, Arc::clone(&signal), number.unsigned_abs() as usize)
                .and_then(|_| flag::register(number, Arc::clone(&caught)))
                .map_err(Error::system(format!("catch signal {number}")))?;
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
