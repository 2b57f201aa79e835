"""Fake: the coroutines wait for threads that sleep.

Verdict: saw 1 process with 3 threads
"""
import asyncio
import time


async def task(name):
    print(f"Starting {name}")
    seconds = 2 if name == "Task-1" else 2.05
    await asyncio.get_running_loop().run_in_executor(None, time.sleep, seconds)
    print(f"Finished {name}")


async def main():
    await asyncio.gather(task("Task-1"), task("Task-2"))


asyncio.run(main())
