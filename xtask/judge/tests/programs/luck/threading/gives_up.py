"""Right by luck: main waits for both, but gives up after a while.

Verdict: main did not wait
"""
import threading
import time


def task(name, done):
    print(f"Starting {name}")
    time.sleep(2)
    print(f"Finished {name}")
    done.set()


done = [threading.Event(), threading.Event()]
for number in (1, 2):
    threading.Thread(target=task, args=(f"Thread-{number}", done[number - 1])).start()
for event in done:
    event.wait(timeout=3)
print("All threads completed!")
