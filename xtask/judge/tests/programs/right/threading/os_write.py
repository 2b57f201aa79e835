"""Right: two threads that write to the descriptor itself, or to a copy of it."""
import os
import threading
import time


def task(name, output):
    os.write(output, f"Starting {name}\n".encode())
    time.sleep(2)
    os.writev(output, [b"Finished ", name.encode(), b"\n"])


workers = [
    threading.Thread(target=task, args=("Thread-1", 1)),
    threading.Thread(target=task, args=("Thread-2", os.dup(1))),
]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
os.write(1, b"All threads completed!\n")
