//! One run of a program: what its lines and the census say of it.

use super::results::{Run, Seen};
use observer::seconds::rounded;
use observer::timeline::Task;
use observer::timeline::lanes::Lanes;
use observer::{Census, Ending, Observation, Stop};
use std::time::Duration;

impl Run {
    /// What was seen of a program that should do so many jobs.
    ///
    /// # Errors
    /// If it did not do its jobs: a sentence that says what it did instead.
    pub fn read(
        observation: &Observation,
        jobs: usize,
        foreign_load: Option<f64>,
    ) -> Result<Run, String> {
        ended_well(observation)?;
        let (begun, spans) = spans(observation)?;
        let mut wanted = (1..=jobs).map(|number| format!("Job-{number}"));
        if let Some(name) = wanted.find(|name| spans.iter().all(|job| job.name != *name)) {
            return Err(format!("it did not do {name}"));
        }
        if spans.len() > jobs {
            return Err(format!("it did {} jobs instead of {jobs}", spans.len()));
        }
        let wall = spans.iter().map(|job| job.to).max().unwrap_or_default();
        let census = observation.census.as_ref();
        Ok(Run {
            wall,
            start_up: rounded(begun),
            cpu: rounded(observation.cpu),
            foreign_load,
            seen: census.and_then(|census| seen(census, begun, begun + wall)),
            jobs: spans,
        })
    }
}

/// Whether a program ended by itself and said that all is well.
///
/// # Errors
/// If not: a sentence that says what it did instead.
pub fn ended_well(observation: &Observation) -> Result<(), String> {
    let stderr = String::from_utf8_lossy(&observation.stderr);
    let complaint = stderr.lines().rfind(|line| !line.trim().is_empty());
    let complaint = complaint.map(|line| line.strip_prefix("error: ").unwrap_or(line));
    let because = complaint.map_or(String::new(), |line| format!(": {line}"));
    match observation.ending {
        Ending::Exited(0) => {}
        Ending::Exited(code) => return Err(format!("exit code {code}{because}")),
        Ending::Signalled(signal) => {
            let name = signal_hook::low_level::signal_name(signal);
            let name = name.map_or(signal.to_string(), str::to_string);
            return Err(format!("killed by signal {name}{because}"));
        }
        Ending::Stopped(Stop::Deadline) => return Err("stopped at its deadline".to_string()),
        Ending::Stopped(Stop::Deadlock) => return Err("stopped in a deadlock".to_string()),
        Ending::Stopped(Stop::Interrupted) => return Err("interrupted".to_string()),
        Ending::Stopped(Stop::TooManyLines | Stop::LineTooLong | Stop::TooMuchOutput) => {
            return Err("stopped: it printed too much".to_string());
        }
        Ending::Stopped(Stop::TooManyProcesses | Stop::TooManyThreads | Stop::TooMuchMemory) => {
            return Err("stopped: it used too much".to_string());
        }
    }
    if let Some(process) = observation.left_behind.first() {
        return Err(format!("it left process {} behind", process.pid));
    }
    Ok(())
}

/// What the census says of the time from `from` to `to`; `None` if there is no
/// sample in it.
fn seen(census: &Census, from: Duration, to: Duration) -> Option<Seen> {
    let lanes = Lanes::within(census, from, to);
    let within = census.between(from, to);
    let most = census.most_between(from, to)?;
    Some(Seen {
        processes: most.processes,
        threads: most.threads,
        peak_memory_bytes: within.map(|sample| sample.peak_memory_bytes).max()?,
        cores_busy: lanes.cores_busy()?,
        side_by_side: lanes.side_by_side()?,
        lanes: lanes.threads,
    })
}

