"""Fake: when a process has ended, its parent prints that it has finished.

Verdict: but `Finished Process-1` by main
"""
import multiprocessing
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(2)


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    names = ["Process-1", "Process-2"]
    workers = [context.Process(target=task, args=(name,)) for name in names]
    for worker in workers:
        worker.start()
    for worker, name in zip(workers, names):
        worker.join()
        print(f"Finished {name}")
    print("All processes completed!")
