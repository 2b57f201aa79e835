"""Right: a worker catches an error, and logs it behind words of its own."""
import sys
import threading
import time
import traceback


def task(name):
    print(f"Starting {name}")
    time.sleep(1)
    try:
        open("/no/such/file")
    except OSError:
        print(f"Process {name} goes on:", file=sys.stderr)
        traceback.print_exc()
    print(f"Finished {name}")


print("Process 1 begins", file=sys.stderr)
workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("All threads completed!")
