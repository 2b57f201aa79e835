"""Solution: Whatever is still running when `main` ends is cancelled. `gather`
waits for both coroutines.
"""

import asyncio


async def task(name):
    print(f"Starting {name}")
    await asyncio.sleep(1)  # simulates I/O
    print(f"Finished {name}")


async def main():
    await asyncio.gather(task("Task-1"), task("Task-2"))


asyncio.run(main())
