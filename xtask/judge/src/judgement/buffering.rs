//! Output that came all at once, when the program ended.

use super::finding::Text;
use crate::expectation::{Paragraph, When};
use observer::Observation;
use std::time::Duration;

/// Two lines that come within this time came at once.
const AT_ONCE: Duration = Duration::from_millis(50);

/// A program that ends so soon after its last line prints it at its end.
const AT_THE_END: Duration = Duration::from_millis(500);

/// Whether the program kept its lines to itself until its end, although it ran
/// for as long as it should: then their times, and between processes their
/// order, are unknown. Of several processes, each may print all of its lines
/// when it ends.
pub fn is_buffered(paragraphs: &[Paragraph], seen: &Observation, printed: &[Text]) -> bool {
    let shortest =
        |paragraph: &Paragraph| paragraph.gap().map_or(Duration::ZERO, |gap| gap.shortest);
    let (Some(first), Some(last)) = (seen.lines.first(), seen.lines.last()) else {
        return false;
    };
    let needed: Duration = paragraphs.iter().map(shortest).sum();
    let late = first.at >= needed && seen.elapsed.saturating_sub(last.at) <= AT_THE_END;

    let arrivals = |paragraph: &Paragraph| -> Vec<Duration> {
        let of_paragraph = |line: &Text| paragraph.lines.iter().any(|own| own.as_bytes() == *line);
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
