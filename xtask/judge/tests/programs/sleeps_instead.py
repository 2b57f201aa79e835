"""Right by luck: main joins nobody, and sleeps for longer than its workers."""
import threading
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)
    print(f"Finished {name}")


for name in ["Thread-1", "Thread-2"]:
    threading.Thread(target=task, args=(name,)).start()
time.sleep(1.4)
print("All threads completed!")
