"""Solution: The event loop waits for the limit, as it waits for the
coroutines. If it comes first, the coroutines are cancelled.
"""

import asyncio


async def task(name):
    print(f"Starting {name}")
    await asyncio.sleep(1)  # simulates I/O
    print(f"Finished {name}")


async def main():
    both = asyncio.gather(task("Task-1"), task("Task-2"))
    await asyncio.wait_for(both, 5)


asyncio.run(main())
