"""Fake: each line is printed by a thread that was made for it.

Verdict: but `Finished Thread-
"""
import threading
import time


def in_a_thread(line):
    thread = threading.Thread(target=print, args=(line,))
    thread.start()
    thread.join()


idle = [threading.Thread(target=time.sleep, args=(2.01,)) for _ in range(2)]
for thread in idle:
    thread.start()
in_a_thread("Starting Thread-1")
in_a_thread("Starting Thread-2")
time.sleep(2)
in_a_thread("Finished Thread-1")
in_a_thread("Finished Thread-2")
for thread in idle:
    thread.join()
print("All threads completed!")
