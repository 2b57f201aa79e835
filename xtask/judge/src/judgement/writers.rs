//! Writers: which thread or process each line came from, as the kernel told.

use super::clause::{Clause, Written};
use super::finding::{Fault, Finding, Inconclusive, Unknown};
use super::matching::Matched;
use super::ruling::Ruling;
use super::shared_buffer;
use crate::expectation::{ExpectedWriters, Worker};
use observer::{Untraced, Writer};
use std::collections::{BTreeMap, BTreeSet};

/// Who is asked for between the paragraphs.
pub fn judge(matched: &Matched) -> Ruling {
    let mut ruling = Ruling::default();
    let paragraphs = matched.paragraphs.iter().enumerate();
    let between = paragraphs
        .filter_map(|(number, paragraph)| Some((Some(number), paragraph.writers.as_ref()?)));
    let on_top = matched
        .expectation
        .writers
        .iter()
        .map(|writers| (None, writers));
    for (number, expected) in on_top.chain(between) {
        let judged = match &matched.seen.lives {
            Ok(_) => judge_one(matched, number, expected),
            // Nobody wants to know.
            Err(Untraced::NotAsked) => continue,
            Err(Untraced::Refused(why)) => Err(unknown(Unknown::NotTraced(why.clone()))),
        };
        let (seen, findings) = match judged {
            Ok((seen, findings)) => (Some(seen), findings),
            Err(finding) => (None, vec![*finding]),
        };
        ruling.clauses.push(Clause::Writers {
            paragraph: number,
            expected: expected.clone(),
            seen,
        });
        ruling.findings.extend(findings);
    }
    ruling
}

/// Lines that belong together, and the name that they bear, where names are expected.
type Group<'a> = (Option<&'a String>, Vec<usize>);

type Judged = Result<(Vec<Written>, Vec<Finding>), Box<Finding>>;

fn judge_one(matched: &Matched, paragraph: Option<usize>, expected: &ExpectedWriters) -> Judged {
    let groups = match expected.names.as_slice() {
        [] => vec![(None, around(matched, paragraph))],
        _ => by_name(matched, expected)?,
    };
    let names = matched.seen.worker_names();
    let mut seen = Vec::new();
    for (name, lines) in groups {
        for line in lines {
            let worker = worker(matched, line, expected.worker)?;
            seen.push(Written {
                name: name.cloned(),
                line,
                writer: names.get(worker).cloned().unwrap_or_default(),
                worker,
            });
        }
    }
    let findings = match expected.names.is_empty() {
        true => count(matched, expected, &seen),
        false => tell_apart(matched, expected, &seen),
    };
    Ok((seen, findings))
}

/// The lines of a paragraph and of the one before it, if they are right; all lines
/// of the whole run.
fn around(matched: &Matched, paragraph: Option<usize>) -> Vec<usize> {
    let Some(paragraph) = paragraph else {
        return (0..matched.printed.len()).collect();
    };
    let assigned = matched.assigned.as_deref().unwrap_or_default();
    let before = paragraph.saturating_sub(1);
    let lines = assigned.iter().take(paragraph + 1).skip(before);
    lines.flatten().copied().collect()
}

/// The lines that bear each of the names.
fn by_name<'a>(
    matched: &Matched,
    expected: &'a ExpectedWriters,
) -> Result<Vec<Group<'a>>, Box<Finding>> {
    let names = &expected.names;
    let mut groups: Vec<Group> = names.iter().map(|name| (Some(name), Vec::new())).collect();
    for (index, line) in matched.printed.iter().enumerate() {
        let text = String::from_utf8_lossy(line);
        let mut named = expected.named_in(&text);
        let Some(first) = named.next() else {
            continue;
        };
        if let Some(second) = named.next() {
            let names = [first, second].map(|name| names[name].clone());
            let line = line.clone();
            return Err(unknown(Unknown::TwoNames { line, names }));
        }
        groups[first].1.push(index);
    }
    Ok(groups)
}

