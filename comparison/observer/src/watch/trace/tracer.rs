//! Follows one program by the kernel's own events: each of its threads is
//! stopped for a moment when it is born, when it is about to print, and when it
//! ends.
//!
//! One thread of this process starts the program and makes all requests: the
//! kernel takes them from no other.

use super::arch::{self, Content};
use super::filter;
use super::gate::Gate;
use super::holding::{Action, Holding};
use super::lives::Lives;
use super::memory::content;
use super::output_file::OutputFile;
use super::resume::{Until, resume};
use super::standstill::Standstill;
use super::waits::wait_of;
use crate::watch::proc;
use crate::watch::traced::{Traced, Write, digest};
use crate::workers::path_of;
use crate::{Held, Hold, Waiting};
use nix::sys::ptrace::{self, Options};
use process_wrap::std::CommandWrap;
use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions, WaitStatus, kill_process, wait};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// A shell that waits until its input ends, and becomes the program then. So
/// long there is time to trace it.
pub(in crate::watch) const LAUNCHER: [&str; 4] = [
    "/bin/sh",
    "-c",
    r#"read -r line; exec "$@" </dev/null"#,
    "sh",
];

/// How often it is looked whether a thread must be stopped, or let go on.
const CLOCK: Duration = Duration::from_millis(1);

/// A traced program's own thread of this process.
pub(in crate::watch) struct Tracer {
    pub shared: Arc<Shared>,
    /// Hangs up when that thread has ended.
    ended: Receiver<()>,
}

/// What that thread shows to the others.
#[derive(Default)]
pub(in crate::watch) struct Shared {
    record: Mutex<Record>,
    /// Whoever stops is killed.
    kill: AtomicBool,
}

/// What was seen of a program until now.
#[derive(Default)]
struct Record {
    lives: Lives,
    writes: Vec<Write>,
    status: Option<ExitStatus>,
    cpu: Duration,
    held: Option<Held>,
    /// Stopped at their birth, of which their parents did not tell yet.
    early: BTreeSet<u32>,
    /// About to end, and not gone yet: they may still wake whoever waits for that.
    ending: BTreeSet<i32>,
    /// Something else than its threads may wake one of them ([`arch::WAKERS`]).
    has_waker: bool,
}

/// Why a program has not begun.
#[derive(Debug)]
pub(in crate::watch) enum NotBegun {
    /// It cannot be started, traced or not.
    Program,
    /// The system refuses what the tracing needs.
    Refused(String),
}

