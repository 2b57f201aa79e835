"""Two threads send what they have found to the main thread: the twin of
channel.rs.
"""

import queue
import threading

results = queue.Queue()


def task(text):
    results.put(text.count("a"))


texts = ["abracadabra", "banana"]
for text in texts:
    threading.Thread(target=task, args=(text,)).start()

# A queue does not end: as many results as threads.
total = sum(results.get() for _ in texts)
print(f"received {total}")
