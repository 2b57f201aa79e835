//! Long proofs: many runs of many programs, of which no fake may pass and each
//! right one must, and the judge in surroundings that refuse what it needs.
//! `cargo test -p judge --test nightly -- --nocapture` runs them, and shows each
//! verdict.
#![cfg(target_os = "linux")]

#[path = "../it/corpus.rs"]
mod corpus;
mod environments;
#[path = "../it/support.rs"]
#[allow(dead_code, reason = "the short tests use the rest")]
mod support;

use corpus::{ALL, INTERPRETED, assert_right, check, load};
use std::sync::{Mutex, MutexGuard, PoisonError};

const RUNS: u16 = 50;

/// Whoever holds it runs alone: the runs of one program are enough for a machine.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn check_all(folder: &str) {
    let _turn = alone();
    let target = tempfile::tempdir().expect("a folder");
    let programs = load(folder, &ALL, target.path());
    assert!(programs.len() > load(folder, &INTERPRETED, target.path()).len());
    let checks = programs.iter().map(|program| check(program, RUNS));
    assert_right(checks.collect());
}

#[test]
fn no_run_of_a_fake_passes() {
    check_all("fakes");
}

#[test]
fn each_run_of_a_right_program_passes() {
    check_all("right");
}
