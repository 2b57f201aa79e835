"""Right by luck: main does the work of one, and a timer prints the last line.

Verdict: came before `Finished Thread-2`
"""
import threading
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(2)
    print(f"Finished {name}")


worker = threading.Thread(target=task, args=("Thread-2",))
worker.start()
threading.Timer(3, print, args=("All threads completed!",)).start()
task("Thread-1")
worker.join()
