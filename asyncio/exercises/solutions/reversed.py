"""Solution: `gather` starts the coroutines in the order in which they are
written.
"""

import asyncio


async def task(name):
    print(f"Starting {name}")
    await asyncio.sleep(1)  # simulates I/O
    print(f"Finished {name}")


async def main():
    await asyncio.gather(task("Task-1"), task("Task-2"))


asyncio.run(main())
