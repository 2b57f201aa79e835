//! A panel in words: what a reader needs who cannot see it, and what can be
//! compared with another run.

use super::{Mark, Panel, Task, seconds};
use std::fmt::Write;

impl Panel {
    /// Its heading, each task's times, each figure, and each line and count with the
    /// lane that it is on, in one line.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut text = self.title.clone();
        for Task { name, from, to } in self.lanes.iter().flat_map(|lane| &lane.tasks) {
            let [from, to] = [from, to].map(|&at| seconds(at));
            let _ = write!(text, "; {name} from {from} to {to}");
        }
        for lane in &self.lanes {
            if !lane.note.is_empty() {
                let _ = write!(text, "; {} {}", lane.name, lane.note);
            }
            let marks = lane
                .marks
                .iter()
                .filter(|mark| lane.task_of(mark).is_none());
            let said = |mark: &Mark| format!("{} at {}", mark.text, seconds(mark.at));
            let marks: Vec<String> = marks.map(said).collect();
            if !marks.is_empty() {
                let _ = write!(text, "; {}: {}", lane.name, marks.join(", "));
            }
        }
        text + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::super::palette::BLUE;
    use super::super::{Lane, Slice};
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
            slices: vec![Slice {
                from: ms(0),
                to: ms(50),
                share: 0.5,
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
        let worker = Lane::of_tasks(vec![Task {
            name: "A-2".to_string(),
            from: ms(6),
            to: ms(2030),
        }]);
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
