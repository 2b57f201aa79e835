"""Solution: The sleep of the event loop is awaited: meanwhile the other
coroutine runs. A blocking sleep keeps the only thread.
"""

import asyncio


async def task(name):
    print(f"Starting {name}")
    await asyncio.sleep(1)  # simulates I/O
    print(f"Finished {name}")


async def main():
    await asyncio.gather(task("Task-1"), task("Task-2"))


asyncio.run(main())
