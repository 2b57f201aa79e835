"""Right: threads and main that wait for what a condition tells."""
import os
import threading
import time

changed = threading.Condition()
ready = 0
is_begun = False


def task(name):
    global ready
    os.write(1, f"{name} is ready\n".encode())
    with changed:
        ready += 1
        changed.notify_all()
        changed.wait_for(lambda: is_begun)
    os.write(1, f"{name} begins\n".encode())


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
with changed:
    changed.wait_for(lambda: ready == 2)
time.sleep(0.5)
print("Main says go")
with changed:
    is_begun = True
    changed.notify_all()
for worker in workers:
    worker.join()
