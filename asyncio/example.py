"""Two coroutines wait side by side on one thread: the twin of src/main.rs."""

import asyncio


async def task(name):
    print(f"Starting {name}")
    await asyncio.sleep(2)  # simulates I/O
    print(f"Finished {name}")


async def main():
    await asyncio.gather(task("Task-1"), task("Task-2"))


asyncio.run(main())
