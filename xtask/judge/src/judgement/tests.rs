//! What is judged how, case by case.

use super::*;
use crate::expectation::notation;
use crate::message;
use observer::{Census, Delays, Life, Line, Process, Sample, Stall, Thread, Untraced, Writer};

/// Two threads that wait side by side, for two seconds.
pub const THREADS: &str = "[0s]\nS1\nS2\n\n[1 process, 3 threads]\n\n[2s]\nF1\nF2\n\nAll done!";

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// A run that prints `TEXT@MILLISECONDS`, parted by spaces, and has 1 process
/// with 3 threads all the time.
pub fn seen(came: &str) -> Observation {
    let line = |word: &str| {
        let (text, at) = word.split_once('@').expect("text@milliseconds");
        Line::new(
            ms(at.parse().expect("milliseconds")),
            text.replace('_', " "),
        )
    };
    let lines: Vec<Line> = came.split_whitespace().map(line).collect();
    let elapsed = lines.last().map_or(Duration::ZERO, |line| line.at);
    let thread = |tid| Thread {
        pid: 7,
        tid,
        cpu: Duration::ZERO,
        delayed: Duration::ZERO,
    };
    let threads = vec![thread(7), thread(8), thread(9)];
    let samples = (0..100).map(|n| Sample {
        at: ms(n * 50),
        threads: threads.clone(),
        peak_memory_bytes: 0,
        stolen: Duration::ZERO,
    });
    Observation {
        process: Process {
            pid: 7,
            command: "./program".to_string(),
        },
        lines,
        census: Some(Census {
            samples: samples.collect(),
        }),
        ..Observation::ended(elapsed)
    }
}

const RIGHT: &str = "S1@9 S2@9 F2@2010 F1@2010 All_done!@2011";

/// What this text means.
pub fn expectation(text: &str) -> Expectation {
    notation::parse(text.as_bytes()).expect(text)
}

