"""Right by luck: the parent sleeps for longer than its children.

Verdict: main did not wait
"""
import multiprocessing
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(2)
    print(f"Finished {name}")


if __name__ == "__main__":
    for number in (1, 2):
        multiprocessing.Process(target=task, args=(f"Process-{number}",)).start()
    time.sleep(3)
    print("All processes completed!")
