"""Exercise: there is only one process.

Task: let two processes do the tasks, not two threads.
Verdict: `Starting Process-1` and `Starting Process-2` were both written by main

Judge it: `cargo xtask exercise threads_instead.py`
"""

import time
from multiprocessing.dummy import Process


def task(name):
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")


if __name__ == "__main__":
    process_1 = Process(target=task, args=("Process-1",))
    process_2 = Process(target=task, args=("Process-2",))

    process_1.start()
    process_2.start()

    process_1.join()
    process_2.join()

    print("All processes completed!")
