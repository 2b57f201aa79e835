//! What was seen. All times count from the moment just before the start.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

/// Everything that was seen of one program.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[must_use]
pub struct Observation {
    /// The program itself, with the command that started it.
    pub process: Process,
    /// Lines of standard output, in the order in which they came.
    pub lines: Vec<Line>,
    /// Standard error, or its beginning and its end (see
    /// [`Limits`](crate::Limits)).
    pub stderr: Vec<u8>,
    /// How many bytes of standard error were not kept, between these two.
    pub stderr_left_out: usize,
    /// How it ended.
    pub ending: Ending,
    /// Wall time until the program itself ended, or until it was stopped.
    pub elapsed: Duration,
    /// CPU time, user and system, of the program and of what it started.
    pub cpu: Duration,
    /// `None` where the system shows no processes (not Linux): not observed.
    pub census: Option<Census>,
    /// Each of its threads, in the order in which they were born; or why it was
    /// not traced.
    pub lives: Result<Vec<Life>, Untraced>,
    /// Who was held back, if that was asked for and possible.
    pub held: Option<Held>,
    /// Still running after the program's end, and stopped then. Processes that
    /// end by themselves within a quarter of a second are not counted: a
    /// helper needs a moment to notice that its program is gone.
    pub left_behind: Vec<Process>,
    /// What could not be stopped, as it runs with the rights of somebody else:
    /// these processes still exist.
    pub survivors: Vec<Process>,
    /// Like `left_behind`, but it cannot be told which of the programs that
    /// were watched at that time started it.
    pub unattributed: Vec<Process>,
    /// In what its threads waited when it was stopped at its deadline, or in a deadlock,
    /// in the order in which they were born; empty where nobody knows.
    pub waits: Vec<Waiting>,
    /// Moments at which the observer itself could not run.
    pub stalls: Vec<Stall>,
}

/// What a thread did at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Its index in [`Observation::lives`].
    pub thread: usize,
    /// In what it waited.
    pub wait: Wait,
}

/// In what a thread waits, as its system call tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wait {
    /// For the end of the thread of this index.
    Thread(usize),
    /// For another thread: in a lock, in what is made of one, such as a queue, or in
    /// a join that is.
    Lock,
    /// Until some time has passed.
    Sleep,
    /// For the end of a process.
    Process,
    /// For an event of several, as an event loop does.
    Event,
    /// For something to read.
    Read,
    /// For somebody to read what it writes.
    Write,
    /// For anything else.
    Other,
    /// Not at all: it computes.
    Computes,
}

/// One line of standard output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When its last byte was written, or came, where nobody knows the writer.
    /// Later than the program's own end, if another process printed it then.
    pub at: Duration,
    /// Its bytes, whatever they are, without the line end.
    pub bytes: Vec<u8>,
    /// How it ended.
    pub newline: Newline,
    /// Who wrote its text. The end of the line may be somebody else's.
    pub writer: Writer,
    /// What had delayed its writer until then; `None` if nobody knows.
    pub delays: Option<Delays>,
}

/// Why a program was not traced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Untraced {
    /// Nobody asked for it.
    NotAsked,
    /// The system refuses it, for this reason.
    Refused(String),
}

/// Who wrote a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Writer {
    /// The thread of this index in [`Observation::lives`].
    Thread(usize),
    /// Several threads, each a part of it.
    Several,
    /// It was not seen: the program was not traced, or its bytes came in a way
    /// that nobody can watch.
    Unknown,
}

/// How long threads had been ready to run, and had not run, since their start
/// (the second number of `schedstat`, see proc(5)); of the observer's also how long it
/// took to note what had come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delays {
    /// The thread that wrote the line.
    pub writer: Duration,
    /// The observer's thread that noted it.
    pub observer: Duration,
}

/// A thread that was held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its index in [`Observation::lives`].
    pub thread: usize,
    /// When it was stopped.
    pub from: Duration,
    /// When it could go on.
    pub to: Duration,
}

/// A thread from its birth to its death.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    /// The number of its process.
    pub pid: u32,
    /// Its own number.
    pub tid: u32,
    /// The index of the thread that started it; `None` for the program's first.
    pub parent: Option<usize>,
    /// When it was started.
    pub born: Duration,
    /// When it ended; `None` if it was alive when nobody watched any more.
    pub ended: Option<Duration>,
    /// For how long it had been ready to run and had no core when it ended; `None` if
    /// nobody knows.
    pub delayed: Option<Duration>,
}

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Newline {
    /// `\n`.
    Lf,
    /// `\r\n`.
    CrLf,
    /// The program ended within the line.
    Missing,
}

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ending {
    /// With this exit code.
    Exited(i32),
    /// Killed by the signal of this number.
    Signalled(i32),
    /// The observer stopped it.
    Stopped(Stop),
}

