"""The same jobs, done with the techniques of CPython.

    python3 example.py {sequential,threading,multiprocessing,asyncio} {io,cpu}

Twin of `comparison run TECHNIQUE WORK`; needs the standard library alone.
"""

import argparse
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time

# The work: count primes, or download from a server that answers after a while.

BOUND = 200_000
PRIMES = 17_984
DELAY = 0.1  # seconds


def is_prime(n):
    if n < 4:
        return n > 1
    if n % 2 == 0:
        return False
    d = 3
    while d * d <= n:
        if n % d == 0:
            return False
        d += 2
    return True


def count_primes():
    return sum(map(is_prime, range(BOUND)))


def download(server, name):
    with socket.create_connection(server) as connection:
        connection.sendall(f"{name}\n".encode())
        with connection.makefile("rb") as stream:
            return stream.read()


async def download_async(server, name):
    import asyncio  # takes 20 ms, which the other techniques need not pay

    reader, writer = await asyncio.open_connection(*server)
    writer.write(f"{name}\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


def body(name):
    return f"{name}\n".encode() * 4096


def check(name, server, answer):
    if answer != (body(name) if server else PRIMES):
        raise ValueError(f"{name} has a wrong answer")


# A job: it downloads if there is a server, and counts primes if there is none.


def say(line):
    # One write for a line and its end: those of two threads cannot mix.
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def job(name, server):
    say(f"Starting {name}")
    answer = download(server, name) if server else count_primes()
    check(name, server, answer)
    say(f"Finished {name}")
    return answer


async def job_async(name, server):
    say(f"Starting {name}")
    answer = await download_async(server, name) if server else count_primes()
    check(name, server, answer)
    say(f"Finished {name}")


# The techniques.


def sequentially(names, server):
    for name in names:
        job(name, server)


def with_threads(names, server):
    done = []

    def work(name):
        done.append(job(name, server))

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # `join` does not tell whether a thread failed.
    if len(done) < len(names):
        sys.exit("error: a thread failed")


def with_processes(names, server):
    children = []
    for name in names:
        receiver, sender = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.Process(target=in_child, args=(sender, name, server))
        child.start()
        sender.close()
        children.append((name, child, receiver))
    failed = []
    for name, child, receiver in children:
        try:
            check(name, server, receiver.recv())
        except EOFError:
            failed.append(name)
        child.join()
    if failed:
        sys.exit(f"error: the process of {', '.join(failed)} failed")


def in_child(sender, name, server):
    sender.send(job(name, server))


def with_coroutines(names, server):
    import asyncio

    async def gather():
        await asyncio.gather(*(job_async(name, server) for name in names))

    asyncio.run(gather())


TECHNIQUES = {
    "sequential": sequentially,
    "threading": with_threads,
    "multiprocessing": with_processes,
    "asyncio": with_coroutines,
}
USUAL_JOBS = {"io": 8, "cpu": 2}


# The server, a process of its own: none of its threads is taken for a worker.


def start_server():
    server = subprocess.Popen(
        [sys.executable, __file__, "serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    return server, ("127.0.0.1", int(server.stdout.readline()))


def serve():
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=end_with_parent).start()
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection,)).start()


def answer(connection):
    with connection, connection.makefile("rb") as stream:
        name = stream.readline().decode().strip()
        time.sleep(DELAY)
        connection.sendall(body(name))


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


def number(text):
    if not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not in 1..=100")
    return int(text)


def address(text):
    host, _, port = text.rpartition(":")
    return host, int(port)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("technique", choices=TECHNIQUES)
    parser.add_argument("work", choices=USUAL_JOBS)
    parser.add_argument("--jobs", type=number, metavar="N")
    parser.add_argument("--server", type=address, metavar="HOST:PORT")
    options = parser.parse_args()
    jobs = options.jobs or USUAL_JOBS[options.work]
    names = [f"Job-{n}" for n in range(1, jobs + 1)]
    run(TECHNIQUES[options.technique], options.work, names, options.server)


def run(technique, work, names, server):
    if work == "cpu":
        technique(names, None)
    elif server:
        technique(names, server)
    else:
        process, server = start_server()
        try:
            technique(names, server)
        finally:
            process.kill()
            process.wait()


if __name__ == "__main__":
    # End without a traceback on Ctrl-C, and where nobody reads the output.
    for name in ["SIGINT", "SIGPIPE"]:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    if sys.argv[1:] == ["serve"]:
        serve()
    else:
        main()
