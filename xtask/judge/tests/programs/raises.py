"""Wrong: a worker warns and warns, fails, and main ends as if nothing had happened."""
import sys
import threading
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)
    print(f"Finished {name}")
    if name == "Thread-2":
        sys.stderr.write("the disk is nearly full\n" * 9000)
        raise ValueError("the disk is full")


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("All threads completed!")
