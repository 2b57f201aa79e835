//! The reports, a file each. All of them are made from the results alone.
//!
//! | file | what it makes |
//! | --- | --- |
//! | `text.rs` | what is printed: all of the next three |
//! | `table.rs` | the table of techniques, as text and as Markdown |
//! | `lanes.rs` | what each thread and each job did: to be drawn, and as text |
//! | `claims.rs` | the lesson's claims with their verdicts, as text and as Markdown |
//! | `json.rs` | `--json`: everything, for programs |
//! | `trace.rs` | `--trace`: the lanes, for a trace viewer |
//! | `svg.rs` | `--svg`: the lanes, for a slide |

mod claims;
mod json;
mod lanes;
mod svg;
mod table;
mod text;
mod trace;

pub use json::json;
pub use svg::svg;
pub use text::{markdown, text};
pub use trace::trace;
