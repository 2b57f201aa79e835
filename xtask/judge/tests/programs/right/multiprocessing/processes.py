"""Right: two processes, by each of the ways to start one.

Arguments: fork, spawn, forkserver
"""
import multiprocessing
import sys
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(2)
    print(f"Finished {name}")


if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    workers = [multiprocessing.Process(target=task, args=(f"Process-{n}",)) for n in (1, 2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print("All processes completed!")
