"""Right: the two threads of a pool."""
import time
from concurrent.futures import ThreadPoolExecutor


def task(name):
    print(f"Starting {name}")
    time.sleep(2)
    print(f"Finished {name}")


with ThreadPoolExecutor(max_workers=2) as pool:
    list(pool.map(task, ["Thread-1", "Thread-2"]))
print("All threads completed!")
