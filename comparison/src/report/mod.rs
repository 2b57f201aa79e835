//! The reports, a file each. Each is a function of the record, and only chooses
//! words and columns.
//!
//! | file | what it makes |
//! | --- | --- |
//! | `text.rs` | what is printed: the next three |
//! | `table.rs` | the table of techniques, as text and as Markdown |
//! | `lanes.rs` | what each thread and each job did: to be drawn, and as text |
//! | `claims.rs` | the lesson's claims with their verdicts, as text and as Markdown |
//! | `trace.rs` | `--trace`: the lanes, for a trace viewer |
//! | `svg.rs` | `--svg`: the lanes, for a slide |
//! | `html.rs` | all of it as parts of a page |

pub mod claims;
pub mod html;
mod lanes;
mod svg;
pub mod table;
mod text;
mod trace;

pub use lanes::colour;
pub use svg::svg;
pub use text::{machine, markdown, text};
pub use trace::trace;
