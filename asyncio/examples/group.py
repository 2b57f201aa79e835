"""A group of tasks with a limit: whatever still waits then is cancelled. The
twin of group.rs; it needs CPython 3.11 or later.
"""

import asyncio
import time


async def task(name, seconds):
    await asyncio.sleep(seconds)  # simulates I/O
    print(f"Finished {name}")


def blocking_task(name):
    time.sleep(0.5)  # in a thread of its own: the event loop's is free
    print(f"Finished {name}")


async def main():
    try:
        async with asyncio.timeout(2), asyncio.TaskGroup() as group:
            group.create_task(task("Task-1", 1))
            group.create_task(task("Task-2", 60))
            group.create_task(asyncio.to_thread(blocking_task, "Task-3"))
    except TimeoutError:
        print("The rest was cancelled")


asyncio.run(main())
