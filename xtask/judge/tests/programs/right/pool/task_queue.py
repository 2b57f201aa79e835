"""Right: two threads that take tasks from a queue until all are done."""
import os
import queue
import threading
import time

tasks = queue.Queue()
results = queue.Queue()


def work():
    while True:
        number = tasks.get()
        os.write(1, f"start {number}\n".encode())
        time.sleep(0.5)
        os.write(1, f"end {number}\n".encode())
        results.put(number * number)
        tasks.task_done()


for number in (1, 2, 3, 4):
    tasks.put(number)
for _ in range(2):
    threading.Thread(target=work, daemon=True).start()
tasks.join()
print("the sum is", sum(results.queue))
