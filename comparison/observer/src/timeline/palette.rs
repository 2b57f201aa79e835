//! The colours of all pictures. Those of the bars can be told apart by the
//! colour-blind (Okabe and Ito, "Color Universal Design"), and by their
//! brightness as well. Each has a twin for a dark screen.

use std::fmt::Write;

/// A colour, for a light screen and paper, and for a dark screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    light: &'static str,
    dark: &'static str,
}

impl Colour {
    const fn new(light: &'static str, dark: &'static str) -> Colour {
        Colour { light, dark }
    }

    /// As an attribute of SVG. [`dark`] replaces it on a dark screen.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.light
    }
}

/// For bars.
pub const VERMILION: Colour = Colour::new("#d55e00", "#f58a3c");
/// For bars.
pub const BLUE: Colour = Colour::new("#0072b2", "#56b4e9");
/// The card on which all is drawn.
pub const PAPER: Colour = Colour::new("#ffffff", "#1b1d1f");
/// Where a thread existed; the ground of a strip.
pub const BED: Colour = Colour::new("#e6e6e6", "#3a3d40");
/// How many there were.
pub const COUNT: Colour = Colour::new("#b8b8b8", "#63686d");
/// Text and marks.
pub const INK: Colour = Colour::new("#222222", "#eceff1");
/// What is of less weight: axes, captions.
pub const GREY: Colour = Colour::new("#666666", "#a9b0b5");

const ALL: [Colour; 7] = [VERMILION, BLUE, PAPER, BED, COUNT, INK, GREY];

/// The rules of CSS by which a picture is dark on a dark screen, but not on paper.
/// Who reads no rules takes the attributes, and draws it light.
#[must_use]
pub fn dark() -> String {
    let mut rules = String::from("@media screen and (prefers-color-scheme: dark) {\n");
    for Colour { light, dark } in ALL {
        for property in ["fill", "stroke"] {
            let _ = writeln!(rules, "[{property}=\"{light}\"] {{ {property}: {dark} }}");
        }
    }
    rules + "}\n"
}

/// The colours by name, for rules of CSS: `var(--ink)`.
#[must_use]
pub(super) fn variables() -> String {
    let named = [
        ("vermilion", VERMILION),
        ("blue", BLUE),
        ("paper", PAPER),
        ("bed", BED),
        ("ink", INK),
        ("grey", GREY),
    ];
    let rule = |code: fn(Colour) -> &'static str| {
        let colours = named.map(|(name, colour)| format!("--{name}: {};", code(colour)));
        format!(":root {{ {} }}", colours.join(" "))
    };
    format!(
        "{}\n@media screen and (prefers-color-scheme: dark) {{ {} }}\n",
        rule(|colour| colour.light),
        rule(|colour| colour.dark)
    )
}
