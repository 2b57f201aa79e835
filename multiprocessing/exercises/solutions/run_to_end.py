"""Solution: `start` makes a process, which calls `run` there. Whoever calls
`run` does the task itself. And `join` waits for the process.
"""

import multiprocessing
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")


if __name__ == "__main__":
    process_1 = multiprocessing.Process(target=task, args=("Process-1",))
    process_2 = multiprocessing.Process(target=task, args=("Process-2",))

    process_1.start()
    process_2.start()

    process_1.join()
    process_2.join()

    print("All processes completed!")
