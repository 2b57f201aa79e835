"""Exercise: each thread waits for the lock that the other one has.

Task: let both threads eat, so that the program ends.
Verdict: `All threads completed!` did not come

Judge it: `cargo xtask exercise lock_order.py`
"""

import threading
import time

fork_1 = threading.Lock()
fork_2 = threading.Lock()


def task(name, first, second):
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")

    # Then it eats, which takes both forks.
    with first:
        time.sleep(0.3)  # picks it up
        with second:
            pass


thread_1 = threading.Thread(target=task, args=("Thread-1", fork_1, fork_2))
thread_2 = threading.Thread(target=task, args=("Thread-2", fork_2, fork_1))

thread_1.start()
thread_2.start()

thread_1.join()
thread_2.join()

print("All threads completed!")
