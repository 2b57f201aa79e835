//! Everything that was measured, as plain data: made once, and rendered as often
//! as wanted. `--json` records it and `--from` reads it back.
//!
//! Units are in the names of the record: `_s` seconds, `_ns` nanoseconds,
//! `_bytes` bytes.

use super::limit::Limit;
use super::look::Reading;
use super::usage::Usage;
use crate::measure::{Disturbance, Language, Machine, Missing, Outcome};
use crate::scale::Worker;
use observer::seconds;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// How much of a core others may use. It is more than elsewhere, since the kernel's part
/// of so many workers and connections counts as others'; the verdicts allow for it.
pub const TOO_MUCH: f64 = 0.5;

/// In less time, the system's ticks of 10 ms do not show whether others used as much.
const TOO_SHORT: Duration = Duration::from_millis(50);

/// More workers, clients or bytes than any machine has. Of fewer, whatever is added up
/// or drawn fits.
pub const TOO_MANY: u64 = 1 << 60;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Results {
    pub machine: Machine,
    /// The most workers of a kind that were wanted, if somebody said so.
    pub up_to: Option<u64>,
    /// What one more costs, a row a kind.
    pub rows: Vec<Row>,
    /// What many connections cost.
    pub connections: Vec<Connections>,
}

/// Workers of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub language: Language,
    pub worker: Worker,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    #[serde(flatten)]
    pub subject: Subject,
    #[serde(flatten)]
    pub outcome: Outcome<Growth>,
}

/// More and more workers, all of them alive and waiting at each point.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Growth {
    /// In the order of the number of workers; at least one.
    pub points: Vec<Point>,
    pub end: End,
    /// What one more takes; `None` if it ended before there were two points.
    pub each: Option<Each>,
    /// To let them go and join them, by their number: processes and tasks all at
    /// once, threads one by one; `None` if they ended otherwise, or too late.
    pub join_each_ns: Option<f64>,
    /// A message from one worker to another and back.
    pub ping_ns: Option<f64>,
    /// The same with both of them on one core.
    pub ping_one_core_ns: Option<f64>,
}

/// What one more takes: the slope between the first point and the last, so that what is
/// only needed once does not count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Each {
    pub bytes: f64,
    /// The kernel's part of it: stacks and page tables.
    pub kernel_bytes: f64,
    /// From the word to make them until each has said that it runs.
    pub create_ns: f64,
    /// The load of others while they were made, in cores, as far as it is certain;
    /// `None` of processes, and where nobody knows.
    pub foreign_load: Option<f64>,
}

/// What was seen from outside while so many workers waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub workers: u64,
    #[serde(flatten)]
    pub usage: Usage,
}

/// Why there are not more of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum End {
    /// These were all that were wanted.
    UpTo,
    /// The next step would take longer than there is time, or did.
    Time,
    /// A share of this limit was reached, of what was free.
    Share { limit: Limit, most: u64 },
    /// The system refused one more, and this limit explains it, if one does.
    Refused {
        limit: Option<Limit>,
        most: Option<u64>,
        why: String,
    },
}

/// N clients that wait for one server at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Connections {
    #[serde(flatten)]
    pub subject: Subject,
    pub clients: u64,
    #[serde(flatten)]
    pub outcome: Outcome<Served>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Served {
    /// What one more client takes while it waits, its connection's buffers in the
    /// kernel not counted: the slope between 10 clients and all.
    pub each_bytes: f64,
    /// Until all were connected.
    #[serde(rename = "connect_s", with = "seconds")]
    pub connect: Duration,
    /// From the word that all may ask until the program has said that each was answered.
    #[serde(rename = "wall_s", with = "seconds")]
    pub wall: Duration,
    /// From that moment until one was answered, who had to wait for 100 ms in any
    /// case: half of them, 99 of 100, and the last.
    #[serde(rename = "p50_s", with = "seconds")]
    pub p50: Duration,
    #[serde(rename = "p99_s", with = "seconds")]
    pub p99: Duration,
    #[serde(rename = "max_s", with = "seconds")]
    pub max: Duration,
    /// The load of others meanwhile, in cores, as far as it is certain; `None` where
    /// nobody knows.
    pub foreign_load: Option<f64>,
}

impl Served {
    /// The least that `p99` would have been without the others: all that they used of a
    /// core may have been lacking here.
    pub fn p99_at_least(&self) -> Duration {
        let left = 1.0 - self.foreign_load.unwrap_or_default();
        self.p99.mul_f64(left.clamp(0.0, 1.0))
    }
}

