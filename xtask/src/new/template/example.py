"""Two threads wait side by side: the twin of src/main.rs."""

import threading
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")


names = ["Thread-1", "Thread-2"]
workers = [threading.Thread(target=task, args=(name,)) for name in names]

for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("All threads completed!")
