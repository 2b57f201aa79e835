//! What a program printed elsewhere, as somebody kept it: nothing but its lines and
//! their order.

use crate::error::{Error, TranscriptError};
use crate::expectation::Expectation;
use crate::judgement::{Judgement, Text, judge_order};
use crate::text::plain;
use observer::{Limits, Line, Observation};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

/// The lines, and what is to be said of their order.
pub struct Transcript {
    /// What is to be said.
    pub judgement: Judgement,
    /// The lines, as they are compared.
    pub lines: Vec<Text>,
}

impl Transcript {
    /// Reads a file, `-` for standard input, and judges it. What a run may not print
    /// is not read either.
    ///
    /// # Errors
    /// If it cannot be read, or is no output of one run.
    pub fn judge(
        file: &Path,
        expectation: &Expectation,
        limits: &Limits,
    ) -> Result<Transcript, Error> {
        let bytes = read(file, limits.output_bytes + 1)
            .map_err(|error| Error::Unreadable(file.into(), error))?;
        let lines = lines(&bytes, limits).map_err(|error| Error::Transcript(file.into(), error))?;
        let seen = Observation {
            lines,
            ..Observation::ended(Duration::ZERO)
        };
        Ok(Transcript {
            judgement: judge_order(expectation, &seen),
            lines: seen.lines.iter().map(|line| plain(&line.bytes)).collect(),
        })
    }
}

/// Whether it is read from standard input.
pub fn is_stdin(file: &Path) -> bool {
    file == Path::new("-")
}

fn read(file: &Path, most: usize) -> io::Result<Vec<u8>> {
    let input: Box<dyn Read> = match is_stdin(file) {
        true => Box::new(io::stdin()),
        false => Box::new(File::open(file)?),
    };
    let mut bytes = Vec::new();
    input.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn lines(bytes: &[u8], limits: &Limits) -> Result<Vec<Line>, TranscriptError> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(TranscriptError::Utf16);
    }
    if bytes.len() > limits.output_bytes {
        return Err(TranscriptError::TooLarge(limits.output_bytes / 1024 / 1024));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines = Vec::new();
    for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
        let text = piece.strip_suffix(b"\n").unwrap_or(piece);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if lines.len() == limits.lines {
            return Err(TranscriptError::TooManyLines(limits.lines));
        }
        if text.len() > limits.line_bytes {
            let number = lines.len() + 1;
            return Err(TranscriptError::LineTooLong(number, limits.line_bytes));
        }
        lines.push(Line::new(Duration::ZERO, text));
    }
    Ok(lines)
}
