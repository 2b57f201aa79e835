//! The program from outside, as a user runs it.
//!
//! | file | idea |
//! | --- | --- |
//! | `techniques.rs` | each technique by itself |
//! | `measured.rs` | the whole comparison, measured: the same in every report |
//! | `recorded.rs` | reports and exit codes, from a record: nothing is measured |
//! | `page.rs` | the page, from records of all kinds |
//! | `mixed.rs` | who answers beside who computes: measured, and from a record |
//! | `failing.rs` | what cannot be measured, or written, or goes on too long |
//! | `scale.rs` | what one more worker costs, and where it ends |
//! | `support.rs` | what they all use |
#![cfg(unix)]

#[cfg(target_os = "linux")]
mod failing;
#[cfg(target_os = "linux")]
mod measured;
#[cfg(target_os = "linux")]
mod mixed;
#[cfg(target_os = "linux")]
mod page;
#[cfg(target_os = "linux")]
mod recorded;
#[cfg(target_os = "linux")]
mod scale;
mod support;
mod techniques;