/// Faults first.
fn sentences(expected: &str, seen: &Observation) -> (Verdict, String) {
    let judgement = judge(&expectation(expected), seen);
    let findings = message::all(&judgement);
    let sentences: Vec<String> = findings
        .into_iter()
        .map(|finding| finding.sentence)
        .collect();
    (judgement.verdict(), sentences.join("; "))
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
            "S1@0 S2@0 F1@1879 F2@2000 All_done!@3600",
            Fail,
            "`F1` came 1.88 s after `S1`; expected 1.9 to 3.0 s",
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
fn what_is_within_measurement_error_is_inconclusive() {
    for (first, second, sentence) in [
        (
            1899,
            2000,
            "`F1` came 1.899 s after `S1`; expected 1.9 to 3.0 s, but that is within measurement error of the limit",
        ),
        (
            2000,
            3019,
            "`F2` came 3.02 s after `S2`; expected 1.9 to 3.0 s, but that is within measurement error of the limit",
        ),
    ] {
        let came = format!("S1@0 S2@0 F1@{first} F2@{second} All_done!@{second}");
        let (verdict, said) = sentences(THREADS, &seen(&came));
        assert_eq!(verdict, Verdict::CouldNotJudge);
        assert!(said.starts_with(sentence), "{said}");
    }
}

#[test]
fn each_process_may_keep_its_lines_until_it_ends() {
    use Verdict::{CouldNotJudge, Fail};
    let cases = [
        (
            "S1@2000 F1@2000 S2@2150 F2@2150 All_done!@2160",
            CouldNotJudge,
        ),
        // Too early for somebody who waited.
        ("S1@20 F1@20 S2@170 F2@170 All_done!@180", Fail),
        // A late start, but the lines come one by one.
        ("S1@4000 F1@4500 S2@4500 F2@5000 All_done!@5000", Fail),
        // Not at its end.
        ("S1@2000 F1@2000 S2@2000 F2@2000 All_done!@4000", Fail),
    ];
    for (came, verdict) in cases {
        let judged = sentences(
            THREADS,
            &Observation {
                elapsed: ms(2200),
                ..seen(came)
            },
        );
        let late = Observation {
            elapsed: ms(6000),
            ..seen(came)
        };
        let judged = if came.contains("@4") {
            sentences(THREADS, &late)
        } else {
            judged
        };
        assert_eq!(judged.0, verdict, "{came}: {}", judged.1);
    }
}

#[test]
fn only_what_came_at_one_moment_came_at_once() {
    use Verdict::{CouldNotJudge, Fail, Pass};
    let ticks = "[0s]\ntick\n[1s]\ntick";
    let turns = "`F1` came before `S2`: the workers took turns";
    let at_once = "its output came all at once when it ended";
    let cases = [
        (ticks, seen("tick@1100 tick@2100"), Pass, ""),
        (ticks, seen("tick@1100 tick@1101"), CouldNotJudge, at_once),
        // They sleep first, and print after, one after the other.
        (
            THREADS,
            seen("S1@2180 F1@2180 S2@4180 F2@4180 All_done!@4181"),
            Fail,
            turns,
        ),
        // Threads of one process keep their lines together, if at all.
        (
            THREADS,
            written("1:S1@2000 1:F1@2000 2:S2@2150 2:F2@2150 0:All_done!@2160"),
            Fail,
            "`F1` came before `S2`, and only 0.00 s after `S1`: nobody waited between them",
        ),
        (
            THREADS,
            written("4:S1@2000 4:F1@2000 0:S2@2150 0:F2@2150 0:All_done!@2160"),
            CouldNotJudge,
            at_once,
        ),
    ];
    for (text, seen, verdict, sentence) in cases {
        let text = text.replace("[1 process, 3 threads]\n", "");
        let judged = sentences(&text, &seen);
        assert_eq!(judged.0, verdict, "{}", judged.1);
        assert!(judged.1.starts_with(sentence), "{}", judged.1);
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
fn a_stall_makes_a_gap_inconclusive_only_if_it_may_be_the_cause() {
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
            delayed: Duration::ZERO,
        };
        let sample = |&(at, processes): &(u64, u32)| Sample {
            at: ms(at),
            threads: (0..processes).map(thread).collect(),
            peak_memory_bytes: 0,
            stolen: Duration::ZERO,
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
            "no process sample in the 0.10 s after `a`",
        ),
        (
            None,
            "processes and threads cannot be counted here: there is no /proc of this process's own",
        ),
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
    // No line is there to count from.
    let from_start =
        |threads: &str, came| sentences(&format!("...\n\n[{threads}]\n\nb"), &seen(came)).1;
    assert_eq!(
        from_start("2 threads", "b@170"),
        "saw 1 process with 3 threads after its start; expected 2 threads"
    );
    assert_eq!(
        from_start("2 threads", "@0 b@170"),
        "saw 1 process with 3 threads after its start; expected 2 threads"
    );
    let empty = sentences("\\\n\n[2 threads]\n\nb", &seen("@0 b@170")).1;
    assert_eq!(
        empty,
        "saw 1 process with 3 threads after an empty line; expected 2 threads"
    );
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
            Observation {
                stderr: stderr.clone(),
                ..right()
            },
            "a worker failed: thread 'x' panicked at a.rs:1:2: boom",
        ),
        (
            Observation {
                left_behind: vec![process.clone()],
                ..right()
            },
            "left `sleep 60` behind when it ended; it was stopped",
        ),
        (
            Observation {
                unattributed: vec![process.clone()],
                ..right()
            },
            "this program, or one that ran beside it, left `sleep 60` behind; verify it alone",
        ),
        (
            stopped(Stop::Deadline, ""),
            "the program was still waiting after 13.0 s: a deadlock? `S1` did not come",
        ),
        (
            stopped(Stop::Deadline, "S1@0 S2@0 F1@2000"),
            "the program was still waiting after 13.0 s: a deadlock? `F2` did not come",
        ),
        (
            stopped(Stop::Deadline, RIGHT),
            "the program was still waiting after 13.0 s: a deadlock? all its lines had come",
        ),
        (
            Observation {
                cpu: ms(12_000),
                ..stopped(Stop::Deadlock, "S1@0 S2@0 F1@2000")
            },
            "the program was still waiting after 13.0 s: a deadlock? `F2` did not come",
        ),
        // It still prints while it is stopped.
        (
            stopped(Stop::Deadline, "S1@0 S2@0 F1@2000 F2@13001"),
            "the program was still waiting after 13.0 s: a deadlock? `All done!` did not come",
        ),
        (
            stopped(Stop::Deadline, "S1@0 S2@0 F1@2000 F2@2000 all_done!@2000"),
            "the program was still waiting after 13.0 s: a deadlock?; \
              `all done!` came, but `All done!` was expected",
        ),
        (
            Observation {
                ending: Ending::Exited(2),
                ..seen("")
            },
            "ended with exit code 2 before it printed anything",
        ),
        (
            Observation {
                stderr: stderr.clone(),
                ..seen("S1@0 S2@0 F1@2000 All_done!@2000")
            },
            "a worker failed: thread 'x' panicked at a.rs:1:2: boom; `F2` is missing",
        ),
        (
            Observation {
                elapsed: ms(2005),
                ..right()
            },
            "`F2` came when the program had ended: main did not wait",
        ),
        (
            Observation {
                survivors: vec![process.clone()],
                ..right()
            },
            "`sleep 60`, pid 8, could not be stopped: is it another user's?",
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
    // No stall makes a deadlock, and no core was used in it.
    for (stop, verdict) in [
        (Stop::Deadline, Verdict::CouldNotJudge),
        (Stop::Deadlock, Verdict::Fail),
    ] {
        let slow = Observation {
            stalls: stalls.clone(),
            cpu: ms(12_000),
            ..stopped(stop, "S1@0 S2@0")
        };
        assert_eq!(sentences(THREADS, &slow).0, verdict);
    }
}

#[test]
fn some_things_are_only_noted() {
    let mut observation = seen(RIGHT);
    observation.lines[0].newline = Newline::CrLf;
    observation.lines[1].bytes = b"\x1b[32mS2\x1b[0m".to_vec();
    observation.lines[4].newline = Newline::Missing;
    observation.census = None;
    observation.stderr_left_out = 1;
    let without_counts = THREADS.replace("[1 process, 3 threads]\n", "");
    let judgement = judge(&expectation(&without_counts), &observation);
    assert_eq!(judgement.verdict(), Verdict::Pass);
    assert_eq!(
        judgement.notes,
        [
            Note::CrLf,
            Note::NoNewline,
            Note::Colours,
            Note::NotObserved,
            Note::StderrCut
        ]
    );
}

/// As the records for programs tell.
#[test]
fn counts_are_of_the_first_place_that_asks_or_else_while_it_printed() {
    let mut observation = seen("a@0 b@900 c@2000");
    for sample in &mut observation.census.as_mut().expect("a census").samples {
        let threads = if sample.at < ms(1000) { 1 } else { 2 };
        sample.threads.truncate(threads);
    }
    let cases = [
        ("a\n\nb\n\nc", 2),
        ("a\n\n[1 thread]\n\nb\n\n[2 threads]\n\nc", 1),
        ("a\n\nb\n\n[2 threads]\n\nc", 2),
        // Nobody knows what was before a line that did not come.
        ("a\n\n[1 thread]\n\nx\n\nc", 2),
    ];
    for (text, threads) in cases {
        let judgement = judge(&expectation(text), &observation);
        let counted = judgement.counts.map(|counts| counts.threads);
        assert_eq!(counted, Some(threads), "{text}");
    }
}

/// The lines that came, each with the thread that wrote it in front: 0 is main,
/// `?` unknown, `*` several. Threads 0 to 3 are of process 0, 4 and 5 of process
/// 4.
pub fn written(came: &str) -> Observation {
    let words = came
        .split_whitespace()
        .map(|word| word.split_once(':').expect("writer:line"));
    let (writers, lines): (Vec<&str>, Vec<&str>) = words.unzip();
    let writer = |writer: &str| match writer {
        "?" => Writer::Unknown,
        "*" => Writer::Several,
        index => Writer::Thread(index.parse().expect("an index")),
    };
    let mut seen = seen(&lines.join(" "));
    for (line, by) in seen.lines.iter_mut().zip(writers) {
        line.writer = writer(by);
        line.delays = matches!(line.writer, Writer::Thread(_)).then(Delays::default);
    }
    let life = |tid: u32| Life {
        pid: if tid < 4 { 0 } else { 4 },
        tid,
        parent: None,
        born: Duration::ZERO,
        ended: None,
        delayed: None,
    };
    seen.lives = Ok((0..6).map(life).collect());
    seen
}

/// A worker was started when the one before had been waited for, and had not
/// quite ended.
#[test]
fn who_is_about_to_end_counts_or_not() {
    let mut seen = written("1:A@10 1:B@500 2:C@510 2:D@1000");
    let life = |tid: u32, born, ended| Life {
        pid: 0,
        tid,
        parent: None,
        born: ms(born),
        ended: Some(ms(ended)),
        delayed: None,
    };
    seen.lives = Ok(vec![life(0, 0, 1010), life(1, 0, 505), life(2, 503, 1005)]);
    for (threads, verdict) in [
        ("1 thread", Verdict::Fail),
        ("2 threads", Verdict::Pass),
        ("3 threads", Verdict::Pass),
        ("4 threads", Verdict::Fail),
    ] {
        let text = format!("A\n\nB\n\n[{threads}]\n\nC\n\nD");
        let judgement = judge(&expectation(&text), &seen);
        assert_eq!(judgement.verdict(), verdict, "{text}");
    }
}

#[test]
fn each_line_must_be_of_its_worker() {
    use Verdict::{CouldNotJudge, Fail, Pass};
    let expected = |mark: &str| format!("[0s]\nS1\nS2\n\n[{mark}]\n\n[2s]\nF1\nF2\n\nAll done!");
    let right = "1:S1@9 2:S2@9 2:F2@2010 1:F1@2010 0:All_done!@2011";
    let threads = "3 threads write: S1, S2, All";
    let cases = [
        (threads, right, Pass, ""),
        ("2 threads write: S1, S2", right, Pass, ""),
        ("2 threads write", right, Pass, ""),
        (">=2 threads write", right, Pass, ""),
        ("1 process writes", right, Pass, ""),
        (
            threads,
            "0:S1@9 0:S2@9 0:F1@2010 0:F2@2010 0:All_done!@2011",
            Fail,
            "`S1` and `S2` were both written by main; expected a thread of its own for each; main \
             wrote every line, though 5 other threads lived: where the language's runtime prints \
             through main, or its tasks have no thread of their own, leave the writers out of the \
             expectation, or use `--writers off`",
        ),
        (
            threads,
            "1:S1@9 1:S2@10 1:F1@2010 1:F2@2011 0:All_done!@2011",
            Fail,
            "`S1` and `S2` were both written by thread 1; expected a thread of its own for each",
        ),
        (
            "3 threads write",
            right,
            Fail,
            "2 threads wrote these lines; expected: 3 threads write",
        ),
        (
            "2 processes write: S1, S2",
            right,
            Fail,
            "`S1` and `S2` were both written by main; expected a process of its own for each",
        ),
        (
            threads,
            "?:S1@9 2:S2@9 2:F2@2010 1:F1@2010 0:All_done!@2011",
            CouldNotJudge,
            "`S1` came in a way in which its writer cannot be seen; `--writers off` judges the rest",
        ),
        (
            threads,
            "*:S1@9 2:S2@9 2:F2@2010 1:F1@2010 0:All_done!@2011",
            Fail,
            "`S1` was written in parts, by several threads",
        ),
    ];
    for (mark, came, verdict, sentence) in cases {
        let judged = sentences(&expected(mark), &written(came));
        assert_eq!(judged, (verdict, sentence.to_string()), "{mark}: {came}");
    }

    // Where any lines may come, only those that came tell.
    for (mark, verdict, sentence) in [
        (
            "2 threads write: S1, none",
            Fail,
            "no line has the word `none`",
        ),
        (
            "2 threads write: done, All",
            CouldNotJudge,
            "`All done!` has both of the words `done` and `All`; which worker's line is it?",
        ),
    ] {
        let expected = expected(mark).replace("All done!", "...");
        let judged = sentences(&expected, &written(right));
        assert_eq!(judged, (verdict, sentence.to_string()), "{mark}");
    }

    // Main writes all: the others lived at other times.
    let mut alone = written("0:S1@9 0:S2@9 0:F1@2010 0:F2@2010 0:All_done!@2011");
    for (number, life) in alone.lives.iter_mut().flatten().enumerate().skip(1) {
        match number % 2 {
            0 => life.ended = Some(ms(8)),
            _ => life.born = ms(2012),
        }
    }
    for (mark, sentence) in [
        (
            threads,
            "`S1` and `S2` were both written by main; expected a thread of its own for each",
        ),
        (
            "2 threads write",
            "1 thread wrote these lines; expected: 2 threads write",
        ),
    ] {
        let judged = sentences(&expected(mark), &alone);
        assert_eq!(judged, (Fail, sentence.to_string()), "{mark}");
    }
    // One of them is a process's, and lived a little longer.
    alone
        .lives
        .iter_mut()
        .flatten()
        .for_each(|life| life.born = ms(0));
    alone
        .lives
        .iter_mut()
        .flatten()
        .nth(4)
        .expect("a life")
        .ended = Some(ms(100));
    let (_, sentence) = sentences(&expected("2 threads write"), &alone);
    let why = "1 thread wrote these lines; expected: 2 threads write; main wrote every line, \
               though 4 other threads lived: where";
    assert!(sentence.starts_with(why), "{sentence}");

    // The same word in two lines is of one worker.
    let tasks = "[0s]\nA 1\nB 1\n\n[2 threads write: A, B]\n\n[2s]\nA 2\nB 2";
    let judged = sentences(tasks, &written("1:A_1@0 2:B_1@0 2:A_2@2000 1:B_2@2000"));
    let crossed = "`A 1` was written by thread 1, but `A 2` by thread 2; expected one writer for \
                   all lines with `A`";
    assert_eq!(judged, (Fail, crossed.to_string()));

    // Threads of one process may write each other's lines, with one of their own.
    let together = "; but that came together with a line of its own: threads that share a buffer, \
                    as CPython's do, write each other's lines";
    let cases = [
        (
            "threads",
            "1:A_1@0 2:B_1@0 2:A_2@2000 2:B_2@2000",
            "thread 1",
            "thread 2",
            together,
        ),
        // It had nothing of its own to write then.
        (
            "threads",
            "1:A_1@0 2:B_1@0 2:A_2@2000 2:B_2@2001",
            "thread 1",
            "thread 2",
            "",
        ),
        (
            "threads",
            "1:A_1@0 2:B_1@0 2:A_2@2000 2:B_2@2021",
            "thread 1",
            "thread 2",
            "",
        ),
        // Nor had main, which prints for both.
        (
            "threads",
            "0:A_1@0 0:B_1@0 1:A_2@2000 2:B_2@2000",
            "main",
            "thread 1",
            "",
        ),
        (
            "processes",
            "0:A_1@0 4:B_1@0 4:A_2@2000 4:B_2@2000",
            "main",
            "process 1",
            "",
        ),
    ];
    for (kind, came, one, other, together) in cases {
        let tasks = tasks.replace("threads", kind);
        let (verdict, sentence) = sentences(&tasks, &written(came));
        let expected = format!(
            "`A 1` was written by {one}, but `A 2` by {other}; expected one writer for all lines \
             with `A`{together}"
        );
        assert_eq!(sentence, expected, "{came}");
        let doubtful = if together.is_empty() {
            Fail
        } else {
            CouldNotJudge
        };
        assert_eq!(verdict, doubtful, "{came}");
    }

    // Two processes; and nobody who looks.
    let mut seen = written("0:S1@9 4:S2@9 5:F2@2010 0:F1@2010 0:All_done!@2011");
    let processes = expected("2 processes write");
    assert_eq!(sentences(&processes, &seen), (Pass, String::new()));
    seen.lives = Err(Untraced::NotAsked);
    let expected = expected(threads);
    assert_eq!(sentences(&expected, &seen), (Pass, String::new()));
    seen.lives = Err(Untraced::Refused("it is forbidden".to_string()));
    let why = "nobody can tell here who wrote each line, since it is forbidden; `--writers off` \
               judges the rest";
    assert_eq!(
        sentences(&expected, &seen),
        (CouldNotJudge, why.to_string())
    );
}

#[test]
fn what_refuses_the_tracer_cannot_be_judged() {
    use Verdict::{CouldNotJudge, Fail, Pass};
    let refusal = "does not run under the tracer that sees who writes, as its stderr says";
    let sanitizer = "==7==HINT: LeakSanitizer does not work under ptrace (strace, gdb, etc)";
    let debugger = "x\nwarning: ptrace: Operation not permitted\n";
    let right = "1:S1@9 2:S2@9 2:F2@2010 1:F1@2010 0:All_done!@2011";
    let cases = [
        (sanitizer, right, 23, CouldNotJudge, refusal),
        (debugger, "", 1, CouldNotJudge, refusal),
        (
            "tracer: PTRACE_TRACEME: Operation not permitted",
            "",
            1,
            CouldNotJudge,
            refusal,
        ),
        (
            "ptrace is not used",
            right,
            1,
            Fail,
            "ended with exit code 1; expected 0",
        ),
        (sanitizer, right, 0, Pass, ""),
    ];
    for (stderr, came, code, verdict, sentence) in cases {
        let mut seen = Observation {
            stderr: stderr.into(),
            ending: Ending::Exited(code),
            ..written(came)
        };
        let expected = THREADS.replace("[1 process, 3 threads]\n", "");
        let judged = sentences(&expected, &seen);
        assert_eq!(judged.0, verdict, "{stderr}: {}", judged.1);
        assert!(judged.1.contains(sentence), "{stderr}: {}", judged.1);
        // Nobody traced it.
        seen.lives = Err(Untraced::NotAsked);
        let judged = sentences(&expected, &seen);
        assert_ne!(judged.0, CouldNotJudge, "{stderr}: {}", judged.1);
    }
}

#[test]
fn who_did_not_wait_is_named() {
    let cases = [
        ("0", "`All done!` came before `F2`: main did not wait"),
        ("1", "`All done!` came before `F2`: thread 1 did not wait"),
        ("4", "`All done!` came before `F2`: process 1 did not wait"),
        ("?", "`All done!` came before `F2`: main did not wait"),
    ];
    let expected = THREADS.replace("[1 process, 3 threads]\n", "");
    for (by, sentence) in cases {
        let came = format!("1:S1@0 2:S2@0 1:F1@2000 {by}:All_done!@2000 2:F2@2000");
        assert_eq!(sentences(&expected, &written(&came)).1, sentence);
        let came = format!("1:S1@0 2:S2@0 1:F1@2000 {by}:All_done!@2000");
        let missing = sentence.replace(" came before `F2`:", " came, but `F2` is missing:");
        assert_eq!(sentences(&expected, &written(&came)).1, missing);
    }
}

#[test]
fn nothing_is_said_twice() {
    let seen = seen("tick@0 hello@1 hello@1");
    let judgement = judge(&expectation("tick\ntick\ntick\n"), &seen);
    let messages = message::all(&judgement);
    let sentences: Vec<&str> = messages
        .iter()
        .map(|message| message.sentence.as_str())
        .collect();
    let expected = [
        "`hello` is not expected there",
        "`tick` came 1 time; expected 3 at least",
    ];
    assert_eq!(sentences, expected);
    assert_eq!(judgement.findings.len(), 4);
}

#[test]
fn a_gap_may_be_longer_by_what_was_withheld() {
    use Verdict::{CouldNotJudge, Fail, Pass};
    // When the second line came, and for how long its writer, the observer and
    // another thread had no core meanwhile; in milliseconds.
    let cases = [
        (1900, 0, 0, 0, Pass),
        (2119, 0, 0, 0, Pass),
        (2121, 0, 0, 0, Fail),
        (1899, 0, 0, 0, Fail),
        (2500, 0, 0, 0, Fail),
        (2500, 380, 0, 0, Pass),
        (2500, 370, 0, 0, Fail),
        // Another's wait explains it perhaps, and is no excuse; nor is the observer's.
        (2500, 300, 80, 0, CouldNotJudge),
        (2500, 0, 0, 380, CouldNotJudge),
        (2500, 0, 0, 370, Fail),
        (2500, 100, 0, 300, CouldNotJudge),
    ];
    for (at, writer, observer, other, verdict) in cases {
        let mut seen = written(&format!("1:a@0 2:b@{at}"));
        seen.lines[1].delays = Some(Delays {
            writer: ms(writer),
            observer: ms(observer),
        });
        let thread = |tid, delayed| Thread {
            pid: 0,
            tid,
            cpu: Duration::ZERO,
            delayed: ms(delayed),
        };
        let last = Sample {
            at: ms(at - 10),
            threads: vec![thread(2, writer), thread(3, other)],
            ..Sample::default()
        };
        seen.census = Some(Census {
            samples: vec![Sample::default(), last],
        });
        let judged = sentences("[0s]\na\n\n[2s]\nb", &seen);
        assert_eq!(
            judged.0, verdict,
            "{at} {writer} {observer} {other}: {}",
            judged.1
        );
    }
    // An earlier line that was noted late makes the gap look shorter.
    let mut seen = written("1:a@100 2:b@1950");
    assert_eq!(sentences("[0s]\na\n\n[2s]\nb", &seen).0, Fail);
    seen.lines[0].delays = Some(Delays {
        writer: Duration::ZERO,
        observer: ms(60),
    });
    assert_eq!(sentences("[0s]\na\n\n[2s]\nb", &seen).0, CouldNotJudge);
}

#[test]
fn each_new_mark_is_judged() {
    use Verdict::{Fail, Pass};
    let workers = "[0s]\n[in order]\na 1\n[1s]\na 2\n[in order]\nb 1\n[1s]\nb 2\n\ndone";
    let cases = [
        (workers, "a_1@0 b_1@5 b_2@1005 a_2@1006 done@1007", Pass, ""),
        (
            workers,
            "b_1@0 b_2@1000 a_1@1000 a_2@2000 done@2000",
            Pass,
            "",
        ),
        (
            workers,
            "a_2@0 b_1@5 b_2@1005 a_1@1006 done@1007",
            Fail,
            "`a 2` came before `a 1`, but belongs after it",
        ),
        (
            workers,
            "a_1@0 b_1@5 b_2@1005 a_2@2006 done@2007",
            Fail,
            "`a 2` came 2.01 s after `a 1`; expected 0.95 to 1.5 s",
        ),
        (
            workers,
            "a_1@0 b_1@5 b_2@1005 done@2007",
            Fail,
            "`a 2` is missing",
        ),
        ("[2..3 times]\nx\n\ny", "x@0 x@0 y@0", Pass, ""),
        ("[2..3 times]\nx\n\ny", "x@0 x@0 x@0 y@0", Pass, ""),
        (
            "[2..3 times]\nx\n\ny",
            "x@0 y@0",
            Fail,
            "`x` came 1 time; expected 2 at least",
        ),
        (
            "[2..3 times]\nx\n\ny",
            "x@0 x@0 x@0 x@0 y@0",
            Fail,
            "`x` was printed too many times",
        ),
        (
            "pid [*p]\n\nchild of [*p], [*q]",
            "pid_7@0 child_of_7,_8@0",
            Pass,
            "",
        ),
        (
            "pid [*p]\n\nchild of [*p], [*q]",
            "pid_7@0 child_of_9,_8@0",
            Fail,
            "`[*p]` is `7` in `pid 7`, but `9` in `child of 9, 8`; expected one word",
        ),
        (
            "pid [*p]\n\nchild of [*p], [*q]",
            "pid_7@0 child_of_7,_7@0",
            Fail,
            "in `child of 7, 7`, `[*q]` is `7`, as `[*p]` is; expected two words",
        ),
        ("took [*] s", "took_0.51_s@0", Pass, ""),
        (
            "took [*] s",
            "took_0.51_m@0",
            Fail,
            "`took 0.51 m` is not expected there; `took [*] s` is missing",
        ),
        ("[start]\n[1s]\nx", "x@1200", Pass, ""),
        (
            "[start]\n[1s]\nx",
            "x@100",
            Fail,
            "`x` came 0.10 s after the program's start; expected 0.95 to 2.5 s",
        ),
        ("[1 process, 3 threads]\nx", "x@0", Pass, ""),
        (
            "[<=2 threads]\nx",
            "x@0",
            Fail,
            "saw 1 process with 3 threads after its start; expected at most 2 threads",
        ),
        (
            "[1 at once: in .. out]\n[2 times]\nin\n[2 times]\nout",
            "in@0 out@0 in@0 out@0",
            Pass,
            "",
        ),
        (
            "[1 at once: in .. out]\n[2 times]\nin\n[2 times]\nout",
            "in@0 in@0 out@0 out@0",
            Fail,
            "with `in`, more than 1 had `in` without `out`; there were 2 at once",
        ),
    ];
    for (expected, came, verdict, sentence) in cases {
        let judged = sentences(expected, &seen(came));
        assert_eq!(judged.0, verdict, "{expected}: {came}: {}", judged.1);
        assert!(judged.1.starts_with(sentence), "{}", judged.1);
    }
}

/// The longest output that is judged, against a long expectation.
#[test]
fn much_output_takes_little_time() {
    let many = |line: &str, count: usize| format!("{}\n", vec![line; count].join("\n"));
    let each = |count: usize| -> String { (0..count).map(|n| format!("l{n}\n\n")).collect() };
    let expectations = [
        many("a", 200),
        format!("...\n\n{}", many("a", 200)),
        format!("...\n\n{0}\n...\n\n{0}\n...\n", many("a", 100)),
        format!("...\n\n{0}\nb\n\n...\n", many("a", 200)),
        format!("...\n\n{}", "a\n\n".repeat(200)),
        format!("[0s]\na\n\n[1s]\n{}\n...\n", many("a", 200)),
        each(200),
        format!("...\n\n{}", each(200)),
        many(&"a".repeat(400), 200),
        // Each nearly the lines that came, the other way round.
        (0..200)
            .map(|n| format!("{n}{}\n", "abcd".repeat(60)))
            .collect(),
    ];
    let mut outputs = vec![
        vec!["a".to_string(); 4096],
        (0..4096).map(|n| format!("l{n}")).collect(),
        (0..4096).rev().map(|n| format!("l{n}")).collect(),
        vec!["a".repeat(510); 4096],
        vec!["a".repeat(8000); 250],
    ];
    outputs.push(vec![String::new(); 4096]);
    outputs.push(
        (0..4096)
            .map(|n| format!("{}{n}", "dcba".repeat(60)))
            .collect(),
    );
    for text in &expectations {
        let expectation = expectation(text);
        for lines in &outputs {
            let line = |(n, text): (u64, &String)| Line::new(ms(n), text.as_str());
            let seen = Observation {
                lines: (0..).zip(lines).map(line).collect(),
                ..seen("")
            };
            // The best of three: the machine may be busy.
            let attempt = |_| {
                let begun = std::time::Instant::now();
                let mut judgement = judge(&expectation, &seen);
                judgement.findings.truncate(crate::summary::KEPT_LINES);
                let sentences = message::all(&judgement).len();
                (begun.elapsed(), sentences)
            };
            let (took, sentences) = (0..3).map(attempt).min().expect("three");
            let (expected, came) = (&text[..text.len().min(20)], &lines[0]);
            // Half a second on a quiet machine. What is searched instead of looked
            // up takes more than ten.
            assert!(
                took < Duration::from_secs(5),
                "{expected:?} {:?}: {took:?}, {sentences} findings",
                &came[..came.len().min(20)]
            );
        }
    }
}
