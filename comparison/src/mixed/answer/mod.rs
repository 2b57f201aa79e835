//! The programs in Rust, one file each, each to be read alone.
//!
//! `run(requester)` answers each request with its own bytes, until who asks hangs up,
//! and counts primes beside it, again and again. It returns how often it counted them.

mod emulated_gil;
mod threads;
mod tokio_blocked;
mod tokio_rayon;
mod tokio_spawn_blocking;

use super::way::Way;
use crate::output::print;
use anyhow::{Context, Result, bail};
use std::net::{SocketAddr, TcpStream};

/// The role of the program: prints how often it counted.
pub fn answer(way: Way, requester: SocketAddr) -> Result<()> {
    let stream = TcpStream::connect(requester);
    let stream = stream.with_context(|| format!("failed to connect to {requester}"))?;
    // An answer does not wait until the one before has been acknowledged.
    stream
        .set_nodelay(true)
        .context("failed to set TCP_NODELAY")?;
    let counts = match way {
        Way::RustThreads => threads::run(stream),
        Way::Gil => emulated_gil::run(stream),
        Way::TokioBlocked => tokio_blocked::run(stream),
        Way::TokioSpawnBlocking => tokio_spawn_blocking::run(stream),
        Way::TokioRayon => tokio_rayon::run(stream),
        _ => bail!("{way} is not in Rust: it is in mixed.py"),
    };
    print(&counts?.to_string())
}
