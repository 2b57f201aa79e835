//! The programs in Rust, each to be read alone; in one file those that only differ in
//! where tokio computes.
//!
//! `run(requester)` answers each request with its own bytes, until who asks hangs up,
//! and counts primes beside it, again and again. It returns how often it counted them.

mod emulated_gil;
mod threads;
mod tokio;

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
        Way::TokioBlocked => tokio::run(stream, tokio::in_the_task),
        Way::TokioSpawnBlocking => tokio::run(stream, tokio::in_spawn_blocking),
        Way::TokioRayon => tokio::run(stream, tokio::in_rayons_pool),
        _ => bail!("{way} is not in Rust: it is in mixed.py"),
    };
    print(&counts?.to_string())
}
