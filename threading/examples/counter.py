"""Two threads count, in two ways: the twin of counter.rs."""

import threading
import time

plain = 0
locked = 0
lock = threading.Lock()


def load_then_store():
    global plain
    seen = plain
    time.sleep(0.2)  # another thread may come
    plain = seen + 1


def with_lock():
    global locked
    with lock:
        seen = locked
        time.sleep(0.2)  # no other thread may
        locked = seen + 1


tasks = [load_then_store, with_lock] * 2
threads = [threading.Thread(target=task) for task in tasks]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print(f"load, then store: {plain} of 2")
print(f"with a lock: {locked} of 2")