/// When the first job began, and all jobs in the order in which they began.
fn spans(observation: &Observation) -> Result<(Duration, Vec<Task>), String> {
    let begun = observation.lines.first().map(|line| line.at);
    let begun = begun.ok_or("it printed nothing")?;
    // With the end of those that have ended.
    let mut jobs: Vec<(String, Duration, Option<Duration>)> = Vec::new();
    for line in &observation.lines {
        let text = String::from_utf8_lossy(&line.bytes);
        let at = rounded(line.at - begun);
        let (what, name) = text.split_once(' ').unwrap_or_default();
        let job = jobs.iter_mut().find(|(known, ..)| known == name);
        match (what, job) {
            ("Starting", None) => jobs.push((name.to_string(), at, None)),
            ("Finished", Some((_, _, to @ None))) => *to = Some(at),
            _ => return Err(format!("it printed `{}`", text.escape_debug())),
        }
    }
    let finished = jobs.into_iter().map(|(name, from, to)| match to {
        Some(to) => Ok(Task { name, from, to }),
        None => Err(format!("{name} was not finished")),
    });
    Ok((begun, finished.collect::<Result<_, _>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use observer::{Line, Process};

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    /// A line that begins with a number of ms is one that came then.
    fn observation(lines: &str, ending: Ending, stderr: &str) -> Observation {
        let line = |line: &str| {
            let (at, text) = line.split_once(' ').expect("a time");
            Line::new(ms(at.parse().expect("ms")), text)
        };
        Observation {
            lines: lines.lines().map(line).collect(),
            stderr: stderr.into(),
            ending,
            cpu: ms(90),
            ..Observation::ended(ms(500))
        }
    }

    const RIGHT: &str =
        "40 Starting Job-2\n50 Starting Job-1\n140 Finished Job-1\n160 Finished Job-2";

    #[test]
    fn time_is_from_the_first_starting_to_the_last_finished() {
        let run = Run::read(&observation(RIGHT, Ending::Exited(0), ""), 2, None).expect("a run");
        assert_eq!((run.wall, run.start_up, run.cpu), (ms(120), ms(40), ms(90)));
        let jobs = run
            .jobs
            .iter()
            .map(|job| (job.name.as_str(), job.from, job.to));
        let expected = [("Job-2", ms(0), ms(120)), ("Job-1", ms(10), ms(100))];
        assert_eq!(jobs.collect::<Vec<_>>(), expected);
    }

    /// 0.2154996 s once was 0.2155 in the record, and so 0.216 of somebody who
    /// rounded it again, but 0.215 in the table.
    #[test]
    fn a_time_is_rounded_once() {
        let mut seen = observation(RIGHT, Ending::Exited(0), "");
        seen.lines[3].at = ms(40) + Duration::from_nanos(215_499_600);
        let run = Run::read(&seen, 2, None).expect("a run");
        assert_eq!(run.wall, Duration::from_micros(215_500));
        assert_eq!(run.jobs[0].to, run.wall);
    }

    #[test]
    fn a_run_that_failed_is_no_measurement() {
        let deadline = Ending::Stopped(Stop::Deadline);
        let complaint = "error: Job-2 has a wrong answer\n";
        let ended = [
            (
                Ending::Exited(1),
                complaint,
                "exit code 1: Job-2 has a wrong answer",
            ),
            (Ending::Exited(1), "", "exit code 1"),
            (Ending::Signalled(9), "", "killed by signal SIGKILL"),
            (deadline, "", "stopped at its deadline"),
        ];
        for (ending, stderr, expected) in ended {
            let error = Run::read(&observation(RIGHT, ending, stderr), 2, None).unwrap_err();
            assert_eq!(error, expected);
        }
        let twice = "0 Starting a\n1 Finished a\n2 Finished a";
        let printed = [
            ("", "it printed nothing"),
            ("0 Starting a", "a was not finished"),
            ("0 Finished a", "it printed `Finished a`"),
            ("0 Starting a\n0 Starting a", "it printed `Starting a`"),
            (twice, "it printed `Finished a`"),
            ("0 \u{1b}[2J", "it printed `\\u{1b}[2J`"),
        ];
        for (lines, expected) in printed {
            let seen = observation(lines, Ending::Exited(0), "");
            assert_eq!(Run::read(&seen, 2, None).unwrap_err(), expected);
        }
        let mut left = observation(RIGHT, Ending::Exited(0), "");
        left.left_behind.push(Process {
            pid: 77,
            command: String::new(),
        });
        assert_eq!(
            Run::read(&left, 2, None).unwrap_err(),
            "it left process 77 behind"
        );
    }
}
