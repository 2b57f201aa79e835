"""Exercise: two lines run together.

Task: write each line whole, with one call of `write`. There is no need for
a lock.
Verdict: two lines ran together in

Judge it: `cargo xtask exercise torn_line.py`
"""

import sys
import threading
import time

# It makes certain what is bad luck otherwise: both threads have written the
# first half of their line before one of them writes the second.
bad_luck = threading.Barrier(2)


def task(name):
    sys.stdout.write(f"Starting {name}")
    bad_luck.wait()
    sys.stdout.write("\n")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")


thread_1 = threading.Thread(target=task, args=("Thread-1",))
thread_2 = threading.Thread(target=task, args=("Thread-2",))

thread_1.start()
thread_2.start()

thread_1.join()
thread_2.join()

print("All threads completed!")
