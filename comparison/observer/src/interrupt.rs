//! Signals that end the program: what it started is stopped, and it still
//! reports, if anybody takes the report.

use crate::Error;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// A wait is looked after so often.
const ATTENTION: Duration = Duration::from_millis(50);

/// After a signal, all waits together may take so long.
const PATIENCE: Duration = Duration::from_millis(400);

/// Whether a signal came, for whoever waits.
static CAUGHT: Mutex<Option<Arc<AtomicBool>>> = Mutex::new(None);

/// When somebody who waits first noticed it.
static NOTICED: OnceLock<Instant> = OnceLock::new();

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
        *CAUGHT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&caught));
        Ok(Interrupt { caught, signal })
    }

    /// The number of the signal that came last.
    pub fn signal(&self) -> Option<u8> {
        u8::try_from(self.signal.load(Ordering::Relaxed))
            .ok()
            .filter(|&signal| signal > 0)
    }
}

/// Does what may wait for somebody else without end, such as a pipe that nobody
/// reads; a signal that is caught ends the wait.
///
/// # Errors
/// Those of `work`; and [`io::ErrorKind::Interrupted`], if a signal ended it.
/// What was begun may go on until this process ends.
pub fn wait_for<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    // Whoever takes the work does it: another thread, or else this one.
    let work = Arc::new(Mutex::new(Some(work)));
    let (done, is_done) = channel();
    let of_thread = Arc::clone(&work);
    let take = |work: &Mutex<Option<_>>| work.lock().unwrap_or_else(PoisonError::into_inner).take();
    let wait = thread::Builder::new().spawn(move || {
        if let Some(work) = take(&of_thread) {
            let _ = done.send(work()); // nobody may wait any more
        }
    });
    if wait.is_err() {
        return take(&work).map_or_else(|| Err(io::ErrorKind::Other.into()), |work| work());
    }
    loop {
        match is_done.recv_timeout(ATTENTION) {
            Ok(result) => return result,
            Err(RecvTimeoutError::Disconnected) => return Err(io::ErrorKind::Other.into()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if is_caught() && NOTICED.get_or_init(Instant::now).elapsed() >= PATIENCE {
            let why = "a signal came, and nobody was there to take it";
            return Err(io::Error::new(io::ErrorKind::Interrupted, why));
        }
    }
}

fn is_caught() -> bool {
    let caught = CAUGHT.lock().unwrap_or_else(PoisonError::into_inner);
    caught
        .as_ref()
        .is_some_and(|caught| caught.load(Ordering::Relaxed))
}
