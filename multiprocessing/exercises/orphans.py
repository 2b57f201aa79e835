"""Exercise: the closing line comes before the children are done.

Task: let the closing line come last, when both children have ended.
Verdict: main did not wait

Judge it: `cargo xtask exercise orphans.py`
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

    time.sleep(0.5)  # long enough?

    print("All processes completed!")
