"""Wrong: the workers take turns, and each prints both of its lines when it has waited."""
import threading
import time


def task(name):
    time.sleep(1)
    print(f"Starting {name}")
    print(f"Finished {name}")


for n in (1, 2):
    worker = threading.Thread(target=task, args=(f"Thread-{n}",))
    worker.start()
    worker.join()
print("All threads completed!")
