"""Wrong: leaves a process behind, in its group or in a session of its own."""
import subprocess
import sys
import threading
import time


def task(name):
    print(f"Starting {name}")
    time.sleep(1)
    print(f"Finished {name}")


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
subprocess.Popen(["sleep", "600"], start_new_session=sys.argv[1] == "session")
print("All threads completed!")
