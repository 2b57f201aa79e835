"""Solution: `gather` starts both coroutines, and then waits for both. `await`
goes on only when its one coroutine is done.
"""

import asyncio


async def task(name):
    print(f"Starting {name}")
    await asyncio.sleep(1)  # simulates I/O
    print(f"Finished {name}")


async def main():
    await asyncio.gather(task("Task-1"), task("Task-2"))


asyncio.run(main())
