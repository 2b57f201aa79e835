//! Judges what was seen of a run by what was expected: pure computation.

pub mod crash;
mod diagnosis;
mod matching;
mod technique;
pub mod timing;

use crate::expectation::{Expectation, Paragraph, When};
use crate::message::{Doubt, Fault, Note};
use crate::text;
use diagnosis::diagnose;
use matching::assign;
use observer::{Counts, Ending, Newline, Observation, Stop};
use std::time::Duration;

/// Three verdicts, never two: what cannot be known is neither right nor wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Pass,
    Fail,
    CouldNotJudge,
}

/// Everything there is to say of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// The most telling first.
    pub faults: Vec<Fault>,
    pub doubts: Vec<Doubt>,
    pub notes: Vec<Note>,
    /// For each paragraph with a time, its shortest and its longest gap.
    pub gaps: Vec<(Duration, Duration)>,
    /// The most processes and threads that were seen: where the expectation
    /// asks, or else while it printed.
    pub crowd: Option<Counts>,
    /// For each paragraph the printed lines that satisfy it, by their index;
    /// empty if the lines are wrong, or their order unknown.
    pub assigned: Vec<Vec<usize>>,
}

/// Two lines that come within this time came at once.
const AT_ONCE: Duration = Duration::from_millis(50);

/// A program that ends so soon after its last line prints it at its end.
const AT_THE_END: Duration = Duration::from_millis(500);

impl Judgement {
    pub fn verdict(&self) -> Verdict {
        if !self.faults.is_empty() {
            Verdict::Fail
        } else if !self.doubts.is_empty() {
            Verdict::CouldNotJudge
        } else {
            Verdict::Pass
        }
    }

    /// Adds a fault, or a doubt if a stall so long may be its cause.
    pub fn blame(&mut self, fault: Fault, excuse: Option<Duration>) {
        match excuse {
            Some(stalled) => {
                let fault = Box::new(fault);
                self.doubts.push(Doubt::Stalled { fault, stalled });
            }
            None => self.faults.push(fault),
        }
    }

    /// Why it did not pass, in one sentence.
    pub fn reason(&self) -> Option<String> {
        let doubt = || self.doubts.first().map(ToString::to_string);
        self.faults.first().map(ToString::to_string).or_else(doubt)
    }

    /// Whether nothing else than a process of unknown origin is in the way of a
    /// verdict.
    pub fn is_in_doubt_of_strays(&self) -> bool {
        let is_stray = |doubt: &Doubt| matches!(doubt, Doubt::Stray(_));
        self.faults.is_empty() && !self.doubts.is_empty() && self.doubts.iter().all(is_stray)
    }

    /// Whether that is all there is to say: nobody waited for its end.
    pub fn is_interrupted(&self) -> bool {
        self.faults.is_empty() && self.doubts == [Doubt::Interrupted]
    }
}

pub fn judge(expectation: &Expectation, seen: &Observation) -> Judgement {
    if seen.ending == Ending::Stopped(Stop::Interrupted) {
        // Nobody knows what it would have done.
        return Judgement {
            doubts: vec![Doubt::Interrupted],
            ..Judgement::default()
        };
    }
    let paragraphs = &expectation.paragraphs;
    let printed: Vec<Vec<u8>> = seen
        .lines
        .iter()
        .map(|line| text::plain(&line.bytes))
        .collect();
    let printed: Vec<&[u8]> = printed.iter().map(Vec::as_slice).collect();
    let mut judgement = Judgement {
        notes: notes(seen, &printed),
        crowd: while_it_printed(seen),
        ..Judgement::default()
    };
    let assigned = assign(paragraphs, &printed);
    let lines = match &assigned {
        Some(_) => Vec::new(),
        None => diagnose(paragraphs, &printed),
    };
    judgement.end(seen, &lines);
    let buffered = is_buffered(paragraphs, seen, &printed);
    let crashed = judgement
        .faults
        .iter()
        .any(|fault| matches!(fault, Fault::Crash(_)));
    for fault in lines {
        match fault {
            fault if !still_tells(&fault, seen, buffered) => {}
            // Whoever crashed prints no more: main may well have waited.
            Fault::Missing { line, .. } if crashed => {
                judgement.faults.push(Fault::Missing {
                    line,
                    closing: None,
                });
            }
            fault => judgement.faults.push(fault),
        }
    }
    if buffered {
        judgement.doubts.push(Doubt::Buffered);
    } else if let Some(assigned) = assigned {
        let printed = Printed {
            seen,
            text: &printed,
            assigned,
        };
        timing::judge(paragraphs, &printed, &mut judgement);
        technique::judge(paragraphs, &printed, &mut judgement);
        judgement.assigned = printed.assigned;
    }
    judgement.rest(seen, &printed);
    judgement
}

