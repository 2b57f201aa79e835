"""Workers of CPython that all wait, made when it is told to.

    python3 scale.py {thread,fork,spawn,task} [--server HOST:PORT]

Twin of `src/scale/role/`, where the commands are described that it reads from
its standard input; needs the standard library alone.
"""

import asyncio
import multiprocessing
import os
import queue
import signal
import socket
import sys
import threading
import time

# How many workers are made before each of them is asked whether it runs.
CHUNK = 1000

# What a connected worker asks, and what the server says at once.
QUESTION = b"?"
GREETING = b"."


def check(answer, right):
    if answer != right:
        raise OSError(0, f"a wrong answer: {answer}")


class Threads:
    """Each waits for a lock of its own."""

    def __init__(self, server):
        self.server = server
        self.running = queue.SimpleQueue()
        self.answered = queue.SimpleQueue()
        self.threads = []

    def start(self):
        gate = threading.Lock()
        gate.acquire()
        thread = threading.Thread(target=self.work, args=(gate,))
        try:
            thread.start()
        except RuntimeError as error:  # it does not say which limit it was
            raise OSError(0, str(error)) from None
        self.threads.append((thread, gate))

    def work(self, gate):
        try:
            connection = self.server and connect(self.server)
        except OSError as error:
            self.running.put(error)
            return
        self.running.put(None)
        gate.acquire()
        if connection:
            with connection:
                self.answered.put(self.answer(connection))
                gate.acquire()

    def answer(self, connection):
        try:
            connection.sendall(QUESTION)
            check(connection.recv(1), QUESTION)
        except OSError as error:
            return error
        return time.monotonic() - self.asked

    def wait_for(self, count):
        without_error(self.running.get() for _ in range(count))

    def ask(self):
        self.asked = time.monotonic()
        for _, gate in self.threads:
            gate.release()
        return without_error(self.answered.get() for _ in self.threads)

    def release(self):
        for thread, gate in self.threads:
            gate.release()
            thread.join()

    def ping(self, rounds):
        there, back = queue.SimpleQueue(), queue.SimpleQueue()

        def echo():
            for message in iter(there.get, None):
                back.put(message)

        thread = threading.Thread(target=echo)
        thread.start()
        for number in range(rounds):
            there.put(number)
            check(back.get(), number)
        there.put(None)
        thread.join()


def connect(server):
    """A connection that the server has taken, as its greeting shows."""
    connection = socket.create_connection(server)
    check(connection.recv(1), GREETING)
    return connection


def without_error(said):
    """All that was said, unless one of them was an error."""
    said = list(said)
    for error in said:
        if isinstance(error, OSError):
            raise error
    return said


class Processes:
    """Each reads from a pipe, until the other end is closed."""

    def __init__(self, method):
        self.context = multiprocessing.get_context(method)
        self.gate, self.opener = self.context.Pipe(duplex=False)
        self.answers, self.running = self.context.Pipe(duplex=False)
        # A fork has this end too, and would keep the pipe open.
        self.inherited = self.opener if method == "fork" else None
        self.children = []

    def start(self):
        ends = (self.gate, self.running, self.inherited)
        child = self.context.Process(target=in_child, args=ends)
        child.start()
        self.children.append(child)

    def wait_for(self, count):
        # Who ends before it runs says nothing, and the pipe stays open.
        signal.signal(signal.SIGCHLD, self.check_alive)
        self.check_alive()
        for _ in range(count):
            self.answers.recv_bytes()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)

    def check_alive(self, *_):
        for child in self.children:
            if child.exitcode is not None:
                raise RuntimeError(f"a process ended before it ran, with exit code {child.exitcode}")

    def release(self):
        self.opener.close()
        for child in self.children:
            child.join()

    def ping(self, rounds):
        here, there = self.context.Pipe()
        inherited = here if self.inherited else None
        child = self.context.Process(target=echo_in_child, args=(there, inherited))
        child.start()
        there.close()
        for _ in range(rounds):
            here.send_bytes(QUESTION)
            check(here.recv_bytes(), QUESTION)
        here.close()
        child.join()


