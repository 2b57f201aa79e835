//! Judges what was seen of a run by what was expected: pure computation.

use super::diagnosis::diagnose;
use super::expectation::{Expectation, Gap, Paragraph, When};
use super::fault::{Doubt, Fault, Note};
use super::order::assign;
use super::{crash, text};
use comparison::observe::{Crowd, Ending, Newline, Observation, Stop};
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
    pub crowd: Option<Crowd>,
}

/// Lines that come together within this time came all at once.
const AT_ONCE: Duration = Duration::from_millis(50);

/// A program that ends so soon after its last line prints it at its end.
const AT_THE_END: Duration = Duration::from_millis(500);

/// A stall that ended so long before a line may still have delayed the one
/// before it.
const BEFORE: Duration = Duration::from_secs(1);

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
}

pub fn judge(expectation: &Expectation, seen: &Observation) -> Judgement {
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
    let content = lines
        .into_iter()
        .filter(|fault| still_tells(fault, seen.ending));
    let buffered = is_buffered(expectation, seen);
    let content = content.filter(|fault| !buffered || !matches!(fault, Fault::Order { .. }));
    judgement.faults.extend(content);
    if buffered {
        judgement.doubts.push(Doubt::Buffered);
    } else if let Some(assigned) = assigned {
        let printed = Printed {
            seen,
            text: &printed,
            assigned,
        };
        judgement.time(paragraphs, &printed);
        judgement.census(paragraphs, &printed);
    }
    judgement
        .faults
        .extend(seen.left_behind.iter().cloned().map(Fault::LeftBehind));
    judgement
        .doubts
        .extend(seen.strays.iter().cloned().map(Doubt::Stray));
    judgement
}

/// Whether a fault of the lines tells anything of a program that ended so: of
/// one that was stopped, nobody knows what it would have printed.
fn still_tells(fault: &Fault, ending: Ending) -> bool {
    match (ending, fault) {
        (Ending::Stopped(_), Fault::Missing { .. }) => false,
        (Ending::Stopped(Stop::Deadline), _) | (_, Fault::Order { .. }) => true,
        (Ending::Stopped(_), _) => false,
        _ => true,
    }
}

/// The printed lines and the paragraphs that they were assigned to.
struct Printed<'a> {
    seen: &'a Observation,
    text: &'a [&'a [u8]],
    assigned: Vec<Vec<usize>>,
}

impl Printed<'_> {
    fn at(&self, index: usize) -> Duration {
        self.seen.lines[index].at
    }

    fn line(&self, index: usize) -> Vec<u8> {
        self.text[index].to_vec()
    }
}

impl Judgement {
    /// How the program ended.
    fn end(&mut self, seen: &Observation, lines: &[Fault]) {
        self.faults
            .extend(crash::report(&seen.stderr).map(Fault::Crash));
        match seen.ending {
            Ending::Exited(0) => {}
            Ending::Exited(code) => self.faults.push(Fault::ExitCode(code)),
            Ending::Signalled(number) => self.faults.push(Fault::Signal(number)),
            Ending::Stopped(Stop::TooManyLines) => {
                self.faults.push(Fault::TooManyLines(seen.lines.len()));
            }
            Ending::Stopped(Stop::LineTooLong) => {
                let longest = seen.lines.iter().map(|line| line.bytes.len()).max();
                self.faults
                    .push(Fault::LineTooLong(longest.unwrap_or_default()));
            }
            Ending::Stopped(Stop::Interrupted) => self.doubts.push(Doubt::Interrupted),
            Ending::Stopped(Stop::Deadline) => {
                let last = seen.lines.last().map_or(Duration::ZERO, |line| line.at);
                let hang = Fault::Hang {
                    process: seen.process.clone(),
                    elapsed: seen.elapsed,
                    silent: seen.elapsed - last,
                    waits_for: lines.iter().find_map(|fault| match fault {
                        Fault::Missing { line, .. } => Some(line.clone()),
                        _ => None,
                    }),
                };
                // The deadline is several times what the program needs: only a
                // machine that stood still for half of it may be the cause.
                let stalled = seen.stalled_between(Duration::ZERO, seen.elapsed);
                if stalled * 2 < seen.elapsed {
                    self.faults.push(hang);
                } else {
                    self.doubts.push(Doubt::Stalled {
                        fault: Box::new(hang),
                        stalled,
                    });
                }
            }
        }
    }

