"""Right: a pool of processes, of which each takes one task after the other."""
import multiprocessing
import time


def square(number):
    print(f"start {number}")
    time.sleep(0.5)
    print(f"end {number}")
    return number * number


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print("the sum is", sum(pool.map(square, [1, 2, 3, 4], chunksize=1)))
