"""Right: threads that wait for an event."""
import os
import threading
import time

ready = threading.Semaphore(0)
go = threading.Event()


def task(name):
    os.write(1, f"{name} is ready\n".encode())
    ready.release()
    go.wait()
    os.write(1, f"{name} begins\n".encode())


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
for _ in workers:
    ready.acquire()
time.sleep(0.5)
print("Main says go")
go.set()
for worker in workers:
    worker.join()
