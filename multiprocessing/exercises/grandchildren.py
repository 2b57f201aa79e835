"""Exercise: a child goes on when its task is done.

Task: let each child end when its task is done. There are two tasks, and
each is done once.
Verdict: `Starting Process-2` was printed too many times

Judge it: `cargo xtask exercise grandchildren.py`
"""

import os
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")


for name in ("Process-1", "Process-2"):
    if os.fork() == 0:
        task(name)

while True:
    try:
        os.wait()
    except ChildProcessError:  # no child is left
        break

print("All processes completed!")
