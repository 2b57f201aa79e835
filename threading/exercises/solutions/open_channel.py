"""Solution: A queue does not tell that nobody will put more into it. The
receiver must know how many results there are, or be sent a last one that says
so.
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


names = ("Thread-1", "Thread-2")
for name in names:
    threading.Thread(target=task, args=(name,)).start()

for _ in names:
    results.get()

print("All threads completed!")
