"""Exercise: the tasks are not begun when it seems.

Task: let two threads do the tasks, at the same time. The main thread only
waits.
Verdict: `Finished Thread-1` came before `Starting Thread-2`: the workers
took turns

Judge it: `cargo xtask exercise wrong_moment.py`
"""

import threading
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")


thread_1 = threading.Thread(target=task("Thread-1"))
thread_2 = threading.Thread(target=task("Thread-2"))

thread_1.start()
thread_2.start()

thread_1.join()
thread_2.join()

print("All threads completed!")
