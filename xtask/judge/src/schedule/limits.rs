//! What an untrusted program may use: defaults, and the flags that change them.
//!
//! This is not a sandbox. A program runs with its user's rights: it can read and
//! delete what its user can, use the network, and send signals to what its user
//! runs, the verifier among it. The caps keep a mistake from doing harm, not an
//! attacker. Run what you do not trust in a container or a virtual machine, as a
//! user of its own, without network (such as `podman run --network=none`).

use crate::expectation::Expectation;
use clap::Args;
use observer::Limits;
use std::time::Duration;

/// What a program needs to start and to end on a busy machine.
const START_AND_END: Duration = Duration::from_secs(10);

/// So much later than it should have ended at the latest, a program is looked at for a
/// deadlock. What is found then is certain; until then, the looks would cost time that
/// a right program needs.
const DEADLOCK: Duration = Duration::from_secs(1);

/// What a program may use.
#[derive(Args)]
#[command(next_help_heading = "Resource limits; exceeding one stops and fails the program")]
pub struct Caps {
    /// Wall time [default: 1.5 times what the expectation takes, and 10 seconds]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=86_400))]
    deadline: Option<u32>,

    /// Processes at one moment
    #[arg(long, value_name = "N", default_value_t = Caps::default().max_processes, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    max_processes: u32,

    /// Threads of all its processes together, at one moment
    #[arg(long, value_name = "N", default_value_t = Caps::default().max_threads, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    max_threads: u32,

    /// Memory of all its processes together; what they share counts in each
    #[arg(long, value_name = "MIB", default_value_t = Caps::default().max_memory, value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    max_memory: u64,

    /// CPU time of each process [default: as much as all cores have until then]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=86_400))]
    max_cpu: Option<u32>,

    /// Lines of output, each of at most 8 KiB
    #[arg(long, value_name = "N", default_value_t = Caps::default().max_lines, value_parser = clap::value_parser!(u32).range(1..=65_536))]
    max_lines: u32,

    /// Output as a whole
    #[arg(long, value_name = "MIB", default_value_t = Caps::default().max_output, value_parser = clap::value_parser!(u32).range(1..=1024))]
    max_output: u32,

    /// Size of a file that it writes
    #[arg(long, value_name = "MIB", default_value_t = Caps::default().max_file, value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    max_file: u64,
}

impl Default for Caps {
    fn default() -> Caps {
        Caps {
            deadline: None,
            max_processes: 64,
            max_threads: 1024,
            max_memory: 2048,
            max_cpu: None,
            max_lines: 4096,
            max_output: 2,
            max_file: 256,
        }
    }
}

impl Caps {
    /// The limits of a program that an expectation judges.
    pub fn limits(&self, expectation: &Expectation) -> Limits {
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        let longest = expectation.longest();
        let deadline = self.deadline.map_or(longest + START_AND_END, seconds);
        Limits {
            deadlock_after: longest + DEADLOCK,
            lines: self.max_lines as usize,
            output_bytes: self.max_output as usize * 1024 * 1024,
            processes: self.max_processes as usize,
            threads: self.max_threads as usize,
            memory_bytes: self.max_memory * 1024 * 1024,
            cpu: self.max_cpu.map_or(cores() * deadline, seconds),
            file_bytes: self.max_file * 1024 * 1024,
            ..Limits::with_deadline(deadline)
        }
    }
}

/// A program with a thread on each core may use all of them.
fn cores() -> u32 {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    u32::try_from(cores).unwrap_or(u32::MAX).max(2)
}
