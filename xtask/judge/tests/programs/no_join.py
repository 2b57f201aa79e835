"""Wrong: main joins one worker and forgets the other, which takes longer."""
import threading
import time


def task(name, seconds):
    print(f"Starting {name}")
    time.sleep(seconds)
    print(f"Finished {name}")


workers = [
    threading.Thread(target=task, args=("Thread-1", 1)),
    threading.Thread(target=task, args=("Thread-2", 1.2)),
]
for worker in workers:
    worker.start()
workers[0].join()
print("All threads completed!")
