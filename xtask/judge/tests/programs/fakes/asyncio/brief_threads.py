"""Fake: six threads, which live for so short a time that no look at the process
meets them.

Verdict: saw 1 process with
"""
import asyncio
import threading


async def task(name):
    print(f"Starting {name}")
    await asyncio.sleep(1)
    barrier = threading.Barrier(6)
    threads = [threading.Thread(target=barrier.wait) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    await asyncio.sleep(1)
    print(f"Finished {name}")


async def main():
    await asyncio.gather(task("Task-1"), task("Task-2"))


asyncio.run(main())
