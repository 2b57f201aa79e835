"""Fake: processes in place of threads.

Verdict: saw 3 processes with 3 threads
"""
import multiprocessing
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(2)
    print(f"Finished {name}")


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print("All threads completed!")
