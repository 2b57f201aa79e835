//! The picture of a lesson: what was seen of its two programs, over time.

use super::run::Runner;
use crate::workspace::build::Target;
use crate::workspace::commands::Source;
use anyhow::{Result, ensure};
use observer::Observation;
use observer::timeline::observed::threads;
use observer::timeline::palette::{BLUE, Colour, VERMILION};
use observer::timeline::{Lane, Panel, Timeline};
use regex_lite::Regex;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

/// Runs both programs of an example, and draws what is seen of them.
///
/// # Errors
/// If one cannot be run, or shows no worker.
pub fn make(runner: &Runner, example: &str) -> Result<String> {
    let watch = |source| runner.watch(&runner.root, source);
    let rust = watch(Source::Rust(Target::program(example)))?;
    let python = watch(Source::Python(Path::new(example).join("example.py")))?;
    let panels = vec![
        program("Rust", VERMILION, &rust)?,
        program("Python", BLUE, &python)?,
    ];
    Ok(draw(example, panels))
}

/// The program from its first line to its last.
fn program(language: &str, colour: Colour, seen: &Observation) -> Result<Panel> {
    let start = seen.lines.first().map_or(Duration::ZERO, |line| line.at);
    let end = seen.lines.last().map_or(Duration::ZERO, |line| line.at);
    let lanes = threads(seen)
        .into_iter()
        .map(|lane| lane.within(start, end));
    let lanes: Vec<Lane> = lanes.collect();
    ensure!(
        lanes.iter().any(|lane| !lane.tasks.is_empty()),
        "the program in {language} shows no worker"
    );
    let counts = seen.most_between(start, end);
    let counts = counts.map_or("not counted".to_string(), judge::message::counts);
    Ok(Panel {
        title: format!("{language}: {counts}"),
        colour,
        lanes,
    })
}

/// The whole picture, as SVG.
pub fn draw(example: &str, programs: Vec<Panel>) -> String {
    let picture = Timeline {
        title: format!("{example}: who works when"),
        lead: "Bars side by side: the workers wait at the same time.".to_string(),
        panels: programs.into_iter().map(|program| vec![program]).collect(),
    };
    picture.svg()
}

/// What a picture says in words.
pub fn description(picture: &str) -> Option<&str> {
    let (_, rest) = picture.split_once("<desc>\n")?;
    let (description, _) = rest.split_once("</desc>")?;
    Some(description)
}

/// How its shapes look, whatever their place and size. What a thread used of a core is
/// left out, with the rim of words on it: of a short time, nothing may be seen.
pub fn shapes(picture: &str) -> BTreeSet<String> {
    static VARYING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#" (?:x|y|width|height|viewBox|points)="[^"]*"|>[^<]*<"#)
            .expect("it is well-formed")
    });
    let lines = picture.lines().filter(|line| line.starts_with('<'));
    let shapes = lines.filter(|line| !line.starts_with("<path ") && !line.contains("paint-order"));
    shapes
        .map(|shape| VARYING.replace_all(shape, "").into_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use observer::timeline::Task;
    use observer::timeline::palette::VERMILION;

    fn picture(name: &str) -> String {
        let lane = Lane::of_tasks(vec![Task {
            name: name.to_string(),
            from: Duration::ZERO,
            to: Duration::from_secs(2),
        }]);
        let panel = Panel {
            title: "Rust: 1 process, 3 threads".to_string(),
            colour: VERMILION,
            lanes: vec![lane],
        };
        draw("threading", vec![panel])
    }

    #[test]
    fn a_picture_says_its_figures() {
        let expected = "Rust: 1 process, 3 threads; A-1 from 0.00 s to 2.00 s\n";
        assert_eq!(description(&picture("A-1")), Some(expected));
        assert_eq!(description("<svg/>"), None);
    }

    #[test]
    fn shapes_are_the_same_wherever_they_are() {
        let (one, other) = (picture("A-1"), picture("another name"));
        assert_ne!(one, other);
        assert_eq!(shapes(&one), shapes(&other));
        let rounder = one.replace("rx=\"8\"", "rx=\"9\"");
        assert_ne!(shapes(&one), shapes(&rounder));
        assert_ne!(shapes(&one), shapes(&one.replace("#d55e00", "#0072b2")));
    }

    #[test]
    fn what_a_program_prints_stays_text() {
        let picture = picture("</desc></text><script>");
        assert!(!picture.contains("<script>"), "{picture}");
        let said = description(&picture).expect("a description");
        assert!(said.ends_with(" from 0.00 s to 2.00 s\n"), "{said}");
    }
}
