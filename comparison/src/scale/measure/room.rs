//! How many more workers the limits allow: where to stop, and what explains that the
//! system refused one more.

use super::look::{Look, Reading};

/// How many more workers a limit allows: `share` of what was free at first.
fn room(first: &Look, last: &Look, reading: &Reading, share: f64) -> f64 {
    let before = first.readings.iter().find(|one| one.limit == reading.limit);
    let before = before.map_or(0, |one| one.used) as f64;
    let allowed = before + share * (reading.most as f64 - before);
    let left = allowed - reading.used as f64;
    let workers = last.workers.saturating_sub(first.workers);
    let each = (reading.used as f64 - before) / workers.max(1) as f64;
    match left {
        left if left <= 0.0 => 0.0,
        _ if each <= 0.0 => f64::INFINITY,
        left => left / each,
    }
}

/// The most workers that all limits allow, and the limit that allows the fewest.
pub fn ceiling(first: &Look, last: &Look) -> Option<(u64, Reading)> {
    let rooms = last.readings.iter().map(|reading| {
        let room = room(first, last, reading, reading.limit.share());
        (room, reading)
    });
    let (room, reading) = rooms.min_by(|one, other| one.0.total_cmp(&other.0))?;
    room.is_finite()
        .then(|| (last.workers + room as u64, reading.clone()))
}

/// Which limit explains that the system refused one more worker, when the last
/// look was taken. `None`: unknown.
pub fn explain(first: &Look, last: &Look, errno: i32) -> Option<Reading> {
    let refused = |reading: &&Reading| {
        let before = first.readings.iter().find(|one| one.limit == reading.limit);
        before.is_some_and(|before| reading.refusals > before.refusals)
    };
    let counted = last.readings.iter().find(refused);
    let possible = last.readings.iter();
    let possible = possible.filter(|reading| reading.limit.may_refuse_with(errno));
    let rooms = possible.map(|reading| (room(first, last, reading, 1.0), reading));
    // A worker may take a little more for a moment than it keeps.
    let least = rooms.filter(|(room, _)| *room < 2.0);
    let least = least.min_by(|one, other| one.0.total_cmp(&other.0));
    counted.or(least.map(|(_, reading)| reading)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scale::measure::limit::Limit;
    use crate::scale::measure::usage::Usage;
    use nix::errno::Errno;

    fn look(workers: u64, readings: &[(Limit, u64, u64, u64)]) -> Look {
        let reading = |(limit, most, used, refusals): &(Limit, u64, u64, u64)| Reading {
            limit: limit.clone(),
            most: *most,
            used: *used,
            refusals: *refusals,
        };
        Look {
            workers,
            usage: Usage::default(),
            readings: readings.iter().map(reading).collect(),
        }
    }

    const GROUP: fn() -> Limit = || Limit::PidsMax("/jobs".to_string());

    #[test]
    fn the_limit_that_allows_the_fewest_is_the_ceiling() {
        use Limit::{Memory, OpenFiles, PidMax, ThreadsMax};
        let first = look(
            0,
            &[
                (Memory, 1_000_000, 0, 0),
                (ThreadsMax, 50_000, 100, 0),
                (PidMax, 30_100, 100, 0),
                (OpenFiles, 1000, 10, 0),
            ],
        );
        let at_100 = |memory: u64, tasks: u64, files: u64| {
            look(
                100,
                &[
                    (Memory, 1_000_000, memory, 0),
                    (ThreadsMax, 50_000, 100 + tasks, 0),
                    (PidMax, 30_100, 100 + tasks, 0),
                    (OpenFiles, 1000, 10 + files, 0),
                ],
            )
        };
        let cases = [
            // Bytes, threads and descriptors at 100 workers; the ceiling.
            (1000, 100, 0, Some((15_000, PidMax))),
            (10_000, 100, 0, Some((10_000, Memory))),
            (10_000, 100, 200, Some((445, OpenFiles))),
            (2_000_000, 0, 0, Some((100, Memory))),
            (0, 0, 0, None),
        ];
        for (memory, tasks, files, expected) in cases {
            let found = ceiling(&first, &at_100(memory, tasks, files));
            let found = found.map(|(workers, reading)| (workers, reading.limit));
            assert_eq!(found, expected, "{memory} {tasks} {files}");
        }
    }

    #[test]
    fn a_refusal_is_named_after_the_limit_that_is_used_up() {
        use Limit::{AddressSpace, MaxMapCount, OpenFiles, PidMax, UserThreads};
        let (again, too_many) = (Errno::EAGAIN as i32, Errno::EMFILE as i32);
        let none = (PidMax, 1000, 100, 0);
        let cases = [
            // The limit, most, used at first, used then, refusals; the error, and
            // whether it explains that.
            (UserThreads, 110, 10, 110, 0, again, true),
            (UserThreads, 110, 10, 110, 0, 0, true),
            (UserThreads, 500, 10, 110, 0, again, false),
            (
                AddressSpace,
                300_000_000,
                90_000_000,
                299_000_000,
                0,
                again,
                true,
            ),
            (
                AddressSpace,
                300_000_000,
                90_000_000,
                200_000_000,
                0,
                again,
                false,
            ),
            (MaxMapCount, 300, 50, 299, 0, again, true),
            // Another error than this limit's.
            (OpenFiles, 110, 10, 110, 0, again, false),
            (OpenFiles, 110, 10, 110, 0, too_many, true),
            (UserThreads, 110, 10, 110, 0, too_many, false),
            // The group says itself that it refused, wherever it stands now.
            (GROUP(), 200, 10, 50, 1, again, true),
            (GROUP(), 200, 10, 50, 0, again, false),
        ];
        for (limit, most, before, used, refusals, errno, expected) in cases {
            let first = look(0, &[none.clone(), (limit.clone(), most, before, 0)]);
            let then = [
                (PidMax, 1000, 200, 0),
                (limit.clone(), most, used, refusals),
            ];
            let found = explain(&first, &look(100, &then), errno);
            let found = found.map(|reading| reading.limit);
            assert_eq!(found, expected.then_some(limit.clone()), "{limit:?} {used}");
        }
        // Before there is one worker.
        let full = look(0, &[(UserThreads, 10, 10, 0)]);
        let found = explain(&full, &full, again).map(|reading| reading.limit);
        assert_eq!(found, Some(UserThreads));
    }
}
