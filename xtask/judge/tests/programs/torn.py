"""Wrong: the text and the line end are two writes, and another gets in between."""
import os
import threading
import time

half_way = threading.Barrier(2)


def task(name):
    os.write(1, f"Starting {name}".encode())
    half_way.wait()
    os.write(1, b"\n")
    time.sleep(1)
    print(f"Finished {name}")


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("All threads completed!")
