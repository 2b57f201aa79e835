"""Solution: `target` is the function, and `args` its arguments: the new thread
calls it. `task("Thread-1")` is a call, here and now, by the main thread.
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

thread_1.join()
thread_2.join()

print("All threads completed!")
