"""Exercise: the order is not the one that is wanted.

Task: let Task-1 come first each time: both start, then both finish.
Verdict: `Starting Task-2` came before `Starting Task-1`, but belongs after
it

Judge it: `cargo xtask exercise reversed.py`
"""

import asyncio


async def task(name):
    print(f"Starting {name}")
    await asyncio.sleep(1)  # simulates I/O
    print(f"Finished {name}")


async def main():
    await asyncio.gather(task("Task-2"), task("Task-1"))


asyncio.run(main())
