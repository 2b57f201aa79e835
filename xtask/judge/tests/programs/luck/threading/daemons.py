"""Right by luck: nobody waits for two daemons, and main sleeps for longer.

Verdict: main did not wait
"""
import threading
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(2)
    print(f"Finished {name}")


for name in ["Thread-1", "Thread-2"]:
    threading.Thread(target=task, args=(name,), daemon=True).start()
time.sleep(3)
print("All threads completed!")
