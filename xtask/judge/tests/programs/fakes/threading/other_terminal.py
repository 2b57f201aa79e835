"""Fake: two threads print to a terminal of the program's own, and main copies that.

Verdict: were both written by main
"""
import os
import pty
import threading
import time
import tty

controller, terminal = pty.openpty()
tty.setraw(terminal)


def task(name):
    os.write(terminal, f"Starting {name}\n".encode())
    time.sleep(2)
    os.write(terminal, f"Finished {name}\n".encode())


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
copied = b""
while copied.count(b"\n") < 4:
    copied += (came := os.read(controller, 4096))
    os.write(1, came)
for worker in workers:
    worker.join()
os.write(1, b"All threads completed!\n")
