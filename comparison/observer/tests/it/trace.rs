//! Who wrote each line, and who lived when.

use crate::support::{is_alive, python, text, traced, watch};
use observer::{Counts, Life, Observation, Output, Stop, Writer};
use std::collections::BTreeSet;
use std::time::Duration;

/// The lines, each with the index of the thread that wrote it.
fn writers(seen: &Observation) -> Vec<(String, usize)> {
    let writer = |writer: Writer| match writer {
        Writer::Thread(index) => index,
        other => panic!("{other:?}: {:?}", text(seen)),
    };
    let writers = seen.lines.iter().map(|line| writer(line.writer));
    text(seen).into_iter().zip(writers).collect()
}

fn lives(seen: &Observation) -> &[Life] {
    seen.lives.as_ref().expect("traced")
}

#[test]
fn each_process_is_known_by_its_lines() {
    let seen = traced("echo a; (echo b; /bin/echo c; :); exec echo d");
    let writers = writers(&seen);
    let [a, b, c, d] = writers.as_slice() else {
        panic!("{writers:?}");
    };
    assert_eq!((a.1, d.1), (0, 0));
    assert_eq!(lives(&seen)[b.1].parent, Some(0));
    assert_ne!(b.1, c.1);
    let born = lives(&seen).iter().map(|life| life.born);
    assert!(born.is_sorted());
    assert!(lives(&seen).iter().all(|life| life.ended > Some(life.born)));
}

#[test]
fn each_thread_is_known_by_its_lines() {
    let program = "
import os, threading
def task(name):
    for number in range(400):
        os.write(1, f'{name} {number}\\n'.encode())
threads = [threading.Thread(target=task, args=(name,)) for name in 'abcd']
[thread.start() for thread in threads]
[thread.join() for thread in threads]";
    for output in [Output::Terminal, Output::Pipe] {
        let seen = python(program, output);
        assert_eq!(seen.lines.len(), 1600);
        let writers = writers(&seen);
        let names = writers.iter().map(|(line, writer)| (&line[..1], *writer));
        assert_eq!(names.collect::<BTreeSet<_>>().len(), 4);
        let writers: BTreeSet<usize> = writers.iter().map(|&(_, writer)| writer).collect();
        assert_eq!(writers.len(), 4);
        let threads = lives(&seen).iter().filter(|life| life.parent == Some(0));
        let process = seen.process.pid;
        assert_eq!(threads.filter(|life| life.pid == process).count(), 4);
    }
}

#[test]
fn a_program_may_write_as_it_likes() {
    let program = "
import os
os.writev(1, [b'vector', b'', b' of pieces\\n'])
open('/proc/self/fd/1', 'wb', buffering=0).write(b'opened again\\n')
copy = os.dup(1)
os.write(copy, b'copied\\n')";
    let seen = python(program, Output::Terminal);
    let expected = ["vector of pieces", "opened again", "copied"];
    assert_eq!(text(&seen), expected);
    assert!(writers(&seen).iter().all(|&(_, writer)| writer == 0));

    let program = "
import os, tempfile
file = tempfile.TemporaryFile()
file.write(b'sent\\nspliced\\n')
file.flush()
os.sendfile(1, file.fileno(), 0, 5)
reader, writer = os.pipe()
os.splice(file.fileno(), writer, 8, offset_src=5)
os.splice(reader, 1, 8)";
    let seen = python(program, Output::Pipe);
    assert_eq!(text(&seen), ["sent", "spliced"]);
    assert!(writers(&seen).iter().all(|&(_, writer)| writer == 0));
}

#[test]
fn what_goes_elsewhere_is_not_taken_for_output() {
    let seen = traced("echo a >&2; echo b >/dev/null; echo c | cat >/dev/null; echo d");
    assert_eq!(writers(&seen), [("d".to_string(), 0)]);
    // `cat` writes what another process has written to it.
    let seen = traced("echo a | cat");
    let [(_, writer)] = writers(&seen)[..] else {
        panic!("{:?}", text(&seen));
    };
    assert_eq!(writer, lives(&seen).len() - 1);
}

#[test]
fn who_waits_for_what_the_kernel_moves_keeps_nobody_from_printing() {
    let program = "
import os, threading, time
reader, writer = os.pipe()
thread = threading.Thread(target=os.splice, args=(reader, 1, 8))
thread.start()
time.sleep(0.2)
if True:
    print('now', flush=True)
os.write(writer, b'later\\n')
thread.join()";
    let seen = python(program, Output::Terminal);
    assert_eq!(text(&seen), ["now", "later"]);
    let [now, later] = [0, 1].map(|line| seen.lines[line].writer);
    assert_eq!((now, later), (Writer::Thread(0), Writer::Unknown));

    let alone = program.replace("if True", "if False");
    let seen = python(&alone, Output::Terminal);
    assert_eq!(writers(&seen), [("later".to_string(), 1)]);
    assert!(seen.lines[0].at >= Duration::from_millis(200));
}

