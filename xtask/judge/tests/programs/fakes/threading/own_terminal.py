"""Fake: all lines go to /dev/tty, which is a terminal of the program's own, and
main copies them when all is over.

Verdict: were both written by main
"""
import os
import pty
import threading
import time
import tty

controller, terminal = pty.openpty()
tty.setraw(terminal)
# A session without a terminal takes the first that it opens for its own.
os.open(os.ttyname(terminal), os.O_RDWR)
own = os.open("/dev/tty", os.O_WRONLY)


def task(name):
    os.write(own, f"Starting {name}\n".encode())
    time.sleep(2)
    os.write(own, f"Finished {name}\n".encode())


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
os.write(own, b"All threads completed!\n")
copied = b""
while copied.count(b"\n") < 5:
    copied += os.read(controller, 4096)
os.write(1, copied)
