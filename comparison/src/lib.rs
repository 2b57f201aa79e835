//! Watches programs from outside, whatever language they are written in.

pub mod observe;
