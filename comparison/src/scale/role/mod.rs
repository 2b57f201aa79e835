//! The measured program: it makes workers that all wait, when it is told to, and
//! does what it is told over standard input and output, a line each.
//!
//! | it is told | it does | and answers |
//! | --- | --- | --- |
//! | `grow N` | makes workers until there are N, and each has said that it runs | `grown N` |
//! | | as many as it can, if the system refuses one | `refused N ERRNO WHY` |
//! | `ask` | with a server: lets all of them ask it something at one moment | `asked N`, and how many µs each waited |
//! | `release` | lets all of them go on, and waits for their end | `released N` |
//! | `ping N` | lets two workers pass a message back and forth, N times | `pinged N` |
//!
//! It ends with its standard input, and so does all that it made: a process that
//! waits reads from a pipe whose other end is here. `scale.py` is its twin.
//!
//! | file | idea |
//! | --- | --- |
//! | `workers.rs` | what workers of every kind have in common |
//! | `threads.rs`, `processes.rs`, `tasks.rs` | the kinds |
//! | `server.rs` | the server whose answers the connected ones wait for |

mod processes;
mod server;
mod tasks;
mod threads;
mod workers;

pub use processes::worker;
pub use server::serve;

use super::Worker;
use crate::output::print;
use anyhow::{Context, Result, bail};
use std::io;
use std::net::SocketAddr;
use workers::Workers;

/// How many workers are made before each of them is asked whether it runs.
const CHUNK: usize = 1000;

/// Does what it is told, until there is nobody to tell.
///
/// # Errors
/// If a worker fails, or what it is told makes no sense.
pub fn run(worker: Worker, server: Option<SocketAddr>) -> Result<()> {
    let mut workers: Box<dyn Workers> = match worker {
        Worker::Thread => Box::new(threads::Threads::new(server)),
        Worker::Process => Box::new(processes::Processes::new()?),
        Worker::Task => Box::new(tasks::Tasks::new(server)?),
        Worker::Fork | Worker::Spawn => bail!("Rust has no start methods"),
    };
    let mut count = 0;
    for line in io::stdin().lines() {
        let line = line.context("failed to read from stdin")?;
        let (what, number) = line.split_once(' ').unwrap_or((&line, "0"));
        let number: usize = number.parse().context("not a number")?;
        print(&match what {
            "grow" => grow(&mut *workers, &mut count, number),
            "ask" => {
                let waited = workers.ask(count)?;
                let waited = waited.iter().map(|time| format!(" {}", time.as_micros()));
                format!("asked {count}{}", waited.collect::<String>())
            }
            "release" => {
                workers.release()?;
                format!("released {count}")
            }
            "ping" => {
                workers.ping(number)?;
                format!("pinged {number}")
            }
            other => bail!("unknown command `{other}`"),
        })?;
    }
    Ok(())
}

fn grow(workers: &mut dyn Workers, count: &mut usize, wanted: usize) -> String {
    while *count < wanted {
        let chunk = CHUNK.min(wanted - *count);
        let mut started = 0;
        let mut refused = Ok(());
        while started < chunk && refused.is_ok() {
            refused = workers.start();
            started += usize::from(refused.is_ok());
        }
        let ready = workers.wait_for(started);
        *count += started;
        if let Err(error) = refused.and(ready) {
            let number = error.raw_os_error().unwrap_or_default();
            return format!("refused {count} {number} {error}");
        }
    }
    format!("grown {count}")
}
