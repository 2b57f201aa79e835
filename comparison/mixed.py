"""Answers requests beside a computation, in the ways of CPython.

    python3 mixed.py WAY HOST:PORT

Twin of src/mixed/answer: each way answers a request with its own bytes, until who
asks hangs up, counts primes beside it, and prints how often it counted them. Needs
the standard library alone.
"""

import argparse
import asyncio
import multiprocessing
import socket
import sys
import threading

from example import PRIMES, address, count_primes

BUFFER = 64 * 1024


def check(primes):
    if primes != PRIMES:
        raise ValueError(f"a count has a wrong answer: {primes} instead of {PRIMES}")


def count(is_done):
    counts = 0
    while not is_done():
        check(count_primes())
        counts += 1
    return counts


def answer(requester):
    with socket.create_connection(requester) as connection:
        # An answer does not wait until the one before has been acknowledged.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while request := connection.recv(BUFFER):
            connection.sendall(request)


async def answer_async(requester):
    reader, writer = await asyncio.open_connection(*requester)
    while request := await reader.read(BUFFER):
        writer.write(request)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


# The ways. Each returns how often it counted.


def beside_a_thread(answering):
    """Runs `answering()` while another thread computes."""
    done = threading.Event()
    counts = []
    computing = threading.Thread(target=lambda: counts.append(count(done.is_set)))
    computing.start()
    try:
        answering()
    finally:
        done.set()
        computing.join()
    # `join` does not tell whether a thread failed.
    if not counts:
        sys.exit("error: the thread that computes failed")
    return counts[0]


def threads(requester):
    return beside_a_thread(lambda: answer(requester))


def short_interval(requester):
    sys.setswitchinterval(0.0005)
    return threads(requester)


def process(requester):
    ours, theirs = multiprocessing.Pipe()
    computing = multiprocessing.Process(
        target=compute_in_child, args=(theirs,), daemon=True
    )
    computing.start()
    theirs.close()
    ours.recv()
    answer(requester)
    ours.send("done")
    counts = ours.recv()
    computing.join()
    return counts


def compute_in_child(parent):
    parent.send("ready")
    parent.send(count(parent.poll))


def asyncio_thread(requester):
    return beside_a_thread(lambda: asyncio.run(answer_async(requester)))


def asyncio_blocked(requester):
    async def compute(done):
        counts = 0
        while not done.is_set():
            check(count_primes())
            counts += 1
            await asyncio.sleep(0)
        return counts

    async def both():
        done = asyncio.Event()
        computing = asyncio.create_task(compute(done))
        await answer_async(requester)
        done.set()
        return await computing

    return asyncio.run(both())


WAYS = {
    "cpython-threads": threads,
    "cpython-short-interval": short_interval,
    "cpython-process": process,
    "cpython-asyncio-thread": asyncio_thread,
    "cpython-asyncio-blocked": asyncio_blocked,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("requester", type=address, metavar="HOST:PORT")
    options = parser.parse_args()
    print(WAYS[options.way](options.requester))


if __name__ == "__main__":
    main()
