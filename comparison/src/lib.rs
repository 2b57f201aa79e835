//! Watches programs from outside, whatever language they are written in.

pub mod cores;
#[cfg(unix)]
pub mod file;
#[cfg(unix)]
pub mod interrupt;
pub mod observe;
pub mod python;
