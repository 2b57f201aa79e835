//! Watches programs from outside, whatever language they are written in.
//!
//! It sees each line of a program's output and when it came, how the program
//! ended, and, on Linux, who existed over time: which processes and threads,
//! and how much CPU time each had used. It needs no help from the program: a
//! learner's Rust and CPython itself are watched in the same way.
//!
//! | file | idea |
//! | --- | --- |
//! | `program.rs` | what to run, and within which limits |
//! | `observation.rs` | what was seen |
//! | `observer.rs` | one program, from its start to the report of what was seen |
//! | `launch.rs` | a program is started so that it can be watched |
//! | `run.rs` | it runs: what it prints, and when it must be stopped |
//! | `lines.rs`, `excerpt.rs` | bytes become lines, or the two ends of a long text |
//! | `sampler.rs` | counts all watched programs together, every 50 ms |
//! | `process_tree.rs` | which processes belong to which program |
//! | `proc.rs` | the only reader of `/proc` |
//! | `cores.rs` | what the machine's cores did, whoever used them |
//! | `interrupt.rs`, `exit.rs`, `report_file.rs` | what each program that watches others needs: signals that end it, exit codes, files written whole |

pub mod cores;
mod excerpt;
pub mod exit;
pub mod interrupt;
mod launch;
mod lines;
mod observation;
mod observer;
mod proc;
mod process_tree;
mod program;
pub mod report_file;
mod run;
mod sampler;

pub use launch::most_side_by_side;
pub use observation::{Census, Counts, Ending, Line, Newline, Observation, Process, Sample};
pub use observation::{Stall, Stop, Thread};
pub use observer::Observer;
pub use program::{Limits, Output, Program};