/// Why the observer stopped a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stop {
    /// It ran for longer than it may.
    Deadline,
    /// It can never go on: each of its threads waits for another one of them.
    Deadlock,
    /// It printed more lines than it may.
    TooManyLines,
    /// It printed a line of more bytes than it may.
    LineTooLong,
    /// It printed more bytes than it may.
    TooMuchOutput,
    /// More processes than it may have existed at one moment.
    TooManyProcesses,
    /// More threads than it may have existed at one moment.
    TooManyThreads,
    /// Its processes together used more memory than they may.
    TooMuchMemory,
    /// The caller asked for it.
    Interrupted,
}

/// A time in which the observer was kept from running, as its sampler shows:
/// what the program did meanwhile was seen late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stall {
    /// When it should have run.
    pub from: Duration,
    /// When it ran.
    pub to: Duration,
}

/// A process, named for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// Its number.
    pub pid: u32,
    /// The command line, its arguments parted by spaces.
    pub command: String,
}

/// Who existed when.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Census {
    /// In the order in which they were taken, about every 50 ms.
    pub samples: Vec<Sample>,
}

/// All threads of a program's processes. A process that has ended
/// and was not waited for is not among them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sample {
    /// When it had been taken: all of it is from before, though mostly from just
    /// before.
    pub at: Duration,
    /// Of all processes, each with its main thread.
    pub threads: Vec<Thread>,
    /// The most memory that each of the processes had used until then, added
    /// up: bytes in RAM (`VmHWM`), and in files without a name. What processes
    /// share counts in each of them.
    pub peak_memory_bytes: u64,
    /// What a hypervisor had taken from each core until then, on average since
    /// the machine's start.
    pub stolen: Duration,
}

/// One thread at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// The number of its process.
    pub pid: u32,
    /// Its own number; that of the main thread is its process's.
    pub tid: u32,
    /// The CPU time that it had used until then.
    pub cpu: Duration,
    /// For how long it had been ready to run, and had not run, until then.
    pub delayed: Duration,
}

/// A number of processes, and of threads in all of them together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// How many processes.
    pub processes: usize,
    /// How many threads.
    pub threads: usize,
}

impl Sample {
    /// How many existed at that moment.
    pub fn counts(&self) -> Counts {
        let processes: BTreeSet<u32> = self.threads.iter().map(|thread| thread.pid).collect();
        Counts {
            processes: processes.len(),
            threads: self.threads.len(),
        }
    }
}

impl Census {
    /// The samples from `from` to `to`.
    pub fn between(&self, from: Duration, to: Duration) -> impl Iterator<Item = &Sample> {
        let samples = self.samples.iter();
        samples.filter(move |sample| (from..=to).contains(&sample.at))
    }

    /// The most processes at one moment, and the most threads at one moment,
    /// from `from` to `to`; `None` if no sample was taken in
    /// that time.
    pub fn most_between(&self, from: Duration, to: Duration) -> Option<Counts> {
        most(self.between(from, to).map(Sample::counts))
    }
}

impl Line {
    /// A line of an unknown writer, with its end.
    #[must_use]
    pub fn new(at: Duration, bytes: impl Into<Vec<u8>>) -> Line {
        Line {
            at,
            bytes: bytes.into(),
            newline: Newline::Lf,
            writer: Writer::Unknown,
            delays: None,
        }
    }
}

impl Observation {
    /// A program that ended well, and of which nothing else was seen.
    pub fn ended(elapsed: Duration) -> Observation {
        Observation {
            process: Process {
                pid: 1,
                command: String::new(),
            },
            lines: Vec::new(),
            stderr: Vec::new(),
            stderr_left_out: 0,
            ending: Ending::Exited(0),
            elapsed,
            cpu: Duration::ZERO,
            census: None,
            lives: Err(Untraced::NotAsked),
            held: None,
            left_behind: Vec::new(),
            survivors: Vec::new(),
            unattributed: Vec::new(),
            waits: Vec::new(),
            stalls: Vec::new(),
        }
    }

    /// How many processes and threads there were since each moment at which that
    /// changed, from `from` to `to`: exact where the program was traced, else as
    /// the samples show. Empty where nobody counted in that time.
    #[must_use]
    pub fn counts_between(&self, from: Duration, to: Duration) -> Vec<(Duration, Counts)> {
        let mut counts = match (&self.lives, &self.census) {
            (Ok(lives), _) => alive_between(lives, from, to),
            (Err(_), Some(census)) => {
                let samples = census.between(from, to);
                samples.map(|sample| (sample.at, sample.counts())).collect()
            }
            (Err(_), None) => Vec::new(),
        };
        counts.dedup_by_key(|(_, counts)| *counts);
        counts
    }

    /// The most processes at one moment, and the most threads at one moment, from
    /// `from` to `to`. `None` where nobody counted in that time.
    pub fn most_between(&self, from: Duration, to: Duration) -> Option<Counts> {
        let counts = self.counts_between(from, to).into_iter();
        most(counts.map(|(_, counts)| counts))
    }

