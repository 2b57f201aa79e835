"""Wrong: prints so many of its lines as the argument says, then hangs."""
import sys
import threading
import time

LINES = [
    "Starting Thread-1",
    "Starting Thread-2",
    "Finished Thread-1",
    "Finished Thread-2",
    "All threads completed!",
]
idle = [threading.Thread(target=time.sleep, args=(600,)) for _ in range(2)]
for thread in idle:
    thread.start()
for number, line in enumerate(LINES[: int(sys.argv[1])]):
    if number == 2:
        time.sleep(1)
    print(line)
if sys.argv[2:] == ["close"]:
    sys.stdout.close()
