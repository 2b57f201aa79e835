//! The reports, a file each. Each is a function of the record, and only chooses
//! words and columns.
//!
//! | file | what it makes |
//! | --- | --- |
//! | `tables.rs` | the tables: what one more costs, and many connections |
//! | `text.rs` | what is printed, and the same as Markdown |
//! | `chart.rs` | `--svg`: memory and time by the number of workers |
//! | `html.rs` | all of it as a part of the comparison's page |

mod chart;
mod html;
mod tables;
mod text;

pub use chart::picture;
pub use html::section;
pub use text::{markdown, text};
