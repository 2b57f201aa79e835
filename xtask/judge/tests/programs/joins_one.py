"""Right by luck: main joins one worker, and the other one is a little faster."""
import threading
import time


def task(name, seconds):
    print(f"Starting {name}")
    time.sleep(seconds)
    print(f"Finished {name}")


workers = [
    threading.Thread(target=task, args=("Thread-1", 1)),
    threading.Thread(target=task, args=("Thread-2", 0.97)),
]
for worker in workers:
    worker.start()
workers[0].join()
print("All threads completed!")
