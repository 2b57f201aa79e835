"""Solution: The line and its end are one write, so nothing can come between
them. `print` calls `write` twice: for the line, and for its end.
"""

import sys
import threading
import time


def task(name):
    sys.stdout.write(f"Starting {name}\n")
    time.sleep(1)  # simulates I/O
    sys.stdout.write(f"Finished {name}\n")


thread_1 = threading.Thread(target=task, args=("Thread-1",))
thread_2 = threading.Thread(target=task, args=("Thread-2",))

thread_1.start()
thread_2.start()

thread_1.join()
thread_2.join()

print("All threads completed!")
