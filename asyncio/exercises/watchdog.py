"""Exercise: a thread watches over the coroutines.

Task: keep the limit of 5 seconds, with the one thread of the event loop
alone.
Verdict: saw 1 process with 2 threads after `Starting Task-2`; expected 1
process with 1 thread

Judge it: `cargo xtask exercise watchdog.py`
"""

import asyncio
import os
import sys
import threading


def give_up():
    print("it took too long", file=sys.stderr)
    os._exit(1)


async def task(name):
    print(f"Starting {name}")
    await asyncio.sleep(1)  # simulates I/O
    print(f"Finished {name}")


async def main():
    watchdog = threading.Timer(5, give_up)
    watchdog.daemon = True
    watchdog.start()
    await asyncio.gather(task("Task-1"), task("Task-2"))


asyncio.run(main())
