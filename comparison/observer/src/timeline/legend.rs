//! What the parts of a picture of lanes stand for: those that are in it.

use super::palette::{BED, Colour, GREY, INK, PAPER};
use super::picture::Drawing;
use super::{Lane, Slice};

/// What a sign takes.
pub(super) const SIGN: [f64; 2] = [24.0, 12.0];

/// A part of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Process,
    Thread,
    Task,
    Mark,
    /// A mark as a line across its lane.
    Across,
    Half,
    Whole,
}

impl Sign {
    pub fn words(self) -> &'static str {
        match self {
            Sign::Process => "a process",
            Sign::Thread => "a thread",
            Sign::Task => "a task, from its first line to its last",
            Sign::Mark | Sign::Across => "a line that it printed",
            Sign::Half => "computes on half a core",
            Sign::Whole => "computes on a whole core",
        }
    }

    /// As it is in the picture, from the left and the top of its place.
    pub fn draw(self, [x, y]: [f64; 2], colour: Colour, drawing: &mut Drawing) {
        let [width, height] = SIGN;
        match self {
            Sign::Process => drawing.frame([x + 1.0, y, width - 2.0, height]),
            Sign::Thread => drawing.rectangle([x, y, width, height], BED),
            Sign::Task => drawing.tinted([x, y, width, height], colour),
            Sign::Mark => drawing.text([x + width / 2.0, y + height - 2.0], "middle", INK, "◆"),
            Sign::Across => {
                drawing.line(INK, &[[x + width / 2.0, y], [x + width / 2.0, y + height]])
            }
            Sign::Half => {
                drawing.rectangle([x, y, width, height], BED);
                drawing.rectangle([x, y + height / 2.0, width, height / 2.0], colour);
            }
            Sign::Whole => drawing.rectangle([x, y, width, height], colour),
        }
    }
}

/// What is to be told of these lanes.
pub(super) fn signs<'a>(lanes: impl Iterator<Item = &'a Lane> + Clone) -> Vec<Sign> {
    let threads = || lanes.clone().filter(|lane| lane.process.is_some());
    let busy = threads().filter(|lane| lane.computes());
    let mut slices = busy.clone().flat_map(|lane| &lane.slices);
    let is_partial = |slice: &Slice| (0.1..0.9).contains(&slice.share);
    let signs = [
        (Sign::Process, threads().next().is_some()),
        (Sign::Thread, threads().next().is_some()),
        (Sign::Task, lanes.clone().any(|lane| !lane.tasks.is_empty())),
        (Sign::Mark, lanes.clone().any(|lane| !lane.marks.is_empty())),
        (Sign::Half, slices.any(is_partial)),
        (Sign::Whole, busy.count() > 0),
    ];
    let signs = signs.into_iter().filter(|(_, is_there)| *is_there);
    signs.map(|(sign, _)| sign).collect()
}

impl Drawing {
    /// Around what belongs together.
    pub(super) fn frame(&mut self, [x, y, width, height]: [f64; 4]) {
        let code = GREY.code();
        self.element(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"3\" \
             fill=\"none\" stroke=\"{code}\" stroke-width=\"1.5\"/>"
        ));
    }

    /// What may wait: pale, for what computes is not.
    pub(super) fn tinted(&mut self, [x, y, width, height]: [f64; 4], colour: Colour) {
        let (width, code) = (width.max(1.0), colour.code());
        self.rectangle([x, y, width, height], PAPER);
        self.element(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
             fill=\"{code}\" fill-opacity=\"0.3\" stroke=\"{code}\"/>"
        ));
    }
}
