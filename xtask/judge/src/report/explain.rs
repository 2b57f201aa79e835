//! `--explain`: what was seen of one run, over time, who wrote each line, and which
//! rule it satisfied.

use super::entry::{Entry, Outcome};
use super::rules::{holds, rules};
use crate::judgement::Judgement;
use crate::message;
use crate::summary::JudgedRun;
use crate::text::shown;
use observer::Observation;
use observer::timeline::{observed, text};
use std::fmt::Write;

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
            text.push_str(&lines(judgement, seen));
            if let Outcome::Ran(summary, _) = &entry.outcome {
                text.push_str(&indented(&holds(summary)));
            }
            text.push('\n');
        }
    }
    text
}

/// A row a worker; of other lines a row a writer, where that is known; and beneath
/// them who existed. All lines follow the picture: those of unknown writers are
/// drawn only if there is no worker.
fn picture(seen: &Observation) -> String {
    let (mut lanes, others) = observed::printed(seen);
    if lanes.is_empty() || seen.lives.is_ok() {
        lanes.extend(others);
    }
    text::picture(&lanes, &observed::counts(seen), observed::end(seen))
}

/// Each line with its time and its writer, and the rule that it satisfied.
fn lines(judgement: &Judgement, seen: &Observation) -> String {
    let rules = rules(judgement, seen);
    let mut text = String::new();
    let columns = message::writers(seen, seen.lines.len());
    for ((line, by), rule) in seen.lines.iter().zip(columns).zip(&rules.of_lines) {
        let at = line.at.as_secs_f64();
        let line = format!("  {at:6.3} s  {by}{:32}{rule}", shown(&line.bytes, 60));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text + &indented(&rules.figures)
}

fn indented(lines: &[String]) -> String {
    lines.iter().map(|line| format!("  {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::judge;
    use crate::judgement::tests::{THREADS, expectation, seen, written};
    use observer::Delays;
    use std::time::Duration;

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
            lines(&judge(&expectation, &seen), &seen)
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
        let shown = lines(&judge(&expectation, &seen), &seen);
        let counted: Vec<&str> = shown
            .lines()
            .filter(|line| line.contains("counted"))
            .collect();
        let expected = [
            "  counted: 1 process, 3 threads; expected 3 threads",
            "  counted: 1 process, 1 thread; expected 1 thread",
        ];
        assert_eq!(counted, expected);
    }

    #[test]
    fn each_line_of_a_traced_program_is_shown_with_its_writer() {
        let show = |mark: &str, seen: &Observation| {
            let text = format!("[0s]\nS1\nS2\n\n[{mark}]\n\n[2s]\nF1\nF2\n\nAll done!");
            lines(&judge(&expectation(&text), seen), seen)
        };
        let mut seen = written("1:S1@0 5:S2@5 5:F2@2010 1:F1@2210 0:All_done!@2211");
        seen.lines[3].delays = Some(Delays {
            writer: Duration::from_millis(190),
            observer: Duration::ZERO,
        });
        let any = "any order in its paragraph";
        let row = |at: &str, by: &str, line: &str, rule: &str| {
            format!("   {at} s  {by:18}  {line:32}{rule}")
        };
        let expected = [
            row("0.000", "thread 1", "S1", &format!("{any}; one thread writes `S1`")),
            row("0.005", "process 1 thread 1", "S2", &format!("{any}; one thread writes `S2`")),
            row("2.010", "process 1 thread 1", "F2", &format!("{any}; 2.010 s after `S1`, 1.9 to 2.1 s pass")),
            row(
                "2.210",
                "thread 1",
                "F1",
                &format!(
                    "{any}; 2.205 s after `S2`, 1.9 to 2.1 s pass, and 0.210 s more, since the \
                     machine withheld 0.190 s"
                ),
            ),
            row("2.211", "main", "All done!", "alone in its paragraph"),
            "  written: `S1` by thread 1, `S2` by process 1 thread 1; expected that 2 threads write: S1, S2".to_string(),
        ];
        let shown = show("2 threads write: S1, S2", &seen);
        assert_eq!(shown.lines().collect::<Vec<_>>(), expected);
        // By processes; and by number.
        let cases = [
            (
                "2 processes write: S1, S2",
                "`S1` by main, `S2` by process 1; expected that 2 processes write: S1, S2",
            ),
            (
                ">=2 threads write",
                "by thread 1 and process 1 thread 1; expected that at least 2 threads write",
            ),
        ];
        for (mark, expected) in cases {
            let shown = show(mark, &seen);
            let last = shown.lines().next_back();
            assert_eq!(last, Some(format!("  written: {expected}").as_str()));
        }
        assert!(show("2 threads write", &seen).contains("; its thread is counted\n"));
        let missing = show("2 threads write: S1, S2", &written("1:S1@0 0:All_done!@10"));
        assert!(
            missing.contains("`S1` by thread 1, `S2` by nobody; "),
            "{missing}"
        );
        // Not everything can be seen.
        let unseen = written("?:S1@0 *:S2@5 2:F2@2010 1:F1@2010 0:All_done!@2011");
        let shown = show("2 threads write: S1, S2", &unseen);
        assert!(
            shown.starts_with("   0.000 s  ?         S1  ")
                && shown.contains("\n   0.005 s  several   S2  ")
                && shown.ends_with(
                    "\n  written: unknown by whom; expected that 2 threads write: S1, S2\n"
                ),
            "{shown}"
        );
    }

    #[test]
    fn a_line_that_may_be_any_satisfies_that() {
        let expectation = expectation("a\n\n...\n\nb");
        let seen = written("0:a@0 1:x@1000 0:b@2000");
        let shown = lines(&judge(&expectation, &seen), &seen);
        let row = format!(
            "   1.000 s  thread 1  {:32}one of the other lines, `...`\n",
            "x"
        );
        assert!(shown.contains(&row), "{shown}");
    }

    #[test]
    fn lines_that_are_no_workers_are_drawn_for_their_writers() {
        let came = written("1:Start_A@0 1:End_A@1000 4:x@1500 0:Done@3000");
        let picture = picture(&came);
        let rows: Vec<&str> = picture.lines().take(3).collect();
        let expected = [
            format!("  {:16}├{}┤", "A", "─".repeat(19)),
            format!("  {:16}{}│", "main", " ".repeat(59)),
            format!("  {:16}{}│", "process 1", " ".repeat(30)),
        ];
        assert_eq!(rows, expected);
    }
}
