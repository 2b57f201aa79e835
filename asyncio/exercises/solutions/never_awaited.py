"""Solution: Calling an `async def` makes a coroutine, and runs nothing of it:
somebody has to await it. `gather` starts both, and waits for both.
"""

import asyncio


async def task(name):
    print(f"Starting {name}")
    await asyncio.sleep(1)  # simulates I/O
    print(f"Finished {name}")


async def main():
    await asyncio.gather(task("Task-1"), task("Task-2"))


asyncio.run(main())
