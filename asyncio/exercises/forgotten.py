"""Exercise: nobody awaits the coroutines.

Task: let both coroutines finish before the program ends.
Verdict: `Finished Task-1` and `Finished Task-2` did not come

Judge it: `cargo xtask exercise forgotten.py`
"""

import asyncio


async def task(name):
    print(f"Starting {name}")
    await asyncio.sleep(1)  # simulates I/O
    print(f"Finished {name}")


async def main():
    # A task that nobody keeps may be garbage-collected before it is done.
    task_1 = asyncio.create_task(task("Task-1"))
    task_2 = asyncio.create_task(task("Task-2"))
    await asyncio.sleep(0.5)  # long enough?


asyncio.run(main())
