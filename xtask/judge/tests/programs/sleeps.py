"""Wrong: the workers sleep for as long as the argument says, not a second."""
import sys
import threading
import time

begun = threading.Barrier(2)


def task(name):
    print(f"Starting {name}")
    begun.wait()
    time.sleep(float(sys.argv[1]))
    print(f"Finished {name}")


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("All threads completed!")
