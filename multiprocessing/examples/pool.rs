//! A pool computes on all cores, and returns the results in order.
//!
//! Notice that rayon's pool has threads: without a GIL, they compute side by
//! side. The Python twin: `pool.py`, with processes.
//! Run it: `cargo run -p multiprocessing --example pool`

use rayon::prelude::*;

fn main() {
    let limits = [10_000, 20_000, 30_000, 40_000];

    let counts: Vec<usize> = limits.par_iter().map(primes_below).collect();

    println!("{counts:?}");
}

fn primes_below(limit: &u32) -> usize {
    (2..*limit).filter(|&n| is_prime(n)).count()
}

fn is_prime(n: u32) -> bool {
    (2..=n.isqrt()).all(|divisor| n % divisor != 0)
}
