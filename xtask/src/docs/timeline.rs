//! The picture of a lesson: what was seen of its two programs, over time. It
//! says its figures as text too, so that it can be drawn again from itself.

use anyhow::{Context, Result, ensure};
use judge::report::workers;
use observer::{Limits, Observation, Observer, Output, Program};
use std::ffi::OsString;
use std::fmt::Write;
use std::time::Duration;

/// What was seen of one program.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    pub language: String,
    /// Such as `1 process, 3 threads`.
    pub crowd: String,
    /// Each worker with its first line and its last, in hundredths of a second
    /// after the first line of all.
    pub workers: Vec<(String, u32, u32)>,
}

const WIDTH: u32 = 480;
/// Where the names end, and the bars begin.
const NAMES: u32 = 100;
/// What one second takes.
const SECOND: u32 = 180;
const ROW: u32 = 28;
const BAR: u32 = 18;
const TEXT: &str = "#222222";
const GREY: &str = "#666666";

/// Runs a program, and looks.
///
/// # Errors
/// If it cannot be run, or shows no worker.
pub fn observe(observer: &Observer, language: &str, command: Vec<OsString>) -> Result<Timeline> {
    let seen = observer.watch(&Program {
        command,
        output: Output::Terminal,
        limits: Limits::with_deadline(Duration::from_secs(30)),
    })?;
    let timeline = from(language, &seen);
    ensure!(
        !timeline.workers.is_empty(),
        "the program in {language} shows no worker"
    );
    Ok(timeline)
}

fn from(language: &str, seen: &Observation) -> Timeline {
    let origin = seen.lines.first().map_or(Duration::ZERO, |line| line.at);
    let end = seen.lines.last().map_or(Duration::ZERO, |line| line.at);
    let census = seen.census.as_ref();
    let crowd = census.and_then(|census| census.most_between(origin, end));
    let hundredths = |at: Duration| {
        let hundredths = (at - origin).as_secs_f64() * 100.0;
        hundredths.round() as u32
    };
    let mut workers: Vec<(String, u32, u32)> = workers(seen)
        .into_iter()
        .map(|(name, from, to)| (name, hundredths(from), hundredths(to)))
        .collect();
    // Nothing may order them: the picture does.
    workers.sort();
    Timeline {
        language: language.to_string(),
        crowd: crowd.map_or("not counted".to_string(), judge::message::crowd),
        workers,
    }
}

/// The figures as text, one program a line.
pub fn describe(timelines: &[Timeline]) -> String {
    let mut text = String::new();
    for timeline in timelines {
        let _ = write!(text, "{}: {}", timeline.language, timeline.crowd);
        for (name, from, to) in &timeline.workers {
            let _ = write!(
                text,
                "; {name} from {} s to {} s",
                seconds(*from),
                seconds(*to)
            );
        }
        text.push('\n');
    }
    text
}

fn seconds(hundredths: u32) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The figures of a picture, from the text in it.
///
/// # Errors
/// If it holds none.
pub fn read(picture: &str) -> Result<Vec<Timeline>> {
    let text = picture.split_once("<desc>").map(|(_, rest)| rest);
    let text = text
        .and_then(|rest| rest.split_once("</desc>"))
        .map(|(text, _)| text);
    let lines = text.context("it does not say its figures")?.lines();
    let timelines: Option<Vec<Timeline>> =
        lines.filter(|line| !line.is_empty()).map(parse).collect();
    timelines.context("its figures cannot be read")
}

fn parse(line: &str) -> Option<Timeline> {
    let (language, rest) = line.split_once(": ")?;
    let mut parts = rest.split("; ");
    let crowd = parts.next()?.to_string();
    let hundredths = |text: &str| {
        let (seconds, hundredths) = text.strip_suffix(" s")?.split_once('.')?;
        Some(seconds.parse::<u32>().ok()? * 100 + hundredths.parse::<u32>().ok()?)
    };
    let worker = |part: &str| {
        let (name, times) = part.split_once(" from ")?;
        let (from, to) = times.split_once(" to ")?;
        Some((name.to_string(), hundredths(from)?, hundredths(to)?))
    };
    Some(Timeline {
        language: language.to_string(),
        crowd,
        workers: parts.map(worker).collect::<Option<_>>()?,
    })
}

/// Two colours that the colour-blind can tell apart (Okabe and Ito).
fn colour(language: &str) -> &'static str {
    match language {
        "Rust" => "#d55e00",
        _ => "#0072b2",
    }
}

/// Draws the picture.
pub fn draw(timelines: &[Timeline]) -> String {
    let mut body = String::new();
    let mut y = 8;
    let x = |hundredths: u32| NAMES + SECOND * hundredths / 100;
    let mut longest = 0;
    for timeline in timelines {
        y += ROW;
        let fill = colour(&timeline.language);
        let title = format!("{}: {}", timeline.language, timeline.crowd);
        text(&mut body, 12, y - 8, "start", fill, &title);
        for (name, from, to) in &timeline.workers {
            text(&mut body, NAMES - 10, y + 14, "end", TEXT, name);
            let (left, width) = (x(*from), x(*to).saturating_sub(x(*from)));
            let _ = writeln!(
                body,
                "<rect x=\"{left}\" y=\"{y}\" width=\"{width}\" height=\"{BAR}\" fill=\"{fill}\"/>"
            );
            y += ROW;
            longest = longest.max(*to);
        }
        y += 6;
    }
    y += 10;
    for second in 0..=longest.div_ceil(100).min(2) {
        let label = format!("{second} s");
        text(&mut body, x(second * 100), y, "middle", GREY, &label);
    }
    let height = y + 12;
    let described = describe(timelines);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         width=\"{WIDTH}\" height=\"{height}\" font-family=\"system-ui, sans-serif\" \
         font-size=\"15\">\n<title>The workers over time, in Rust and in Python</title>\n\
         <desc>\n{described}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{body}</svg>\n"
    )
}

fn text(body: &mut String, x: u32, y: u32, anchor: &str, fill: &str, text: &str) {
    let _ = writeln!(
        body,
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{fill}\">{text}</text>"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timelines() -> Vec<Timeline> {
        ["Rust", "Python"]
            .map(|language| Timeline {
                language: language.to_string(),
                crowd: "1 process, 3 threads".to_string(),
                workers: vec![("A-1".to_string(), 0, 200), ("A-2".to_string(), 1, 203)],
            })
            .to_vec()
    }

    #[test]
    fn a_picture_can_be_drawn_again_from_itself() {
        let picture = draw(&timelines());
        assert_eq!(read(&picture).expect("figures"), timelines());
        assert!(describe(&timelines()).starts_with(
            "Rust: 1 process, 3 threads; A-1 from 0.00 s to 2.00 s; A-2 from 0.01 s to 2.03 s\n"
        ));
        assert!(read("<svg/>").is_err() && read("<desc>Rust</desc>").is_err());
    }
}