/// Whether a fault of the lines tells anything of a program that ended so. Of
/// one that was stopped, nobody knows what it would have printed; one that
/// failed before it printed anything has another fault; and what was buffered
/// came in no order of the program's.
fn still_tells(fault: &Fault, seen: &Observation, buffered: bool) -> bool {
    match (seen.ending, fault) {
        (_, Fault::Order { .. }) => !buffered,
        (Ending::Stopped(_), Fault::Missing { .. }) => false,
        (Ending::Stopped(stop), _) => stop == Stop::Deadline,
        (Ending::Exited(0), _) => true,
        _ => !seen.lines.is_empty(),
    }
}

/// The printed lines and the paragraphs that they were assigned to.
pub struct Printed<'a> {
    pub seen: &'a Observation,
    pub text: &'a [&'a [u8]],
    pub assigned: Vec<Vec<usize>>,
}

impl Printed<'_> {
    pub fn at(&self, index: usize) -> Duration {
        self.seen.lines[index].at
    }

    pub fn line(&self, index: usize) -> Vec<u8> {
        self.text[index].to_vec()
    }
}

impl Judgement {
    /// How the program ended.
    fn end(&mut self, seen: &Observation, lines: &[Fault]) {
        let failed = seen.ending != Ending::Exited(0);
        self.faults
            .extend(crash::first(&seen.stderr, failed).map(Fault::Crash));
        match seen.ending {
            Ending::Exited(0) => {}
            Ending::Exited(code) => {
                let silent = seen.lines.is_empty();
                self.faults.push(Fault::ExitCode { code, silent });
            }
            Ending::Signalled(number) => self.faults.push(Fault::Signal(number)),
            Ending::Stopped(Stop::TooManyLines) => {
                self.faults.push(Fault::TooManyLines(seen.lines.len()));
            }
            Ending::Stopped(Stop::LineTooLong) => {
                let longest = seen.lines.iter().map(|line| line.bytes.len()).max();
                self.faults
                    .push(Fault::LineTooLong(longest.unwrap_or_default()));
            }
            Ending::Stopped(Stop::TooManyProcesses) => {
                let samples = seen.census.iter().flat_map(|census| &census.samples);
                let most = samples.map(|sample| sample.counts().processes).max();
                self.faults
                    .push(Fault::TooManyProcesses(most.unwrap_or_default()));
            }
            Ending::Stopped(Stop::TooMuchMemory) => {
                let samples = seen.census.iter().flat_map(|census| &census.samples);
                let most = samples.map(|sample| sample.peak_memory_bytes).max();
                self.faults
                    .push(Fault::TooMuchMemory(most.unwrap_or_default()));
            }
            Ending::Stopped(Stop::Interrupted) => {}
            Ending::Stopped(Stop::Deadline) => {
                let last = seen.lines.last().map_or(Duration::ZERO, |line| line.at);
                let hang = Fault::Hang {
                    process: seen.process.clone(),
                    elapsed: seen.elapsed,
                    silent: seen.elapsed.saturating_sub(last),
                    complete: lines.is_empty(),
                    stopped: seen
                        .survivors
                        .iter()
                        .all(|process| process.pid != seen.process.pid),
                    waits_for: lines.iter().find_map(|fault| match fault {
                        Fault::Missing { line, .. } => Some(line.clone()),
                        _ => None,
                    }),
                };
                // The deadline is several times what the program needs: only a
                // machine that stood still for half of it may be the cause.
                let stalled = seen.stalled_between(Duration::ZERO, seen.elapsed);
                self.blame(
                    hang,
                    Some(stalled).filter(|&stalled| stalled * 2 >= seen.elapsed),
                );
            }
        }
    }

