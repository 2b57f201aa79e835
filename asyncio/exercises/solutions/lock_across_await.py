"""Solution: The lock is held for the update alone, and never at an `await`.
Whoever asks for this lock blocks the thread, and with it the coroutine that is
to give it back. (A lock of asyncio is awaited: for what has to be held while a
coroutine waits. Here the coroutines would take turns.)
"""

import asyncio
import threading

done = 0
lock = threading.Lock()


async def task(name):
    global done
    print(f"Starting {name}")
    await asyncio.sleep(1)  # simulates I/O
    with lock:
        done += 1
    print(f"Finished {name}")


async def main():
    await asyncio.gather(task("Task-1"), task("Task-2"))


asyncio.run(main())
