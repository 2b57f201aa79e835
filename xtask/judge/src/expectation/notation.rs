//! The notation of `expected.txt`: readable as a program's output and as its
//! timeline.

use super::check::{Places, check};
use super::mark::{self, Flaw, MARKS, Mark};
use super::mistake::mistake;
use super::{Expectation, ExpectedCounts, ExpectedLine, ExpectedWriters, Gap, Paragraph};
use super::{Pattern, When};
use observer::Limits;
use std::time::Duration;

pub use super::mistake::NotationError;

/// Reads an expectation.
///
/// # Errors
/// The first mistake, from the top; mistakes of several lines come last.
pub fn parse(bytes: &[u8]) -> Result<Expectation, NotationError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = Reader::default();
    for (number, line) in (1..).zip(bytes.split(|&byte| byte == b'\n')) {
        reader.number = number;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let Ok(line) = std::str::from_utf8(line) else {
            return mistake(number, "the line is not UTF-8", "save the file as UTF-8");
        };
        reader.read(line)?;
    }
    reader.finish()
}

/// Before a line, it says that the line is printed.
pub(super) const MARK_OF_LITERAL: char = '\\';

/// Whether this line is read as a printed one, and as it is.
pub(super) fn is_literal(line: &str) -> bool {
    let is_marked = line.starts_with(MARK_OF_LITERAL) && !line.starts_with("\\[*");
    let says_else = line.starts_with('#') || looks_like_dots(line) || looks_like_a_mark(line);
    !(is_marked || says_else || line.trim().is_empty())
}

/// Whether somebody who wrote this line may have meant a time or a count: also
/// if they indented it, put a remark behind it, or forgot the end.
fn looks_like_a_mark(line: &str) -> bool {
    let begins = line.trim_start().strip_prefix('[');
    let measures = begins
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '>' || c == '<'));
    let varies = line.starts_with("[*");
    let words =
        begins.is_some_and(|rest| rest.starts_with("in order]") || rest.starts_with("start]"));
    measures || words || (!varies && line.starts_with('[') && line.trim_end().ends_with(']'))
}

/// Whether somebody who wrote this line may have meant `...`: one point alone is
/// what programs print.
fn looks_like_dots(line: &str) -> bool {
    let text = line.trim();
    text != "." && text.chars().all(|c| c == '.' || c == '…')
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    number: usize,
    /// What stands on top, and the paragraphs that have ended.
    read: Expectation,
    /// The paragraph that is being read; empty between two paragraphs.
    current: Paragraph,
    /// The line of a time whose paragraph has no lines yet.
    time_at: Option<usize>,
    /// The line of a count whose following paragraph has not come yet.
    counts_at: Option<usize>,
    /// The sequence that is being read, by its index in the paragraph.
    sequence: Option<usize>,
    /// For the next line: how often it comes, how long after the one before, and
    /// the line that says so.
    times: Option<(usize, usize, usize)>,
    gap: Option<(Gap, usize)>,
    /// The line of a sequence's mark that has no line yet.
    in_order_at: Option<usize>,
    /// The line that says that times count from the start.
    start_at: Option<usize>,
    /// Where what stands.
    places: Places,
}

impl Reader {
    fn read(&mut self, line: &str) -> Result<(), NotationError> {
        if let Some(control) = line.chars().find(|&c| c.is_control() && c != '\t') {
            let problem = format!("the line holds the control character {control:?}");
            let remedy = "leave it out: colours and the like are not compared";
            return mistake(self.number, problem, remedy);
        }
        if let Some(literal) = line.strip_prefix(MARK_OF_LITERAL) {
            // Before a part that varies, it is for that part.
            let varies = literal.starts_with("[*");
            self.line(if varies { line } else { literal })?;
        } else if line.is_empty() {
            self.end_paragraph()?;
        } else if line.trim().is_empty() {
            let remedy = "empty it to end a paragraph; for a printed line, begin it with `\\`";
            return mistake(self.number, "the line has nothing but spaces", remedy);
        } else if line.starts_with('#') {
        } else if line.trim_end() == "..." {
            self.expect_no_promise()?;
            self.current.open = true;
        } else if looks_like_dots(line) {
            let problem = format!("`{line}` is not `...`");
            let remedy = format!("write `...` for any lines, or `\\{line}` for the text");
            return mistake(self.number, problem, remedy);
        } else if looks_like_a_mark(line) {
            let mark = line
                .strip_prefix('[')
                .and_then(|mark| mark.trim_end().strip_suffix(']'));
            let Some(mark) = mark else {
                let problem = format!("`{line}` begins like a time or a count");
                return mistake(self.number, problem, MARKS);
            };
            self.mark(mark)?;
        } else {
            self.line(line)?;
        }
        Ok(())
    }

