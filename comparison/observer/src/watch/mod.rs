//! The watching of a program.
//!
//! | file | idea |
//! | --- | --- |
//! | `observer.rs` | one program, from its start to the report of what was seen |
//! | `launch.rs` | a program is started so that it can be watched |
//! | `follower.rs` | it runs: what it prints, and when it must be stopped |
//! | `streams.rs` | bytes are read as soon as they come |
//! | `lines.rs`, `excerpt.rs` | they become lines, or the two ends of a long text |
//! | `guard.rs` | what is killed if this process is |
//! | `sampler.rs` | the clock: every 50 ms all watched programs are counted |
//! | `registry.rs` | counts them together, reaps what ended, kills what is left |
//! | `process_tree.rs` | which processes belong to which program |
//! | `trace/` | who was born, who died and who wrote, as the kernel tells it |
//! | `traced.rs` | what came of that, and which thread each line is of |
//! | `no_trace.rs` | what there is where nobody can trace |
//! | `proc.rs`, `cores.rs`, `room.rs`, `cgroup.rs` | the only readers of `/proc`: its processes, its cores, and how much room there is |
//! | `linux.rs`, `other_unix.rs` | what only Linux offers, and what there is instead |

pub mod cgroup;
pub mod cores;
mod excerpt;
mod follower;
mod guard;
mod launch;
mod lines;
mod observer;
pub mod proc;
mod process_tree;
mod registry;
mod room;
mod sampler;
mod streams;
mod traced;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "other_unix.rs")]
mod system;

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod trace;
#[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
#[path = "no_trace.rs"]
mod trace;

pub use observer::Observer;
pub use room::{limit_of_user, most_side_by_side, room_for_tasks};
