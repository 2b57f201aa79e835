"""Fake: one process prints for both; the other is idle.

Verdict: were both written by process 1
"""
import multiprocessing
import time


def task():
    print("Starting Process-1")
    print("Starting Process-2")
    time.sleep(2)
    print("Finished Process-1")
    print("Finished Process-2")


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=task), context.Process(target=time.sleep, args=(2.01,))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print("All processes completed!")
