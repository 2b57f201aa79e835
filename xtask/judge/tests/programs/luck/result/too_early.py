"""Right by luck: the result is read when it should be there.

Verdict: when thread 1 was held back
"""
import threading
import time

result = []


def compute():
    print("Computing")
    time.sleep(1)
    print("Computed 42")
    result.append(42)


threading.Thread(target=compute).start()
time.sleep(2)
print(f"The result is {result[0] if result else 'not known'}")
