"""Right: one thread puts what it makes into a queue, and main takes it."""
import os
import queue
import threading
import time

made = queue.Queue()


def make():
    for number in (1, 2, 3):
        if number > 1:
            time.sleep(0.4)
        os.write(1, f"made {number}\n".encode())
        made.put(number)
    made.put(None)


threading.Thread(target=make).start()
while (number := made.get()) is not None:
    os.write(1, f"took {number}\n".encode())
print("All is taken")
