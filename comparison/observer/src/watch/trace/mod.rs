//! Who wrote each line, and who lived when: told by the kernel, not sampled.
//!
//! A program is started under a filter (seccomp) that stops it where it may
//! print, and under a tracer (ptrace), which learns of each birth and death of
//! a thread. What computes or sleeps is not stopped.
//!
//! | file | idea |
//! | --- | --- |
//! | `tracer.rs` | the events of one program, from its start to its end |
//! | `filter.rs` | at which system calls it is stopped |
//! | `arch.rs` | what differs between processors |
//! | `output_file.rs` | whether a write goes to the program's output |
//! | `gate.rs` | one writer at a time |
//! | `holding.rs` | when a thread is held back, and until when |
//! | `memory.rs` | what was written |
//! | `lives.rs` | who was born and who died |
//! | `waits.rs` | in what a thread waits |
//! | `standstill.rs` | whether nobody can go on any more |
//! | `resume.rs` | a stopped thread goes on |

mod arch;
mod filter;
mod gate;
mod holding;
mod lives;
mod memory;
mod output_file;
mod resume;
mod standstill;
mod tracer;
mod waits;

pub(super) use output_file::OutputFile;
pub(super) use standstill::Standstill;
pub(super) use tracer::{Begun, LAUNCHER, NotBegun, Shared, Tracer};
