//! CPU-bound work: count the primes below a bound, by trial division.

use anyhow::{Result, ensure};

/// Half a second for two jobs, one after the other, on a machine of 2025.
/// `example.py` has a lower bound, so that CPython takes about as long.
pub const BOUND: u32 = 2_500_000;

/// The bound of the Python twin.
pub const BOUND_CPYTHON: u32 = 200_000;

/// How many primes there are below [`BOUND`], as a sieve finds them as well.
pub const PRIMES: u64 = 183_072;

/// Makes sure that they were counted.
///
/// # Errors
/// If the number is wrong.
pub fn check(primes: u64) -> Result<()> {
    ensure!(
        primes == PRIMES,
        "a count has a wrong answer: {primes} instead of {PRIMES}"
    );
    Ok(())
}

pub fn count_primes() -> u64 {
    (0..BOUND).map(|n| u64::from(is_prime(n))).sum()
}

/// Tries every odd divisor up to the square root.
pub fn is_prime(n: u32) -> bool {
    if n < 4 {
        return n > 1;
    }
    let mut odd = (3..).step_by(2).take_while(|d| d * d <= n);
    !n.is_multiple_of(2) && odd.all(|d| !n.is_multiple_of(d))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_a_sieve_counts() {
        let mut composite = vec![false; BOUND as usize];
        let mut primes = 0;
        for n in 2..composite.len() {
            if !composite[n] {
                primes += 1;
                (n * n..composite.len())
                    .step_by(n)
                    .for_each(|multiple| composite[multiple] = true);
            }
            let n = u32::try_from(n).expect("below the bound");
            assert_eq!(is_prime(n), !composite[n as usize], "{n}");
        }
        assert!(!is_prime(0) && !is_prime(1));
        assert_eq!(primes, PRIMES);
        assert_eq!(count_primes(), PRIMES);
        check(primes).expect("the right number");
        assert!(check(primes + 1).is_err());
    }
}
