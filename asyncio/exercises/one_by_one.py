"""Exercise: the second coroutine begins when the first is done.

Task: let both coroutines wait at the same time: 1 second in all, not 2.
Verdict: `Finished Task-1` came before `Starting Task-2`: the workers took
turns

Judge it: `cargo xtask exercise one_by_one.py`
"""

import asyncio


async def task(name):
    print(f"Starting {name}")
    await asyncio.sleep(1)  # simulates I/O
    print(f"Finished {name}")


async def main():
    await task("Task-1")
    await task("Task-2")


asyncio.run(main())
