//! More and more workers, until something ends it; what they take at each step;
//! and how long two of them take to pass a message.

use super::limits::{Look, ceiling, explain};
use super::results::{End, Growth, Point};
use super::role::{Answer, Late, Role};
use super::usage::Usage;
use crate::scale::Worker;
use anyhow::{Result, ensure};
use std::time::{Duration, Instant};

/// How long messages are passed.
const PINGS: Duration = Duration::from_millis(100);

/// What may be used.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    pub up_to: Option<u64>,
    /// Making and joining them. What takes twice as long is given up.
    pub time: Duration,
    pub memory_bytes: u64,
}

/// Makes workers as long as the budget and all limits allow it, then lets all of
/// them go.
///
/// # Errors
/// [`Late`] before there is one; if it does not do what it is told, or somebody
/// wants all to stop.
pub fn grow(role: &mut Role, worker: Worker, budget: Budget) -> Result<Growth> {
    let begun = Instant::now();
    let at_latest = begun + 2 * budget.time;
    let look = |role: &Role, workers| Look::at(role.pid(), workers, budget.memory_bytes);
    let mut looks = vec![look(role, 0)];
    let mut creating = vec![Duration::ZERO];
    let mut is_over = false;
    let end = loop {
        let (first, last) = (&looks[0], &looks[looks.len() - 1]);
        let wanted = round_after(last.workers).min(budget.up_to.unwrap_or(u64::MAX));
        if wanted <= last.workers {
            break End::UpTo;
        }
        let wanted = match ceiling(first, last) {
            Some((most, reading)) if most <= last.workers => break reading.into(),
            Some((most, _)) => most.min(wanted),
            None => wanted,
        };
        let created: Duration = creating.iter().sum();
        let needed = needed(&looks, &creating, wanted);
        // They must be joined as well, which takes about as long as to make them.
        if begun.elapsed() + needed + (created + needed) > budget.time {
            ensure!(looks.len() > 1, Late);
            break End::Time;
        }
        let (count, refused) = match role.tell(&format!("grow {wanted}"), at_latest) {
            Ok((Answer::Done { .. }, took)) => {
                creating.push(took);
                (wanted, None)
            }
            Ok((Answer::Refused { count, errno, why }, took)) => {
                creating.push(took);
                (count, Some((errno, why)))
            }
            // It takes far longer than the step before let expect.
            Err(error) if looks.len() > 1 && error.is::<Late>() => {
                is_over = true;
                break End::Time;
            }
            // The system may have ended it, rather than refuse something.
            Err(error) if looks.len() > 1 && !role.is_interrupted() => {
                is_over = true;
                break End::refused(None, format!("{error:#}"));
            }
            Err(error) => return Err(error),
        };
        looks.push(look(role, count));
        let last = &looks[looks.len() - 1];
        if let Some((errno, why)) = refused {
            break End::refused(explain(&looks[0], last, errno), why);
        }
        check(worker, last)?;
    };
    let reached = looks[looks.len() - 1].workers;
    let join = match is_over {
        true => None,
        false => match role.tell("release", at_latest) {
            Err(error) if error.is::<Late>() => None,
            joined => Some(joined?.1),
        },
    };
    // From the first step on: what is only made once is not a worker's.
    let from = usize::from(looks.len() > 2);
    let (one, other) = (&looks[from], &looks[looks.len() - 1]);
    let more = (other.workers - one.workers).max(1) as f64;
    let slope = |of: fn(&Usage) -> u64| (of(&other.usage) as f64 - of(&one.usage) as f64) / more;
    let created: Duration = creating[from + 1..].iter().sum();
    let join = join.filter(|_| reached > 0);
    Ok(Growth {
        end,
        each_bytes: slope(Usage::bytes),
        each_kernel_bytes: slope(Usage::kernel_bytes),
        create_each_ns: created.as_nanos() as f64 / more,
        join_each_ns: join.map(|time| time.as_nanos() as f64 / reached as f64),
        ping_ns: None,
        ping_one_core_ns: None,
        points: looks[1.min(looks.len() - 1)..].iter().map(point).collect(),
    })
}

/// Threads and processes can be counted from outside; that each task is there,
/// it has said itself.
fn check(worker: Worker, look: &Look) -> Result<()> {
    let seen = match worker {
        Worker::Thread => look.usage.threads,
        Worker::Process | Worker::Fork | Worker::Spawn => look.usage.processes,
        Worker::Task => return Ok(()),
    };
    // Besides them, there is who made them.
    ensure!(
        seen > look.workers,
        "only {seen} of {} and one more are seen",
        look.workers
    );
    Ok(())
}

fn point(look: &Look) -> Point {
    Point {
        workers: look.workers,
        processes: look.usage.processes,
        threads: look.usage.threads,
        pss_bytes: look.usage.pss_bytes,
        page_table_bytes: look.usage.page_table_bytes,
        kernel_stack_bytes: look.usage.kernel_stack_bytes,
    }
}

/// How long the step to so many is going to take, by the last one.
fn needed(looks: &[Look], creating: &[Duration], wanted: u64) -> Duration {
    let [.., one, other] = looks else {
        return Duration::ZERO;
    };
    let each = creating[creating.len() - 1].as_secs_f64() / (other.workers - one.workers) as f64;
    Duration::from_secs_f64(each * (wanted - other.workers) as f64)
}

/// The next of 10, 20, 50, 100, 200, 500 …
fn round_after(number: u64) -> u64 {
    let powers = (1..18).map(|power| 10_u64.pow(power));
    let mut round = powers.flat_map(|power| [power, 2 * power, 5 * power]);
    round.find(|&round| round > number).unwrap_or(u64::MAX)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        let cases = [(0, 10), (10, 20), (20, 50), (50, 100), (99, 100)];
        let large = [(100_000, 200_000), (16_319, 20_000), (u64::MAX, u64::MAX)];
        for (number, expected) in cases.into_iter().chain(large) {
            assert_eq!(round_after(number), expected);
        }
    }

    #[test]
    fn a_step_takes_as_long_as_the_last_one_for_each() {
        let look = |workers| Look {
            workers,
            usage: Usage::default(),
            readings: vec![],
        };
        let ms = Duration::from_millis;
        assert_eq!(needed(&[look(0)], &[ms(0)], 10), ms(0));
        let looks = [look(0), look(10), look(20)];
        assert_eq!(needed(&looks, &[ms(0), ms(7), ms(20)], 50), ms(60));
    }
}