    fn line(&mut self, line: &str) -> Result<(), NotationError> {
        let longest = Limits::with_deadline(Duration::ZERO).line_bytes;
        if line.len() > longest {
            let problem = format!(
                "the line is longer than {longest} bytes, and a program that prints it is stopped"
            );
            return mistake(self.number, problem, "write `...` for it");
        }
        let pattern = Pattern::parse(line);
        let pattern = pattern.or_else(|(problem, remedy)| mistake(self.number, problem, remedy))?;
        self.time_at = None;
        self.in_order_at = None;
        let (least, most, _) = self.times.take().unwrap_or((1, 1, 0));
        let gap = self.gap.take().map(|(gap, _)| gap);
        for count in 0..most {
            self.places.lines.push(self.number);
            self.current.lines.push(ExpectedLine {
                pattern: pattern.clone(),
                sequence: self.sequence,
                optional: count >= least,
                gap,
            });
        }
        Ok(())
    }

    /// Nothing but what stands on top has been read.
    fn is_on_top(&self) -> bool {
        self.read.paragraphs.is_empty() && self.current == Paragraph::default()
    }

    fn mark(&mut self, text: &str) -> Result<(), NotationError> {
        let mark = mark::parse(text);
        let mark =
            mark.or_else(|Flaw { problem, remedy }| mistake(self.number, problem, remedy))?;
        let on_top = "put it on top, above the first line and the first time";
        match mark {
            Mark::Start if self.is_on_top() && self.start_at.is_none() => {
                self.read.from_start = true;
                self.start_at = Some(self.number);
            }
            Mark::AtOnce(at_once) if self.is_on_top() => {
                self.read.at_once.push(at_once);
                self.places.at_once.push(self.number);
            }
            Mark::Start | Mark::AtOnce(_) => {
                return mistake(
                    self.number,
                    format!("`[{text}]` has something above it"),
                    on_top,
                );
            }
            Mark::Counts(counts, writers) if self.is_on_top() => {
                if self.read.counts.is_some() || self.read.writers.is_some() {
                    return self.second_count(text);
                }
                (self.read.counts, self.read.writers) = (counts, writers);
            }
            Mark::Counts(counts, writers) => self.counts(text, counts, writers)?,
            Mark::InOrder => {
                self.expect_no_promise()?;
                self.sequence = Some(self.sequence.map_or(0, |sequence| sequence + 1));
                self.in_order_at = Some(self.number);
            }
            Mark::Times(least, most) => {
                self.expect_no_times()?;
                self.times = Some((least, most, self.number));
            }
            Mark::Time(when) => match self.sequence {
                Some(sequence) => self.time_in_order(text, when, sequence)?,
                None => self.time(text, when)?,
            },
        }
        Ok(())
    }

    /// A time within a sequence: of the next line, from the line before it.
    fn time_in_order(
        &mut self,
        text: &str,
        when: When,
        sequence: usize,
    ) -> Result<(), NotationError> {
        let When::After(gap) = when else {
            let problem = format!("`[{text}]` stands in a sequence");
            let remedy = "leave it out, for times there count from the line before; or put it \
                          above `[in order]`";
            return mistake(self.number, problem, remedy);
        };
        let last = self.current.lines.last();
        if last.and_then(|last| last.sequence) != Some(sequence) {
            let problem = format!("`[{text}]` has no line before it in its sequence");
            let remedy = "put it between two lines, or above `[in order]`";
            return mistake(self.number, problem, remedy);
        }
        if let Some((_, line)) = self.gap.replace((gap, self.number)) {
            return mistake(line, "no line follows this time", "write one time");
        }
        Ok(())
    }

    /// Ends the paragraph above it, as a blank line does.
    fn time(&mut self, text: &str, when: When) -> Result<(), NotationError> {
        self.end_paragraph()?;
        let mut above = self.read.paragraphs.iter();
        let has_origin =
            self.read.from_start || above.any(|paragraph| paragraph.when != When::Untimed);
        if when != When::Origin && !has_origin {
            let problem = format!("`[{text}]` has no earlier `[0s]`");
            let remedy = "put `[0s]` above the lines that it counts from, or `[start]` on top";
            return mistake(self.number, problem, remedy);
        }
        self.current.when = when;
        self.time_at = Some(self.number);
        Ok(())
    }

