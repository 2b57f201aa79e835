//! A close look at threads that compute: a run of each program for a picture alone,
//! with a sample every 2 ms. CPython lets a thread have its GIL for 5 ms, so it is seen
//! to pass from one thread to the other.
//!
//! The looking itself takes a part of a core then, so no figure comes from these runs;
//! how large that part was is noted.

use super::load::own_cpu;
use super::results::{CloseUp, Run};
use super::subject::Subject;
use observer::seconds::rounded;
use observer::timeline::turns::turns;
use observer::{Observer, Program};
use std::time::{Duration, Instant};

/// From one sample to the next.
const INTERVAL: Duration = Duration::from_millis(2);

/// Runs each of the programs once. One that fails then is left out.
pub fn look(observer: &Observer, programs: &[(Subject, Program)]) -> Vec<CloseUp> {
    observer.sampling_every(INTERVAL, || {
        let programs = programs.iter().take_while(|_| !observer.is_interrupted());
        let close_ups =
            programs.filter_map(|(subject, program)| close_up(observer, *subject, program));
        close_ups.collect()
    })
}

fn close_up(observer: &Observer, subject: Subject, program: &Program) -> Option<CloseUp> {
    let (begun, used) = (Instant::now(), own_cpu()?);
    let seen = observer.watch(program).ok()?;
    let looking = own_cpu()?.saturating_sub(used).as_secs_f64() / begun.elapsed().as_secs_f64();
    let run = Run::read(&seen, subject.work.usual_jobs(), None).ok()?;
    let start = seen.lines.first()?.at;
    Some(CloseUp {
        subject,
        interval: INTERVAL,
        wall: rounded(run.wall),
        looking: (looking * 1000.0).round() / 1000.0,
        lanes: turns(seen.census.as_ref()?, start, start + run.wall),
    })
}
