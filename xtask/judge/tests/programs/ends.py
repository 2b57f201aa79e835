"""Wrong: right lines, and then an end as the argument says: a code or a signal."""
import os
import sys
import threading
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)
    print(f"Finished {name}")


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("All threads completed!", flush=True)
if sys.argv[1] == "code":
    sys.exit(int(sys.argv[2]))
os.kill(os.getpid(), int(sys.argv[2]))
