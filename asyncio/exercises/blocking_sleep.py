"""Exercise: one coroutine keeps the thread.

Task: let both coroutines wait at the same time: 1 second in all, not 2.
Verdict: `Finished Task-1` came before `Starting Task-2`: the workers took
turns

Judge it: `cargo xtask exercise blocking_sleep.py`
"""

import asyncio
import time


async def task(name):
    print(f"Starting {name}")
    time.sleep(1)  # simulates I/O
    print(f"Finished {name}")


async def main():
    await asyncio.gather(task("Task-1"), task("Task-2"))


asyncio.run(main())