/// A program that has begun.
pub(in crate::watch) struct Begun<T> {
    /// What was noted of it before.
    pub prepared: T,
    /// The moment just before.
    pub started: Instant,
    pub tracer: Tracer,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Record> {
        // Nothing is left half-done where this lock is held.
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The processes that are alive. Where all are to be killed, also those of
    /// which no parent told: it was killed before it could.
    pub(in crate::watch) fn processes(&self) -> BTreeSet<u32> {
        let record = self.lock();
        let mut processes = record.lives.processes();
        if self.kill.load(Ordering::Relaxed) {
            processes.extend(&record.early);
        }
        processes
    }

    /// In what each thread that is alive waits now.
    pub(in crate::watch) fn waits(&self) -> Vec<Waiting> {
        let alive = self.lock().lives.alive();
        let waiting = |&thread: &usize| Waiting {
            thread,
            wait: wait_of(alive[&thread], |tid| self.lock().lives.index(tid)),
        };
        alive.keys().map(waiting).collect()
    }

    /// Whether all of its threads wait for one another, as one look shows.
    pub(in crate::watch) fn standstill(&self) -> Option<Standstill> {
        let record = self.lock();
        if record.has_waker || !record.ending.is_empty() {
            return None;
        }
        let alive = record.lives.alive();
        drop(record);
        Standstill::of(alive.into_values())
    }

    /// From now on, whatever the program starts is killed at once.
    pub(in crate::watch) fn kill(&self) {
        self.kill.store(true, Ordering::Relaxed);
    }
}

impl Tracer {
    /// Starts what `command`, made of [`LAUNCHER`], is to become. `prepare` is
    /// given the process before the program begins.
    ///
    /// # Errors
    /// If it cannot be started, or not be traced.
    pub(in crate::watch) fn start<T: Send + 'static>(
        command: CommandWrap,
        output: OutputFile,
        hold: Option<Hold>,
        prepare: impl FnOnce(u32) -> io::Result<T> + Send + 'static,
    ) -> Result<Begun<T>, NotBegun> {
        let shared = Arc::new(Shared::default());
        let (begun, begins) = sync_channel(1);
        let (ends, ended) = sync_channel(0);
        let of_thread = Arc::clone(&shared);
        let trace = move || {
            let _ends = ends;
            match start(command, prepare) {
                Ok((root, prepared, started)) => {
                    let begun = move |begins: Result<(), NotBegun>| {
                        // It is awaited, or nobody cares.
                        let _ = begun.send(begins.map(|()| (prepared, started)));
                    };
                    let begun = Box::new(begun);
                    Events::new(root, started, output, hold, of_thread, begun).run();
                }
                Err(error) => drop(begun.send(Err(error))),
            }
        };
        let tracer = thread::Builder::new().name("tracer".to_string());
        tracer.spawn(trace).map_err(refused("a thread"))?;
        let (prepared, started) = begins.recv().unwrap_or(Err(NotBegun::Program))?;
        let tracer = Tracer { shared, ended };
        Ok(Begun {
            prepared,
            started,
            tracer,
        })
    }

    /// What was seen, when all of the program has ended; or until now, if that
    /// takes longer than `patience`.
    pub(in crate::watch) fn finish(self, patience: Duration) -> Traced {
        let _ = self.ended.recv_timeout(patience);
        let record = std::mem::take(&mut *self.shared.lock());
        Traced {
            lives: record.lives.all,
            writes: record.writes,
            status: record.status,
            cpu: record.cpu,
            held: record.held,
        }
    }
}

/// Starts the process and makes this thread its tracer. Returns its number, what
/// was noted of it, and the moment just before it becomes the program.
fn start<T>(
    mut command: CommandWrap,
    prepare: impl FnOnce(u32) -> io::Result<T>,
) -> Result<(i32, T, Instant), NotBegun> {
    filter::apply().map_err(refused("a filter (seccomp)"))?;
    let mut child = command.spawn().map_err(refused("a shell"))?;
    let pid = child.id();
    let root = pid.cast_signed();
    let options = Options::PTRACE_O_EXITKILL
        | Options::PTRACE_O_TRACESYSGOOD
        | Options::PTRACE_O_TRACECLONE
        | Options::PTRACE_O_TRACEFORK
        | Options::PTRACE_O_TRACEVFORK
        | Options::PTRACE_O_TRACEEXEC
        | Options::PTRACE_O_TRACEEXIT
        | Options::PTRACE_O_TRACESECCOMP;
    let seized = ptrace::seize(nix::unistd::Pid::from_raw(root), options);
    let seized = seized.map_err(|error| untraceable(error.into()));
    let prepared = seized.and_then(|()| prepare(pid).map_err(refused("to watch it")));
    let prepared = prepared.inspect_err(|_| {
        let _ = child.kill().and_then(|()| child.wait());
    })?;
    let started = Instant::now();
    // It has read all there is now, and goes on.
    drop(child.stdin().take());
    Ok((root, prepared, started))
}

/// Where the program runs as another user, not even root may trace it in a container.
fn untraceable(error: io::Error) -> NotBegun {
    let remedy = match error.kind() {
        ErrorKind::PermissionDenied => "; in a container, `--cap-add=SYS_PTRACE` allows it",
        _ => "",
    };
    NotBegun::Refused(format!(
        "the system refuses to trace (ptrace): {error}{remedy}"
    ))
}

