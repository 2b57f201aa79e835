//! `--svg`: the lanes as a picture for a slide.

use crate::lanes::Lane;
use crate::measure::{Cpython, Language, Results, Run, Span, Subject};
use crate::technique::Technique;
use crate::work::Work;
use std::fmt::Write;
use std::time::Duration;

const WIDTH: f64 = 800.0;
/// Where the names of the techniques end, and the lanes begin.
const NAMES: f64 = 136.0;
/// What is between two columns, room for a figure behind each lane.
const GAP: f64 = 64.0;
const COLUMN: f64 = (WIDTH - NAMES - 2.0 * GAP) / 2.0;
/// A lane at full height, and a job.
const LANE: f64 = 18.0;
const JOB: f64 = 9.0;
/// Between two techniques.
const SPACE: f64 = 8.0;
const TEXT: &str = "#222222";
const GREY: &str = "#666666";

/// Two colours that the colour-blind can tell apart (Okabe and Ito), and by
/// their brightness as well.
fn colour(language: Language) -> &'static str {
    match language {
        Language::Rust => "#d55e00",
        Language::CPython => "#0072b2",
    }
}

/// A picture that is being drawn, from top to bottom.
struct Picture {
    body: String,
    y: f64,
    /// The longest time that it shows.
    longest: Duration,
}

pub fn svg(results: &Results) -> String {
    let runs = results
        .series
        .iter()
        .filter_map(|series| series.typical().ok());
    let longest = runs.map(|run| run.wall).max();
    let mut picture = Picture {
        body: String::new(),
        y: 0.0,
        longest: longest.unwrap_or(Duration::from_secs(1)),
    };
    picture.head(results);
    picture
        .section("CPU-bound: what each thread used of a core (grey: not looked at, or not used)");
    for technique in Technique::ALL {
        picture.technique(results, technique, Work::Cpu);
    }
    picture.axis();
    picture.section("I/O-bound: each job, from its start to its end");
    for technique in Technique::OF_CPYTHON {
        picture.technique(results, technique, Work::Io);
    }
    picture.axis();
    let height = picture.y + 8.0;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         width=\"{WIDTH}\" height=\"{height}\" font-family=\"system-ui, sans-serif\" \
         font-size=\"14\">\n<title>Threads, processes and coroutines, in Rust and in CPython</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{}</svg>\n",
        picture.body
    )
}

impl Picture {
    fn head(&mut self, results: &Results) {
        let machine = format!("{}, {} cores", results.machine.cpu, results.machine.cores);
        self.y += 26.0;
        self.text(8.0, "start", GREY, 13, &machine);
        self.y += 30.0;
        for language in Language::ALL {
            let note = match (language, &results.machine.cpython) {
                (Language::CPython, Cpython::Found { has_gil: false, .. }) => ", no GIL",
                (Language::CPython, Cpython::Missing { why }) => &format!(": {why}"),
                _ => "",
            };
            let name = results.machine.name(language) + note;
            self.text(left(language), "start", colour(language), 18, &name);
            let x = left(language) + COLUMN + GAP - 12.0;
            self.text(x, "end", GREY, 12, "speed-up");
        }
    }

    fn section(&mut self, title: &str) {
        self.y += 30.0;
        self.text(8.0, "start", TEXT, 15, title);
        self.y += 8.0;
    }

