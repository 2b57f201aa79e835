"""Fake: the threads put their lines into a queue, and its listener prints them.

Verdict: were both written by thread 1
"""
import queue
import threading
import time

lines = queue.Queue()


def listen():
    while line := lines.get():
        print(line)


def task(name):
    lines.put(f"Starting {name}")
    time.sleep(2)
    lines.put(f"Finished {name}")


listener = threading.Thread(target=listen)
workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in [listener, *workers]:
    worker.start()
for worker in workers:
    worker.join()
lines.put(None)
listener.join()
print("All threads completed!")
