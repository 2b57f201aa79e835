//! Output that came all at once, when the program ended.

use super::slot::Slot;
use crate::expectation::{Paragraph, When};
use observer::{Observation, Writer};
use std::collections::BTreeMap;
use std::time::Duration;

/// Two lines that come within this time came at once.
const AT_ONCE: Duration = Duration::from_millis(50);

/// A program that ends so soon after its last line prints it at its end.
const AT_THE_END: Duration = Duration::from_millis(500);

/// Whether the program kept its lines to itself until its end, although it ran
/// for as long as it should: then their times, and between processes their
/// order, are unknown. Of several processes, each may print all of its lines
/// when it ends; but side by side, they end within less than the time that they
/// should take.
pub fn is_buffered(paragraphs: &[Paragraph], seen: &Observation, slots: &[Slot]) -> bool {
    let shortest =
        |paragraph: &Paragraph| paragraph.gap().map_or(Duration::ZERO, |gap| gap.shortest);
    let (Some(first), Some(last)) = (seen.lines.first(), seen.lines.last()) else {
        return false;
    };
    let needed: Duration = paragraphs.iter().map(needs).sum();
    let late = first.at >= needed && seen.elapsed.saturating_sub(last.at) <= AT_THE_END;

    let timed: Vec<usize> = (0..paragraphs.len())
        .filter(|&number| paragraphs[number].when != When::Untimed)
        .collect();
    let gaps = timed.windows(2).filter_map(|pair| {
        let gap = shortest(&paragraphs[pair[1]]);
        (gap > AT_ONCE).then_some((pair[0], pair[1], gap))
    });
    let gaps: Vec<(usize, usize, Duration)> = gaps.collect();
    let sequences = in_sequences(slots);
    let times = gaps.iter().map(|&(.., gap)| gap);
    let Some(briefest) = times.chain(sequences.iter().map(|&(.., gap)| gap)).min() else {
        return false;
    };
    // The lines that were taken for those of a paragraph.
    let taken = |number: usize| {
        let slots = slots.iter().filter(move |slot| slot.paragraph == number);
        slots.filter_map(|slot| slot.taken_by)
    };
    let at = |line: usize| seen.lines[line].at;
    let is_within = |lines: &[usize], time| {
        let times = lines.iter().map(|&line| at(line));
        times.clone().max().unwrap_or_default() - times.min().unwrap_or_default() < time
    };
    let at_once = |&(since, number, _): &(usize, usize, Duration)| {
        let with_one = |line| taken(since).any(|other| at(line).abs_diff(at(other)) <= AT_ONCE);
        taken(number).next().is_some() && taken(number).all(with_one)
    };
    let in_order = sequences.iter().flat_map(|&(since, line, _)| [since, line]);
    let all: Vec<usize> = timed
        .iter()
        .copied()
        .flat_map(taken)
        .chain(in_order)
        .collect();
    let close =
        |&(since, line, _): &(usize, usize, Duration)| at(line).abs_diff(at(since)) <= AT_ONCE;
    late && gaps.iter().all(at_once)
        && sequences.iter().all(close)
        && is_within(&all, briefest)
        && by_process(seen, &all)
            .iter()
            .all(|lines| is_within(lines, AT_ONCE))
}

/// How long the lines of a paragraph take at least: the longest of its sequences.
fn needs(paragraph: &Paragraph) -> Duration {
    let mut sequences = BTreeMap::<Option<usize>, Duration>::new();
    for line in &paragraph.lines {
        let gap = line.gap.map_or(Duration::ZERO, |gap| gap.shortest);
        *sequences.entry(line.sequence).or_default() += gap;
    }
    let longest = sequences.into_values().max().unwrap_or_default();
    longest + paragraph.gap().map_or(Duration::ZERO, |gap| gap.shortest)
}

/// The lines of sequences that come after a time, each with the line before it.
fn in_sequences(slots: &[Slot]) -> Vec<(usize, usize, Duration)> {
    let mut last = BTreeMap::new();
    let mut timed = Vec::new();
    for slot in slots {
        let (Some(sequence), Some(line)) = (slot.expected.sequence, slot.taken_by) else {
            continue;
        };
        let since = last.insert((slot.paragraph, sequence), line);
        if let (Some(gap), Some(since)) = (slot.expected.gap, since)
            && gap.shortest > AT_ONCE
        {
            timed.push((since, line, gap.shortest));
        }
    }
    timed
}

/// These lines, those of one process together, as far as their writers are known.
fn by_process(seen: &Observation, lines: &[usize]) -> Vec<Vec<usize>> {
    let mut processes = BTreeMap::<usize, Vec<usize>>::new();
    for &line in lines {
        if let Writer::Thread(writer) = seen.lines[line].writer {
            let process = seen.process_of(writer);
            processes.entry(process).or_default().push(line);
        }
    }
    processes.into_values().collect()
}
