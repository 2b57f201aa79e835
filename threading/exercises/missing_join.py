"""Exercise: nobody waits for the threads.

Task: let the closing line come last, when both threads have finished.
Verdict: main did not wait

Judge it: `cargo xtask exercise missing_join.py`
"""

import threading
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")


thread_1 = threading.Thread(target=task, args=("Thread-1",))
thread_2 = threading.Thread(target=task, args=("Thread-2",))

thread_1.start()
thread_2.start()

time.sleep(0.5)  # long enough?

print("All threads completed!")
