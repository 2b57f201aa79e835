//! What the machine withheld from a program between two of its lines: how much
//! later a line may have come than the program meant.

use crate::{Delays, Observation, Sample, Writer};
use std::collections::HashMap;
use std::time::Duration;

/// Times between two lines in which somebody could not run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// The later line's writer was ready, and had no core.
    pub from_writer: Duration,
    /// The observer was ready and had no core, or noted something, or the machine stood
    /// still: whoever it had stopped waited for it. Who that was is not known.
    pub from_observer: Duration,
    /// A hypervisor took the cores away, each of them for so long on average.
    pub stolen: Duration,
    /// All threads of the program together were ready, and had no core. That a
    /// lateness may have a cause, not that it has one: a program of many threads
    /// keeps itself waiting.
    pub from_all: Duration,
    /// The earlier line may have been noted so much too late.
    pub before: Duration,
}

impl Withheld {
    /// What the program cannot help.
    #[must_use]
    pub fn surely(&self) -> Duration {
        self.from_writer + self.stolen
    }

    /// What may have made the later line late.
    #[must_use]
    pub fn perhaps(&self) -> Duration {
        self.from_all + self.from_observer + self.stolen
    }
}

/// What was noted of how long a thread had waited for a core, which never gets less.
#[derive(Default)]
struct Noted {
    /// At a first moment, or before.
    before: Duration,
    /// At a second one, or after.
    after: Option<Duration>,
    /// At last.
    last: Duration,
}

impl Noted {
    fn note(&mut self, from: Duration, to: Duration, at: Duration, delayed: Duration) {
        if at <= from {
            self.before = self.before.max(delayed);
        }
        if at >= to {
            let least = self.after.map_or(delayed, |after| after.min(delayed));
            self.after = Some(least);
        }
        self.last = self.last.max(delayed);
    }

    fn between(&self) -> Duration {
        self.after.unwrap_or(self.last).saturating_sub(self.before)
    }
}

impl Observation {
    /// What was withheld between two lines, told by their index; `None` where
    /// the later one's writer is unknown, or the system does not tell.
    #[must_use]
    pub fn withheld_between(&self, since: usize, line: usize) -> Option<Withheld> {
        let (from, to) = (self.lines[since].at, self.lines[line].at);
        let Delays { writer, observer } = self.lines[line].delays?;
        let observer_at = |line: usize| self.lines[line].delays.unwrap_or_default().observer;
        let before = since.checked_sub(1).map_or(Duration::ZERO, observer_at);
        let by_events = observer.saturating_sub(observer_at(since));
        Some(Withheld {
            from_writer: writer.saturating_sub(self.delay_of(self.lines[line].writer, from)),
            from_observer: by_events.max(self.stalled_between(from, to)),
            stolen: self.stolen(to).saturating_sub(self.stolen(from)),
            from_all: self.all_delays(from, to),
            before: observer_at(since).saturating_sub(before),
        })
    }

    /// How long a thread had waited for a core until `at`, as far as was noted:
    /// with its last line, and in the last sample.
    fn delay_of(&self, writer: Writer, at: Duration) -> Duration {
        let lines = self
            .lines
            .iter()
            .filter(|line| line.writer == writer && line.at <= at);
        let with_lines = lines
            .filter_map(|line| line.delays)
            .map(|delays| delays.writer);
        let tid = match (writer, &self.lives) {
            // A number may have been somebody else's before.
            (Writer::Thread(index), Ok(lives)) if lives[index].born <= at => lives[index].tid,
            _ => return Duration::ZERO,
        };
        let sampled = self.samples_until(at).last();
        let mut sampled = sampled.into_iter().flat_map(|sample| &sample.threads);
        let in_sample = sampled.find(|thread| thread.tid == tid);
        let in_sample = in_sample.map_or(Duration::ZERO, |thread| thread.delayed);
        with_lines.max().unwrap_or_default().max(in_sample)
    }

    /// How long all threads together waited for a core from one moment to another, as
    /// far as was noted: with their lines, in samples, and at their ends. Who was not
    /// seen just then may have waited a little before or after as well.
    fn all_delays(&self, from: Duration, to: Duration) -> Duration {
        let mut threads: HashMap<u32, Noted> = HashMap::new();
        let mut note = |tid: u32, at: Duration, delayed: Duration| {
            threads.entry(tid).or_default().note(from, to, at, delayed);
        };
        let samples = self.census.iter().flat_map(|census| &census.samples);
        for sample in samples {
            for thread in &sample.threads {
                note(thread.tid, sample.at, thread.delayed);
            }
        }
        let lives = self.lives.as_ref().map_or(&[][..], Vec::as_slice);
        for line in &self.lines {
            if let (Writer::Thread(index), Some(delays)) = (line.writer, line.delays)
                && let Some(life) = lives.get(index)
            {
                note(life.tid, line.at, delays.writer);
            }
        }
        for life in lives {
            if let (Some(ended), Some(delayed)) = (life.ended, life.delayed) {
                note(life.tid, ended, delayed);
            }
        }
        threads.values().map(Noted::between).sum()
    }