def in_child(gate, running, inherited):
    if inherited:
        inherited.close()
    running.send_bytes(QUESTION)
    try:
        gate.recv_bytes()
    except EOFError:
        pass


def echo_in_child(there, inherited):
    if inherited:
        inherited.close()
    try:
        while True:
            there.send_bytes(there.recv_bytes())
    except EOFError:
        pass


class Tasks:
    """Each awaits one event."""

    def __init__(self, server):
        self.server = server
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)
        self.to_ask, self.gate = asyncio.Event(), asyncio.Event()
        self.running, self.answered = asyncio.Queue(), asyncio.Queue()
        self.tasks = []

    def start(self):
        work = self.connected() if self.server else self.wait()
        self.tasks.append(self.loop.create_task(work))

    async def wait(self):
        self.running.put_nowait(None)
        await self.gate.wait()

    async def connected(self):
        try:
            reader, writer = await asyncio.open_connection(*self.server)
            check(await reader.read(1), GREETING)
        except OSError as error:
            self.running.put_nowait(error)
            return
        self.running.put_nowait(None)
        await self.to_ask.wait()
        self.answered.put_nowait(await self.answer(reader, writer))
        await self.gate.wait()
        writer.close()

    async def answer(self, reader, writer):
        try:
            writer.write(QUESTION)
            check(await reader.read(1), QUESTION)
        except OSError as error:
            return error
        return time.monotonic() - self.asked

    def wait_for(self, count):
        self.receive(self.running, count)

    def receive(self, said, count):
        async def receive():
            return [await said.get() for _ in range(count)]

        return without_error(self.loop.run_until_complete(receive()))

    def ask(self):
        self.asked = time.monotonic()
        self.to_ask.set()
        return self.receive(self.answered, len(self.tasks))

    def release(self):
        async def join():
            for task in self.tasks:
                await task

        self.gate.set()
        self.loop.run_until_complete(join())

    def ping(self, rounds):
        async def ping():
            there, back = asyncio.Queue(), asyncio.Queue()

            async def echo():
                for _ in range(rounds):
                    back.put_nowait(await there.get())

            echoing = asyncio.create_task(echo())
            for number in range(rounds):
                there.put_nowait(number)
                check(await back.get(), number)
            await echoing

        self.loop.run_until_complete(ping())


WORKERS = {
    "thread": Threads,
    "fork": lambda _: Processes("fork"),
    "spawn": lambda _: Processes("spawn"),
    "task": Tasks,
}


def grow(workers, count, wanted):
    while count < wanted:
        started, refused = 0, None
        chunk = min(CHUNK, wanted - count)
        try:
            while started < chunk:
                workers.start()
                started += 1
        except OSError as error:
            refused = error
        try:
            workers.wait_for(started)
        except OSError as error:
            refused = refused or error
        count += started
        if refused:
            why = refused.strerror or refused
            return count, f"refused {count} {refused.errno or 0} {why}"
    return count, f"grown {count}"


def main():
    server = None
    if "--server" in sys.argv:
        host, _, port = sys.argv[-1].rpartition(":")
        server = host, int(port)
    workers = WORKERS[sys.argv[1]](server)
    count = 0
    for line in sys.stdin:
        what, _, number = line.strip().partition(" ")
        if what == "grow":
            count, answer = grow(workers, count, int(number))
        elif what == "ask":
            waited = "".join(f" {seconds * 1e6:.0f}" for seconds in workers.ask())
            answer = f"asked {count}{waited}"
        elif what == "release":
            workers.release()
            answer = f"released {count}"
        elif what == "ping":
            workers.ping(int(number))
            answer = f"pinged {number}"
        else:
            sys.exit(f"error: unknown command `{what}`")
        print(answer, flush=True)


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        # In one piece, on a line of its own: its processes may be in the middle of one.
        sys.stderr.write(f"\nerror: {type(error).__name__}: {error}\n")
        sys.stderr.flush()
        os._exit(1)
    # At once, whoever still waits: nobody is left to let them go.
    os._exit(0)
