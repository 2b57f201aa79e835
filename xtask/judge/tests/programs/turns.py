"""Wrong: each worker is joined before the next one starts."""
import threading
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)
    print(f"Finished {name}")


for n in (1, 2):
    worker = threading.Thread(target=task, args=(f"Thread-{n}",))
    worker.start()
    worker.join()
print("All threads completed!")
