//! How a program ended or was stopped, with all that it started.

use crate::support::{is_alive, on_terminal, text, traced, watch};
use observer::{Ending, Output, Stop};
use std::time::Duration;

#[test]
fn the_way_it_ended_is_reported() {
    for watched in [on_terminal, traced] {
        assert_eq!(watched("exit 3").ending, Ending::Exited(3));
        assert_eq!(watched("kill -9 $$").ending, Ending::Signalled(9));
    }
}

#[test]
fn a_program_that_hangs_is_stopped_with_all_it_started() {
    for traced in [false, true] {
        let script = "trap '' TERM HUP; setsid sleep 61 & sleep 62 & echo $!; kill -STOP $$";
        let (seen, took) = watch(script, Output::Terminal, 500, traced);
        assert_eq!(seen.ending, Ending::Stopped(Stop::Deadline));
        assert!(
            seen.elapsed >= Duration::from_millis(500),
            "{:?}",
            seen.elapsed
        );
        assert!(took < Duration::from_secs(4), "{took:?}");
        assert!(!is_alive(text(&seen)[0].parse().expect("a pid")));
        assert!(!is_alive(seen.process.pid));
    }
}

#[test]
fn a_program_that_keeps_replacing_itself_is_stopped() {
    for traced in [false, true] {
        // Each process starts the next one, and ends.
        let hop = "HOPPING=yes NEXT='sh -c \"$NEXT\" &' sh -c 'sh -c \"$NEXT\" & sleep 65'";
        let seen = watch(hop, Output::Terminal, 300, traced).0;
        assert_eq!(seen.ending, Ending::Stopped(Stop::Deadline));
        assert_eq!(seen.survivors, []);
        for _ in 0..20 {
            let processes = std::fs::read_dir("/proc").expect("/proc").flatten();
            let hops = processes.filter(|process| {
                let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
                environment
                    .split(|&byte| byte == 0)
                    .any(|variable| variable == b"HOPPING=yes")
            });
            assert_eq!(hops.count(), 0);
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn what_is_left_behind_is_named_and_stopped() {
    for traced in [false, true] {
        // In the group; outside of it; outside, by way of a parent that has ended
        // before anybody looked, and without a mark in its environment.
        let scripts = [
            "sleep 63 & echo $!",
            "setsid sleep 63 & echo $!; sleep 0.2",
            "setsid sh -c 'sleep 63 & echo $!' &  wait",
            "env -i setsid sh -c 'setsid sleep 63 & echo $!' & wait",
        ];
        for script in scripts {
            let (seen, took) = watch(script, Output::Terminal, 20_000, traced);
            let pid: u32 = text(&seen)[0].parse().expect("a pid");
            let mut named = seen.left_behind.iter().chain(&seen.unattributed);
            let process = named.find(|process| process.pid == pid);
            // A stray is named at once, perhaps before it becomes what it will be.
            let command = &process.expect(script).command;
            assert!(command.contains("sleep 63"), "{command}");
            assert_eq!(seen.ending, Ending::Exited(0));
            // A quarter of a second, and as long as a busy machine makes of it.
            let after_its_end = took - seen.elapsed;
            assert!(after_its_end < Duration::from_secs(3), "{after_its_end:?}");
            // A stray is spared while other programs are watched that may own it.
            assert!(!is_alive(pid) || !seen.unattributed.is_empty(), "{script}");
        }
    }
}

#[test]
fn nobody_waits_for_a_grandchild_that_holds_the_output_open() {
    for traced in [false, true] {
        for output in [Output::Terminal, Output::Pipe] {
            let (seen, took) = watch("sleep 64 & exit 0", output, 20_000, traced);
            assert!(took < Duration::from_secs(5), "{took:?}");
            assert_eq!(seen.left_behind.len(), 1);
        }
    }
}

#[test]
fn a_helper_that_ends_soon_is_not_left_behind() {
    for watched in [on_terminal, traced] {
        let seen = watched("(sleep 0.1; echo late) & echo done");
        assert_eq!(text(&seen), ["done", "late"]);
        assert!(seen.lines[0].at <= seen.elapsed);
        assert!(seen.lines[1].at > seen.elapsed);
        assert_eq!(seen.left_behind, []);
    }
}

#[test]
fn the_number_of_a_session_is_not_given_away_while_the_session_lives() {
    // The program has ended, and is not reaped.
    let seen = on_terminal("(sleep 0.1; cut -d ' ' -f 3 /proc/$$/stat) & echo done");
    assert_eq!(text(&seen), ["done", "Z"]);
}
