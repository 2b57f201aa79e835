"""Right: the two processes of a pool."""
import time
from concurrent.futures import ProcessPoolExecutor


def task(name):
    print(f"Starting {name}")
    time.sleep(2)
    print(f"Finished {name}")


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as pool:
        list(pool.map(task, ["Process-1", "Process-2"]))
    print("All processes completed!")
