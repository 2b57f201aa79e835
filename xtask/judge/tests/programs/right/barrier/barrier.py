"""Right: three threads that meet at a barrier, where nobody is late."""
import os
import threading
import time

barrier = threading.Barrier(3)


def task(name):
    os.write(1, f"{name} did part 1\n".encode())
    barrier.wait()
    time.sleep(0.5)
    os.write(1, f"{name} did part 2\n".encode())


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2, 3)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("All did all")