#[test]
fn nobody_is_born_unseen() {
    // As `fork` does, with `CLONE_UNTRACED`; then `clone3`, which could ask for
    // the same.
    let program = "
import ctypes, os, signal, threading
libc = ctypes.CDLL(None, use_errno=True)
clone, clone3 = 56, 435
if libc.syscall(clone, 0x00800000 | signal.SIGCHLD, 0, 0, 0, 0) == 0:
    os._exit(0)
print(ctypes.get_errno())
libc.syscall(clone3, 0, 0)
print(ctypes.get_errno())
thread = threading.Thread(target=print, args=('a thread',))
thread.start()
thread.join()";
    let seen = python(program, Output::Terminal);
    let errors = [libc::EPERM, libc::ENOSYS].map(|error| error.to_string());
    assert_eq!(text(&seen)[..2], errors);
    assert_eq!(text(&seen)[2..], ["a thread"]);
    assert_eq!(lives(&seen).len(), 2);
}

#[test]
fn what_is_relayed_from_another_terminal_is_not_by_who_wrote_there() {
    let program = "
import os, pty, threading, tty
controller, terminal = pty.openpty()
tty.setraw(terminal)
# A session without a terminal takes the first that it opens for its own.
os.open(os.ttyname(terminal), os.O_RDWR)
own = os.open('/dev/tty', os.O_WRONLY)
thread = threading.Thread(target=os.write, args=(own, b'x\\n'))
thread.start()
thread.join()
os.write(1, os.read(controller, 2))";
    let seen = python(program, Output::Terminal);
    assert_eq!(writers(&seen), [("x".to_string(), 0)]);
}

#[test]
fn a_signal_of_any_number_arrives() {
    let program = "
import os, signal
for number in (signal.SIGUSR1, signal.SIGRTMIN + 3, signal.SIGRTMAX):
    signal.signal(number, lambda number, frame: print('got', number))
    os.kill(os.getpid(), number)";
    let seen = python(program, Output::Terminal);
    assert_eq!(text(&seen), ["got 10", "got 37", "got 64"]);
    let seen = traced("kill -s RTMIN $$ 2>/dev/null || kill -34 $$");
    assert_eq!(seen.ending, observer::Ending::Signalled(34));
}

#[test]
fn a_stopped_process_is_stopped_until_it_is_continued() {
    let script = "(kill -STOP $(exec sh -c 'echo $PPID'); echo later) & \
                  sleep 0.3; echo now; kill -CONT $!; wait";
    let seen = traced(script);
    assert_eq!(text(&seen), ["now", "later"]);
}

#[test]
fn who_becomes_another_program_in_a_thread_takes_the_place_of_its_process() {
    let program = "
import os, threading, time
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
threading.Thread(target=lambda: os.execv('/bin/echo', ['echo', 'x'])).start()
time.sleep(60)";
    let seen = python(program, Output::Terminal);
    assert_eq!(text(&seen), ["x"]);
    let [(_, writer)] = writers(&seen)[..] else {
        panic!("{:?}", text(&seen));
    };
    let process = seen.process.pid;
    assert_eq!(
        (lives(&seen)[writer].pid, lives(&seen)[writer].tid),
        (process, process)
    );
    assert_eq!(lives(&seen)[writer].parent, Some(0));
    assert!(lives(&seen).iter().all(|life| life.ended.is_some()));
}

#[test]
fn a_process_that_borrows_memory_is_one() {
    let program = "
import subprocess
subprocess.run(['echo', 'x'])
print('y')";
    let seen = python(program, Output::Terminal);
    let writers = writers(&seen);
    assert_eq!((writers[0].0.as_str(), writers[1].1), ("x", 0));
    assert_ne!(lives(&seen)[writers[0].1].pid, seen.process.pid);
}

#[test]
fn who_lived_between_two_samples_is_counted() {
    let program = "
import threading
barrier = threading.Barrier(7)
for _ in range(6):
    threading.Thread(target=barrier.wait).start()
barrier.wait()
print('x')";
    let seen = python(program, Output::Terminal);
    let most = seen.most_between(Duration::ZERO, seen.elapsed);
    let expected = Counts {
        processes: 1,
        threads: 7,
    };
    assert_eq!(most, Some(expected));
}

#[test]
fn what_makes_processes_without_end_is_stopped() {
    let script = "f() { f & f & wait; }; f";
    let (seen, took) = watch(script, Output::Terminal, 20_000, true);
    assert_eq!(
        seen.ending,
        observer::Ending::Stopped(Stop::TooManyProcesses)
    );
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!(seen.survivors, []);
    let pids = lives(&seen).iter().map(|life| life.pid);
    assert!(!pids.into_iter().any(is_alive));
}

#[test]
fn nothing_that_left_is_lost() {
    let script = "trap '' HUP TERM; (setsid sh -c 'trap \"\" HUP TERM; sleep 66 & echo $!' &); \
                  sleep 0.2";
    let seen = traced(script);
    let pid: u32 = text(&seen)[0].parse().expect("a pid");
    assert!(seen.left_behind.iter().any(|process| process.pid == pid));
    assert_eq!(seen.unattributed, []);
    assert!(!is_alive(pid));
}
