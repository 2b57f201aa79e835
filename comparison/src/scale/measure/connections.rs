//! N clients that wait for one server at once.

use super::limit::Limit;
use super::look::{Look, soft};
use super::results::{End, Served, TOO_MUCH};
use super::role::{Answer, Role};
use super::room::{ceiling, explain};
use crate::measure::load::Load;
use crate::measure::{Disturbance, Missing, percentile};
use anyhow::{Context, Result, bail, ensure};
use nix::sys::resource::Resource;
use observer::seconds::rounded;
use std::time::{Duration, Instant};

/// First a few: what they take tells whether there is room for all.
const FEW: [u64; 2] = [10, 100];

/// What a process has open besides its connections.
const OTHER_FILES: u64 = 30;

/// Connects `clients`, lets all of them ask at one moment, and waits until each
/// has its answer. If they are more than a limit allows, nothing is measured.
///
/// # Errors
/// `Late`; if it does not do what it is told, or somebody wants all to stop.
pub fn serve(
    role: &mut Role,
    server: u32,
    clients: u64,
    memory_bytes: u64,
    until: Instant,
) -> Result<Result<Served, Missing>> {
    let limited = |end: End| Ok(Err(Missing::Limited(end.to_string())));
    // The server's limit as well, which has as many.
    if let Some(most) = soft(Resource::RLIMIT_NOFILE)
        && clients + OTHER_FILES > most
    {
        let limit = Limit::OpenFiles;
        return limited(End::Share { limit, most });
    }
    let look = |role: &Role, workers| Look::at(role.pid(), workers, memory_bytes);
    let mut connect = Duration::ZERO;
    // The first one, for what explains a refusal, is from before there are any.
    let before = look(role, 0);
    let mut looks: Vec<Look> = Vec::new();
    for count in FEW.map(|few| few.min(clients)).into_iter().chain([clients]) {
        if let [first, .., last] = looks.as_slice()
            && let Some((most, reading)) = ceiling(first, last)
            && most < clients
        {
            return limited(reading.into());
        }
        let (answer, took) = role.tell(&format!("grow {count}"), until)?;
        if let Answer::Refused { count, errno, why } = answer {
            let explained = explain(&before, &look(role, count), errno);
            return limited(End::refused(explained, why));
        }
        connect += took;
        looks.push(look(role, count));
    }
    let (few, all) = (&looks[0], &looks[looks.len() - 1]);
    let more = (all.workers - few.workers).max(1) as f64;
    let each_bytes = (all.usage.bytes() as f64 - few.usage.bytes() as f64) / more;
    let (told, load) = role.tell_beside("ask", until, Some(server));
    let (answer, wall) = told?;
    if let Some(load) = load.filter(|load| load.certain_share() > TOO_MUCH) {
        let disturbance = Disturbance::of_foreign_load(load.share());
        return Ok(Err(Missing::Disturbed(disturbance)));
    }
    let Answer::Done { numbers } = answer else {
        bail!("it was refused something: {answer:?}");
    };
    let (_, waited) = numbers.split_first().context("it told no times")?;
    let waited = waited.iter().copied();
    let mut waited: Vec<_> = waited.map(Duration::from_micros).collect();
    ensure!(
        waited.len() as u64 == clients,
        "{} of {clients} were answered",
        waited.len()
    );
    waited.sort_unstable();
    Ok(Ok(Served {
        each_bytes,
        connect: rounded(connect),
        wall: rounded(wall),
        p50: percentile(&waited, 50),
        p99: percentile(&waited, 99),
        max: percentile(&waited, 100),
        foreign_load: load.map(Load::certain_share),
    }))
}
