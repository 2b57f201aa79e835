"""Exercise: a coroutine is made, and never runs.

Task: let both coroutines run, and wait at the same time.
Verdict: `Starting Task-1` is missing

Judge it: `cargo xtask exercise never_awaited.py`
"""

import asyncio


async def task(name):
    print(f"Starting {name}")
    await asyncio.sleep(1)  # simulates I/O
    print(f"Finished {name}")


async def main():
    task("Task-1")  # in the background
    await task("Task-2")


asyncio.run(main())
