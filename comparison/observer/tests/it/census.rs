//! Who existed, and what they used.

use crate::support::{on_terminal, python};
use observer::{Counts, Observation, Output};
use std::time::Duration;

#[test]
fn the_census_counts_processes_and_threads() {
    let seen = on_terminal("sleep 0.4 & sleep 0.4 & wait");
    let census = seen.census.expect("a census");
    let most = census.most_between(Duration::ZERO, seen.elapsed);
    assert_eq!(
        most,
        Some(Counts {
            processes: 3,
            threads: 3
        })
    );
}

#[test]
fn the_census_knows_the_peak_of_memory() {
    // A shell that keeps 40 MiB for a moment, and then none of it.
    let seen = on_terminal("x=$(head -c 40000000 /dev/zero | tr '\\0' x); unset x; sleep 0.3");
    let peak = peak_of_memory(&seen);
    assert!((40_000_000..400_000_000).contains(&peak), "{peak}");
    // What a launcher has used is not charged to what it becomes.
    let launcher = "x=$(head -c 40000000 /dev/zero | tr '\\0' x); sleep 0.1; exec sleep 0.3";
    let seen = on_terminal(launcher);
    let samples = &seen.census.as_ref().expect("a census").samples;
    // Nothing is left of the memory of a process that is about to end.
    let with_memory = samples.iter().rfind(|sample| sample.peak_memory_bytes > 0);
    let last = with_memory.expect("samples").peak_memory_bytes;
    assert!((100_000..10_000_000).contains(&last), "{last}");
    assert!(peak_of_memory(&seen) > 40_000_000);
}

#[test]
fn memory_counts_wherever_it_is() {
    // In a file without a name; and after the end of the first thread.
    let programs = [
        "
import os, time
file = os.memfd_create('x')
for _ in range(40):
    os.write(file, bytes(1000000))
time.sleep(0.3)",
        "
import ctypes, threading, time
def task():
    time.sleep(0.1)
    block = bytearray(40000000)
    time.sleep(0.3)
threading.Thread(target=task, daemon=True).start()
ctypes.CDLL(None).pthread_exit(None)",
    ];
    for program in programs {
        let peak = peak_of_memory(&python(program, Output::Terminal));
        assert!(
            (40_000_000..400_000_000).contains(&peak),
            "{peak}: {program}"
        );
    }
}

fn peak_of_memory(seen: &Observation) -> u64 {
    let samples = &seen.census.as_ref().expect("a census").samples;
    let peaks = samples.iter().map(|sample| sample.peak_memory_bytes);
    peaks.max().expect("samples")
}

#[test]
fn cpu_time_counts_the_whole_tree() {
    let busy = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
    let seen = on_terminal(&format!("({busy}) & (({busy}) & wait) & {busy}; wait"));
    let samples = seen.census.expect("a census").samples;
    let counted: Duration = samples
        .iter()
        .map(|sample| sample.threads.iter().map(|thread| thread.cpu).sum())
        .max()
        .expect("samples");
    assert!(seen.cpu > Duration::from_millis(60), "{:?}", seen.cpu);
    assert!(counted <= seen.cpu, "{counted:?} of {:?}", seen.cpu);
    assert!(counted >= seen.cpu / 3, "{counted:?} of {:?}", seen.cpu);
}
