//! Long proofs: many runs of many programs, of which no fake may pass and each
//! right one must, whoever is held back, and the judge in surroundings that refuse
//! what it needs.
//! `cargo test -p judge --test nightly -- --nocapture` runs them, and shows each
//! verdict.
#![cfg(target_os = "linux")]

#[path = "../it/corpus.rs"]
mod corpus;
mod environments;
#[path = "../it/support.rs"]
#[allow(dead_code, reason = "the short tests use the rest")]
mod support;

use corpus::{ALL, INTERPRETED, Program, assert_right, check, check_held, load};
use support::alone;

const RUNS: u16 = 50;

fn check_each(folder: &str, check: impl Fn(&Program) -> Result<(), String>) {
    let _turn = alone();
    let target = tempfile::tempdir().expect("a folder");
    let programs = load(folder, &ALL, target.path());
    assert!(programs.len() > load(folder, &INTERPRETED, target.path()).len());
    assert_right(programs.iter().map(check).collect());
}

#[test]
fn no_run_of_a_fake_passes() {
    check_each("fakes", |program| check(program, RUNS, false));
}

#[test]
fn each_run_of_a_right_program_passes() {
    check_each("right", |program| check(program, RUNS, true));
}

#[test]
fn no_right_program_fails_whoever_is_held_back() {
    check_each("right", |program| match program.is_untraced() {
        true => Ok(()),
        false => check_held(program, RUNS, true),
    });
}

#[test]
fn each_run_of_luck_passes_where_nobody_is_held_back() {
    check_each("luck", |program| check(program, RUNS, true));
}

#[test]
fn no_luck_holds_where_somebody_is_held_back() {
    check_each("luck", |program| check_held(program, RUNS, false));
}
