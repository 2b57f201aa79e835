"""Wrong: a worker fails, and stderr tells it in the way of the first argument."""
import _thread
import sys
import threading
import time

WAY = sys.argv[1]


def task(name):
    print(f"Starting {name}")
    time.sleep(1)
    print(f"Finished {name}")
    if name == "Thread-2":
        raise ValueError("the disk is full")


def tell(text):
    sys.stderr.write(text)
    sys.stderr.flush()


if WAY == "bar":
    tell("50%|#####     |")
elif WAY == "return":
    tell("50%|#####     |\r")
if WAY == "low":
    for n in (1, 2):
        _thread.start_new_thread(task, (f"Thread-{n}",))
    time.sleep(1.2)
else:
    workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
    for worker in workers:
        worker.start()
    if WAY == "cut":
        tell("working\n" * 8192)
    for worker in workers:
        worker.join()
    if WAY == "cut":
        tell("working\n" * 8192)
print("All threads completed!")
