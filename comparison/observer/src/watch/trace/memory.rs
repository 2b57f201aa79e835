//! Reads what a stopped thread has written, out of its memory.

use super::arch::Content;
use nix::sys::uio::{RemoteIoVec, process_vm_readv};
use nix::unistd::Pid;
use std::io::IoSliceMut;

/// A list of pieces is at most so long (`UIO_MAXIOV`).
const MOST_PIECES: usize = 1024;

/// The first `length` bytes, if they can be read.
pub(super) fn content(tid: i32, content: Content, length: usize) -> Option<Vec<u8>> {
    let pieces = match content {
        Content::Buffer(base) => vec![RemoteIoVec { base, len: length }],
        Content::Vector { list, pieces } => pieces_of(tid, list, pieces, length)?,
        Content::Hidden => return None,
    };
    read(tid, &pieces, length)
}

/// The pieces that hold the first `length` bytes.
fn pieces_of(tid: i32, list: usize, count: usize, length: usize) -> Option<Vec<RemoteIoVec>> {
    const WORD: usize = size_of::<usize>();
    let count = count.min(MOST_PIECES);
    let base = RemoteIoVec {
        base: list,
        len: count * 2 * WORD,
    };
    let bytes = read(tid, &[base], count * 2 * WORD)?;
    let words = bytes.chunks_exact(WORD);
    let words = words.map(|word| usize::from_ne_bytes(word.try_into().unwrap_or_default()));
    let words: Vec<usize> = words.collect();
    let mut missing = length;
    let mut pieces = Vec::new();
    for piece in words.chunks_exact(2) {
        let len = piece[1].min(missing);
        missing -= len;
        pieces.push(RemoteIoVec {
            base: piece[0],
            len,
        });
    }
    pieces.retain(|piece| piece.len > 0);
    (missing == 0).then_some(pieces)
}

fn read(tid: i32, from: &[RemoteIoVec], length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    let mut to = [IoSliceMut::new(&mut bytes)];
    let count = process_vm_readv(Pid::from_raw(tid), &mut to, from).ok()?;
    (count == length).then_some(bytes)
}
