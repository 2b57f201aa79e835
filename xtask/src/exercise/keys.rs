//! Keys, as soon as they are pressed. The terminal stays as it is but for that: it
//! does not wait for the end of a line, and does not show what is typed. Ctrl-C is a
//! signal as ever.

use crate::usage::Usage;
use anyhow::{Result, bail};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use std::io::{self, IsTerminal, stdin};
use std::time::Duration;

/// What begins the codes of keys that are no characters.
const ESCAPE: u8 = 0x1b;

/// The terminal is as it was when this is dropped.
pub struct Keys {
    before: Termios,
}

impl Keys {
    /// From now on, keys are read as soon as they are pressed.
    ///
    /// # Errors
    /// If standard input is no terminal.
    pub fn open() -> Result<Keys> {
        if !stdin().is_terminal() {
            let remedy = "`--watch` reads keys from a terminal, and standard input is none: \
                          `cargo xtask exercise NAME` judges once";
            bail!(Usage(remedy.to_string()));
        }
        let before = tcgetattr(stdin())?;
        let keys = Keys { before };
        keys.take_over()?;
        Ok(keys)
    }

    /// The keys that are pressed until the first of them, or `patience`, is over;
    /// `None` if there is nobody to press any.
    ///
    /// # Errors
    /// If the terminal cannot be read.
    pub fn pressed(&self, patience: Duration) -> io::Result<Option<Vec<u8>>> {
        // A shell has other settings of its own, and this may have been stopped and let
        // go on by one.
        self.take_over()?;
        let stdin = stdin();
        let timeout = Timespec::try_from(patience).ok();
        match poll(&mut [PollFd::new(&stdin, PollFlags::IN)], timeout.as_ref()) {
            Ok(0) | Err(Errno::INTR) => return Ok(Some(Vec::new())),
            ready => ready?,
        };
        let mut bytes = [0; 64];
        let count = match read(&stdin, &mut bytes) {
            Ok(0) | Err(Errno::IO) => return Ok(None),
            Err(Errno::INTR) => 0,
            count => count?,
        };
        Ok(Some(characters(&bytes[..count])))
    }

    fn take_over(&self) -> io::Result<()> {
        let by_line = LocalModes::ICANON | LocalModes::ECHO;
        let mut settings = tcgetattr(stdin())?;
        if settings.local_modes.intersects(by_line) {
            settings.local_modes.remove(by_line);
            tcsetattr(stdin(), OptionalActions::Now, &settings)?;
        }
        Ok(())
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        // Whoever closed the terminal does not care.
        let _ = tcsetattr(stdin(), OptionalActions::Now, &self.before);
    }
}

/// What was typed, without the codes of other keys: `ESC [`, or `ESC O`, up to a letter
/// or a tilde (ECMA-48).
fn characters(bytes: &[u8]) -> Vec<u8> {
    let mut characters = Vec::new();
    let mut bytes = bytes.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte != ESCAPE {
            characters.push(byte);
        } else if bytes.next_if(|byte| b"[O".contains(byte)).is_some() {
            bytes.find(|byte| (0x40..=0x7e).contains(byte));
        }
    }
    characters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_keys_are_no_characters() {
        let cases = [
            ("nq", "nq"),
            ("\x1b[Aq", "q"),
            ("h\x1b[5~\x1bOPl", "hl"),
            ("\x1b[1;5C\x1b", ""),
            ("\x1bq", "q"),
            ("\x1b[", ""),
        ];
        for (typed, expected) in cases {
            assert_eq!(
                characters(typed.as_bytes()),
                expected.as_bytes(),
                "{typed:?}"
            );
        }
    }
}