    /// The same without those who are about to end: a thread that somebody waited
    /// for, and the one that was started then, were not meant to be at once.
    pub fn most_between_but_ending(&self, from: Duration, to: Duration) -> Option<Counts> {
        let Ok(lives) = &self.lives else {
            return self.most_between(from, to);
        };
        let lives: Vec<Life> = lives.iter().map(Life::without_its_ending).collect();
        let counts = alive_between(&lives, from, to).into_iter();
        most(counts.map(|(_, counts)| counts))
    }

    /// How long the observer was stalled between two moments.
    pub fn stalled_between(&self, from: Duration, to: Duration) -> Duration {
        let overlap = |stall: &Stall| stall.to.min(to).saturating_sub(stall.from.max(from));
        self.stalls.iter().map(overlap).sum()
    }
}

/// The last moments of a thread: at most this long, and at most a twentieth of its
/// life, for short ones may be at once in their last moments only.
const ENDING: Duration = Duration::from_millis(50);

impl Life {
    /// Who waits for a thread is told of its end before the kernel is, and may
    /// have started the next one already.
    fn without_its_ending(&self) -> Life {
        let shortened = |ended: Duration| {
            let ending = ended.saturating_sub(self.born) / 20;
            ended.saturating_sub(ENDING.min(ending))
        };
        Life {
            ended: self.ended.map(shortened),
            ..*self
        }
    }
}

/// The most of each.
fn most(counts: impl Iterator<Item = Counts>) -> Option<Counts> {
    counts.reduce(|most, counts| Counts {
        processes: most.processes.max(counts.processes),
        threads: most.threads.max(counts.threads),
    })
}

/// How many were alive since each moment at which one was born or died.
fn alive_between(lives: &[Life], from: Duration, to: Duration) -> Vec<(Duration, Counts)> {
    // Each birth and death in that time, those at the same moment together.
    let mut changes = BTreeMap::<Duration, Vec<(u32, isize)>>::new();
    for life in lives.iter().filter(|life| life.born <= to) {
        let ended = life.ended.unwrap_or(Duration::MAX);
        if ended > from {
            changes
                .entry(life.born.max(from))
                .or_default()
                .push((life.pid, 1));
            changes.entry(ended).or_default().push((life.pid, -1));
        }
    }
    let mut alive = HashMap::<u32, isize>::new();
    let mut threads: isize = 0;
    let mut counts = Vec::new();
    for (&at, changes) in changes.range(..=to) {
        for &(pid, change) in changes {
            let of_process = alive.entry(pid).or_default();
            *of_process += change;
            threads += change;
            if *of_process == 0 {
                alive.remove(&pid);
            }
        }
        let (processes, threads) = (alive.len(), threads.unsigned_abs());
        counts.push((at, Counts { processes, threads }));
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn most_at_one_moment_is_not_the_sum_over_time() {
        let thread = |pid, tid| Thread {
            pid,
            tid,
            cpu: Duration::ZERO,
            delayed: Duration::ZERO,
        };
        let sample = |at, threads| Sample {
            at: ms(at),
            threads,
            ..Sample::default()
        };
        let census = Census {
            samples: vec![
                sample(0, (1..9).map(|pid| thread(pid, pid)).collect()),
                sample(50, vec![thread(1, 1), thread(1, 2)]),
                sample(100, vec![thread(1, 1), thread(3, 3)]),
            ],
        };
        let two = Counts {
            processes: 2,
            threads: 2,
        };
        assert_eq!(census.most_between(ms(50), ms(100)), Some(two));
        assert_eq!(census.most_between(ms(51), ms(99)), None);
    }

    #[test]
    fn who_is_about_to_end_does_not_count() {
        let life = |tid, born, ended| Life {
            pid: 7,
            tid,
            parent: None,
            born: ms(born),
            ended: Some(ms(ended)),
            delayed: None,
        };
        let most = |lives| {
            let seen = Observation {
                lives: Ok(lives),
                ..Observation::ended(ms(2000))
            };
            seen.most_between_but_ending(ms(0), ms(2000))
        };
        let threads = |threads| {
            Some(Counts {
                processes: 1,
                threads,
            })
        };
        // The next one is started while the kernel still knows the one before.
        let then = |first, born| most(vec![life(7, 0, 2000), first, life(9, born, 1900)]);
        assert_eq!(then(life(8, 100, 600), 576), threads(2));
        assert_eq!(then(life(8, 100, 600), 574), threads(3));
        assert_eq!(then(life(8, 0, 1600), 1551), threads(2));
        assert_eq!(then(life(8, 0, 1600), 1549), threads(3));
    }

    #[test]
    fn only_the_part_of_a_stall_that_overlaps_counts() {
        let observation = Observation {
            stalls: vec![
                Stall {
                    from: ms(100),
                    to: ms(200),
                },
                Stall {
                    from: ms(500),
                    to: ms(900),
                },
            ],
            ..Observation::ended(ms(900))
        };
        assert_eq!(observation.stalled_between(ms(150), ms(600)), ms(150));
        assert_eq!(observation.stalled_between(ms(200), ms(500)), ms(0));
    }
}