impl Subject {
    /// All kinds, in the order of the reports.
    pub fn all() -> Vec<Subject> {
        use Worker::{Fork, Process, Spawn, Task, Thread};
        let of = |language, workers: &[Worker]| {
            let subject = |&worker: &Worker| Subject { language, worker };
            workers.iter().map(subject).collect::<Vec<_>>()
        };
        let rust = of(Language::Rust, &[Task, Thread, Process]);
        let cpython = of(Language::CPython, &[Task, Thread, Fork, Spawn]);
        [rust, cpython].concat()
    }

    /// Those that can be connected.
    pub fn connected() -> Vec<Subject> {
        let all = Subject::all().into_iter();
        all.filter(|one| one.worker.is_in_one_process()).collect()
    }

    /// As its users call it.
    pub fn name(&self) -> &'static str {
        match (self.language, self.worker) {
            (Language::Rust, Worker::Task) => "tokio task",
            (Language::CPython, Worker::Task) => "asyncio task",
            (_, Worker::Thread) => "thread",
            (_, Worker::Process) => "process",
            (_, Worker::Fork) => "process, fork",
            (_, Worker::Spawn) => "process, spawn",
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}", self.language, self.name())
    }
}

/// Such as `half of pid_max (32,768)`.
impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            End::UpTo => f.write_str("no more were wanted"),
            End::Time => f.write_str("time"),
            End::Share { limit, most } => write!(f, "{} of {limit}", limit.share_in_words())
                .and_then(|()| limit.show(*most, f)),
            End::Refused {
                limit: Some(limit),
                most: Some(most),
                why,
            } => {
                write!(f, "{limit}")?;
                limit.show(*most, f)?;
                write!(f, ": {why}")
            }
            End::Refused { why, .. } => write!(f, "unknown: {why}"),
        }
    }
}

impl End {
    /// That one more was refused, and what explains it.
    pub fn refused(explained: Option<Reading>, why: String) -> End {
        End::Refused {
            most: explained.as_ref().map(|reading| reading.most),
            limit: explained.map(|reading| reading.limit),
            why,
        }
    }
}

impl From<Reading> for End {
    fn from(reading: Reading) -> End {
        End::Share {
            limit: reading.limit,
            most: reading.most,
        }
    }
}

impl Point {
    /// Whether there may be so much on a machine.
    fn is_possible(&self) -> bool {
        let Usage {
            pss_bytes,
            page_table_bytes,
            kernel_stack_bytes,
            ..
        } = self.usage;
        let numbers = [
            self.workers,
            pss_bytes,
            page_table_bytes,
            kernel_stack_bytes,
        ];
        numbers.iter().all(|&number| number < TOO_MANY)
    }
}

impl Growth {
    /// Whether the points are as they are recorded: in order, and possible.
    pub fn is_consistent(&self) -> bool {
        let numbers = self.points.iter().map(|point| point.workers);
        let is_in_order = !self.points.is_empty() && numbers.is_sorted();
        is_in_order && self.points.iter().all(Point::is_possible)
    }

    /// The most that were alive at once.
    pub fn reached(&self) -> u64 {
        self.points.last().map_or(0, |point| point.workers)
    }

    /// # Errors
    /// What ended it too early.
    pub fn each(&self) -> Result<Each, Missing> {
        self.each.ok_or_else(|| match &self.end {
            End::Time => Missing::Late,
            end => Missing::Limited(end.to_string()),
        })
    }

    /// How many bytes one more takes.
    ///
    /// # Errors
    /// What ended it too early.
    pub fn bytes(&self) -> Result<f64, Missing> {
        Ok(self.each()?.bytes)
    }

    /// In how many nanoseconds one more is made.
    ///
    /// # Errors
    /// What ended it too early; if others used more of a core meanwhile than a verdict
    /// allows for, or if that cannot be known.
    pub fn created(&self) -> Result<f64, Missing> {
        let each = self.each()?;
        let Some(load) = each.foreign_load else {
            return Ok(each.create_ns);
        };
        let first = self.points.first().map_or(0, |point| point.workers);
        let took_ns = each.create_ns * (self.reached() - first) as f64;
        if load > TOO_MUCH {
            Err(Missing::Disturbed(Disturbance::of_foreign_load(load)))
        } else if took_ns < TOO_SHORT.as_nanos() as f64 {
            Err(Missing::Short)
        } else {
            Ok(each.create_ns)
        }
    }
}

impl Results {
    pub fn growth(&self, subject: Subject) -> Result<&Growth, Missing> {
        let row = self.rows.iter().find(|row| row.subject == subject);
        row.ok_or(Missing::NotObserved)?.outcome.get()
    }

    pub fn served(&self, subject: Subject, clients: u64) -> Result<&Served, Missing> {
        let mut all = self.connections.iter();
        let one = all.find(|one| one.subject == subject && one.clients == clients);
        one.ok_or(Missing::NotObserved)?.outcome.get()
    }
}
