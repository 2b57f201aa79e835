"""Right by luck: main sleeps for more than twice as long as its threads.

Verdict: main did not wait
"""
import threading
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(2)
    print(f"Finished {name}")


for name in ["Thread-1", "Thread-2"]:
    threading.Thread(target=task, args=(name,)).start()
time.sleep(5)
print("All threads completed!")
