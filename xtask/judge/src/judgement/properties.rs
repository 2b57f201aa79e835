//! What holds for every expectation: each order that it allows passes, each
//! single change fails, and `...` means what it says.

use super::tests::{expectation, seen};
use super::*;
use crate::expectation::Paragraph;
use observer::Line;
use proptest::prelude::*;

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

/// When the program ends.
const END: Duration = Duration::from_secs(2);

/// What a right program prints, each paragraph a second after the one before.
fn print(paragraphs: &[Vec<String>]) -> Vec<Line> {
    let lines = (0..).zip(paragraphs).flat_map(|(second, lines)| {
        lines.iter().map(move |line| {
            let at = Duration::from_secs([0, 1, 1, 2, 2, 2][second]);
            Line::new(at, line.clone())
        })
    });
    lines.collect()
}

/// The rules in their plainest form: some way to cut the lines into pieces gives
/// each paragraph its own.
fn admits(paragraphs: &[Paragraph], lines: &[String]) -> bool {
    let Some((first, rest)) = paragraphs.split_first() else {
        return lines.is_empty();
    };
    (0..=lines.len()).any(|end| {
        let mut others = lines[..end].to_vec();
        let complete = first.lines.iter().all(|line| {
            let found = others.iter().position(|other| line.pattern.matches(other));
            found.map(|index| others.remove(index)).is_some()
        });
        complete && (first.open || others.is_empty()) && admits(rest, &lines[end..])
    })
}

proptest! {
    #[test]
    fn what_the_rules_admit_passes_and_all_else_fails(
        paragraphs in proptest::collection::vec(
            (proptest::collection::vec("[ab]", 0..3), any::<bool>()),
            1..4,
        ),
        lines in proptest::collection::vec("[abc]", 0..7),
    ) {
        // As in a file, where no paragraph is empty.
        let paragraphs = paragraphs.into_iter().map(|(lines, open)| Paragraph {
            open: open || lines.is_empty(),
            lines: lines.iter().map(|line| line.as_str().into()).collect(),
            ..Paragraph::default()
        });
        let expectation = Expectation {
            paragraphs: paragraphs.collect(),
            ..Expectation::default()
        };
        let came: Vec<String> = lines.iter().map(|line| format!("{line}@0")).collect();
        let judgement = judge(&expectation, &seen(&came.join(" ")));
        let passes = judgement.verdict() == Verdict::Pass;
        prop_assert_eq!(passes, admits(&expectation.paragraphs, &lines), "{:?}", judgement);
    }

    #[test]
    fn every_order_that_the_rules_allow_passes(
        (written, shuffled) in paragraphs().prop_flat_map(|paragraphs| {
            let shuffled: Vec<_> =
                paragraphs.iter().map(|lines| Just(lines.clone()).prop_shuffle()).collect();
            (Just(paragraphs), shuffled)
        })
    ) {
        let observation = Observation { lines: print(&shuffled), elapsed: END, ..seen("") };
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
        let paragraph_of = |line| {
            let mut ends = paragraphs.iter().scan(0, |end, lines| {
                *end += lines.len();
                Some(*end)
            });
            ends.position(|end| line < end)
        };
        let swappable =
            paragraph_of(one) != paragraph_of(other) && lines[one].bytes != lines[other].bytes;
        match change {
            0 if swappable => {
                let bytes = lines[one].bytes.clone();
                lines[one].bytes = std::mem::replace(&mut lines[other].bytes, bytes);
            }
            0 | 1 => drop(lines.remove(one)),
            2 => lines.insert(one, lines[one].clone()),
            _ => lines[one].bytes.push(b'c'),
        }
        let observation = Observation { lines, elapsed: END, ..seen("") };
        let judgement = judge(&expectation, &observation);
        prop_assert_eq!(judgement.verdict(), Verdict::Fail, "{:?}", judgement);
    }
}
