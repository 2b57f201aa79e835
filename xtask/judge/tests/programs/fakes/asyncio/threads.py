"""Fake: threads in place of coroutines.

Verdict: saw 1 process with 3 threads
"""
import threading
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(2 if name == "Task-1" else 2.02)
    print(f"Finished {name}")


workers = [threading.Thread(target=task, args=(f"Task-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
