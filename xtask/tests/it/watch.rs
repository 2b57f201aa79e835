//! `exercise --watch`, driven as a learner does: on a terminal, by keys and by saves.

use crate::support::{command, examples, said};
use rustix::io::{read, write};
use rustix::termios::{LocalModes, Termios, tcgetattr};
use rustix_openpty::{Pty, openpty};
use std::fs;
use std::os::fd::OwnedFd;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A busy machine may take so long for one step.
const PATIENCE: Duration = Duration::from_secs(120);

/// A watch on a terminal of its own.
struct Watch {
    child: Child,
    terminal: Pty,
    before: Termios,
    shown: Receiver<String>,
    /// What was shown, and not looked at yet.
    unread: String,
}

impl Watch {
    fn start(workspace: &Path, arguments: &[&str]) -> Watch {
        let terminal = openpty(None, None).expect("a terminal");
        let before = tcgetattr(&terminal.user).expect("its settings");
        let xtask = command(workspace, &[&["exercise", "--watch"], arguments].concat());
        // So that Ctrl-C reaches it, the terminal is its own.
        let mut command = Command::new("setsid");
        command
            .arg("--ctty")
            .arg(xtask.get_program())
            .args(xtask.get_args());
        for (name, value) in xtask.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.current_dir(workspace).env("NO_COLOR", "1");
        let end = || Stdio::from(terminal.user.try_clone().expect("the terminal"));
        command.stdin(end()).stdout(end()).stderr(end());
        let child = command.spawn().expect("setsid");
        let shown = follow(terminal.controller.try_clone().expect("the terminal"));
        Watch {
            child,
            terminal,
            before,
            shown,
            unread: String::new(),
        }
    }

    /// Waits until this is shown, and returns all that was shown before it.
    fn expect(&mut self, text: &str) -> String {
        let give_up = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = self.unread.find(text) {
                let rest = self.unread.split_off(at + text.len());
                return std::mem::replace(&mut self.unread, rest);
            }
            let patience = give_up.saturating_duration_since(Instant::now());
            match self.shown.recv_timeout(patience) {
                Ok(more) => self.unread += &more,
                Err(_) => panic!("no {text:?} in {}", self.unread),
            }
        }
    }

    fn press(&self, key: &str) {
        write(&self.terminal.controller, key.as_bytes()).expect("pressed");
    }

    /// Waits for its end, and looks that nothing of it is left, neither in the
    /// terminal nor among the processes.
    fn end(mut self) -> ExitStatus {
        let give_up = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("waited for") {
                break status;
            }
            assert!(Instant::now() < give_up, "it goes on");
            thread::sleep(Duration::from_millis(20));
        };
        let after = tcgetattr(&self.terminal.user).expect("its settings");
        assert_eq!(after.local_modes, self.before.local_modes);
        assert_eq!(after.input_modes, self.before.input_modes);
        assert_eq!(after.output_modes, self.before.output_modes);
        assert_eq!(left_by(self.child.id()), Vec::<String>::new());
        status
    }
}

/// Reads a terminal until it is closed.
fn follow(terminal: OwnedFd) -> Receiver<String> {
    let (show, shown) = channel();
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count) = read(&terminal, &mut bytes) {
            let text = String::from_utf8_lossy(&bytes[..count]).replace("\r\n", "\n");
            if show.send(text).is_err() {
                break;
            }
        }
    });
    shown
}

/// The processes that a watch started and that still run, by the mark in their
/// environment.
fn left_by(watch: u32) -> Vec<String> {
    let mark = format!("OBSERVED_AS={watch}.");
    let processes = fs::read_dir("/proc").expect("/proc").flatten();
    let marked = processes.filter(|process| {
        let environment = fs::read(process.path().join("environ")).unwrap_or_default();
        let mut variables = environment.split(|&byte| byte == 0);
        variables.any(|variable| variable.starts_with(mark.as_bytes()))
    });
    marked
        .map(|process| process.path().display().to_string())
        .collect()
}

#[test]
fn a_learner_saves_and_presses_keys() {
    let workspace = examples();
    let root = workspace.path();
    let exercises = root.join("threading/exercises");
    let mut watch = Watch::start(root, &["turns.py"]);
    watch.expect("threading/exercises/turns.py: the threads take turns\n");
    let said = watch.expect("keys: n next, h hint, l list, s how the solution differs, q quit\n");
    assert!(
        said.contains("`Finished Thread-1` came before `Starting Thread-2`"),
        "{said}"
    );
    let modes = tcgetattr(&watch.terminal.user)
        .expect("its settings")
        .local_modes;
    assert!(!modes.intersects(LocalModes::ICANON | LocalModes::ECHO));
    watch.press("h");
    watch.expect("hint: When does `join` return?");
    watch.press("s");
    watch.expect("+++ threading/exercises/solutions/turns.py\n");
    watch.expect("+thread_2.start()\n");
    // Of a key that is no letter nothing is taken for one.
    watch.press("\u{1b}[q");
    watch.press("l");
    watch.expect("\nsolved: 0 of ");

    let solution = fs::read(exercises.join("solutions/turns.py")).expect("a solution");
    fs::write(exercises.join("turns.py"), solution).expect("saved");
    let said = watch.expect("next: threading/exercises/missing_join.py, key n\n");
    assert!(said.contains("1 passed, 0 failed\n"), "{said}");
    watch.press("n");
    watch.expect("threading/exercises/missing_join.py: ");
    watch.expect("0 passed, 1 failed\n");
    watch.press("q");
    assert_eq!(watch.end().code(), Some(0));

    // It is remembered, in a file that a person can read.
    let progress = fs::read_to_string(root.join("progress.txt")).expect("a file");
    let verdicts = progress
        .lines()
        .map(|line| line.rsplit_once(' ').expect("a digest").0);
    let expected = [
        "threading/exercises/missing_join.py fail",
        "threading/exercises/turns.py pass",
    ];
    assert_eq!(verdicts.skip(1).collect::<Vec<_>>(), expected);
}

#[test]
fn a_signal_gives_the_terminal_back() {
    let workspace = examples();
    // While it waits for a save, and while it judges.
    for waits in [true, false] {
        let mut watch = Watch::start(workspace.path(), &["turns.py"]);
        watch.expect("the threads take turns\n");
        if waits {
            watch.expect("keys: ");
        }
        watch.press("\u{3}");
        let status = watch.end();
        assert_eq!((status.code(), status.signal()), (Some(130), None));
    }
}

#[test]
fn without_a_terminal_it_is_said_what_works() {
    let workspace = examples();
    for (arguments, says) in [
        (
            ["--watch", "turns.py"].as_slice(),
            "error: `--watch` reads keys from a terminal, and standard input is none: \
             `cargo xtask exercise NAME` judges once\n",
        ),
        (
            &["--watch", "turns.py", "turns.rs"],
            "error: one program is watched at a time: name one\n",
        ),
    ] {
        let (said, code) = said(&mut command(
            workspace.path(),
            &[&["exercise"], arguments].concat(),
        ));
        assert_eq!((said.as_str(), code), (says, Some(2)));
    }
}
