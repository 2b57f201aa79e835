"""Right, but it does not run under a tracer: a process has one at most."""
import ctypes
import os
import sys
import threading
import time

PTRACE_TRACEME = 0
libc = ctypes.CDLL(None, use_errno=True)
if libc.ptrace(PTRACE_TRACEME, 0, 0, 0) == -1:
    sys.exit(f"ptrace: {os.strerror(ctypes.get_errno())}")


def task(name):
    print(f"Starting {name}")
    time.sleep(1)
    print(f"Finished {name}")


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("All threads completed!")
