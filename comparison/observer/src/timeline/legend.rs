//! What the parts of a picture of lanes stand for: those that are in it.

use super::Lane;
use super::palette::{BED, COUNT, Colour, GREY, INK, PAPER};
use super::picture::Drawing;
use std::ops::Range;

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
    Count,
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
            Sign::Count => "how many there are, of the most",
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
            Sign::Count => {
                let (width, half) = (width / 2.0, height / 2.0);
                drawing.rectangle([x, y + half, width, half], COUNT);
                drawing.rectangle([x + width, y, width, height], COUNT);
            }
        }
    }
}

/// What is to be told of these lanes.
pub(super) fn signs<'a>(lanes: impl Iterator<Item = &'a Lane> + Clone) -> Vec<Sign> {
    const WHOLE: f64 = 0.9;
    let is_there = |of: fn(&Lane) -> bool| lanes.clone().any(of);
    let is_count = |lane: &Lane| lane.process.is_none() && !lane.slices.is_empty();
    let is_busy = |shares: Range<f64>| {
        let busy = |lane: &Lane| lane.process.is_some() && lane.computes();
        let busy = lanes.clone().filter(|lane| busy(lane));
        let mut slices = busy.flat_map(|lane| &lane.slices);
        slices.any(|slice| shares.contains(&slice.share))
    };
    let signs = [
        (Sign::Process, is_there(|lane| lane.process.is_some())),
        (Sign::Thread, is_there(|lane| lane.process.is_some())),
        (Sign::Task, is_there(|lane| !lane.tasks.is_empty())),
        (Sign::Mark, is_there(|lane| !lane.marks.is_empty())),
        (Sign::Half, is_busy(0.1..WHOLE)),
        (Sign::Whole, is_busy(WHOLE..f64::INFINITY)),
        (Sign::Count, is_there(is_count)),
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

#[cfg(test)]
mod tests {
    use super::super::Slice;
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_sign_is_told_of_what_is_in_the_picture() {
        let lane = |process, shares: &[f64]| {
            let slice = |(number, &share): (u32, &f64)| Slice {
                from: Duration::from_secs(1) * number,
                to: Duration::from_secs(1) * (number + 1),
                share,
            };
            Lane {
                process,
                slices: (0..).zip(shares).map(slice).collect(),
                ..Lane::default()
            }
        };
        let thread = |shares: &[f64]| lane(Some(1), shares);
        let cases: [(Lane, &[Sign]); 6] = [
            (Lane::default(), &[]),
            (thread(&[0.0]), &[Sign::Process, Sign::Thread]),
            (thread(&[0.5]), &[Sign::Process, Sign::Thread, Sign::Half]),
            (thread(&[0.9]), &[Sign::Process, Sign::Thread, Sign::Whole]),
            (
                thread(&[1.0, 0.1]),
                &[Sign::Process, Sign::Thread, Sign::Half, Sign::Whole],
            ),
            (lane(None, &[0.5, 1.0]), &[Sign::Count]),
        ];
        for (lane, expected) in cases {
            assert_eq!(signs([&lane].into_iter()), expected, "{lane:?}");
        }
    }
}