fn refused(what: &str) -> impl FnOnce(io::Error) -> NotBegun {
    move |error| NotBegun::Refused(format!("the system refuses {what}: {error}"))
}

/// Tells that the program has begun, or that it cannot.
type Begins = Box<dyn FnOnce(Result<(), NotBegun>)>;

/// The events of one program.
struct Events {
    root: i32,
    started: Instant,
    output: OutputFile,
    shared: Arc<Shared>,
    /// To be called once.
    begun: Option<Begins>,
    gate: Gate<Attempt>,
    holding: Option<Holding>,
    /// Who has the kernel move bytes to the output, and whether nobody else has
    /// printed since. They may have to wait for these bytes, so they keep nobody
    /// out. If another one prints meanwhile, nobody knows whose bytes came first.
    moving: HashMap<i32, bool>,
    busy: Busy,
}

/// For how long whoever waited for this thread could not go on: while it took an event,
/// whatever kept it, and while it had no core.
struct Busy {
    /// Taking events, but for the time without a core.
    taking: Duration,
    /// When it began to take the last one, and how long it had been without a core.
    begun: Instant,
    delayed: Duration,
}

impl Busy {
    fn begin(&mut self) {
        (self.begun, self.delayed) = (Instant::now(), delay_of("thread-self"));
    }

    fn end(&mut self) {
        let delayed = delay_of("thread-self").saturating_sub(self.delayed);
        self.taking += self.begun.elapsed().saturating_sub(delayed);
    }

    /// Until now, when it takes an event.
    fn until_now(&self) -> Duration {
        self.delayed + self.taking + self.begun.elapsed()
    }
}

/// For how long a thread has been ready and without a core.
fn delay_of(tid: impl Display) -> Duration {
    proc::scheduled(tid).unwrap_or_default().waited
}

/// A write that has not returned.
struct Attempt {
    at: Duration,
    content: Content,
    delayed: Duration,
    observer_delayed: Duration,
}

impl Events {
    fn new(
        root: i32,
        started: Instant,
        output: OutputFile,
        hold: Option<Hold>,
        shared: Arc<Shared>,
        begun: Begins,
    ) -> Events {
        let mut record = shared.lock();
        record.lives.born(root, root, None, Duration::ZERO);
        drop(record);
        Events {
            root,
            started,
            output,
            shared,
            begun: Some(begun),
            gate: Gate::default(),
            holding: hold.map(Holding::new),
            moving: HashMap::new(),
            busy: Busy {
                taking: Duration::ZERO,
                begun: Instant::now(),
                delayed: Duration::ZERO,
            },
        }
    }

    /// Takes the events as they come, until nobody is left.
    fn run(mut self) {
        // Of whatever kind the threads are, but of this thread's only.
        let all = (libc::__WALL | libc::__WNOTHREAD).cast_unsigned();
        let all = WaitOptions::from_bits_retain(all);
        loop {
            // No wait of the kernel's ends at a given moment.
            let has_time = self.hold();
            let patience = match has_time {
                true => WaitOptions::NOHANG,
                false => WaitOptions::empty(),
            };
            match wait(all | patience) {
                Ok(Some((pid, status))) => {
                    self.busy.begin();
                    self.take(pid.as_raw_nonzero().get(), status);
                    self.busy.end();
                }
                Ok(None) => thread::sleep(CLOCK),
                Err(Errno::INTR) => {}
                // Nobody is left.
                Err(_) => return,
            }
        }
    }

    /// Does what is due to whoever is held back. Returns whether more will be at
    /// a certain moment.
    fn hold(&mut self) -> bool {
        let now = self.now();
        let Some(holding) = &mut self.holding else {
            return false;
        };
        match holding.action(now) {
            Some(Action::Stop(tid)) => {
                let _ = ptrace::interrupt(nix::unistd::Pid::from_raw(tid)); // it may have ended
            }
            Some(Action::Continue(tid)) => {
                let _ = resume(tid, Until::Event, 0);
            }
            None => {}
        }
        holding.needs_a_clock()
    }

