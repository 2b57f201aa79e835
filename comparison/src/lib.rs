//! Watches programs from outside, whatever language they are written in.

#[cfg(unix)]
pub mod interrupt;
pub mod observe;
pub mod python;
