"""A pool computes on all cores, and returns the results in order: the twin of
pool.rs. Try `ThreadPoolExecutor` instead: the results are the same, and under
a GIL they come later.
"""

from concurrent.futures import ProcessPoolExecutor
from math import isqrt


def primes_below(limit):
    return sum(is_prime(n) for n in range(2, limit))


def is_prime(n):
    return all(n % divisor for divisor in range(2, isqrt(n) + 1))


if __name__ == "__main__":
    limits = [10_000, 20_000, 30_000, 40_000]

    with ProcessPoolExecutor() as pool:
        counts = list(pool.map(primes_below, limits))

    print(counts)
