//! More and more workers, until something ends it; and what they take at each step.

use super::look::Look;
use super::results::{Each, End, Growth, Point};
use super::role::{Answer, Late, Role};
use super::room::{ceiling, explain};
use super::usage::Usage;
use crate::measure::load::Load;
use crate::scale::Worker;
use anyhow::{Result, ensure};
use std::time::{Duration, Instant};

/// What may be used.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    pub up_to: Option<u64>,
    /// Making and joining them. What takes twice as long is given up.
    pub time: Duration,
    pub memory_bytes: u64,
}

/// So many workers, all of them waiting.
struct Step {
    look: Look,
    /// How long it took to make those that the step before had not.
    took: Duration,
    /// What others did meanwhile, if that can be told.
    load: Option<Load>,
}

impl Step {
    fn at(role: &Role, workers: u64, budget: Budget, took: Duration) -> Step {
        Step {
            look: Look::at(role.pid(), workers, budget.memory_bytes),
            took,
            load: None,
        }
    }

    fn workers(&self) -> u64 {
        self.look.workers
    }
}

/// Makes workers as long as the budget and all limits allow it, then lets all of
/// them go.
///
/// # Errors
/// [`Late`] before there is one; if it does not do what it is told, or somebody
/// wants all to stop.
pub fn grow(role: &mut Role, worker: Worker, budget: Budget) -> Result<Growth> {
    let begun = Instant::now();
    let mut steps = vec![Step::at(role, 0, budget, Duration::ZERO)];
    let (end, is_lost) = climb(role, worker, budget, begun, &mut steps)?;
    let reached = steps[steps.len() - 1].workers();
    let join = match is_lost {
        true => None,
        false => match role.tell("release", begun + 2 * budget.time) {
            Err(error) if error.is::<Late>() => None,
            joined => Some(joined?.1),
        },
    };
    let join = join.filter(|_| reached > 0);
    let point = |step: &Step| Point {
        workers: step.workers(),
        usage: step.look.usage,
    };
    Ok(Growth {
        end,
        each: each(&steps[1..]),
        join_each_ns: join.map(|time| time.as_nanos() as f64 / reached as f64),
        ping_ns: None,
        ping_one_core_ns: None,
        // Where not one could be made, that is what was seen.
        points: steps[1.min(steps.len() - 1)..].iter().map(point).collect(),
    })
}

