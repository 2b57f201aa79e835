"""Exercise: children do what only their parent should do.

Task: let the two children do their tasks, and nothing else.
Verdict: `Starting Process-1` is missing

Judge it: `cargo xtask exercise missing_guard.py`
"""

import multiprocessing
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")


# As on macOS and on Windows: each child imports this file.
spawn = multiprocessing.get_context("spawn")

process_1 = spawn.Process(target=task, args=("Process-1",))
process_2 = spawn.Process(target=task, args=("Process-2",))

process_1.start()
process_2.start()

process_1.join()
process_2.join()

print("All processes completed!")
