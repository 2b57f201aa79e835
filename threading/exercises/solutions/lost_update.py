"""Solution: With a lock, nothing comes between reading and writing: `done += 1`
does both. It is not held over the sleep: then the threads would take turns.
"""

import threading
import time

done = 0
lock = threading.Lock()


def task(name):
    global done
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    with lock:
        done += 1
    print(f"Finished {name}")


thread_1 = threading.Thread(target=task, args=("Thread-1",))
thread_2 = threading.Thread(target=task, args=("Thread-2",))

thread_1.start()
thread_2.start()

thread_1.join()
thread_2.join()

assert done == 2, "an update was lost"
print("All threads completed!")
