"""Exercise: an update is lost.

Task: let the program count both tasks. They still wait at the same time.
Verdict: an update was lost

Judge it: `cargo xtask exercise lost_update.py`
"""

import threading
import time

done = 0


def task(name):
    global done
    print(f"Starting {name}")
    seen = done
    time.sleep(1)  # simulates I/O
    done = seen + 1
    print(f"Finished {name}")


thread_1 = threading.Thread(target=task, args=("Thread-1",))
thread_2 = threading.Thread(target=task, args=("Thread-2",))

thread_1.start()
thread_2.start()

thread_1.join()
thread_2.join()

assert done == 2, "an update was lost"
print("All threads completed!")
