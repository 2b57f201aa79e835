//! `--explain`: what was seen of one run, over time, and which rule each line
//! satisfied.

use super::entry::Entry;
use crate::judgement::{Arrangement, Clause, Interval, Judgement};
use crate::message;
use crate::summary::JudgedRun;
use crate::text::shown;
use observer::Observation;
use observer::timeline::{observed, text};
use std::fmt::Write;
use std::time::Duration;

/// One run of each program: the first that did not pass, or else the last.
pub fn explain(entries: &[Entry]) -> String {
    let mut text = String::new();
    for entry in entries {
        if let Some(run) = entry.outcome.telling_run() {
            let JudgedRun {
                judgement, seen, ..
            } = run;
            let _ = writeln!(text, "{}", entry.title());
            text.push_str(&picture(seen));
            text.push_str(&rules(judgement, seen));
            text.push('\n');
        }
    }
    text
}

/// A row a worker, and beneath them who existed. All lines follow the picture:
/// they are drawn only if there is no worker.
fn picture(seen: &Observation) -> String {
    let (mut lanes, others) = observed::printed(seen, Duration::ZERO);
    if lanes.is_empty() {
        lanes.push(others);
    }
    text::picture(&lanes, &observed::counts(seen), observed::end(seen))
}

/// Each line with its time, and the rule that it satisfied.
fn rules(judgement: &Judgement, seen: &Observation) -> String {
    let mut rules = vec![String::new(); seen.lines.len()];
    for clause in &judgement.clauses {
        match clause {
            Clause::Order {
                expected,
                seen: Some(lines),
                ..
            } => {
                for &line in lines {
                    rules[line].insert_str(0, arrangement(*expected));
                }
            }
            Clause::Time {
                expected,
                seen: Some(intervals),
                ..
            } => {
                for &Interval { since, line, time } in intervals {
                    let since = match since {
                        Some(since) => format!("`{}`", shown(&seen.lines[since].bytes, 40)),
                        None => "the program's start".to_string(),
                    };
                    let time = time.as_secs_f64();
                    let _ = write!(rules[line], "; {time:.3} s after {since}, {expected} pass");
                }
            }
            _ => {}
        }
    }
    let is_known = rules.iter().any(|rule| !rule.is_empty());
    let mut text = String::new();
    for (line, rule) in seen.lines.iter().zip(rules) {
        let at = line.at.as_secs_f64();
        let rule = match rule.as_str() {
            "" if is_known => "satisfies no rule",
            rule => rule,
        };
        let line = format!("  {at:6.3} s  {:32}{rule}", shown(&line.bytes, 60));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    for clause in &judgement.clauses {
        if let Clause::Count { expected, seen, .. } = clause {
            let seen = seen.map_or("unknown".to_string(), message::counts);
            let _ = writeln!(text, "  counted: {seen}; expected {expected}");
        }
    }
    text
}

fn arrangement(arrangement: Arrangement) -> &'static str {
    match arrangement {
        Arrangement::Alone => "alone in its paragraph",
        Arrangement::AnyOrder => "any order in its paragraph",
        Arrangement::InOrder => "in the order of its sequence",
        Arrangement::AmongOthers => "among other lines",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::judge;
    use crate::judgement::tests::{THREADS, expectation, seen};

    #[test]
    fn the_timeline_shows_each_worker() {
        let seen = seen("Starting_A@0 Starting_B@1000 Finished_A@2000 Finished_B@3000 Done!@3000");
        let expected = [
            format!("  {:16}├{}┤", "A", "─".repeat(38)),
            format!("  {:16}{}├{}┤", "B", " ".repeat(20), "─".repeat(38)),
        ];
        let picture = picture(&seen);
        let rows: Vec<&str> = picture.lines().collect();
        assert_eq!(rows[..2], expected);
        assert_eq!(rows[2], format!("  {:16}{}", "processes", "1".repeat(60)));
        assert_eq!(rows[3], format!("  {:16}{}", "threads", "3".repeat(60)));
        assert!(rows[4].trim_start().starts_with("0 s") && rows[4].ends_with("3.00 s"));
    }

    #[test]
    fn each_line_is_shown_with_its_rule() {
        let expectation = expectation(THREADS);
        let show = |came| {
            let seen = seen(came);
            rules(&judge(&expectation, &seen), &seen)
        };
        let right = show("S1@0 S2@5 F2@2010 F1@2020 All_done!@2021");
        let any = "any order in its paragraph";
        let expected = [
            format!("   0.000 s  {:32}{any}", "S1"),
            format!("   0.005 s  {:32}{any}", "S2"),
            format!(
                "   2.010 s  {:32}{any}; 2.010 s after `S1`, 1.9 to 3.0 s pass",
                "F2"
            ),
            format!(
                "   2.020 s  {:32}{any}; 2.015 s after `S2`, 1.9 to 3.0 s pass",
                "F1"
            ),
            format!("   2.021 s  {:32}alone in its paragraph", "All done!"),
            "  counted: 1 process, 3 threads; expected 1 process with 3 threads".to_string(),
        ];
        assert_eq!(right.lines().collect::<Vec<_>>(), expected);
        assert!(show("S1@0 F1@2000").starts_with("   0.000 s  S1\n   2.000 s  F1\n"));
    }

    #[test]
    fn each_count_is_shown_with_its_own_number() {
        let expectation = expectation("a\n\n[3 threads]\n\nb\n\n[1 thread]\n\nc");
        let mut seen = seen("a@0 b@1000 c@2000");
        for sample in seen
            .census
            .iter_mut()
            .flat_map(|census| &mut census.samples)
        {
            if sample.at >= Duration::from_millis(1000) {
                sample.threads.truncate(1);
            }
        }
        let rules = rules(&judge(&expectation, &seen), &seen);
        let counted: Vec<&str> = rules
            .lines()
            .filter(|line| line.contains("counted"))
            .collect();
        let expected = [
            "  counted: 1 process, 3 threads; expected 3 threads",
            "  counted: 1 process, 1 thread; expected 1 thread",
        ];
        assert_eq!(counted, expected);
    }
}
