//! Who writes: no fake passes, and each right program does, whoever is held back.
//! What is right by luck passes only where nobody is. The long proof, many runs and
//! more languages, is for the night.

use crate::corpus::{INTERPRETED, Program, assert_right, check, check_held, load};
use crate::support::alone;
use std::thread;

/// Checks each program of a folder, all side by side.
fn check_each(folder: &str, check: impl Fn(&Program) -> Result<(), String> + Sync) {
    let _turn = alone();
    let target = tempfile::tempdir().expect("a folder");
    let programs = load(folder, &INTERPRETED, target.path());
    assert_right(thread::scope(|scope| {
        let check = &check;
        let start = |program| scope.spawn(move || check(program));
        let checks: Vec<_> = programs.iter().map(start).collect();
        let checks = checks.into_iter();
        checks
            .map(|check| check.join().expect("no panic"))
            .collect()
    }));
}

#[test]
fn no_fake_passes() {
    check_each("fakes", |program| check(program, 1, false));
}

#[test]
fn each_right_program_passes_whoever_is_held_back() {
    check_each("right", |program| match program.is_untraced() {
        true => check(program, 1, true),
        false => check_held(program, 1, true),
    });
}

#[test]
fn luck_passes_only_where_nobody_is_held_back() {
    check_each("luck", |program| {
        check(program, 1, true)?;
        check_held(program, 1, false)
    });
}
