"""Exercise: the receiver waits for more.

Task: let the closing line come when both threads have sent their result.
Verdict: `All threads completed!` did not come

Judge it: `cargo xtask exercise open_channel.py`
"""

import queue
import threading
import time

results = queue.Queue()


def task(name):
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")
    results.put(name)


for name in ("Thread-1", "Thread-2"):
    threading.Thread(target=task, args=(name,)).start()

done = 0
while results.get() is not None:
    done += 1
assert done == 2, "a result is missing"

print("All threads completed!")
