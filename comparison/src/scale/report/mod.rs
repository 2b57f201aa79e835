//! The reports, a file each. Each is a function of the record, and only chooses
//! words and columns.
//!
//! | file | what it makes |
//! | --- | --- |
//! | `tables.rs` | the tables: what one more costs, and many connections |
//! | `text.rs` | what is printed, and the same as Markdown |
//! | `chart.rs` | `--svg`: memory and time by the number of workers |

mod chart;
mod tables;
mod text;

pub use chart::svg;
pub use text::{markdown, text};
