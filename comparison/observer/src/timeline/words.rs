//! A panel in words: what a reader needs who cannot see it, and what can be
//! compared with another run.

use super::{Mark, Panel, seconds};
use std::fmt::Write;

impl Panel {
    /// Its heading, its figures, each worker's times, and each line and count with
    /// the lane that it is on, in one line.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut text = self.title.clone();
        for lane in self.lanes.iter().filter(|lane| !lane.name.is_empty()) {
            let is_worker = lane.bars.iter().any(|bar| bar.share.is_none());
            if !lane.note.is_empty() {
                let _ = write!(text, "; {} {}", lane.name, lane.note);
            } else if is_worker {
                let [from, to] = [lane.bars[0].from, lane.end()].map(seconds);
                let _ = write!(text, "; {} from {from} to {to}", lane.name);
            } else if !lane.marks.is_empty() {
                let said = |mark: &Mark| format!("{} at {}", mark.text, seconds(mark.at));
                let marks: Vec<String> = lane.marks.iter().map(said).collect();
                let _ = write!(text, "; {}: {}", lane.name, marks.join(", "));
            }
        }
        text + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::super::palette::BLUE;
    use super::super::{Bar, Lane};
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
        let writer = Lane {
            name: "main".to_string(),
            marks: [(20, "x"), (50, "y")]
                .map(|(at, text)| Mark {
                    at: ms(at),
                    text: text.to_string(),
                })
                .to_vec(),
            ..thread.clone()
        };
        let worker = Lane::span("A-2", ms(6), ms(2030));
        let panel = Panel {
            title: "Rust".to_string(),
            colour: BLUE,
            lanes: vec![worker, lines, thread, writer, noted],
        };
        let expected = "Rust; A-2 from 0.01 s to 2.03 s; lines: Done at 2.03 s; \
                        main: x at 0.02 s, y at 0.05 s; threading 1.98×\n";
        assert_eq!(panel.in_words(), expected);
    }
}
