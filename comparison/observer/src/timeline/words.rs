//! A panel in words: what a reader needs who cannot see it, and what can be
//! compared with another run.

use super::{Panel, seconds};
use std::fmt::Write;

impl Panel {
    /// Its heading, its figures, each worker's times and the lines that are no
    /// worker's, in one line.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut text = self.title.clone();
        for lane in self.lanes.iter().filter(|lane| !lane.name.is_empty()) {
            if !lane.note.is_empty() {
                let _ = write!(text, "; {} {}", lane.name, lane.note);
            } else if lane.bars.is_empty() {
                for mark in &lane.marks {
                    let _ = write!(text, "; {} at {}", mark.text, seconds(mark.at));
                }
            } else if lane.bars[0].share.is_none() {
                let [from, to] = [lane.bars[0].from, lane.end()].map(seconds);
                let _ = write!(text, "; {} from {from} to {to}", lane.name);
            }
        }
        text + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::super::palette::BLUE;
    use super::super::{Bar, Lane, Mark};
    use super::*;
    use std::time::Duration;

    #[test]
    fn workers_and_lines_have_their_times() {
        let ms = Duration::from_millis;
        let lines = Lane {
            name: "lines".to_string(),
            marks: vec![Mark {
                at: ms(2034),
                text: "Done".to_string(),
            }],
            ..Lane::default()
        };
        let thread = Lane {
            name: "thread 7".to_string(),
            bars: vec![Bar {
                from: ms(0),
                to: ms(50),
                share: Some(0.5),
            }],
            ..Lane::default()
        };
        let noted = Lane {
            name: "threading".to_string(),
            note: "1.98×".to_string(),
            ..thread.clone()
        };
        let worker = Lane::span("A-2", ms(6), ms(2030));
        let panel = Panel {
            title: "Rust".to_string(),
            colour: BLUE,
            lanes: vec![worker, lines, thread, noted],
        };
        let expected = "Rust; A-2 from 0.01 s to 2.03 s; Done at 2.03 s; threading 1.98×\n";
        assert_eq!(panel.in_words(), expected);
    }
}