    /// Ends the paragraph above it, too.
    fn counts(
        &mut self,
        text: &str,
        counts: Option<ExpectedCounts>,
        writers: Option<ExpectedWriters>,
    ) -> Result<(), NotationError> {
        self.end_paragraph()?;
        if self.counts_at.is_some() {
            return self.second_count(text);
        }
        if writers.is_some() {
            self.places.writers.push(self.number);
        }
        self.current.counts = counts;
        self.current.writers = writers;
        self.counts_at = Some(self.number);
        Ok(())
    }

    fn second_count(&self, text: &str) -> Result<(), NotationError> {
        let problem = format!("`[{text}]` is the second count in one place");
        let remedy = "write one, as in `[1 process, 3 threads]`";
        mistake(self.number, problem, remedy)
    }

    /// What a mark promised of the next line must come before anything else.
    fn expect_no_promise(&self) -> Result<(), NotationError> {
        if let Some(line) = self.in_order_at {
            let remedy = "put the lines of the sequence right below it";
            return mistake(line, "no line follows this `[in order]`", remedy);
        }
        if let Some((_, line)) = self.gap {
            let remedy = "put the line that it times right below it";
            return mistake(line, "no line follows this time", remedy);
        }
        self.expect_no_times()
    }

    fn expect_no_times(&self) -> Result<(), NotationError> {
        match self.times {
            Some((.., line)) => {
                let remedy = "put the line that comes so often right below it";
                mistake(line, "no line follows this number of times", remedy)
            }
            None => Ok(()),
        }
    }