    /// The gaps between each paragraph with a time and the one before.
    fn time(&mut self, paragraphs: &[Paragraph], printed: &Printed) {
        let mut since: &[usize] = &[];
        for (paragraph, lines) in paragraphs.iter().zip(&printed.assigned) {
            let wanted = match paragraph.when {
                When::Untimed => continue,
                When::Origin => {
                    since = lines;
                    continue;
                }
                When::After(gap) => gap,
            };
            let pairs = pairs(since, lines);
            let gap = |&(from, to): &(usize, usize)| printed.at(to) - printed.at(from);
            let gaps = pairs.iter().map(gap);
            self.gaps.extend(gaps.clone().min().zip(gaps.max()));
            for (from, to) in pairs {
                self.gap(printed, from, to, wanted);
            }
            since = lines;
        }
    }

    fn gap(&mut self, printed: &Printed, from: usize, to: usize, wanted: Gap) {
        let seen = printed.at(to) - printed.at(from);
        if (wanted.shortest..=wanted.longest).contains(&seen) {
            return;
        }
        let (line, since) = (printed.line(to), printed.line(from));
        let fault = Fault::Gap {
            line,
            since,
            seen,
            wanted,
        };
        let before = printed.at(from).saturating_sub(BEFORE);
        let stalled = printed.seen.stalled_between(before, printed.at(to));
        // Would it pass if the stall had moved one of the two lines?
        if seen + stalled < wanted.shortest || seen.saturating_sub(stalled) > wanted.longest {
            self.faults.push(fault);
        } else {
            self.doubts.push(Doubt::Stalled {
                fault: Box::new(fault),
                stalled,
            });
        }
    }

    /// Who existed between two paragraphs.
    fn census(&mut self, paragraphs: &[Paragraph], printed: &Printed) {
        let mut counted: Option<Crowd> = None;
        for (number, paragraph) in paragraphs.iter().enumerate() {
            let Some(wanted) = paragraph.census else {
                continue;
            };
            let (before, after) = printed.assigned.split_at(number);
            let last = before.iter().flatten().max();
            let from = last.map_or(Duration::ZERO, |&line| printed.at(line));
            let first = after.iter().flatten().min();
            let to = first.map_or(printed.seen.elapsed, |&line| printed.at(line));
            let after = last.map_or_else(Vec::new, |&line| printed.line(line));
            if printed.seen.census.is_none() {
                continue;
            }
            let Some(crowd) = most(printed.seen, from, to) else {
                self.doubts.push(Doubt::NotCounted {
                    after,
                    window: to.saturating_sub(from),
                });
                continue;
            };
            counted = counted.or(Some(crowd));
            let admitted = wanted
                .processes
                .is_none_or(|count| count.admits(crowd.processes))
                && wanted
                    .threads
                    .is_none_or(|count| count.admits(crowd.threads));
            if !admitted {
                self.faults.push(Fault::Census {
                    wanted,
                    seen: crowd,
                    after,
                });
            }
        }
        self.crowd = counted.or(self.crowd);
    }
}

/// The k-th line with the k-th; where the counts differ, the first with the
/// first and the last with the last.
fn pairs(since: &[usize], lines: &[usize]) -> Vec<(usize, usize)> {
    if since.len() == lines.len() {
        return since.iter().copied().zip(lines.iter().copied()).collect();
    }
    let first = since.first().copied().zip(lines.first().copied());
    let last = since.last().copied().zip(lines.last().copied());
    first.into_iter().chain(last).collect()
}

fn while_it_printed(seen: &Observation) -> Option<Crowd> {
    most(seen, seen.lines.first()?.at, seen.lines.last()?.at)
}

fn most(seen: &Observation, from: Duration, to: Duration) -> Option<Crowd> {
    let crowd = seen.census.as_ref()?.most_between(from, to)?;
    (crowd.processes > 0).then_some(crowd)
}