    /// What it left to others: lines, and processes.
    fn rest(&mut self, seen: &Observation, printed: &[&[u8]]) {
        let ended = !matches!(seen.ending, Ending::Stopped(_));
        let late = seen
            .lines
            .iter()
            .position(|line| ended && line.at > seen.elapsed);
        self.faults
            .extend(late.map(|index| Fault::AfterEnd(printed[index].to_vec())));
        // A helper that is about to end needs a machine that runs.
        let stalled = seen.stalled_between(seen.elapsed, seen.elapsed + AT_THE_END);
        for process in seen.left_behind.iter().cloned() {
            let excuse = Some(stalled).filter(|stalled| !stalled.is_zero());
            self.blame(Fault::LeftBehind(process), excuse);
        }
        self.faults
            .extend(seen.survivors.iter().cloned().map(Fault::Survivor));
        self.doubts
            .extend(seen.unattributed.iter().cloned().map(Doubt::Stray));
    }
}

fn while_it_printed(seen: &Observation) -> Option<Counts> {
    technique::most(seen, seen.lines.first()?.at, seen.lines.last()?.at)
}

/// Whether the program kept its lines to itself until its end, although it ran
/// for as long as it should: then their times, and between processes their
/// order, are unknown. Of several processes, each may print all of its lines
/// when it ends.
fn is_buffered(paragraphs: &[Paragraph], seen: &Observation, printed: &[&[u8]]) -> bool {
    let shortest =
        |paragraph: &Paragraph| paragraph.gap().map_or(Duration::ZERO, |gap| gap.shortest);
    let (Some(first), Some(last)) = (seen.lines.first(), seen.lines.last()) else {
        return false;
    };
    let needed: Duration = paragraphs.iter().map(shortest).sum();
    let late = first.at >= needed && seen.elapsed.saturating_sub(last.at) <= AT_THE_END;

    let arrivals = |paragraph: &Paragraph| -> Vec<Duration> {
        let of_paragraph = |line: &[u8]| paragraph.lines.iter().any(|own| own.as_bytes() == line);
        let lines = seen.lines.iter().zip(printed);
        lines
            .filter(|(_, line)| of_paragraph(line))
            .map(|(line, _)| line.at)
            .collect()
    };
    let timed: Vec<&Paragraph> = paragraphs
        .iter()
        .filter(|paragraph| paragraph.when != When::Untimed)
        .collect();
    let mut gaps = timed
        .windows(2)
        .filter(|pair| shortest(pair[1]) > AT_ONCE)
        .peekable();
    let at_once = |pair: &[&Paragraph]| {
        let since = arrivals(pair[0]);
        let with_one = |at: &Duration| since.iter().any(|since| at.abs_diff(*since) <= AT_ONCE);
        let lines = arrivals(pair[1]);
        !lines.is_empty() && lines.iter().all(with_one)
    };
    late && gaps.peek().is_some() && gaps.all(at_once)
}

fn notes(seen: &Observation, printed: &[&[u8]]) -> Vec<Note> {
    let ends = |newline| seen.lines.iter().any(|line| line.newline == newline);
    let coloured = seen
        .lines
        .iter()
        .zip(printed)
        .any(|(line, plain)| line.bytes != *plain);
    let notes = [
        (ends(Newline::CrLf), Note::CrLf),
        (ends(Newline::Missing), Note::NoNewline),
        (coloured, Note::Colours),
        (seen.census.is_none(), Note::NotObserved),
    ];
    notes
        .into_iter()
        .filter_map(|(applies, note)| applies.then_some(note))
        .collect()
}

#[cfg(test)]
mod properties;
#[cfg(test)]
pub mod tests;
