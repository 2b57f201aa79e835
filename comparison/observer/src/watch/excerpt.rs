//! The beginning and the end of a stream that may be endless.

use std::collections::VecDeque;

/// Keeps the first and the last bytes, as many of each.
#[derive(Default)]
pub(super) struct Excerpt {
    half: usize,
    head: Vec<u8>,
    tail: VecDeque<u8>,
    /// How many bytes were not kept.
    pub(super) left_out: usize,
}

impl Excerpt {
    /// Keeps at most `limit` bytes.
    pub(super) fn new(limit: usize) -> Excerpt {
        Excerpt {
            half: limit / 2,
            ..Excerpt::default()
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        let room = self.half - self.head.len();
        let (first, rest) = bytes.split_at(bytes.len().min(room));
        self.head.extend_from_slice(first);
        self.tail.extend(rest);
        let surplus = self.tail.len().saturating_sub(self.half);
        self.tail.drain(..surplus);
        self.left_out += surplus;
    }

    /// The bytes; where some are left out, a line says so.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut bytes = self.head;
        if self.left_out > 0 {
            bytes.extend(format!("\n[{} bytes left out]\n", self.left_out).bytes());
        }
        bytes.extend(self.tail);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_beginning_and_the_end() {
        let cases: [(&[&[u8]], &[u8]); 6] = [
            (&[], b""),
            (&[b"ab", b"cd"], b"abcd"),
            (&[b"abcdef"], b"abcdef"),
            (&[b"abcdef", b"g"], b"abc\n[1 bytes left out]\nefg"),
            (&[b"a", b"bcdefghi"], b"abc\n[3 bytes left out]\nghi"),
            (&[b"abcdefghi", b"", b"j"], b"abc\n[4 bytes left out]\nhij"),
        ];
        for (chunks, expected) in cases {
            let mut excerpt = Excerpt::new(6);
            chunks.iter().for_each(|chunk| excerpt.push(chunk));
            assert_eq!(excerpt.finish(), expected, "{chunks:?}");
        }
    }
}
