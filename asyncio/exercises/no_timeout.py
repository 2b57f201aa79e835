"""Exercise: an answer never comes, and nobody gives up.

Task: let a coroutine finish without its answer after 1.2 seconds.
Verdict: `Finished Task-2` did not come

Judge it: `cargo xtask exercise no_timeout.py`
"""

import asyncio


async def task(name):
    print(f"Starting {name}")
    await answer(name)
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
