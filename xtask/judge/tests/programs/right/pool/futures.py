"""Right: a pool of threads, whose results are asked for one by one.

Arguments: ThreadPoolExecutor, ProcessPoolExecutor
"""
import concurrent.futures
import os
import sys
import time


def square(number):
    os.write(1, f"start {number}\n".encode())
    time.sleep(0.5)
    os.write(1, f"end {number}\n".encode())
    return number * number


if __name__ == "__main__":
    kind = getattr(concurrent.futures, sys.argv[1])
    with kind(2) as pool:
        results = [pool.submit(square, number) for number in (1, 2, 3, 4)]
        print("the sum is", sum(result.result() for result in results))
