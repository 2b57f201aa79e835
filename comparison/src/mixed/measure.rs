//! The measuring: one way after the other, each once, from its program to its figures.

use super::requester::{PERIOD, ask};
use super::results::{Figures, Results, Row};
use super::way::Way;
use crate::measure::load::{Load, Meter};
use crate::measure::{Disturbance, Machine, Missing, Twins, ended_well, progress_bar};
use anyhow::Result;
use clap::ValueEnum;
use observer::{Limits, Observation, Observer, Output, Program};
use std::ffi::OsString;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// What a program may take besides its requests.
const SPARE: Duration = Duration::from_secs(60);

/// Measures every way. A program that fails does not keep the others from being
/// measured.
///
/// # Errors
/// If this program cannot be found: nothing was measured.
pub fn measure(observer: &Observer, requests: u32) -> Result<Results> {
    let session = Session {
        observer,
        requests,
        twins: Twins::find("mixed.py")?,
    };
    let progress = progress_bar();
    progress.inc_length(Way::value_variants().len() as u64);
    let (mut rows, mut loads) = (Vec::new(), Vec::new());
    for &way in Way::value_variants() {
        let outcome = session.measured(way, &mut loads).into();
        rows.push(Row { way, outcome });
        progress.inc(1);
        if observer.is_interrupted() {
            break;
        }
    }
    progress.finish_and_clear();
    let foreign_load: Option<Load> = loads.into_iter().sum();
    Ok(Results {
        machine: Machine::this(session.twins.cpython(), foreign_load.map(Load::share)),
        requests,
        period: PERIOD,
        rows,
    })
}

/// What it takes to run the programs.
struct Session<'a> {
    observer: &'a Observer,
    requests: u32,
    twins: Twins,
}

impl Session<'_> {
    fn measured(&self, way: Way, loads: &mut Vec<Option<Load>>) -> Result<Figures, Missing> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(Missing::failed)?;
        let limits = Limits::with_deadline(SPARE + PERIOD * self.requests);
        let program = Program::new(self.command(way, &listener)?, Output::Terminal, limits);
        let meter = Meter::start(None);
        let ended = AtomicBool::new(false);
        let (seen, late) = thread::scope(|scope| {
            let asking = scope.spawn(|| ask(&listener, self.requests, &ended));
            let seen = self.observer.watch(&program);
            ended.store(true, Ordering::Relaxed);
            (seen, asking.join().expect("a panic is a bug"))
        });
        let seen = seen.map_err(Missing::failed)?;
        let load = meter.stop(seen.cpu);
        loads.push(load);
        ended_well(&seen).map_err(Missing::Failed)?;
        let late = late.map_err(Missing::failed)?;
        let counts = counts(&seen).map_err(Missing::Failed)?;
        if let Some(load) = load.filter(|load| load.disturbs()) {
            let disturbance = Disturbance::of_foreign_load(load.share());
            return Err(Missing::Disturbed(disturbance));
        }
        let load = load.map(Load::share);
        Ok(Figures::new(&late, counts, seen.cpu, seen.elapsed, load))
    }

    fn command(&self, way: Way, listener: &TcpListener) -> Result<Vec<OsString>, Missing> {
        let mut command = self.twins.command(way.language(), "answer")?;
        let address = listener.local_addr().map_err(Missing::failed)?;
        command.extend([way.to_string().into(), address.to_string().into()]);
        Ok(command)
    }
}

/// How often it counted the primes: all that it prints.
fn counts(seen: &Observation) -> Result<u64, String> {
    let lines: Vec<_> = seen
        .lines
        .iter()
        .map(|line| String::from_utf8_lossy(&line.bytes))
        .collect();
    match lines.as_slice() {
        [line] => match line.parse() {
            Ok(0) => Err("it did not compute".to_string()),
            Ok(counts) => Ok(counts),
            Err(_) => Err(format!("it printed `{}`", line.escape_debug())),
        },
        lines => Err(format!("it printed {} lines instead of one", lines.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use observer::Line;

    #[test]
    fn a_program_prints_how_often_it_counted() {
        let cases: [(&[&str], Result<u64, &str>); 5] = [
            (&["21"], Ok(21)),
            (&["0"], Err("it did not compute")),
            (&["21 times"], Err("it printed `21 times`")),
            (&[], Err("it printed 0 lines instead of one")),
            (&["1", "2"], Err("it printed 2 lines instead of one")),
        ];
        for (lines, expected) in cases {
            let lines = lines.iter().map(|line| Line::new(Duration::ZERO, *line));
            let seen = Observation {
                lines: lines.collect(),
                ..Observation::ended(Duration::ZERO)
            };
            assert_eq!(counts(&seen), expected.map_err(str::to_string));
        }
    }
}
