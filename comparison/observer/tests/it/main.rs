//! The observer against real programs, each a line of shell.
#![cfg(target_os = "linux")]

mod census;
mod deadlock;
mod ending;
mod hold;
mod output;
mod start;
mod support;
mod trace;
