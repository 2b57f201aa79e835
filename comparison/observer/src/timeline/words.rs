//! A panel in words: what a reader needs who cannot see it, and what can be
//! compared with another run.

use super::{Lane, Mark, Panel, Task, seconds};
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
            let marks = lane.marks_in_words();
            if !marks.is_empty() {
                let _ = write!(text, "; {}: {}", lane.name, marks.join(", "));
            }
        }
        text + "\n"
    }
}

impl Lane {
    /// What its marks say, but for those of its tasks; and how many say nothing, as of
    /// very many lines only the first have a text.
    pub(super) fn marks_in_words(&self) -> Vec<String> {
        let own = self.marks.iter();
        let own = own.filter(|mark| self.task_of(mark).is_none());
        let (told, others): (Vec<&Mark>, Vec<&Mark>) = own.partition(|mark| !mark.text.is_empty());
        let said = |mark: &Mark| format!("{} at {}", mark.text, seconds(mark.at));
        let mut words: Vec<String> = told.into_iter().map(said).collect();
        match others.len() {
            0 => {}
            1 => words.push("1 line without text".to_string()),
            count => words.push(format!("{count} lines without text")),
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::super::Slice;
    use super::super::palette::BLUE;
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

    #[test]
    fn lines_without_text_are_counted() {
        let words = |texts: &[&str]| {
            let mark = |text: &&str| Mark {
                at: Duration::from_millis(200),
                text: (*text).to_string(),
            };
            let marks = texts.iter().map(mark).collect();
            Lane::of_marks("lines", marks).marks_in_words().join(", ")
        };
        assert_eq!(words(&["x", ""]), "x at 0.20 s, 1 line without text");
        assert_eq!(words(&["", "x", ""]), "x at 0.20 s, 2 lines without text");
        assert_eq!(words(&[""; 10_000]), "10000 lines without text");
        assert_eq!(words(&[]), "");
    }
}
