//! The measuring, from programs to results.
//!
//! | file | idea |
//! | --- | --- |
//! | `role.rs` | a program in the role of `role/`, told what to do |
//! | `usage.rs` | what it takes, seen from outside |
//! | `limit.rs` | the limits, by their names |
//! | `look.rs` | what each of them allows, and how much of it is used |
//! | `room.rs` | how many more they allow, and which of them explains a refusal |
//! | `growth.rs` | more and more workers |
//! | `ping.rs` | a message between two |
//! | `connections.rs` | clients that wait for one server at once |
//! | `results.rs` | the results, as plain data that can be recorded |

mod connections;
mod growth;
mod limit;
mod look;
mod ping;
mod results;
mod role;
mod room;
mod usage;

pub use results::{Connections, Growth, Results, Row, Served, Subject, TOO_MANY};

use crate::measure::{Machine, Missing, Twins, progress_bar};
use crate::work::Server;
use anyhow::{Context, Result};
use growth::Budget;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use observer::Observer;
use role::{Late, Role};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// How long all of it may take, unless somebody wants a number of workers. What has
/// no result by then has none; to look at all and to end them may take a little
/// longer.
const TIME: Duration = Duration::from_secs(42);

/// How long all kinds together may grow, of that time: one that is slower than expected
/// has as much again.
const GROWING: Duration = Duration::from_secs(13);

/// Up to when, in that time, what was disturbed is measured again.
const AGAIN: Duration = Duration::from_secs(25);

/// How long each kind may grow, and each measurement take, if somebody wants a number.
const EACH_UP_TO: Duration = Duration::from_secs(90);

/// So many clients wait for one server.
pub const CLIENTS: [u64; 3] = [100, 1_000, 10_000];

/// Measures all kinds of workers. One that fails does not keep the others from
/// being measured. After an interruption, the rest is missing.
///
/// # Errors
/// If the system refuses what the measuring itself needs.
pub fn measure(observer: &Observer, up_to: Option<u64>) -> Result<Results> {
    // Each worker may take a descriptor: as many as this user may have.
    let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE).context("failed to read a limit")?;
    setrlimit(Resource::RLIMIT_NOFILE, hard, hard).context("failed to raise a limit")?;
    let session = Session {
        observer,
        twins: Twins::find("scale.py")?,
        up_to,
        memory_bytes: look::memory_budget(),
    };
    let progress = progress_bar();
    let (kinds, connected) = (Subject::all(), Subject::connected());
    progress.inc_length((2 * kinds.len() + CLIENTS.len() * connected.len()) as u64);
    let mut rows = Vec::new();
    let begun = Instant::now();
    let until = |otherwise: Instant| up_to.map_or(otherwise, |_| Instant::now() + EACH_UP_TO);
    for (number, &subject) in kinds.iter().enumerate() {
        let left = GROWING.saturating_sub(begun.elapsed());
        let time = match up_to {
            Some(_) => EACH_UP_TO,
            // What one does not need is the others'.
            None => left / u32::try_from(kinds.len() - number)?,
        };
        let growth = session.grow(subject, time);
        progress.inc(1);
        let outcome = growth.map(|mut growth| {
            [growth.ping_ns, growth.ping_one_core_ns] = session.ping(subject, until(begun + TIME));
            growth
        });
        progress.inc(1);
        rows.push(Row {
            subject,
            outcome: outcome.into(),
        });
    }
    let most = up_to.unwrap_or(u64::MAX);
    let mut connections = Vec::new();
    for clients in CLIENTS.into_iter().filter(|&clients| clients <= most) {
        for &subject in &connected {
            let connect = || session.connect(subject, clients, until(begun + TIME));
            let mut outcome = connect();
            let is_disturbed = outcome.as_ref().is_err_and(Missing::is_foreign_load);
            if is_disturbed && begun.elapsed() < AGAIN {
                outcome = connect();
            }
            connections.push(Connections {
                subject,
                clients,
                outcome: outcome.into(),
            });
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    Ok(Results {
        machine: Machine::this(session.twins.cpython(), None),
        up_to,
        rows,
        connections,
    })
}

/// What it takes to run the programs.
struct Session<'a> {
    observer: &'a Observer,
    twins: Twins,
    up_to: Option<u64>,
    memory_bytes: u64,
}

impl Session<'_> {
    fn grow(&self, subject: Subject, time: Duration) -> Result<Growth, Missing> {
        let mut role = self.start(subject, None)?;
        let budget = Budget {
            up_to: self.up_to,
            time,
            memory_bytes: self.memory_bytes,
        };
        growth::grow(&mut role, subject.worker, budget).map_err(failed)
    }

    /// A message and its answer, anywhere and on one core; `None` if that fails,
    /// as it may where a limit is low.
    fn ping(&self, subject: Subject, until: Instant) -> [Option<f64>; 2] {
        let ping = |pinned: bool| {
            let mut role = self.start(subject, None).ok()?;
            if pinned {
                role.pin().ok()?;
            }
            ping::ping(&mut role, until).ok()
        };
        [false, true].map(ping)
    }

    fn connect(&self, subject: Subject, clients: u64, until: Instant) -> Result<Served, Missing> {
        let server = Server::start("scale-server").map_err(failed)?;
        let mut role = self.start(subject, Some(server.address))?;
        let served = connections::serve(&mut role, server.pid(), clients, self.memory_bytes, until);
        served.map_err(failed)?
    }

    fn start(&self, subject: Subject, server: Option<SocketAddr>) -> Result<Role<'_>, Missing> {
        let mut command = self.twins.command(subject.language, "scale-role")?;
        command.push(subject.worker.to_string().into());
        if let Some(server) = server {
            command.extend(["--server".into(), server.to_string().into()]);
        }
        Role::start(&command, self.observer).map_err(failed)
    }
}

fn failed(error: anyhow::Error) -> Missing {
    match error.is::<Late>() {
        true => Missing::Late,
        false => Missing::failed(error),
    }
}