    /// What a hypervisor had taken until `at`, as the last sample until then
    /// shows, or the first, if that is later.
    fn stolen(&self, at: Duration) -> Duration {
        let last = self.samples_until(at).last();
        let first = || self.census.as_ref()?.samples.first();
        let sample = last.or_else(first);
        sample.map_or(Duration::ZERO, |sample| sample.stolen)
    }

    fn samples_until(&self, at: Duration) -> &[Sample] {
        let samples = self.census.as_ref();
        let samples = samples.map_or(&[][..], |census| &census.samples);
        &samples[..samples.partition_point(|sample| sample.at <= at)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Census, Life, Line, Stall, Thread};

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    /// A line of the thread with this index, and the delays of both until then.
    fn line(at: u64, index: usize, writer: u64, observer: u64) -> Line {
        Line {
            writer: Writer::Thread(index),
            delays: Some(Delays {
                writer: ms(writer),
                observer: ms(observer),
            }),
            ..Line::new(ms(at), "x")
        }
    }

    #[test]
    fn what_one_thread_was_refused_does_not_excuse_another() {
        let life = |tid, born| Life {
            pid: 7,
            tid,
            parent: None,
            born: ms(born),
            ended: None,
            delayed: None,
        };
        let thread = |tid, delayed| Thread {
            pid: 7,
            tid,
            cpu: Duration::ZERO,
            delayed: ms(delayed),
        };
        let sample = |at, stolen, delayed: [u64; 2]| Sample {
            at: ms(at),
            threads: vec![thread(7, delayed[0]), thread(8, delayed[1])],
            peak_memory_bytes: 0,
            stolen: ms(stolen),
        };
        let mut seen = Observation {
            lines: vec![
                line(90, 0, 1, 2),
                line(110, 0, 2, 5),
                line(2200, 1, 45, 12),
                Line::new(ms(2300), "x"),
            ],
            lives: Ok(vec![life(7, 0), life(8, 50)]),
            census: Some(Census {
                samples: vec![
                    sample(50, 1000, [0, 0]),
                    sample(100, 1000, [1, 15]),
                    sample(2150, 1010, [301, 40]),
                    // What it waited for until the line is noted after it.
                    sample(2250, 1500, [311, 40]),
                    sample(2300, 1500, [900, 40]),
                ],
            }),
            ..Observation::ended(ms(2400))
        };
        let expected = Withheld {
            from_writer: ms(30),
            from_observer: ms(7),
            stolen: ms(10),
            // Of thread 7, 2 ms until the earlier line; of thread 8, as its own line tells.
            from_all: ms(309 + 25),
            before: ms(3),
        };
        assert_eq!(seen.withheld_between(1, 2), Some(expected));
        assert_eq!(expected.surely(), ms(40));
        assert_eq!(seen.withheld_between(2, 3), None);
        // Nothing ran for a while, the observer's clock neither.
        seen.stalls = vec![Stall {
            from: ms(1000),
            to: ms(1100),
        }];
        let withheld = seen.withheld_between(1, 2);
        assert_eq!(
            withheld.map(|withheld| withheld.from_observer),
            Some(ms(100))
        );
        // Who has ended was kept waiting all the same, in its last moments too, if that
        // was noted.
        let mut ended = seen.clone();
        let samples = &mut ended.census.as_mut().expect("a census").samples;
        for sample in &mut samples[3..] {
            sample.threads = vec![thread(8, 42)];
        }
        let from_all = |seen: &Observation| seen.withheld_between(1, 2).map(|all| all.from_all);
        assert_eq!(from_all(&ended), Some(ms(299 + 27)));
        let lives = ended.lives.as_mut().expect("a traced run");
        (lives[0].ended, lives[0].delayed) = (Some(ms(2160)), Some(ms(305)));
        assert_eq!(from_all(&ended), Some(ms(303 + 27)));
        // Nobody looked at it meanwhile.
        ended.census = None;
        assert_eq!(from_all(&ended), Some(ms(303 + 45)));
        // It was born in between, whoever had its number before.
        seen.lives = Ok(vec![life(7, 0), life(8, 120)]);
        let withheld = seen.withheld_between(1, 2);
        assert_eq!(withheld.map(|withheld| withheld.from_writer), Some(ms(45)));
    }
}
