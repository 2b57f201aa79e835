//! What a program printed, made fit to be compared and to be shown.

use std::fmt::Write;

/// The bytes without colour codes (`ESC [ … m`): nothing else is taken away.
#[must_use]
pub fn plain(mut bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    while let Some(code) = bytes.iter().position(|&byte| byte == b'\x1b') {
        let (before, from_code) = bytes.split_at(code);
        plain.extend_from_slice(before);
        bytes = colour_code(from_code).unwrap_or_else(|| {
            plain.push(from_code[0]);
            &from_code[1..]
        });
    }
    plain.extend_from_slice(bytes);
    plain
}

/// What follows the colour code that the bytes begin with, if they do.
fn colour_code(bytes: &[u8]) -> Option<&[u8]> {
    let parameters = bytes.strip_prefix(b"\x1b[")?;
    let end = parameters
        .iter()
        .position(|byte| !b"0123456789;:".contains(byte))?;
    parameters[end..].strip_prefix(b"m")
}

/// The bytes for a person and a terminal: what is not printable is escaped, and
/// what is longer than `width` characters is cut.
#[must_use]
pub fn shown(bytes: &[u8], width: usize) -> String {
    let mut text = String::new();
    // Each character has four bytes at most, and what follows is cut.
    let enough = bytes.len().min(4 * (width + 1));
    for chunk in bytes[..enough].utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' | '\'' | '\\' => text.push(c),
                _ => text.extend(c.escape_debug()),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    match text.char_indices().nth(width) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Text of several lines for a terminal: what would control it is escaped.
#[must_use]
pub fn printable(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| shown(line.as_bytes(), 1000))
        .collect();
    lines.join("\n")
}

/// Text that XML may hold, and that stays text between two tags.
#[must_use]
pub fn in_xml(text: &str) -> String {
    let mut xml = String::new();
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '\n' => xml.push('\n'),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => xml.push(c),
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_end_its_element() {
        assert_eq!(in_xml("a<b> & \u{1b}c"), "a&lt;b&gt; &amp; c");
        assert_eq!(in_xml("\"a\"\nb\u{ffff}"), "\"a\"\nb");
    }

    #[test]
    fn colours_are_not_compared() {
        assert_eq!(plain(b"\x1b[1;32mgreen\x1b[m\x1b[0m"), b"green");
        for other in [
            &b"a\xff\tb\x07"[..],
            b"\x1b[2J",
            b"\x1b[1",
            b"\x1b",
            b"[1m",
            b"",
        ] {
            assert_eq!(plain(other), other);
        }
    }

    #[test]
    fn nothing_shown_can_reach_the_terminal() {
        let cases: [(&[u8], &str); 6] = [
            (b"it's \"x\" \\ y", r#"it's "x" \ y"#),
            (b"\x1b]0;title\x07", r"\u{1b}]0;title\u{7}"),
            (b"a\tb\r", r"a\tb\r"),
            (b"\xff\xc3\xa9", "\\xffé"),
            ("\u{202e}abc".as_bytes(), r"\u{202e}abc"),
            (b"", ""),
        ];
        for (bytes, expected) in cases {
            assert_eq!(shown(bytes, 60), expected);
        }
        assert_eq!(shown(&[b'x'; 61], 60), "x".repeat(60) + "…");
    }
}
