"""A program that means no good, in the way that its argument names."""

import ctypes
import os
import resource
import signal
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def do_right():
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, os.path.join(HERE, "right_threads.py")])


def print_endlessly(piece, total):
    while total > 0:
        total -= os.write(1, piece)


def fork_bomb():
    # Bounded, in case that nobody stops it: 1,024 processes for 20 seconds.
    for _ in range(10):
        os.fork()
    time.sleep(20)


def daemon():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    os.wait()
    time.sleep(0.1)
    do_right()


def double_fork():
    if os.fork() == 0:
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    os.wait()
    do_right()


def hide():
    # Out of the session, the environment and the family, as fast as possible.
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execve("/bin/sleep", ["sleep", "600"], {})
        os._exit(0)
    do_right()


def ignore_signals():
    for number in [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]:
        signal.signal(number, signal.SIG_IGN)
    time.sleep(600)


def disguise():
    # Another process group, and another name.
    if os.fork() == 0:
        os.setpgid(0, 0)
        ctypes.CDLL(None).prctl(15, b"innocent", 0, 0, 0)
        time.sleep(600)
    time.sleep(600)


def gibibyte():
    print_endlessly(b"x" * 79 + b"\n", 1 << 30)


def long_line():
    print_endlessly(b"x" * 65536, 100 << 20)


def escapes():
    # Clear the screen, rename the window, hide the cursor, look like a pass.
    sys.stdout.write("\x1b[2J\x1b]0;pwned\x07\x1b[?25l\x1b[1;1Hthreads pass\n\x9b2J\x0e\n")
    sys.stderr.write("\x1b[2J\x1b]52;c;cHduZWQ=\x07Traceback\x1b[8m\n")
    sys.stderr.flush()
    do_right()


def markup():
    # End whatever element, comment or section it is put into, and do something.
    harm = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>"
    print("Starting ]]></td></svg></style></pre>" + harm)
    print("\x00\x1b[1m\u202e-->&lt;\"'" + harm)
    print(8000 * "<b>x", file=sys.stderr)
    print((8192 - len(harm)) * "x" + harm)


def reopen():
    # What it prints from now on comes by way of the terminal's name.
    name = os.ttyname(1)
    os.close(1)
    assert os.open(name, os.O_WRONLY | os.O_NOCTTY) == 1
    os.set_inheritable(1, True)
    do_right()


def own_terminal():
    with open("/dev/tty", "w") as terminal:
        terminal.write("for the grader's eyes\n")


def exit_early():
    def task(name):
        print(f"Starting {name}", flush=True)
        time.sleep(1)
        while True:
            os.write(1, f"Finished {name}\n".encode())
            time.sleep(0.2)

    for name in ["Thread-1", "Thread-2"]:
        threading.Thread(target=task, args=(name,), daemon=True).start()
    time.sleep(0.5)
    os.write(1, b"All threads completed!\n")
    os._exit(0)


def stop_itself():
    print("Starting Thread-1", flush=True)
    os.kill(os.getpid(), signal.SIGSTOP)


def zombie():
    if os.fork() == 0:
        os._exit(0)
    time.sleep(0.1)
    do_right()


def memory():
    hoard = []
    for _ in range(200):
        hoard.append(bytearray(os.urandom(1)) * (8 << 20))
        time.sleep(0.01)
    time.sleep(20)


def cpu():
    while True:
        pass


def file():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open(sys.argv[2], "wb") as big:
        for _ in range(64):
            big.write(b"x" * (1 << 20))
    do_right()


def threads():
    # Bounded, in case that nobody stops it: for 20 seconds.
    threading.stack_size(64 << 10)
    for _ in range(25000):
        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
    os._exit(0)


def long_lines():
    for _ in range(4096):
        os.write(1, b"x" * 8000 + b"\n")


def many_lines():
    # Just within the limits.
    for _ in range(250):
        os.write(1, b"x" * 8000 + b"\n")


def many_equal_lines():
    os.write(1, b"a\n" * 4096)


def leave_daemon():
    # Out of the session and the group, and deaf to what can be ignored.
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(60)
        os._exit(0)
    print("Starting Thread-1", flush=True)
    time.sleep(60)


globals()[sys.argv[1]]()