    fn end_paragraph(&mut self) -> Result<(), NotationError> {
        self.expect_no_promise()?;
        if let Some(line) = self.time_at {
            let remedy = "put the lines that it times right below it";
            return mistake(line, "no line follows this time", remedy);
        }
        self.sequence = None;
        if !self.current.lines.is_empty() || self.current.open {
            self.read.paragraphs.push(std::mem::take(&mut self.current));
            self.counts_at = None;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Expectation, NotationError> {
        self.end_paragraph()?;
        if let Some(line) = self.counts_at {
            let remedy = "put it between two paragraphs, or on top";
            return mistake(line, "no line follows this count", remedy);
        }
        let mut paragraphs = self.read.paragraphs.iter();
        if paragraphs.all(|paragraph| paragraph.lines.is_empty()) {
            let remedy = "write at least one line that the program prints";
            return mistake(self.number, "nothing is expected", remedy);
        }
        let mut paragraphs = self.read.paragraphs.iter();
        if let Some(line) = self.start_at
            && !paragraphs.any(|paragraph| paragraph.gap().is_some())
        {
            let remedy = "write a time above the lines that come so late";
            return mistake(line, "no time counts from the start", remedy);
        }
        check(&self.read, &self.places)?;
        Ok(self.read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expectation::{AtOnce, Bound, Worker};
    use proptest::prelude::*;

    fn seconds(shortest: f64, longest: f64, loosest: f64) -> When {
        let [shortest, longest, loosest] =
            [shortest, longest, loosest].map(Duration::from_secs_f64);
        When::After(Gap {
            shortest,
            longest,
            loosest,
        })
    }

    fn paragraph(when: When, lines: &[&str]) -> Paragraph {
        Paragraph {
            lines: lines.iter().map(|&text| text.into()).collect(),
            when,
            ..Paragraph::default()
        }
    }

    fn paragraphs(text: &str) -> Vec<Paragraph> {
        parse(text.as_bytes()).expect(text).paragraphs
    }

    #[test]
    fn reads_a_timeline() {
        let text = "\u{feff}# A comment.\n[0s]\nStarting A\r\nStarting B\n\n\n\
                    [1 process, 3 threads]\n\n[2s]\nFinished A\n# Between.\nFinished B\n\nDone";
        let counts = ExpectedCounts {
            processes: Some(Bound::Exactly(1)),
            threads: Some(Bound::Exactly(3)),
        };
        let expected = [
            paragraph(When::Origin, &["Starting A", "Starting B"]),
            Paragraph {
                counts: Some(counts),
                ..paragraph(seconds(1.9, 2.1, 3.0), &["Finished A", "Finished B"])
            },
            paragraph(When::Untimed, &["Done"]),
        ];
        assert_eq!(paragraphs(text), expected);
    }

    #[test]
    fn marks_end_a_paragraph_as_blank_lines_do() {
        let expected = [
            paragraph(When::Origin, &["a"]),
            paragraph(seconds(0.475, 0.525, 0.75), &["b"]),
            paragraph(seconds(1.9, 5.25, 5.25), &["c"]),
            paragraph(seconds(0.0, 1.05, 1.05), &["d"]),
        ];
        let text = "[0ms]\na\n[500ms]\nb\n[2s..5s]\nc\n[0s..1.0s]\nd\n";
        assert_eq!(paragraphs(text), expected);
    }

    #[test]
    fn a_backslash_makes_a_line_literal() {
        let text = "\\[0s]\n\\# x\n\\\n\\...\n\\\\\n[INFO] x\n x #\n";
        let lines = ["[0s]", "# x", "", "...", "\\", "[INFO] x", " x #"];
        assert_eq!(paragraphs(text), [paragraph(When::Untimed, &lines)]);
    }

    #[test]
    fn dots_admit_any_lines() {
        let read = paragraphs("...\n\na\n...\n\nb\n");
        let open: Vec<bool> = read.iter().map(|paragraph| paragraph.open).collect();
        assert_eq!(open, [true, true, false]);
        assert_eq!(read[1].lines, paragraph(When::Untimed, &["a"]).lines);
    }

    #[test]
    fn counts_may_stand_alone() {
        use Bound::{AtLeast, Exactly};
        let cases = [
            ("[1 process]", Some(Exactly(1)), None, "1 process"),
            (
                "[>=3 processes]",
                Some(AtLeast(3)),
                None,
                "at least 3 processes",
            ),
            ("[2 threads]", None, Some(Exactly(2)), "2 threads"),
            (
                "[>=1 process, 3 threads]",
                Some(AtLeast(1)),
                Some(Exactly(3)),
                "at least 1 process with 3 threads",
            ),
        ];
        for (mark, processes, threads, shown) in cases {
            let counts = paragraphs(&format!("a\n\n{mark}\n\nb"))[1]
                .counts
                .expect(mark);
            assert_eq!(counts, ExpectedCounts { processes, threads });
            assert_eq!(counts.to_string(), shown);
        }
    }

    #[test]
    fn writers_come_last_with_their_names() {
        use Bound::{AtLeast, Exactly};
        use Worker::{Process, Thread};
        // A mark, its processes, who writes, how many, by which names, and how it is shown.
        type Case<'a> = (
            &'a str,
            Option<Bound>,
            Worker,
            Bound,
            &'a [&'a str],
            &'a str,
        );
        let cases: [Case; 5] = [
            (
                "[1 thread writes]",
                None,
                Thread,
                Exactly(1),
                &[],
                "1 thread writes",
            ),
            (
                "[>=2 processes write]",
                None,
                Process,
                AtLeast(2),
                &[],
                "at least 2 processes write",
            ),
            (
                "[2 threads write: Thread-1, All done]",
                None,
                Thread,
                Exactly(2),
                &["Thread-1", "All done"],
                "2 threads write: Thread-1, All done",
            ),
            (
                "[1 process, 1 thread writes: A: b]",
                Some(Exactly(1)),
                Thread,
                Exactly(1),
                &["A: b"],
                "1 thread writes: A: b",
            ),
            (
                "[>=2 processes, 3 processes write: 1, 2, 3]",
                Some(AtLeast(2)),
                Process,
                Exactly(3),
                &["1", "2", "3"],
                "3 processes write: 1, 2, 3",
            ),
        ];
        for (mark, processes, worker, number, names, shown) in cases {
            let read = paragraphs(&format!("a\n...\n\n{mark}\n\nb")).remove(1);
            let counts = processes.map(|number| ExpectedCounts {
                processes: Some(number),
                threads: None,
            });
            assert_eq!(read.counts, counts, "{mark}");
            let writers = read.writers.expect(mark);
            assert_eq!((writers.worker, writers.number), (worker, number), "{mark}");
            assert_eq!(writers.names, names);
            assert_eq!(writers.to_string(), shown);
        }
        for mark in [
            "[2 threads write: A]",
            "[>=2 threads write: A, B]",
            "[2 threads write: A, A]",
            "[2 threads write: A, ]",
            "[2 threads write, 1 process]",
            "[2 threads write, 2 threads write]",
            "[2 threads: A, B]",
            "[2 writers write]",
        ] {
            let text = format!("a\n\n{mark}\n\nb");
            let error = parse(text.as_bytes()).expect_err(mark);
            assert_eq!(error.line, 3, "{mark}");
        }
    }

    #[test]
    fn what_nothing_can_pass_is_refused() {
        let long = format!("a\n{}", "x".repeat(8193));
        let cases = [
            (
                "a\n[3 processes, 1 thread]\nb",
                "line 2: `[3 processes, 1 thread]` has fewer threads than processes; write one \
                 thread for each process at least",
            ),
            (
                "a\n[>=3 processes, 2 threads]\nb",
                "line 2: `[>=3 processes, 2 threads]` has fewer threads",
            ),
            (
                "[0s]\na\n[2s..2.001s]\nb",
                "line 3: `[2s..2.001s]` is narrower than can be measured; write a single time, or \
                 two that are 20 ms apart",
            ),
            (
                "[0.0000001s]\na",
                "line 1: `[0.0000001s]` is shorter than can be measured; write `[0s]` for the \
                 origin, or a range such as `[0s..1s]`",
            ),
            (
                &long,
                "line 2: the line is longer than 8192 bytes, and a program that prints it is \
                 stopped; write `...` for it",
            ),
            (
                "[0s]\n[INFO]\na",
                "line 2: `[INFO]` is neither a time nor a count; for a printed line, write \
                 `\\[INFO]`",
            ),
            (
                "a\n…\nb",
                "line 2: `…` is not `...`; write `...` for any lines, or `\\…` for the text",
            ),
            (
                "a\n....\nb",
                "line 2: `....` is not `...`; write `...` for any",
            ),
            (
                "a\n  ...\nb",
                "line 2: `  ...` is not `...`; write `...` for any",
            ),
            (
                "a\n[0 processes]\nb",
                "line 2: `[0 processes]` counts none; write at least 1",
            ),
            (
                "a\n[3 threads, 3 threads]\nb",
                "line 2: `[3 threads, 3 threads]` counts threads twice; write one number",
            ),
            (
                "a\n[99999999999999999999 threads]\nb",
                "line 2: `[99999999999999999999 threads]` is more than a machine can have; write a \
                 smaller number",
            ),
            (
                "a\n[5000000 processes]\nb",
                "line 2: `[5000000 processes]` is more than a machine can have; write a smaller",
            ),
        ];
        for (text, expected) in cases {
            let mistake = parse(text.as_bytes()).expect_err(expected).to_string();
            assert!(
                mistake.starts_with(expected),
                "{mistake:?} is not {expected:?}"
            );
        }
        for right in [
            "a\n[3 processes, >=1 thread]\nb",
            "[0s]\na\n[0s..20ms]\nb\n[20ms]\nc",
            ".\n[ok] go\nand so on...",
            "\\…\n\\....",
        ] {
            parse(right.as_bytes()).expect(right);
        }
    }

    #[test]
    fn what_stands_on_top_is_of_the_whole_run() {
        let text = "# x\n[start]\n[<=2 processes, 2 processes write: a, b]\n\
                    [2 at once: takes .. gives back]\n[1s]\na [*]\n\nb [*]";
        let read = parse(text.as_bytes()).expect(text);
        assert!(read.from_start);
        let processes = read.counts.and_then(|counts| counts.processes);
        assert_eq!(processes, Some(Bound::AtMost(2)));
        assert_eq!(read.writers.map(|writers| writers.names.len()), Some(2));
        let at_once = AtOnce {
            most: 2,
            begin: "takes".to_string(),
            end: "gives back".to_string(),
        };
        assert_eq!(read.at_once, [at_once]);
        assert!(matches!(read.paragraphs[0].when, When::After(_)));
    }

    #[test]
    fn sequences_stand_beside_free_lines_and_each_other() {
        let text =
            "[0s]\nx\n[2 times]\ny\n[in order]\na\n[1s]\nb\n[in order]\n[1..2 times]\nc\n\nd";
        let read = paragraphs(text);
        let show = |line: &ExpectedLine| {
            let sequence = line
                .sequence
                .map_or("-".to_string(), |sequence| sequence.to_string());
            let optional = if line.optional { "?" } else { "" };
            let gap = line.gap.map_or(String::new(), |gap| format!(" {gap}"));
            format!("{sequence}{}{optional}{gap}", line.pattern.text)
        };
        let shown: Vec<String> = read[0].lines.iter().map(show).collect();
        assert_eq!(
            shown,
            ["-x", "-y", "-y", "0a", "0b 0.95 to 1.05 s", "1c", "1c?"]
        );
        assert_eq!(read[1], paragraph(When::Untimed, &["d"]));
    }

    #[test]
    fn limits_are_shown_with_as_few_decimals_as_tell_them() {
        for (time, shown) in [(2000, "1.9 to 2.1 s"), (300, "0.285 to 0.315 s")] {
            assert_eq!(Gap::around(Duration::from_millis(time)).to_string(), shown);
        }
        let loose = Gap::around(Duration::from_millis(2000)).loose();
        assert_eq!(loose.to_string(), "1.9 to 3.0 s");
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let cases: [(&[u8], &str); 24] = [
            (b"", "line 1: nothing is expected; write at least one line"),
            (
                b"[0s] # start\na",
                "line 1: `[0s] # start` begins like a time or a count; a line of its own",
            ),
            (
                b"[0s]\na\n [1s]\nb",
                "line 3: ` [1s]` begins like a time or a count",
            ),
            (
                b"[0s]\na\n[1s\nb",
                "line 3: `[1s` begins like a time or a count",
            ),
            (
                b"a\n[>=3 processes\nb",
                "line 2: `[>=3 processes` begins like a time or a count",
            ),
            (
                b"[0s]\na\n[1s..1s]\nb",
                "line 3: `[1s..1s]` is not a valid range; the second time must",
            ),
            (b"# only\n\n...\n", "line 4: nothing is expected"),
            (b"a\n\xff\n", "line 2: the line is not UTF-8; save"),
            (
                b"a\n  \nb",
                "line 2: the line has nothing but spaces; empty it",
            ),
            (
                b"a\n\x1b[1mb",
                "line 2: the line holds the control character '\\u{1b}'",
            ),
            (
                b"[2s]\na",
                "line 1: `[2s]` has no earlier `[0s]`; put `[0s]`",
            ),
            (b"a\n\n[2s]\nb", "line 3: `[2s]` has no earlier `[0s]`"),
            (
                b"[0s]\n\na",
                "line 1: no line follows this time; put the lines",
            ),
            (
                b"[0s]\na\n[2s]\n[1 process]\nb",
                "line 3: no line follows this time",
            ),
            (b"[0s]\na\n[2s]\n...\n", "line 3: no line follows this time"),
            (
                b"[0s]\na\n[5s..2s]\nb",
                "line 3: `[5s..2s]` is not a valid range; the second time must be",
            ),
            (
                b"[0s]\na\n[2h]\nb",
                "line 3: `[2h]` is neither a time nor a count; a line of its own may be `[2s]`",
            ),
            (
                b"[0s]\na\n[3601s]\nb",
                "line 3: `3601s` is more than an hour",
            ),
            (b"[0s]\na\n[-2s]\nb", "line 3: `[-2s]` is neither"),
            (
                b"a\n[0 threads]\nb",
                "line 2: `[0 threads]` counts none; write at least 1",
            ),
            (
                b"a\n[1 process, 2 processes]\nb",
                "line 2: `[1 process, 2 processes]` counts processes twice; write one number",
            ),
            (
                b"[1 process]\n[2 threads]\na",
                "line 2: `[2 threads]` is the second count in one place; write one",
            ),
            (
                b"a\n[1 process]\n",
                "line 2: no line follows this count; put it between",
            ),
            (
                b"a\n[1 process]\n\n[3 threads]\nb",
                "line 4: `[3 threads]` is the second count",
            ),
        ];
        for (text, expected) in cases {
            let mistake = parse(text).expect_err(expected).to_string();
            assert!(
                mistake.starts_with(expected),
                "{mistake:?} is not {expected:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_taken(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
        }

        #[test]
        fn any_marks_are_taken(text in r"([\[\]0-9a-z.>=, #\\]{0,12}\n){0,12}") {
            if let Ok(expectation) = parse(text.as_bytes()) {
                prop_assert!(expectation.paragraphs.iter().any(|p| !p.lines.is_empty()));
            }
        }
    }
}
