"""Solution: `fork` makes a second process that goes on in the same line. The
child ends when its task is done, so it never comes to the next `fork`.
"""

import os
import sys
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")


for name in ("Process-1", "Process-2"):
    if os.fork() == 0:
        task(name)
        sys.exit()

while True:
    try:
        os.wait()
    except ChildProcessError:  # no child is left
        break

print("All processes completed!")
