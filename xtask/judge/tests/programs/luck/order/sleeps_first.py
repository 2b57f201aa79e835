"""Right by luck: the second one sleeps for a while before it begins.

Verdict: when thread 1 was held back, `Dinner is served` came before `The table is laid`
"""
import threading
import time


def lay():
    time.sleep(0.5)
    print("The table is laid")


def serve():
    time.sleep(1.5)
    print("Dinner is served")


workers = [threading.Thread(target=lay), threading.Thread(target=serve)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print("Good night")
