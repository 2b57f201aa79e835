"""Solution: Both threads take the locks in the same order. Who has the first
one can take the second, since nobody else may have it.
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
thread_2 = threading.Thread(target=task, args=("Thread-2", fork_1, fork_2))

thread_1.start()
thread_2.start()

thread_1.join()
thread_2.join()

print("All threads completed!")
