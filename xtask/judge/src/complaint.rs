//! What is wrong with the task itself, said on stderr.

use crate::text::printable;
use std::io::Write;

/// Says it. If nobody can be told, there is nobody to tell that.
pub fn complain(what: &str) {
    let _ = writeln!(std::io::stderr(), "error: {}", printable(what));
}
