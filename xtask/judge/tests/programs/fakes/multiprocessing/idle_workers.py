"""Fake: two processes are idle, and their parent prints for them.

Verdict: were both written by main
"""
import multiprocessing
import time

if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=time.sleep, args=(2.01,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    print("Starting Process-1")
    print("Starting Process-2")
    time.sleep(2)
    print("Finished Process-1")
    print("Finished Process-2")
    for worker in workers:
        worker.join()
    print("All processes completed!")
