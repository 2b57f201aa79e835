//! What is said on stderr, beside any report: what is wrong with the task itself, and
//! what else it could do.

use crate::text::printable;
use observer::interrupt::wait_for;
use std::io::{IsTerminal, Write, stderr};

/// Says what is wrong.
pub fn complain(what: &str) {
    say("error", what);
}

/// Says to a person, and to no program, what else is possible.
pub fn hint(what: &str) {
    if stderr().is_terminal() {
        say("hint", what);
    }
}

/// If nobody can be told, there is nobody to tell that.
fn say(kind: &str, what: &str) {
    let line = format!("{kind}: {}\n", printable(what));
    let _ = wait_for(move || stderr().write_all(line.as_bytes()));
}
