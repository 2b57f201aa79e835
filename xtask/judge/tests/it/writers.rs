//! Who writes: no fake passes, and each right program does. The long proof, many
//! runs and more languages, is for the night.

use crate::corpus::{INTERPRETED, assert_right, check, load};
use std::thread;

/// Judges each program of a folder once, all side by side.
fn check_once(folder: &str) {
    let target = tempfile::tempdir().expect("a folder");
    let programs = load(folder, &INTERPRETED, target.path());
    assert_right(thread::scope(|scope| {
        let start = |program| scope.spawn(move || check(program, 1));
        let checks: Vec<_> = programs.iter().map(start).collect();
        let checks = checks.into_iter();
        checks
            .map(|check| check.join().expect("no panic"))
            .collect()
    }));
}

#[test]
fn no_fake_passes() {
    check_once("fakes");
}

#[test]
fn each_right_program_passes() {
    check_once("right");
}