/// Whether the program kept its lines to itself until its end, although it ran
/// for as long as it should: then their times, and between processes their
/// order, are unknown.
fn is_buffered(expectation: &Expectation, seen: &Observation) -> bool {
    let shortest = |paragraph: &Paragraph| match paragraph.when {
        When::After(gap) => gap.shortest,
        When::Origin | When::Untimed => Duration::ZERO,
    };
    let needed: Duration = expectation.paragraphs.iter().map(shortest).sum();
    let (Some(first), Some(last)) = (seen.lines.first(), seen.lines.last()) else {
        return false;
    };
    seen.lines.len() > 1
        && needed > AT_ONCE
        && last.at - first.at <= AT_ONCE
        && first.at >= needed
        && seen.elapsed.saturating_sub(last.at) <= AT_THE_END
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
mod tests {
    use super::*;
    use comparison::observe::{Census, Line, Process, Sample, Stall, Thread};
    use proptest::prelude::*;

    const THREADS: &str = "[0s]\nS1\nS2\n\n[1 process, 3 threads]\n\n[2s]\nF1\nF2\n\nAll done!";

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    /// A run that prints `TEXT@MILLISECONDS`, parted by spaces, and has 1 process
    /// with 3 threads all the time.
    fn seen(came: &str) -> Observation {
        let line = |word: &str| {
            let (text, at) = word.split_once('@').expect("text@milliseconds");
            let bytes = text.replace('_', " ").into_bytes();
            Line {
                at: ms(at.parse().expect("milliseconds")),
                bytes,
                newline: Newline::Lf,
            }
        };
        let lines: Vec<Line> = came.split_whitespace().map(line).collect();
        let elapsed = lines.last().map_or(Duration::ZERO, |line| line.at);
        let thread = |tid| Thread {
            pid: 7,
            tid,
            cpu: Duration::ZERO,
        };
        let threads = vec![thread(7), thread(8), thread(9)];
        let samples = (0..100).map(|n| Sample {
            at: ms(n * 50),
            threads: threads.clone(),
        });
        Observation {
            process: Process {
                pid: 7,
                command: "./program".to_string(),
            },
            lines,
            stderr: Vec::new(),
            ending: Ending::Exited(0),
            elapsed,
            cpu: Duration::ZERO,
            census: Some(Census {
                samples: samples.collect(),
            }),
            left_behind: Vec::new(),
            strays: Vec::new(),
            stalls: Vec::new(),
        }
    }

    const RIGHT: &str = "S1@9 S2@9 F2@2010 F1@2010 All_done!@2011";

    fn expectation(text: &str) -> Expectation {
        Expectation::parse(text.as_bytes()).expect(text)
    }

    /// Faults first, then doubts.
    fn sentences(expected: &str, seen: &Observation) -> (Verdict, String) {
        let judgement = judge(&expectation(expected), seen);
        let faults = judgement.faults.iter().map(Fault::to_string);
        let doubts = judgement.doubts.iter().map(Doubt::to_string);
        (
            judgement.verdict(),
            faults.chain(doubts).collect::<Vec<_>>().join("; "),
        )
    }

    #[test]
    fn times_are_judged_by_the_gap() {
        use Verdict::{CouldNotJudge, Fail, Pass};
        let cases = [
            (RIGHT, Pass, ""),
            ("S1@900 S2@2400 F1@2900 F2@4400 All_done!@9000", Pass, ""),
            ("S1@0 S2@0 F1@1900 F2@3000 All_done!@3000", Pass, ""),
            (
                "S1@0 S2@0 F1@0 F2@0 All_done!@0",
                Fail,
                "`F1` came 0.00 s after `S1`; expected 1.9 to 3.0 s; \
                 `F2` came 0.00 s after `S2`; expected 1.9 to 3.0 s; ",
            ),
            (
                "S1@0 S2@0 F1@2000 F2@3600 All_done!@3600",
                Fail,
                "`F2` came 3.60 s after `S2`; expected 1.9 to 3.0 s",
            ),
            (
                "S1@0 S2@0 F1@1899 F2@2000 All_done!@3600",
                Fail,
                "`F1` came 1.899 s after `S1`; expected 1.9 to 3.0 s",
            ),
            (
                "S1@4000 S2@4001 F1@4002 F2@4003 All_done!@4004",
                CouldNotJudge,
                "its output came all at once when it ended",
            ),
            (
                "S1@2001 F1@2002 S2@2003 F2@2003 All_done!@2004",
                CouldNotJudge,
                "its output came all at once when it ended",
            ),
            (
                "S1@4000 S2@4001 F1@4002 All_done!@4004",
                Fail,
                "`All done!` came, but `F2`",
            ),
        ];
        for (came, verdict, sentence) in cases {
            let judged = sentences(THREADS, &seen(came));
            // The census of `seen` ends after five seconds, and so may its faults.
            assert_eq!(judged.0, verdict, "{came}: {}", judged.1);
            assert!(
                judged.1.starts_with(sentence.trim_end_matches("; ")),
                "{came}: {}",
                judged.1
            );
        }
    }

    #[test]
    fn where_the_counts_differ_the_ends_are_compared() {
        let expected = "[0s]\na\nb\nc\n[1s]\nd\ne";
        let right = "a@0 b@500 c@1000 d@1000 e@2000";
        assert_eq!(sentences(expected, &seen(right)).0, Verdict::Pass);
        let wrong = "a@0 b@0 c@1000 d@1000 e@1500";
        assert!(
            sentences(expected, &seen(wrong))
                .1
                .starts_with("`e` came 0.50 s after `c`")
        );
        let wrong = "a@0 b@0 c@0 d@0 e@1000";
        assert!(
            sentences(expected, &seen(wrong))
                .1
                .starts_with("`d` came 0.00 s after `a`")
        );
    }

    #[test]
    fn a_stall_makes_a_gap_doubtful_only_if_it_may_be_the_cause() {
        use Verdict::{CouldNotJudge, Fail, Pass};
        let late = "S1@0 S2@0 F1@2000 F2@3400 All_done!@3400";
        let early = "S1@500 S2@500 F1@2000 F2@2000 All_done!@2000";
        let cases = [
            (late, (1000, 1100), Fail),
            (late, (1000, 1500), CouldNotJudge),
            (late, (3500, 4500), Fail),
            (early, (100, 500), CouldNotJudge),
            (early, (100, 200), Fail),
            (RIGHT, (0, 2000), Pass),
        ];
        for (came, (from, to), verdict) in cases {
            let stalls = vec![Stall {
                from: ms(from),
                to: ms(to),
            }];
            let judged = sentences(
                THREADS,
                &Observation {
                    stalls,
                    ..seen(came)
                },
            );
            assert_eq!(judged.0, verdict, "{came} {from} {to}: {}", judged.1);
        }
    }

    #[test]
    fn the_census_is_judged_between_the_paragraphs() {
        let samples = |crowds: &[(u64, u32)]| {
            let thread = |pid| Thread {
                pid,
                tid: pid,
                cpu: Duration::ZERO,
            };
            let sample = |&(at, processes): &(u64, u32)| Sample {
                at: ms(at),
                threads: (0..processes).map(thread).collect(),
            };
            Some(Census {
                samples: crowds.iter().map(sample).collect(),
            })
        };
        let expected = "[0s]\na\n\n[>=3 processes]\n\nb";
        let cases = [
            (samples(&[(50, 1), (100, 3), (150, 2), (200, 1)]), ""),
            (
                samples(&[(50, 3), (100, 2), (150, 2), (200, 3)]),
                "saw 2 processes with 2 threads after `a`; expected at least 3 processes",
            ),
            (
                samples(&[(50, 3), (200, 3)]),
                "nobody could count in the 0.10 s after `a`",
            ),
            (None, ""),
        ];
        for (census, sentence) in cases {
            let judged = sentences(
                expected,
                &Observation {
                    census,
                    ..seen("a@70 b@170")
                },
            );
            assert!(judged.1.starts_with(sentence), "{}", judged.1);
            assert_eq!(judged.1.is_empty(), sentence.is_empty());
        }
        let judged = sentences(&THREADS.replace("3 threads", "2 threads"), &seen(RIGHT));
        assert_eq!(
            judged.1,
            "saw 1 process with 3 threads after `S2`; expected 1 process with 2 threads"
        );
    }

    #[test]
    fn the_way_it_ended_is_judged() {
        let stopped = |stop, came| {
            let ending = Ending::Stopped(stop);
            Observation {
                ending,
                elapsed: ms(13_000),
                ..seen(came)
            }
        };
        let right = || seen(RIGHT);
        let stderr = b"thread 'x' (8) panicked at a.rs:1:2:\nboom\n".to_vec();
        let process = Process {
            pid: 8,
            command: "sleep 60".to_string(),
        };
        let cases = [
            (
                Observation {
                    ending: Ending::Exited(3),
                    ..right()
                },
                "ended with exit code 3; expected 0",
            ),
            (
                Observation {
                    ending: Ending::Signalled(11),
                    ..right()
                },
                "was killed by SIGSEGV",
            ),
            (
                Observation { stderr, ..right() },
                "a worker failed: thread 'x' (8) panicked at a.rs:1:2: boom",
            ),
            (
                Observation {
                    left_behind: vec![process.clone()],
                    ..right()
                },
                "left pid 8 (sleep 60) behind when it ended; it was stopped",
            ),
            (
                Observation {
                    strays: vec![process],
                    ..right()
                },
                "this program, or one that ran beside it, left pid 8 (sleep 60) behind; verify it alone",
            ),
            (
                stopped(Stop::Deadline, ""),
                "printed nothing, and `S1` was expected; pid 7 (./program) was stopped after 13.00 s",
            ),
            (
                stopped(Stop::Deadline, "S1@0 S2@0 F1@2000"),
                "`F2` did not come within 11.00 s of the line before it; \
              pid 7 (./program) was stopped after 13.00 s",
            ),
            (
                stopped(Stop::Deadline, RIGHT),
                "all its lines came, but it did not end; pid 7 (./program) was stopped after 13.00 s",
            ),
            (
                stopped(Stop::TooManyLines, "x@0 x@0"),
                "printed more than 2 lines, and was stopped",
            ),
            (
                stopped(Stop::LineTooLong, "xxx@0"),
                "printed a line of more than 3 bytes, and was stopped",
            ),
            (stopped(Stop::Interrupted, "S1@0 S@1"), "interrupted"),
        ];
        for (observation, sentence) in cases {
            assert_eq!(sentences(THREADS, &observation).1, sentence);
        }
        let stalls = vec![Stall {
            from: ms(0),
            to: ms(7000),
        }];
        let slow = Observation {
            stalls,
            ..stopped(Stop::Deadline, "S1@0 S2@0")
        };
        assert_eq!(sentences(THREADS, &slow).0, Verdict::CouldNotJudge);
    }

    #[test]
    fn some_things_are_only_noted() {
        let mut observation = seen(RIGHT);
        observation.lines[0].newline = Newline::CrLf;
        observation.lines[1].bytes = b"\x1b[32mS2\x1b[0m".to_vec();
        observation.lines[4].newline = Newline::Missing;
        observation.census = None;
        let judgement = judge(&expectation(THREADS), &observation);
        assert_eq!(judgement.verdict(), Verdict::Pass);
        assert_eq!(
            judgement.notes,
            [
                Note::CrLf,
                Note::NoNewline,
                Note::Colours,
                Note::NotObserved
            ]
        );
    }

    /// A generated expectation: paragraphs of lines, every other one with a time.
    fn paragraphs() -> impl Strategy<Value = Vec<Vec<String>>> {
        proptest::collection::vec(proptest::collection::vec("[ab]{1,3}", 1..5), 1..6)
    }

    fn write(paragraphs: &[Vec<String>]) -> Expectation {
        let times = ["[0s]\n", "[1s]\n", "", "[1s]\n", ""]
            .into_iter()
            .chain(std::iter::repeat(""));
        let paragraphs = paragraphs.iter().zip(times);
        let texts = paragraphs.map(|(lines, time)| format!("{time}{}\n\n", lines.join("\n")));
        expectation(&texts.collect::<String>())
    }

    /// What a right program prints, each paragraph a second after the one before.
    fn print(paragraphs: &[Vec<String>]) -> Vec<Line> {
        let lines = (0..).zip(paragraphs).flat_map(|(second, lines)| {
            lines.iter().map(move |line| {
                let bytes = line.clone().into_bytes();
                Line {
                    at: Duration::from_secs([0, 1, 1, 2, 2, 2][second]),
                    bytes,
                    newline: Newline::Lf,
                }
            })
        });
        lines.collect()
    }

    proptest! {
        #[test]
        fn every_order_that_the_rules_allow_passes(
            (written, shuffled) in paragraphs().prop_flat_map(|paragraphs| {
                let shuffled: Vec<_> =
                    paragraphs.iter().map(|lines| Just(lines.clone()).prop_shuffle()).collect();
                (Just(paragraphs), shuffled)
            })
        ) {
            let observation = Observation { lines: print(&shuffled), ..seen("") };
            let judgement = judge(&write(&written), &observation);
            prop_assert_eq!(judgement.verdict(), Verdict::Pass, "{:?}", judgement);
        }

        #[test]
        fn every_single_change_fails(
            paragraphs in paragraphs(),
            change in 0..4,
            one in any::<prop::sample::Index>(),
            other in any::<prop::sample::Index>(),
        ) {
            let expectation = write(&paragraphs);
            let mut lines = print(&paragraphs);
            let (one, other) = (one.index(lines.len()), other.index(lines.len()));
            match change {
                0 => drop(lines.remove(one)),
                1 => lines.insert(one, lines[one].clone()),
                2 => lines[one].bytes.push(b'c'),
                _ => {
                    let paragraph_of = |line| {
                        let mut ends = paragraphs.iter().scan(0, |end, lines| {
                            *end += lines.len();
                            Some(*end)
                        });
                        ends.position(|end| line < end)
                    };
                    prop_assume!(paragraph_of(one) != paragraph_of(other));
                    prop_assume!(lines[one].bytes != lines[other].bytes);
                    let bytes = lines[one].bytes.clone();
                    lines[one].bytes = std::mem::replace(&mut lines[other].bytes, bytes);
                }
            }
            let observation = Observation { lines, ..seen("") };
            let judgement = judge(&expectation, &observation);
            prop_assert_eq!(judgement.verdict(), Verdict::Fail, "{:?}", judgement);
        }
    }
}
