"""Solution: `fork` makes a second process that goes on in the same line. The
child ends when its task is done, so it never comes to the next `fork`.
`os._exit` leaves the parent's own clean-up to the parent.
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
        sys.stdout.flush()  # which `os._exit` does not do
        os._exit(0)

while True:
    try:
        os.wait()
    except ChildProcessError:  # no child is left
        break

print("All processes completed!")