/// Step by step: what ended it, and whether the program is lost with that.
fn climb(
    role: &mut Role,
    worker: Worker,
    budget: Budget,
    begun: Instant,
    steps: &mut Vec<Step>,
) -> Result<(End, bool)> {
    loop {
        let (first, last) = (&steps[0], &steps[steps.len() - 1]);
        let wanted = round_after(last.workers()).min(budget.up_to.unwrap_or(u64::MAX));
        if wanted <= last.workers() {
            return Ok((End::UpTo, false));
        }
        let wanted = match ceiling(&first.look, &last.look) {
            Some((most, reading)) if most <= last.workers() => return Ok((reading.into(), false)),
            Some((most, _)) => most.min(wanted),
            None => wanted,
        };
        let created: Duration = steps.iter().map(|step| step.took).sum();
        let needed = needed(steps, wanted);
        // They must be joined as well, which takes about as long as to make them.
        if begun.elapsed() + needed + (created + needed) > budget.time {
            ensure!(steps.len() > 1, Late);
            return Ok((End::Time, false));
        }
        let until = begun + 2 * budget.time;
        let (told, load) = role.tell_beside(&format!("grow {wanted}"), until, None);
        let (answer, took) = match told {
            // It takes far longer than the step before let expect.
            Err(error) if steps.len() > 1 && error.is::<Late>() => return Ok((End::Time, true)),
            // The system may have ended it, rather than refuse something.
            Err(error) if steps.len() > 1 && !role.is_interrupted() => {
                return Ok((End::refused(None, format!("{error:#}")), true));
            }
            told => told?,
        };
        let (count, refused) = match answer {
            Answer::Done { .. } => (wanted, None),
            Answer::Refused { count, errno, why } => (count, Some((errno, why))),
        };
        let mut step = Step::at(role, count, budget, took);
        // Other processes that it made would seem to be others'.
        step.load = load.filter(|_| worker.is_in_one_process());
        steps.push(step);
        let (first, last) = (&steps[0].look, &steps[steps.len() - 1].look);
        if let Some((errno, why)) = refused {
            return Ok((End::refused(explain(first, last, errno), why), false));
        }
        check(worker, last)?;
    }
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

/// How long the step to so many is going to take, by the last one. The first one does
/// not tell: most of it is what is only done once.
fn needed(steps: &[Step], wanted: u64) -> Duration {
    let [_, .., one, other] = steps else {
        return Duration::ZERO;
    };
    let each = other.took.as_secs_f64() / (other.workers() - one.workers()) as f64;
    Duration::from_secs_f64(each * (wanted - other.workers()) as f64)
}

/// What one more takes, between the first of these steps and the last.
fn each(steps: &[Step]) -> Option<Each> {
    let [first, later @ ..] = steps else {
        return None;
    };
    let last = later.last()?;
    let more = last.workers().checked_sub(first.workers())? as f64;
    let slope =
        |of: fn(&Usage) -> u64| (of(&last.look.usage) as f64 - of(&first.look.usage) as f64) / more;
    let took: Duration = later.iter().map(|step| step.took).sum();
    let load: Option<Load> = later.iter().map(|step| step.load).sum();
    (more > 0.0).then(|| Each {
        bytes: slope(Usage::bytes),
        kernel_bytes: slope(Usage::kernel_bytes),
        create_ns: took.as_nanos() as f64 / more,
        foreign_load: load.map(Load::certain_share),
    })
}

/// The next of 10, 20, 50, 100, 200, 500 …
fn round_after(number: u64) -> u64 {
    let powers = (1..18).map(|power| 10_u64.pow(power));
    let mut round = powers.flat_map(|power| [power, 2 * power, 5 * power]);
    round.find(|&round| round > number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps to so many workers, with how many milliseconds each took, and bytes then.
    fn steps(all: &[(u64, u64, u64)]) -> Vec<Step> {
        let step = |&(workers, ms, pss_bytes): &(u64, u64, u64)| Step {
            look: Look {
                workers,
                usage: Usage {
                    pss_bytes,
                    ..Usage::default()
                },
                readings: vec![],
            },
            took: Duration::from_millis(ms),
            load: Some(Load {
                foreign_s: ms as f64 / 2000.0,
                wall: Duration::from_millis(ms),
            }),
        };
        all.iter().map(step).collect()
    }

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
        let ms = Duration::from_millis;
        let all = steps(&[(0, 0, 0), (10, 700, 0), (20, 20, 0)]);
        assert_eq!(needed(&all, 50), ms(60));
        // What is done once says nothing of the next step.
        assert_eq!(needed(&all[..2], 20), ms(0));
        assert_eq!(needed(&all[..1], 10), ms(0));
    }

    #[test]
    fn one_more_costs_what_lies_between_two_numbers() {
        let all = steps(&[
            (10, 700, 1_000_000),
            (20, 20, 1_010_000),
            (50, 80, 1_040_000),
        ]);
        let each = |steps| each(steps).map(|each| (each.bytes, each.create_ns));
        assert_eq!(each(&all), Some((1_000.0, 2_500_000.0)));
        // Half a core, but for two ticks of 10 ms, in 100 ms.
        let load = super::each(&all).and_then(|each| each.foreign_load);
        assert!((load.expect("a load") - 0.3).abs() < 1e-9);
        // One number is no slope, nor is the same one twice.
        assert_eq!(each(&all[..1]), None);
        assert_eq!(each(&[]), None);
        assert_eq!(each(&steps(&[(10, 1, 1), (10, 1, 1)])), None);
    }
}
