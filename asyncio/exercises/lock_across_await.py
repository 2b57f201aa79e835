"""Exercise: a coroutine waits, and holds a lock that blocks the thread.

Task: let both coroutines finish, and wait at the same time.
Verdict: `Finished Task-1` did not come

Judge it: `cargo xtask exercise lock_across_await.py`
"""

import asyncio
import threading

done = 0
lock = threading.Lock()


async def task(name):
    global done
    print(f"Starting {name}")
    with lock:
        await asyncio.sleep(1)  # simulates I/O
        done += 1
    print(f"Finished {name}")


async def main():
    await asyncio.gather(task("Task-1"), task("Task-2"))


asyncio.run(main())
