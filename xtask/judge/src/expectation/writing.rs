//! An expectation as it is written: what `notation.rs` reads back.

use super::notation::{MARK_OF_LITERAL, is_literal};
use super::{Bound, Expectation, ExpectedCounts, ExpectedLine, ExpectedWriters, Gap, Paragraph};
use super::{When, Worker};
use std::time::Duration;

/// The text of an expectation; times to the millisecond. It ends with a line end.
#[must_use]
pub fn write(expectation: &Expectation) -> String {
    let on_top = on_top(expectation);
    let on_top = Some(on_top).filter(|marks| !marks.is_empty());
    let paragraphs = expectation.paragraphs.iter().map(paragraph);
    let blocks: Vec<String> = on_top.into_iter().chain(paragraphs).collect();
    blocks.join("\n")
}

fn on_top(expectation: &Expectation) -> String {
    let mut text = String::new();
    if expectation.from_start {
        text += "[start]\n";
    }
    for at_once in &expectation.at_once {
        let (most, begin, end) = (at_once.most, &at_once.begin, &at_once.end);
        text += &format!("[{most} at once: {begin} .. {end}]\n");
    }
    text + &counts(expectation.counts, expectation.writers.as_ref())
}

fn paragraph(paragraph: &Paragraph) -> String {
    let mut text = counts(paragraph.counts, paragraph.writers.as_ref());
    if !text.is_empty() {
        text.push('\n');
    }
    match paragraph.when {
        When::Untimed => {}
        When::Origin => text += "[0s]\n",
        When::After(gap) => text += &time(gap),
    }
    if paragraph.open {
        text += "...\n";
    }
    let mut sequence = None;
    let alike = |one: &ExpectedLine, next: &ExpectedLine| {
        // One mark speaks of both: first the lines that must come.
        let same =
            (&one.pattern, one.sequence, one.gap) == (&next.pattern, next.sequence, next.gap);
        same && one.optional <= next.optional
    };
    for repeated in paragraph.lines.chunk_by(alike) {
        let line = &repeated[0];
        if line.sequence.is_some() && line.sequence != sequence {
            text += "[in order]\n";
        }
        sequence = line.sequence;
        text += &line.gap.map(time).unwrap_or_default();
        let least = repeated.iter().filter(|line| !line.optional).count();
        text += &match (least, repeated.len()) {
            (1, 1) => String::new(),
            (least, most) if least == most => format!("[{most} times]\n"),
            (least, most) => format!("[{least}..{most} times]\n"),
        };
        text += &printed(&line.pattern.written());
    }
    text
}

/// A line that is printed: a mark before it says so where it looks like another.
fn printed(line: &str) -> String {
    match is_literal(line) {
        true => format!("{line}\n"),
        false => format!("{MARK_OF_LITERAL}{line}\n"),
    }
}

fn time(gap: Gap) -> String {
    let longest = gap.longest_meant();
    // A single time has more room above it than a range.
    match gap.loosest == gap.longest {
        true => format!(
            "[{}..{}]\n",
            seconds(gap.shortest_meant()),
            seconds(longest)
        ),
        false => format!("[{}]\n", seconds(longest)),
    }
}

fn seconds(time: Duration) -> String {
    let milliseconds = (time.as_secs_f64() * 1000.0).round();
    match milliseconds < 1000.0 && milliseconds > 0.0 {
        true => format!("{milliseconds}ms"),
        false => format!("{}s", milliseconds / 1000.0),
    }
}

fn counts(counts: Option<ExpectedCounts>, writers: Option<&ExpectedWriters>) -> String {
    let ExpectedCounts { processes, threads } = counts.unwrap_or_default();
    let processes = processes.map(|number| bound(number, "process", "processes"));
    let threads = threads.map(|number| bound(number, "thread", "threads"));
    let writers = writers.map(|writers| {
        let number = match writers.worker {
            Worker::Thread => bound(writers.number, "thread writes", "threads write"),
            Worker::Process => bound(writers.number, "process writes", "processes write"),
        };
        match writers.names.as_slice() {
            [] => number,
            names => format!("{number}: {}", names.join(", ")),
        }
    });
    let parts: Vec<String> = [processes, threads, writers]
        .into_iter()
        .flatten()
        .collect();
    match parts.is_empty() {
        true => String::new(),
        false => format!("[{}]\n", parts.join(", ")),
    }
}

fn bound(bound: Bound, one: &str, many: &str) -> String {
    let (sign, number) = match bound {
        Bound::Exactly(number) => ("", number),
        Bound::AtLeast(number) => (">=", number),
        Bound::AtMost(number) => ("<=", number),
    };
    format!("{sign}{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::super::notation::parse;
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    #[test]
    fn what_is_written_reads_as_it_was() {
        let texts = [
            "[0s]\nS 1\nS 2\n\n[1 process, 3 threads write: 1, 2, Done]\n\n[2s]\nF 1\nF 2\n\nDone\n",
            "[start]\n[2 at once: a .. b]\n[>=2 processes, <=4 threads, 1 thread writes]\n\n\
             [1.5s]\n...\na\nb\n",
            "[0s]\nx\n[in order]\na\n[500ms]\n[3 times]\nb\n[in order]\n[0..2 times]\nc [*] d\n\
             \n[2s..5.25s]\n[*name]: e\n",
            "\\[0s]\n\\# x\n\\\n\\...\n\\\\\n\\[INFO] x\n x #\n\\[*] x\n\\ \na \\[*b\n\\\\[*]\n",
        ];
        for text in texts {
            let read = parse(text.as_bytes()).expect(text);
            let written = write(&read);
            assert_eq!(parse(written.as_bytes()).as_ref(), Ok(&read), "{written}");
        }
        // As people write it, it is written.
        for text in &texts[..2] {
            assert_eq!(write(&parse(text.as_bytes()).expect(text)), *text);
        }
    }

    const LINES: [&str; 23] = [
        "",
        "",
        "[0s]",
        "[2s]",
        "[40ms]",
        "[1s..2.5s]",
        "[in order]",
        "[3 times]",
        "[0..2 times]",
        "[start]",
        "[1 at once: a .. b]",
        "[1 process, >=2 threads]",
        "[1 thread writes]",
        "[2 threads write: a, b]",
        "...",
        "a",
        "b",
        "c [*]",
        "d [*n].",
        "\\[0s]",
        "\\",
        "\\\\[*x",
        "\\[*x",
    ];

    proptest! {
        #[test]
        fn any_expectation_is_read_back(lines in proptest::collection::vec(select(&LINES[..]), 1..12)) {
            let text = lines.join("\n");
            if let Ok(read) = parse(text.as_bytes()) {
                let written = write(&read);
                prop_assert_eq!(parse(written.as_bytes()), Ok(read), "{} became {}", text, written);
            }
        }

        #[test]
        fn any_printed_line_is_read_back(line in r"[\[\]*\\#.… a1>]{0,8}") {
            let read = Expectation {
                paragraphs: vec![Paragraph { lines: vec![line.as_str().into()], ..Paragraph::default() }],
                ..Expectation::default()
            };
            let written = write(&read);
            prop_assert_eq!(parse(written.as_bytes()), Ok(read), "{}", written);
        }
    }
}
