"""Two threads side by side that print their lines as the argument says."""
import sys
import threading
import time

VARIANT = sys.argv[1]
CHANGES = {
    "missing": ("Finished Thread-2\n", ""),
    "doubled": ("Finished Thread-2\n", "Finished Thread-2\nFinished Thread-2\n"),
    "extra": ("All", "Thanks for all the fish.\nAll"),
    "case": ("All threads", "all Threads"),
    "spacing": ("Starting Thread-1", "Starting  Thread-1"),
    "not utf-8": ("All threads", "All \udcff threads"),
    "crlf": ("\n", "\r\n"),
    "colours": ("Thread-2", "\x1b[32mThread-2\x1b[0m"),
    "no newline": ("completed!\n", "completed!"),
    "control": ("completed!", "completed!\x1b]0;owned\x07"),
}


def show(line):
    text = (line + "\n").replace(*CHANGES[VARIANT])
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def task(name):
    show(f"Starting {name}")
    time.sleep(1)
    show(f"Finished {name}")


workers = [threading.Thread(target=task, args=(f"Thread-{n}",)) for n in (1, 2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
show("All threads completed!")
