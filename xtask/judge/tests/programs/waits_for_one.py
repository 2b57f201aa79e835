"""Right by luck: the parent waits for one child, and does something else for a while."""
import os
import time

children = []
for name, seconds in [("Process-1", 1), ("Process-2", 1)]:
    child = os.fork()
    if child == 0:
        print(f"Starting {name}")
        time.sleep(seconds)
        print(f"Finished {name}", flush=True)
        os._exit(0)
    children.append(child)
os.waitpid(children[0], 0)
time.sleep(0.4)
print("All processes completed!")
