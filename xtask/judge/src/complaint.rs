//! What is wrong with the task itself, said on stderr.

use crate::text::printable;
use observer::interrupt::wait_for;
use std::io::Write;

/// Says it. If nobody can be told, there is nobody to tell that.
pub fn complain(what: &str) {
    let complaint = format!("error: {}\n", printable(what));
    let _ = wait_for(move || std::io::stderr().write_all(complaint.as_bytes()));
}
