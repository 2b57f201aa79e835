"""Right: a worker catches an error, reports it and goes on."""
import threading
import time
import traceback


def task(name):
    print(f"Starting {name}")
    time.sleep(1)
    try:
        open("/no/such/file")
    except OSError:
        traceback.print_exc()
    print(f"Finished {name}")


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("All threads completed!")
