"""Right: two coroutines of an event loop of the program's own."""
import heapq
import os
import time


def task(name):
    os.write(1, f"Starting {name}\n".encode())
    yield 2
    os.write(1, f"Finished {name}\n".encode())


now = time.monotonic()
ready = [(now, n, task(f"Task-{n}")) for n in (1, 2)]
while ready:
    at, n, coroutine = heapq.heappop(ready)
    time.sleep(max(0, at - time.monotonic()))
    seconds = next(coroutine, None)
    if seconds is not None:
        heapq.heappush(ready, (time.monotonic() + seconds, n, coroutine))