    /// Whether a thread that has stopped is to stay so.
    fn stays(&mut self, tid: i32) -> bool {
        let now = self.now();
        let Some(holding) = &mut self.holding else {
            return false;
        };
        let mut record = self.shared.lock();
        let index = record.lives.index(tid);
        let stays = index.is_some_and(|index| holding.takes(tid, index, now));
        record.held = holding.held();
        stays
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    fn take(&mut self, tid: i32, status: WaitStatus) {
        let Some(signal) = status.stopping_signal() else {
            return self.gone(tid, status);
        };
        if self.shared.kill.load(Ordering::Relaxed) {
            self.kill(tid);
        }
        let event = status.as_raw() >> 16;
        match event {
            libc::PTRACE_EVENT_CLONE | libc::PTRACE_EVENT_FORK | libc::PTRACE_EVENT_VFORK => {
                self.born(tid);
            }
            libc::PTRACE_EVENT_EXEC => self.replaced(tid),
            libc::PTRACE_EVENT_EXIT => self.ends(tid),
            libc::PTRACE_EVENT_SECCOMP => return self.write(tid),
            libc::PTRACE_EVENT_STOP if signal != libc::SIGTRAP => {
                let _ = resume(tid, Until::Signal, 0);
                return;
            }
            libc::PTRACE_EVENT_STOP if self.shared.lock().lives.index(tid).is_none() => {
                self.shared.lock().early.insert(tid.unsigned_abs());
                return;
            }
            libc::PTRACE_EVENT_STOP if self.stays(tid) => return,
            libc::PTRACE_EVENT_STOP => {}
            _ if signal == libc::SIGTRAP | 0x80 => self.written(tid),
            // Not an event of the kernel's, but a signal for the program.
            _ => {
                let _ = resume(tid, Until::Event, signal);
                return;
            }
        }
        let _ = resume(tid, Until::Event, 0);
    }

    /// `parent` has started a thread, or a process.
    fn born(&mut self, parent: i32) {
        let Some(tid) = message(parent) else {
            return;
        };
        let mut record = self.shared.lock();
        let of_parent = record
            .lives
            .index(parent)
            .map(|index| record.lives.all[index].pid);
        let pid = of_parent.map_or(tid, u32::cast_signed);
        let pid = if proc::has_thread(pid, tid) { pid } else { tid };
        record
            .lives
            .born(tid, pid, Some(parent), self.started.elapsed());
        if let (Some(holding), Some(index)) = (&mut self.holding, record.lives.index(tid)) {
            let path = path_of(&record.lives.all, index);
            holding.born(tid, index, &path, self.started.elapsed());
        }
        drop(record);
        let was_early = self.shared.lock().early.remove(&tid.unsigned_abs());
        if was_early && !self.stays(tid) {
            let _ = resume(tid, Until::Event, 0);
        }
    }

    /// The process `pid` runs another program.
    fn replaced(&mut self, pid: i32) {
        let former = message(pid).unwrap_or(pid);
        let mut record = self.shared.lock();
        record.lives.replaced(pid, former, self.started.elapsed());
        // Its first thread has ended, if it was another one, and nobody tells of that.
        record.ending.remove(&pid);
        if let Some(begun) = self.begun.take_if(|_| pid == self.root) {
            begun(Ok(()));
        }
    }

    /// A thread is about to end.
    fn ends(&mut self, tid: i32) {
        let scheduled = proc::scheduled(tid);
        let mut record = self.shared.lock();
        record.cpu += scheduled.unwrap_or_default().ran;
        let delayed = scheduled.map(|scheduled| scheduled.waited);
        record.lives.ended(tid, self.started.elapsed(), delayed);
        record.ending.insert(tid);
        drop(record);
        self.leave(tid);
    }

    /// A thread has ended, and was waited for. Of a process that is the last of
    /// its threads.
    fn gone(&mut self, tid: i32, status: WaitStatus) {
        let mut record = self.shared.lock();
        record.early.remove(&tid.unsigned_abs());
        record.ending.remove(&tid);
        record.lives.ended(tid, self.started.elapsed(), None);
        if tid == self.root {
            record.status = Some(ExitStatus::from_raw(status.as_raw()));
            if let Some(begun) = self.begun.take() {
                begun(Err(NotBegun::Program));
            }
        }
        drop(record);
        self.leave(tid);
    }

    /// A thread is about to print, to whatever it may be, or to have itself woken.
    fn write(&mut self, tid: i32) {
        let output = arch::output(tid);
        if let Ok(None) = output {
            self.shared.lock().has_waker = true;
        }
        let output = output.ok().flatten();
        let output = output.filter(|output| self.output.is_at(tid, output.descriptor));
        let until = match output.map(|output| output.content) {
            Some(Content::Hidden) => {
                let alone = self.gate.is_empty() && self.moving.is_empty();
                self.another_prints();
                self.moving.insert(tid, alone);
                Until::Return
            }
            Some(_) if !self.gate.is_free_for(tid) => return,
            Some(content) => {
                self.another_prints();
                self.gate.enter(tid, self.attempt(tid, content));
                Until::Return
            }
            None => Until::Event,
        };
        if let (Until::Return, Some(holding)) = (until, &mut self.holding) {
            holding.writes(tid);
        }
        if resume(tid, until, 0).is_err() {
            self.leave(tid);
        }
    }

    /// Whoever is moving bytes meanwhile is not alone any more.
    fn another_prints(&mut self) {
        self.moving.values_mut().for_each(|alone| *alone = false);
    }

    fn attempt(&self, tid: i32, content: Content) -> Attempt {
        Attempt {
            at: self.now(),
            content,
            delayed: delay_of(tid),
            observer_delayed: self.busy.until_now(),
        }
    }

    /// A thread's call has returned.
    fn written(&mut self, tid: i32) {
        if let Some(alone) = self.moving.remove(&tid) {
            if alone {
                self.record(tid, self.attempt(tid, Content::Hidden));
            }
        } else if let Some(attempt) = self.gate.leave(tid) {
            self.record(tid, attempt);
            self.open();
        }
    }

    fn record(&mut self, tid: i32, attempt: Attempt) {
        let length = arch::returned(tid).unwrap_or_default();
        let Some(length) = usize::try_from(length).ok().filter(|&length| length > 0) else {
            return;
        };
        let mut record = self.shared.lock();
        if let Some(by) = record.lives.index(tid) {
            let bytes = content(tid, attempt.content, length);
            if let Some(holding) = &mut self.holding {
                let ends = bytes.iter().flatten().filter(|&&byte| byte == b'\n');
                let path = path_of(&record.lives.all, by);
                holding.wrote(tid, &path, ends.count(), self.started.elapsed());
            }
            record.writes.push(Write {
                by,
                at: attempt.at,
                length,
                digest: bytes.map(|bytes| digest(&bytes)),
                delayed: attempt.delayed,
                observer_delayed: attempt.observer_delayed,
            });
        }
    }

    /// A thread writes no more.
    fn leave(&mut self, tid: i32) {
        self.gate.forget(tid);
        self.moving.remove(&tid);
        if self.gate.leave(tid).is_some() {
            self.open();
        }
    }

    /// Whoever waited for its turn may try again.
    fn open(&mut self) {
        if let Some(next) = self.gate.next() {
            self.write(next);
        }
    }

    fn kill(&self, tid: i32) {
        let record = self.shared.lock();
        let index = record.lives.index(tid);
        let pid = index.map_or(tid, |index| record.lives.all[index].pid.cast_signed());
        if let Some(pid) = Pid::from_raw(pid) {
            let _ = kill_process(pid, Signal::KILL); // it may have ended
        }
    }
}

/// The number of a thread that an event is about.
fn message(tid: i32) -> Option<i32> {
    let message = ptrace::getevent(nix::unistd::Pid::from_raw(tid)).ok()?;
    i32::try_from(message).ok()
}
