"""Wrong: nobody waits for two threads, they print to stderr, or main prints for them."""
import sys
import threading
import time

WAY = sys.argv[1]


def say(line):
    print(line, file=sys.stderr if WAY == "stderr" else sys.stdout)


def task(name):
    if WAY == "alone":
        time.sleep(1.2)
        return
    say(f"Starting {name}")
    time.sleep(1)
    say(f"Finished {name}")


names = ["Thread-1", "Thread-2"]
workers = [threading.Thread(target=task, args=(name,), daemon=True) for name in names]
for worker in workers:
    worker.start()
if WAY == "alone":
    for name in names:
        say(f"Starting {name}")
    time.sleep(1)
    for name in names:
        say(f"Finished {name}")
if WAY == "daemons":
    time.sleep(0.1)
else:
    for worker in workers:
        worker.join()
