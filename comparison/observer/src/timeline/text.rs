//! Lanes drawn with characters.

use super::{Amount, Bar, Lane};
use std::fmt::Write;
use std::time::Duration;

/// How many characters the whole time takes in a picture.
const WIDTH: usize = 60;

/// How many characters the names take before it.
const NAMES: usize = 16;

/// A row a lane, as wide as the time until `end`, and the time beneath.
#[must_use]
pub fn picture(lanes: &[Lane], end: Duration) -> String {
    let column = |at: Duration| {
        let share = at.as_secs_f64() / end.as_secs_f64().max(1e-9);
        ((share * (WIDTH - 1) as f64).round() as usize).min(WIDTH - 1)
    };
    let cell = |lane: &Lane, here: usize| {
        let (mut bars, mut marks) = (lane.bars.iter(), lane.marks.iter());
        let around = |bar: &&Bar| (column(bar.from)..=column(bar.to)).contains(&here);
        // Where two bars meet in one character, the higher one is seen.
        let highest = bars.clone().filter(around).max_by(|one, other| {
            let height = |bar: &Bar| height(bar.amount);
            height(one).total_cmp(&height(other))
        });
        match highest {
            Some(bar) if bar.amount == Amount::Unknown && here == column(bar.from) => '├',
            Some(bar) if bar.amount == Amount::Unknown && here == column(bar.to) => '┤',
            Some(bar) if bar.amount == Amount::Unknown => '─',
            Some(bar) => character(bar.amount),
            None if marks.any(|mark| column(mark.at) == here) => '│',
            None if bars.any(|bar| matches!(bar.amount, Amount::Count(_))) => '·',
            None => ' ',
        }
    };
    let mut text = String::new();
    for lane in lanes {
        let row: String = (0..WIDTH).map(|here| cell(lane, here)).collect();
        let _ = writeln!(text, "  {:NAMES$}{}", lane.name, row.trim_end());
    }
    let end = format!("{:.2} s", end.as_secs_f64());
    let _ = writeln!(text, "  {:NAMES$}0 s{end:>width$}", "", width = WIDTH - 3);
    text
}

/// One lane until its end, a character a step: what is in the middle of each.
#[must_use]
pub fn row(lane: &Lane, step: Duration) -> String {
    let end = lane.end();
    let middles = (0..).map(|number| step * number + step / 2);
    let character = |moment| {
        let mut bars = lane.bars.iter();
        let bar = bars.find(|bar| (bar.from..bar.to).contains(&moment));
        bar.map_or(' ', |bar| character(bar.amount))
    };
    let moments = middles.take_while(|&moment| moment < end);
    moments.map(character).collect()
}

/// A block as high as the share, in eighths; a space for less than a sixteenth.
fn character(amount: Amount) -> char {
    const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    match amount {
        Amount::Share(share) => EIGHTHS[((share * 8.0).round() as usize).min(8)],
        Amount::Unknown => '░',
        Amount::Count(count @ 0..=9) => char::from(b'0' + count as u8),
        Amount::Count(_) => '+',
    }
}

fn height(amount: Amount) -> f64 {
    match amount {
        Amount::Share(share) => share,
        Amount::Unknown => 0.0,
        Amount::Count(count) => count as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Mark;
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn bar(from: u64, to: u64, amount: Amount) -> Bar {
        let (from, to) = (ms(from), ms(to));
        Bar { from, to, amount }
    }

    fn lane(bars: Vec<Bar>) -> Lane {
        Lane {
            name: "lane".to_string(),
            bars,
            marks: Vec::new(),
        }
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
            assert_eq!(character(Amount::Share(share)), expected, "{share}");
        }
    }

    #[test]
    fn a_row_is_as_long_as_its_lane() {
        let step = ms(25);
        let thread = lane(vec![
            bar(25, 75, Amount::Share(1.0)),
            bar(75, 100, Amount::Share(0.5)),
            bar(125, 150, Amount::Share(0.25)),
        ]);
        assert_eq!(row(&thread, step), " ██▄ ▂");
        assert_eq!(row(&lane(vec![]), step), "");
        let job = |from, to| row(&lane(vec![bar(from, to, Amount::Unknown)]), step);
        assert_eq!(job(0, 100), "░░░░");
        assert_eq!(job(102, 203), "    ░░░░");
        assert_eq!(job(0, 0), "");
    }

    #[test]
    fn a_picture_shows_each_kind_of_lane() {
        let mark = |at| Mark {
            at: ms(at),
            text: String::new(),
        };
        let lines = Lane {
            marks: vec![mark(0), mark(590), mark(590)],
            ..lane(vec![])
        };
        let lanes = [
            lane(vec![bar(100, 200, Amount::Unknown)]),
            lines,
            lane(vec![
                bar(0, 300, Amount::Share(0.5)),
                bar(300, 590, Amount::Share(1.0)),
            ]),
            lane(vec![
                bar(20, 300, Amount::Count(12)),
                bar(300, 590, Amount::Count(3)),
            ]),
            lane(vec![]),
        ];
        let rows = [
            format!("{}├{}┤", " ".repeat(10), "─".repeat(9)),
            format!("│{}│", " ".repeat(58)),
            format!("{}{}", "▄".repeat(30), "█".repeat(30)),
            format!("··{}{}", "+".repeat(29), "3".repeat(29)),
            String::new(),
        ];
        let mut expected: String = rows
            .iter()
            .map(|row| format!("  {:16}{row}\n", "lane"))
            .collect();
        expected += &format!("  {:16}0 s{:>57}\n", "", "0.59 s");
        assert_eq!(picture(&lanes, ms(590)), expected);
        assert!(picture(&[], ms(0)).trim_start().starts_with("0 s"));
    }
}
