"""Right by luck: main joins one worker, and does something else for a while."""
import threading
import time


def task(name, seconds):
    print(f"Starting {name}")
    time.sleep(seconds)
    print(f"Finished {name}")


workers = [
    threading.Thread(target=task, args=("Thread-1", 1)),
    threading.Thread(target=task, args=("Thread-2", 1)),
]
for worker in workers:
    worker.start()
workers[0].join()
time.sleep(0.4)
print("All threads completed!")