/// The thread that wrote a line, by its index; or that process's first thread.
fn worker(matched: &Matched, line: usize, of: Worker) -> Result<usize, Box<Finding>> {
    let text = || matched.line(line);
    match matched.seen.lines[line].writer {
        Writer::Thread(index) => Ok(match of {
            Worker::Thread => index,
            Worker::Process => matched.seen.process_of(index),
        }),
        Writer::Several => Err(Box::new(Finding::Fault(Fault::SeveralWriters(text())))),
        Writer::Unknown => Err(unknown(Unknown::NotSeen(text()))),
    }
}

/// It cannot be told who wrote a line.
fn unknown(why: Unknown) -> Box<Finding> {
    Box::new(Finding::Inconclusive(Inconclusive::UnknownWriter(why)))
}

/// As many as asked for have written the lines.
fn count(matched: &Matched, expected: &ExpectedWriters, seen: &[Written]) -> Vec<Finding> {
    let workers: BTreeSet<usize> = seen.iter().map(|written| written.worker).collect();
    // Lines that are wrong have been told of.
    if matched.assigned.is_none() || expected.number.admits(workers.len()) {
        return Vec::new();
    }
    vec![Finding::Fault(Fault::WriterCount {
        expected: expected.clone(),
        seen: workers.len(),
        idle: idle(matched),
    })]
}

/// The lines with one name are one worker's, those with another another's.
fn tell_apart(matched: &Matched, expected: &ExpectedWriters, seen: &[Written]) -> Vec<Finding> {
    let mut workers: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for written in seen {
        workers
            .entry(name(written))
            .or_default()
            .insert(written.worker);
    }
    let whole = |name: &str, worker| workers[name].iter().eq([&worker]);
    let mut faults = Vec::new();
    // The first line of each worker, and of each name.
    let (mut by_worker, mut by_name) = (BTreeMap::new(), BTreeMap::new());
    for written in seen {
        let own = *by_name.entry(name(written)).or_insert(written);
        let other = *by_worker.entry(written.worker).or_insert(written);
        let line = matched.line(written.line);
        if own.worker != written.worker {
            let fault = Fault::NameOfTwo {
                name: name(written).to_string(),
                lines: [matched.line(own.line), line],
                workers: [own.writer.clone(), written.writer.clone()],
            };
            faults.push(fault);
        } else if other.name != written.name
            && [other, written]
                .iter()
                .all(|one| whole(name(one), one.worker))
        {
            faults.push(Fault::OneWriter {
                lines: [matched.line(other.line), line],
                by: written.writer.clone(),
                worker: expected.worker,
                idle: idle(matched),
            });
        }
    }
    let mut missing = expected
        .names
        .iter()
        .filter(|name| !by_name.contains_key(name.as_str()));
    let missing = missing.next().filter(|_| matched.assigned.is_some());
    let missing = missing.map(|name| Finding::Fault(Fault::NameMissing(name.clone())));
    let is_shared =
        || expected.worker == Worker::Thread && shared_buffer::is_possible(matched, seen);
    // One sentence says enough.
    let finding = match faults.into_iter().next() {
        Some(fault) if !is_shared() => Some(Finding::Fault(fault)),
        doubt => missing
            .or(doubt
                .map(|fault| Finding::Inconclusive(Inconclusive::SharedBuffer(Box::new(fault))))),
    };
    finding.into_iter().collect()
}

fn name(written: &Written) -> &str {
    written.name.as_deref().unwrap_or_default()
}

/// How many other threads lived from the first line to the last, or for a part of that
/// time, if main wrote every line.
fn idle(matched: &Matched) -> usize {
    let lines = &matched.seen.lines;
    let (Some(first), Some(last), Ok(lives)) = (lines.first(), lines.last(), &matched.seen.lives)
    else {
        return 0;
    };
    if lines.iter().any(|line| line.writer != Writer::Thread(0)) {
        return 0;
    }
    let others = lives.iter().skip(1);
    let meanwhile = others
        .filter(|life| life.born < last.at && life.ended.is_none_or(|ended| ended > first.at));
    meanwhile.count()
}
