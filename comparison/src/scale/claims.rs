//! What is said of many workers, and what the results say of it. `claims.json`
//! holds the claims with their truth table, in the form of the lesson's claims.

use super::Worker;
use super::measure::{Growth, Results, Served, Subject, TOO_MANY};
use crate::claims::record::{self, Measured};
use crate::claims::{Answer, Answered, Check, Claim, Findings};
use crate::claims::{contradictions, decide, find_all};
use crate::measure::{Language, Missing};
use crate::units::{bytes, nanoseconds, seconds, thousands};
use serde::Deserialize;

/// How many times as much the other must take at least, before it is more.
const MORE: f64 = 1.5;

/// How many times as long as others clients may wait who are answered as soon as
/// they; and from when on they are answered later.
const AS_SOON: f64 = 1.25;
const LATER: f64 = 1.5;

/// What can be asked of the results.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Does one more of the first kind take less memory than one of the second?
    TakesLessMemory(Worker, Worker),
    /// Is it made in less time?
    StartsFaster(Worker, Worker),
    /// Do so many clients that are tasks take less memory than as many threads, and
    /// are they answered no later?
    BestForClients(u64),
    /// Are so many clients that are threads answered no later than tasks?
    ThreadsAreAsSoon(u64),
}

/// Every claim, in the order of the reports.
fn claims() -> Vec<Claim<Question>> {
    serde_json::from_str(include_str!("claims.json")).expect("a test reads the same claims")
}

/// The record of the results, and of what they say.
pub type Record = record::Record<Results>;

impl Measured for Results {
    const VERSION: u32 = 1;
    const NAME: &str = "`scale`";
    type Claim = Findings;

    fn judge(&self) -> (Vec<Findings>, Check) {
        let ask = |question: &Question, language| ask(question, self, language);
        let claims = find_all(claims(), &self.machine, ask);
        let mut problems = contradictions(&claims, &self.machine);
        problems.extend(self.notes());
        let check = Check::of(&Findings::in_both(&claims), problems);
        (claims, check)
    }

    fn missing(&self) -> Vec<(String, Missing)> {
        let rows = self.rows.iter();
        let rows = rows.filter_map(|row| Some((row.subject.to_string(), row.outcome.get().err()?)));
        let connections = self.connections.iter().filter_map(|row| {
            let name = format!("{} clients, {}", thousands(row.clients), row.subject);
            Some((name, row.outcome.get().err()?))
        });
        rows.chain(connections).collect()
    }

    fn is_consistent(&self) -> bool {
        let mut grown = self.rows.iter().filter_map(|row| row.outcome.get().ok());
        let mut clients = self.connections.iter().map(|row| row.clients);
        grown.all(Growth::is_consistent) && clients.all(|clients| clients < TOO_MANY)
    }
}

/// What the figures answer.
///
/// # Errors
/// If there are no figures.
fn ask(question: &Question, results: &Results, language: Language) -> Result<Answered, Missing> {
    let of = |worker| {
        let worker = match (language, worker) {
            // The cheaper one of CPython's processes.
            (Language::CPython, Worker::Process) => Worker::Fork,
            (_, worker) => worker,
        };
        Subject { language, worker }
    };
    type Figure = fn(&Growth) -> Result<f64, Missing>;
    let growth = |one, other, figure: Figure, show: fn(f64) -> String| {
        let (one, other) = (of(one), of(other));
        let less = figure(results.growth(one)?)?;
        let more = figure(results.growth(other)?)?;
        let figures = format!(
            "{}: {}, {}: {}",
            one.name(),
            show(less),
            other.name(),
            show(more)
        );
        // Of few workers, the slope is lost in what else changes: below zero, one of them
        // takes nothing that is seen.
        let ratio = more.max(1.0) / less.max(1.0);
        Ok((decide(ratio, 1.0, MORE), figures))
    };
    match *question {
        Question::TakesLessMemory(one, other) => growth(one, other, Growth::bytes, bytes),
        Question::StartsFaster(one, other) => growth(one, other, Growth::created, nanoseconds),
        Question::BestForClients(clients) => {
            let (tasks, threads) = both(results, language, clients)?;
            let less = decide(threads.each_bytes / tasks.each_bytes, 1.0, MORE);
            let in_time = as_soon(tasks, threads);
            let answer = match (less, in_time) {
                (Some(Answer::No), _) | (_, Some(Answer::No)) => Some(Answer::No),
                (Some(Answer::Yes), Some(Answer::Yes)) => Some(Answer::Yes),
                _ => None,
            };
            let (few, many) = (bytes(tasks.each_bytes), bytes(threads.each_bytes));
            let figures = format!("tasks {few} each, threads {many}; {}", p99(tasks, threads));
            Ok((answer, figures))
        }
        Question::ThreadsAreAsSoon(clients) => {
            let (tasks, threads) = both(results, language, clients)?;
            Ok((as_soon(threads, tasks), p99(tasks, threads)))
        }
    }
}

/// Clients that are tasks, and those that are threads.
///
/// # Errors
/// If either has no result.
fn both(
    results: &Results,
    language: Language,
    clients: u64,
) -> Result<(&Served, &Served), Missing> {
    let of = |worker| results.served(Subject { language, worker }, clients);
    Ok((of(Worker::Task)?, of(Worker::Thread)?))
}

/// Whether 99 of 100 of the first are answered about as soon as those of the
/// others, or sooner: so that it would be no other without the load beside them.
fn as_soon(one: &Served, other: &Served) -> Option<Answer> {
    if one.p99 <= other.p99_at_least().mul_f64(AS_SOON) {
        Some(Answer::Yes)
    } else {
        (one.p99_at_least() >= other.p99.mul_f64(LATER)).then_some(Answer::No)
    }
}

fn p99(tasks: &Served, threads: &Served) -> String {
    let (tasks, threads) = (seconds(tasks.p99), seconds(threads.p99));
    format!("99 % answered after {tasks}, with threads after {threads}")
}
