//! How long two workers take to pass a message.

use super::role::Role;
use anyhow::Result;
use std::time::{Duration, Instant};

/// How long messages are passed.
const PINGS: Duration = Duration::from_millis(50);

/// How many nanoseconds a message takes to another worker and back.
///
/// # Errors
/// As [`Role::tell`].
pub fn ping(role: &mut Role, until: Instant) -> Result<f64> {
    const FEW: u32 = 100;
    const MANY: u32 = 1_000_000;
    let mut pass = |rounds: u32| -> Result<Duration> {
        let (_, took) = role.tell(&format!("ping {rounds}"), until)?;
        Ok(took)
    };
    // The first time, much is done that is only done once.
    pass(FEW)?;
    let few = pass(FEW)?;
    let mut rounds = 10 * FEW;
    loop {
        // What it takes to start the two workers is in both.
        let more = pass(rounds)?.saturating_sub(few);
        if more > PINGS || rounds >= MANY {
            return Ok(more.as_nanos() as f64 / f64::from(rounds - FEW));
        }
        rounds *= 4;
    }
}
