//! `cargo xtask docs`: makes what the pages show, or checks it. Every output,
//! listing, table and picture of a page is produced by something that is named
//! beside it; what varies from run to run is compared as what it is.
//!
//! | file | idea |
//! | --- | --- |
//! | `page.rs` | what a page shows, and what that is made by |
//! | `update.rs` | what happens when, from the pages to the exit code |
//! | `examine.rs` | what a page shows is held against what is made now |
//! | `notice.rs` | what is not as it should be, and who can mend it |
//! | `run.rs`, `change.rs` | a command is run, in a copy that was changed if the page says so |
//! | `figures.rs` | the comparison is measured once, for all pages |
//! | `compare.rs` | two outputs differ only in what varies |
//! | `table.rs` | the tables |
//! | `timeline.rs` | the pictures |
//! | `command.rs`, `link.rs` | a command can be typed, and a link leads somewhere |

mod change;
mod command;
mod compare;
mod examine;
mod figures;
mod link;
mod notice;
mod page;
mod run;
mod table;
mod timeline;
mod update;

use clap::Args;
use std::path::PathBuf;

pub use command::Typed;
pub use update::run;

/// What `--help` says of the exit codes.
pub const HELP: &str = "Exit codes: 0 up to date, or updated; 1 a page is out of date; 2 wrong \
                        usage; 3 a measurement came to no verdict; 4 the task itself failed; \
                        128 + N stopped by signal N";

#[derive(Args)]
pub struct DocsArgs {
    /// The pages, by their folders or files; `.` is the one at the top. All of
    /// them if none is named
    #[arg(value_name = "PAGE")]
    pages: Vec<String>,

    /// Write nothing, and name each place that is out of date
    #[arg(long)]
    check: bool,

    /// Draw the comparison's figures from what its `--json` recorded, instead of
    /// measuring
    // What is written is measured with as many rounds as the page says.
    #[arg(long, value_name = "FILE", requires = "check")]
    from: Option<PathBuf>,
}
