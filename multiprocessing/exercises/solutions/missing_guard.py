"""Solution: In a child, `__name__` is not `"__main__"`. Only the parent does
what is behind the guard.
"""

import multiprocessing
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")


if __name__ == "__main__":
    # As on macOS and on Windows: each child imports this file.
    spawn = multiprocessing.get_context("spawn")

    process_1 = spawn.Process(target=task, args=("Process-1",))
    process_2 = spawn.Process(target=task, args=("Process-2",))

    process_1.start()
    process_2.start()

    process_1.join()
    process_2.join()

    print("All processes completed!")