    /// The lanes or the jobs of one technique, in both languages.
    fn technique(&mut self, results: &Results, technique: Technique, work: Work) {
        let top = self.y;
        let mut rows: usize = 1;
        for language in Language::ALL {
            let subject = Subject {
                language,
                technique,
                work,
            };
            let Some(series) = results.series(subject) else {
                continue;
            };
            let Ok(run) = series.typical() else {
                self.y = top + LANE - 4.0;
                self.text(left(language), "start", GREY, 13, "no result");
                continue;
            };
            self.y = top;
            rows = rows.max(match work {
                Work::Cpu => self.lanes(language, run),
                Work::Io => self.jobs(language, run),
            });
            if let Ok(speed_up) = results.speed_up(subject) {
                let figure = format!("{speed_up:.2}×");
                let x = left(language) + COLUMN + GAP - 12.0;
                self.y = top + LANE - 4.0;
                self.text(x, "end", TEXT, 13, &figure);
            }
        }
        self.y = top + LANE - 4.0;
        self.text(NAMES - 10.0, "end", TEXT, 14, technique.name());
        let height = match work {
            Work::Cpu => LANE + 2.0,
            Work::Io => JOB,
        };
        self.y = top + (rows as f64 * height).max(LANE) + SPACE;
    }

    /// Each thread as a surface as high as its share of a core.
    fn lanes(&mut self, language: Language, run: &Run) -> usize {
        let lanes = run.seen.as_ref().map(|seen| seen.lanes.as_slice());
        let lanes: Vec<&Lane> = lanes
            .unwrap_or_default()
            .iter()
            .filter(|lane| !lane.is_idle(run.wall))
            .collect();
        for (row, lane) in (0..).zip(&lanes) {
            let bottom = self.y + LANE + f64::from(row) * (LANE + 2.0);
            let (from, to) = (self.x(language, Duration::ZERO), self.x(language, run.wall));
            self.rectangle(from, bottom - LANE, to - from, LANE, "#eeeeee");
            for slice in &lane.slices {
                let (from, to) = (self.x(language, slice.from), self.x(language, slice.to));
                let height = LANE * slice.share;
                self.rectangle(from, bottom - height, to - from, height, colour(language));
            }
        }
        lanes.len()
    }

    /// Each job as a bar.
    fn jobs(&mut self, language: Language, run: &Run) -> usize {
        let mut jobs: Vec<&Span> = run.jobs.iter().collect();
        jobs.sort_by_key(|job| (job.from, job.to));
        for (row, job) in (0..).zip(&jobs) {
            let top = self.y + f64::from(row) * JOB;
            let (from, to) = (self.x(language, job.from), self.x(language, job.to));
            self.rectangle(from, top, to - from, JOB - 3.0, colour(language));
        }
        jobs.len()
    }

    /// The time, under both columns.
    fn axis(&mut self) {
        self.y += 12.0;
        let step = if self.longest > Duration::from_secs(2) {
            1000
        } else {
            200
        };
        for language in Language::ALL {
            for ms in (0..=self.longest.as_millis()).step_by(step) {
                let time = Duration::from_millis(u64::try_from(ms).unwrap_or_default());
                let label = format!("{:.1} s", time.as_secs_f64());
                self.text(self.x(language, time), "middle", GREY, 12, &label);
            }
        }
        self.y += 4.0;
    }

    fn x(&self, language: Language, time: Duration) -> f64 {
        left(language) + COLUMN * time.as_secs_f64() / self.longest.as_secs_f64().max(1e-9)
    }

    fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64, fill: &str) {
        let _ = writeln!(
            self.body,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\" \
             shape-rendering=\"crispEdges\"/>"
        );
    }

    /// Text on the present line.
    fn text(&mut self, x: f64, anchor: &str, fill: &str, size: u32, text: &str) {
        let y = self.y;
        let _ = writeln!(
            self.body,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{fill}\" \
             font-size=\"{size}\">{}</text>",
            escaped(text)
        );
    }
}

/// Where the lanes of a language begin.
fn left(language: Language) -> f64 {
    match language {
        Language::Rust => NAMES,
        Language::CPython => NAMES + COLUMN + GAP,
    }
}

fn escaped(text: &str) -> String {
    let printable: String = text.chars().filter(|c| !c.is_control()).collect();
    printable
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_end_its_element() {
        assert_eq!(escaped("a<b> & \u{1b}c"), "a&lt;b&gt; &amp; c");
    }
}
