"""Solution: `wait_for` waits for the answer or for the limit, whichever comes
first. Then it cancels the coroutine that still waits. Since CPython 3.11, there
is also `async with asyncio.timeout(1.2)`.
"""

import asyncio
import sys


async def task(name):
    print(f"Starting {name}")
    try:
        await asyncio.wait_for(answer(name), 1.2)
    except asyncio.TimeoutError:
        print(f"{name} got no answer", file=sys.stderr)
    print(f"Finished {name}")


async def answer(name):
    """Simulates I/O. The server of Task-2 is down."""
    if name == "Task-1":
        await asyncio.sleep(1)
    else:
        await asyncio.Event().wait()


async def main():
    await asyncio.gather(task("Task-1"), task("Task-2"))


asyncio.run(main())
