//! Lanes drawn with characters.

use super::{Lane, Mark, seconds};
use std::fmt::Write;
use std::time::Duration;

/// How many characters the whole time takes in a picture.
const WIDTH: usize = 60;

/// How many characters the names take before it.
const NAMES: usize = 16;

/// A row a lane, then a row a count, as wide as the time until `end`; and the
/// time beneath.
#[must_use]
pub fn picture(lanes: &[Lane], counts: &[Lane], end: Duration) -> String {
    let column = |at: Duration| {
        let share = at.as_secs_f64() / end.as_secs_f64().max(1e-9);
        ((share * (WIDTH - 1) as f64).round() as usize).min(WIDTH - 1)
    };
    let cell = |lane: &Lane, here: usize| {
        let (mut tasks, mut marks) = (lane.tasks.iter(), lane.marks.iter());
        let task = tasks.find(|task| (column(task.from)..=column(task.to)).contains(&here));
        match task {
            Some(task) if here == column(task.from) => '├',
            Some(task) if here == column(task.to) => '┤',
            Some(_) => '─',
            None if marks.any(|mark| column(mark.at) == here) => '│',
            None => ' ',
        }
    };
    // The most there were in the time of a character: what it began with, or more.
    let digit = |count: &Lane, here: usize| {
        let number = |mark: &&Mark| (mark.text.len(), mark.text.clone());
        let marks = count.marks.iter();
        let before = marks.clone().rfind(|mark| column(mark.at) < here);
        let within = marks.filter(|mark| column(mark.at) == here);
        let most = within.chain(before).max_by_key(number);
        match most.map(|mark| mark.text.as_bytes()) {
            None => '·',
            Some(&[digit]) => char::from(digit),
            Some(_) => '+',
        }
    };
    let mut text = String::new();
    let mut add = |lane: &Lane, cell: &dyn Fn(&Lane, usize) -> char| {
        let row: String = (0..WIDTH).map(|here| cell(lane, here)).collect();
        let _ = writeln!(text, "  {:NAMES$}{}", lane.name, row.trim_end());
    };
    lanes.iter().for_each(|lane| add(lane, &cell));
    counts.iter().for_each(|count| add(count, &digit));
    let end = seconds(end);
    let _ = writeln!(text, "  {:NAMES$}0 s{end:>width$}", "", width = WIDTH - 3);
    text
}

/// One lane until its end, a character a step: what is in the middle of each.
#[must_use]
pub fn row(lane: &Lane, step: Duration) -> String {
    let end = lane.end();
    let middles = (0..).map(|number| step * number + step / 2);
    let character = |moment| {
        let (mut slices, mut tasks) = (lane.slices.iter(), lane.tasks.iter());
        let slice = slices.find(|slice| (slice.from..slice.to).contains(&moment));
        match slice {
            Some(slice) => block(slice.share),
            None if tasks.any(|task| (task.from..task.to).contains(&moment)) => '░',
            None => ' ',
        }
    };
    let moments = middles.take_while(|&moment| moment < end);
    moments.map(character).collect()
}

/// A block as high as the share, in eighths; a space for less than a sixteenth.
fn block(share: f64) -> char {
    const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    EIGHTHS[((share * 8.0).round() as usize).min(8)]
}

#[cfg(test)]
mod tests {
    use super::super::{Slice, Task};
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn thread(slices: &[(u64, u64, f64)]) -> Lane {
        let slice = |&(from, to, share): &(u64, u64, f64)| Slice {
            from: ms(from),
            to: ms(to),
            share,
        };
        Lane {
            name: "lane".to_string(),
            slices: slices.iter().map(slice).collect(),
            ..Lane::default()
        }
    }

    fn task(from: u64, to: u64) -> Lane {
        Lane::of_tasks(vec![Task {
            name: "lane".to_string(),
            from: ms(from),
            to: ms(to),
        }])
    }

    #[test]
    fn a_share_is_a_height() {
        let cases = [
            (0.0, ' '),
            (0.06, ' '),
            (0.07, '▁'),
            (0.5, '▄'),
            (0.93, '▇'),
            (0.94, '█'),
            (1.0, '█'),
        ];
        for (share, expected) in cases {
            assert_eq!(block(share), expected, "{share}");
        }
    }

    #[test]
    fn a_row_is_as_long_as_its_lane() {
        let step = ms(25);
        let busy = thread(&[(25, 75, 1.0), (75, 100, 0.5), (125, 150, 0.25)]);
        assert_eq!(row(&busy, step), " ██▄ ▂");
        assert_eq!(row(&thread(&[]), step), "");
        let job = |from, to| row(&task(from, to), step);
        assert_eq!(job(0, 100), "░░░░");
        assert_eq!(job(102, 203), "    ░░░░");
        assert_eq!(job(0, 0), "");
    }

    #[test]
    fn a_picture_shows_each_kind_of_lane() {
        let marks = |marks: &[(u64, &str)]| {
            let mark = |&(at, text): &(u64, &str)| Mark {
                at: ms(at),
                text: text.to_string(),
            };
            Lane {
                marks: marks.iter().map(mark).collect(),
                ..thread(&[])
            }
        };
        let lanes = [
            task(100, 200),
            marks(&[(0, "x"), (590, "y"), (590, "z")]),
            thread(&[]),
        ];
        // Of several counts in one character, the highest is shown, and after it
        // the last.
        let counts = [
            marks(&[(20, "12"), (300, "3"), (302, "9"), (304, "1")]),
            marks(&[]),
        ];
        let rows = [
            format!("{}├{}┤", " ".repeat(10), "─".repeat(9)),
            format!("│{}│", " ".repeat(58)),
            String::new(),
            format!("··{}{}", "+".repeat(29), "1".repeat(29)),
            "·".repeat(60),
        ];
        let mut expected: String = rows
            .iter()
            .map(|row| format!("  {:16}{row}\n", "lane"))
            .collect();
        expected += &format!("  {:16}0 s{:>57}\n", "", "0.59 s");
        assert_eq!(picture(&lanes, &counts, ms(590)), expected);
        assert!(picture(&[], &[], ms(0)).trim_start().starts_with("0 s"));
    }
}
