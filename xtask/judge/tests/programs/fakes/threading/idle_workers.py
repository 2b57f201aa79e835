"""Fake: two threads are idle, and main prints for them.

Verdict: were both written by main
"""
import threading
import time

workers = [threading.Thread(target=time.sleep, args=(2.01,)) for _ in range(2)]
for worker in workers:
    worker.start()
print("Starting Thread-1")
print("Starting Thread-2")
time.sleep(2)
print("Finished Thread-1")
print("Finished Thread-2")
for worker in workers:
    worker.join()
print("All threads completed!")
