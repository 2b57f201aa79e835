//! Threads that are held back.

use crate::support::{interpreter, observer, text};
use observer::{Hold, Limits, Moment, Observation, Output, Program};
use std::ffi::OsString;
use std::time::Duration;

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// Two threads that wait for 0.3 s, of which main waits for the first.
const NO_JOIN: &str = "
import threading, time
def task(name):
    print('start', name)
    time.sleep(0.3)
    print('end', name)
threads = [threading.Thread(target=task, args=(name,)) for name in 'ab']
[thread.start() for thread in threads]
threads[0].join()
print('done')";

fn held(program: &str, worker: &[usize], moment: Moment) -> Observation {
    let command = [interpreter(), "-c", program].map(OsString::from).to_vec();
    // Whoever waits for one that is held back is in no deadlock.
    let limits = Limits {
        deadlock_after: Duration::ZERO,
        ..Limits::with_deadline(Duration::from_secs(20))
    };
    observer()
        .watch(&Program {
            trace: true,
            hold: Some(Hold {
                worker: worker.to_vec(),
                moment,
                length: ms(800),
            }),
            ..Program::new(command, Output::Terminal, limits)
        })
        .expect("it starts")
}

#[test]
fn a_thread_is_held_back_in_its_wait() {
    let wait = Moment::Wait {
        after: 1,
        pause: ms(100),
    };
    let seen = held(NO_JOIN, &[1], wait);
    assert_eq!(
        text(&seen),
        ["start a", "start b", "end a", "done", "end b"]
    );
    let held_back = seen.held.expect("held back");
    assert_eq!(seen.path_of(held_back.thread), [1]);
    assert_eq!(held_back.to - held_back.from, ms(800));
    assert!(held_back.from >= seen.lines[1].at + ms(100));
    assert!(seen.lines[4].at >= held_back.to);
    // The other one is awaited.
    let seen = held(NO_JOIN, &[0], wait);
    assert_eq!(
        text(&seen),
        ["start a", "start b", "end b", "end a", "done"]
    );
}

#[test]
fn a_thread_is_held_back_from_its_start() {
    let seen = held(NO_JOIN, &[1], Moment::Birth);
    // Main waits until the thread runs, and then for the other one only.
    assert_eq!(text(&seen)[..2], ["start a", "end a"]);
    assert_eq!(text(&seen)[4], "end b");
    let seen = held("print('x')", &[1], Moment::Birth);
    assert_eq!((text(&seen), seen.held), (vec!["x".to_string()], None));
}

#[test]
fn a_process_is_held_back() {
    let program = "
import os, time
children = []
for name in 'ab':
    child = os.fork()
    if child == 0:
        print('start', name)
        time.sleep(0.3)
        print('end', name, flush=True)
        os._exit(0)
    children.append(child)
os.waitpid(children[0], 0)
print('done')
os.waitpid(children[1], 0)";
    for moment in [
        Moment::Birth,
        Moment::Wait {
            after: 1,
            pause: ms(50),
        },
    ] {
        let seen = held(program, &[1], moment);
        assert_eq!(
            text(&seen).last().map(String::as_str),
            Some("end b"),
            "{moment:?}"
        );
        assert!(text(&seen).iter().position(|line| line == "done") < Some(4));
    }
}
