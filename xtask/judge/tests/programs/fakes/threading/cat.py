"""Fake: two threads print into a pipe, and another process prints what comes out.

Verdict: were both written by
"""
import os
import subprocess
import threading
import time

cat = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
os.dup2(cat.stdin.fileno(), 1)
cat.stdin.close()


def task(name):
    print(f"Starting {name}", flush=True)
    time.sleep(2)
    print(f"Finished {name}", flush=True)


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("All threads completed!", flush=True)
os.close(1)
cat.wait()
