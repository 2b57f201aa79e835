//! The colours of all pictures. Those of the bars can be told apart by the
//! colour-blind (Okabe and Ito, "Color Universal Design"), and by their
//! brightness as well.

/// A colour as SVG writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(&'static str);

impl Colour {
    /// As an attribute of SVG.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0
    }
}

/// For bars.
pub const VERMILION: Colour = Colour("#d55e00");
/// For bars.
pub const BLUE: Colour = Colour("#0072b2");
/// The card on which all is drawn: readable on a dark slide too.
pub const PAPER: Colour = Colour("#ffffff");
/// Where a thread existed; the ground of a strip.
pub const BED: Colour = Colour("#e6e6e6");
/// Text and marks.
pub const INK: Colour = Colour("#222222");
/// What is of less weight: axes, captions.
pub const GREY: Colour = Colour("#666666");
