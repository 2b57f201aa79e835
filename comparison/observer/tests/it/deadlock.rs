//! Programs that can never go on, and those that only seem so.

use crate::support::{interpreter, observer, text};
use observer::{Ending, Limits, Observation, Output, Program, Stop};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::process::{Pid, Signal, kill_process};
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::fd::AsRawFd;
use std::thread;
use std::time::Duration;

/// Until something comes from outside; several looks fit into it.
const LATER: Duration = Duration::from_millis(600);

/// Watches a program in Python. It is looked at from its start on.
fn watch(program: &str, argument: &str) -> Observation {
    let command = [interpreter(), "-c", program, argument].map(OsString::from);
    let limits = Limits {
        deadlock_after: Duration::ZERO,
        ..Limits::with_deadline(Duration::from_secs(120))
    };
    observer()
        .watch(&Program {
            trace: true,
            ..Program::new(command.to_vec(), Output::Terminal, limits)
        })
        .expect("it starts")
}

/// How a program ended, with what it said if that is not as expected.
fn check(program: &str, argument: &str, expected: Ending) {
    let seen = watch(program, argument);
    let said = String::from_utf8_lossy(&seen.stderr).into_owned();
    assert_eq!(seen.ending, expected, "{program}\n{said}\n{:?}", seen.waits);
}

fn check_all(programs: &[&str], expected: Ending) {
    thread::scope(|scope| {
        for program in programs {
            scope.spawn(move || check(program, "", expected));
        }
    });
}

#[test]
fn who_waits_for_one_another_is_stopped() {
    check_all(
        &[
            // Each has the lock that the other one waits for.
            "
import threading
def eat(first, second):
    with first:
        both.wait()
        with second:
            pass
a, b, both = threading.Lock(), threading.Lock(), threading.Barrier(2)
for forks in [(a, b), (b, a)]:
    threading.Thread(target=eat, args=forks).start()",
            "
import multiprocessing
fork = multiprocessing.get_context('fork')
def eat(first, second, both):
    with first:
        both.wait()
        with second:
            pass
a, b, both = fork.Lock(), fork.Lock(), fork.Barrier(2)
for forks in [(a, b), (b, a)]:
    fork.Process(target=eat, args=(*forks, both)).start()",
            // Each waits for the other one's end.
            "
import threading
def end(other):
    both.wait()
    threads[other].join()
both = threading.Barrier(2)
threads = [threading.Thread(target=end, args=(other,)) for other in (1, 0)]
for thread in threads:
    thread.start()",
            // Nobody puts anything.
            "
import queue
queue.Queue().get()",
            "
import multiprocessing
fork = multiprocessing.get_context('fork')
process = fork.Process(target=fork.Queue().get)
process.start()
process.join()",
            // Nobody takes what fills the pipe of a queue.
            "
import multiprocessing
fork = multiprocessing.get_context('fork')
process = fork.Process(target=fork.Queue().put, args=('x' * 1_000_000,))
process.start()
process.join()",
            // It runs another program, which waits for itself, in place of its threads.
            "
import os, sys, threading
def replace():
    os.execv(sys.executable, [sys.executable, '-c', 'import queue; queue.Queue().get()'])
threading.Thread(target=threading.Event().wait).start()
threading.Thread(target=replace).start()
threading.Event().wait()",
            // Nobody sets the event.
            "
import asyncio
async def main():
    await asyncio.Event().wait()
asyncio.run(main())",
        ],
        Ending::Stopped(Stop::Deadlock),
    );
}

#[test]
fn who_goes_on_by_itself_is_not_stopped() {
    check_all(
        &[
            "
import queue
try:
    queue.Queue().get(timeout=0.6)
except queue.Empty:
    pass",
            "
import asyncio
asyncio.run(asyncio.sleep(0.6))",
            // An alarm ends the wait.
            "
import signal, threading
class Late(Exception):
    pass
def give_up(*_):
    raise Late
signal.signal(signal.SIGALRM, give_up)
lock = threading.Lock()
for alarm, seconds in [(signal.alarm, [1]), (signal.setitimer, [signal.ITIMER_REAL, 0.6])]:
    try:
        alarm(*seconds)
        with lock, lock:
            pass
    except Late:
        pass",
            // Its child sleeps, or computes.
            "
import subprocess
subprocess.run(['sleep', '0.6'])",
            "
import threading, time
def compute():
    end = time.monotonic() + 0.6
    while time.monotonic() < end:
        pass
thread = threading.Thread(target=compute)
thread.start()
thread.join()",
            // Most of its time, one has ended and the other one does not know yet.
            "
import os, threading
for _ in range(100):
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    if (pid := os.fork()) == 0:
        os._exit(0)
    os.waitpid(pid, 0)",
        ],
        Ending::Exited(0),
    );
}

#[test]
fn what_may_come_from_outside_is_waited_for() {
    let later = |mut to: Box<dyn Write + Send>| {
        thread::spawn(move || {
            thread::sleep(LATER);
            to.write_all(b"x").expect("it is read");
        })
    };

    let (given, writer) = io::pipe().expect("a pipe");
    fcntl_setfd(&given, FdFlags::empty()).expect("it is inherited");
    let written = later(Box::new(writer));
    let reads = "import os, sys; os.read(int(sys.argv[1]), 1)";
    check(reads, &given.as_raw_fd().to_string(), Ending::Exited(0));
    written.join().expect("written");

    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = server.local_addr().expect("its number").port().to_string();
    let connects = "
import asyncio, socket, sys
server = ('127.0.0.1', int(sys.argv[1]))
socket.create_connection(server).recv(1)
async def main():
    reader, writer = await asyncio.open_connection(*server)
    await reader.read(1)
asyncio.run(main())";
    let answers = thread::spawn(move || {
        for _ in 0..2 {
            let (client, _) = server.accept().expect("a client");
            later(Box::new(client)).join().expect("answered");
        }
    });
    check(connects, &port, Ending::Exited(0));
    answers.join().expect("answered");

    let (pid, told) = io::pipe().expect("a pipe");
    fcntl_setfd(&told, FdFlags::empty()).expect("it is inherited");
    let is_signalled = "
import os, signal, sys, threading
event = threading.Event()
signal.signal(signal.SIGUSR1, lambda *_: event.set())
os.write(int(sys.argv[1]), b'%d\\n' % os.getpid())
event.wait()";
    let signals = thread::spawn(move || {
        let pid = BufReader::new(pid).lines().next()?.ok()?;
        thread::sleep(LATER);
        kill_process(Pid::from_raw(pid.parse().ok()?)?, Signal::USR1).ok()
    });
    check(
        is_signalled,
        &told.as_raw_fd().to_string(),
        Ending::Exited(0),
    );
    drop(told);
    assert_eq!(signals.join().expect("it ends"), Some(()));
}

#[test]
fn what_each_thread_waits_for_is_told() {
    let seen = watch("print('x'); import queue; queue.Queue().get()", "");
    assert_eq!(text(&seen), ["x"]);
    assert_eq!(seen.waits.len(), 1);
    assert!(seen.elapsed < Duration::from_secs(60), "{:?}", seen.elapsed);
}
