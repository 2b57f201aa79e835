//! When a thread is held back, and until when.
//!
//! It is stopped while it waits, never while it writes: whoever is inside a
//! write may hold the output's lock, and all others would wait with it.

use crate::{Held, Hold, Moment};
use std::time::Duration;

/// One thread, and what becomes of it. It does not exist at first.
#[derive(Debug)]
pub(super) struct Holding {
    hold: Hold,
    state: State,
    /// How many lines it has written.
    lines: usize,
    held: Option<Held>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It has not come so far.
    Before,
    /// To be stopped then.
    Due(i32, Duration),
    /// Asked to stop.
    Asked(i32),
    /// Stopped until then.
    Stopped(i32, Duration),
    /// Nothing more happens.
    Over,
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Ask this thread to stop.
    Stop(i32),
    /// Let it go on.
    Continue(i32),
}

impl Holding {
    pub(super) fn new(hold: Hold) -> Holding {
        Holding {
            hold,
            state: State::Before,
            lines: 0,
            held: None,
        }
    }

    /// A thread was born, and is stopped, or soon will be. `path` says whose
    /// child it is.
    pub(super) fn born(&mut self, tid: i32, index: usize, path: &[usize], at: Duration) {
        if self.state != State::Before || path != self.hold.worker {
            return;
        }
        match self.hold.moment {
            Moment::Birth => self.stopped(tid, index, at),
            Moment::Wait { after: 0, pause } => self.state = State::Due(tid, at + pause),
            Moment::Wait { .. } => {}
        }
    }

    /// The thread of this path has written so many ends of lines.
    pub(super) fn wrote(&mut self, tid: i32, path: &[usize], lines: usize, at: Duration) {
        if path != self.hold.worker {
            return;
        }
        self.lines += lines;
        if let Moment::Wait { after, pause } = self.hold.moment
            && lines > 0
            && self.state == State::Before
        {
            self.state = match self.lines == after {
                true => State::Due(tid, at + pause),
                false => State::Before,
            };
        }
    }

    /// A thread is about to write: it waits no more, and is not stopped now.
    pub(super) fn writes(&mut self, tid: i32) {
        if matches!(self.state, State::Due(own, _) | State::Asked(own) if own == tid) {
            self.state = State::Over;
        }
    }

    /// Whether a thread that has stopped did so since it was asked to: then it
    /// stays so.
    pub(super) fn takes(&mut self, tid: i32, index: usize, at: Duration) -> bool {
        match self.state {
            State::Asked(own) if own == tid => self.stopped(tid, index, at),
            State::Stopped(own, _) if own == tid => {}
            _ => return false,
        }
        true
    }

    fn stopped(&mut self, tid: i32, thread: usize, at: Duration) {
        let until = at + self.hold.length;
        self.state = State::Stopped(tid, until);
        self.held = Some(Held {
            thread,
            from: at,
            to: until,
        });
    }

    /// What is to be done at this moment.
    pub(super) fn action(&mut self, now: Duration) -> Option<Action> {
        match self.state {
            State::Due(tid, at) if at <= now => {
                self.state = State::Asked(tid);
                Some(Action::Stop(tid))
            }
            State::Stopped(tid, until) if until <= now => {
                self.state = State::Over;
                Some(Action::Continue(tid))
            }
            _ => None,
        }
    }

    /// Whether something is to be done at a certain moment, and not at an event.
    pub(super) fn needs_a_clock(&self) -> bool {
        matches!(self.state, State::Due(..) | State::Stopped(..))
    }

    /// Who was held back, if anybody was.
    pub(super) fn held(&self) -> Option<Held> {
        self.held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn holding(moment: Moment) -> Holding {
        Holding::new(Hold {
            worker: vec![1],
            moment,
            length: ms(500),
        })
    }

    #[test]
    fn it_is_stopped_in_its_wait_and_for_so_long() {
        let mut holding = holding(Moment::Wait {
            after: 2,
            pause: ms(50),
        });
        holding.born(9, 3, &[0], ms(1));
        holding.born(7, 4, &[1], ms(2));
        holding.wrote(9, &[0], 2, ms(3));
        holding.wrote(7, &[1], 1, ms(4));
        assert!(!holding.needs_a_clock());
        // The text of a line comes before its end.
        holding.wrote(7, &[1], 0, ms(5));
        holding.wrote(7, &[1], 1, ms(6));
        assert!(holding.needs_a_clock());
        assert_eq!(holding.action(ms(55)), None);
        assert_eq!(holding.action(ms(56)), Some(Action::Stop(7)));
        assert!(!holding.takes(9, 3, ms(57)));
        assert!(holding.takes(7, 4, ms(57)));
        assert_eq!(holding.action(ms(556)), None);
        assert_eq!(holding.action(ms(557)), Some(Action::Continue(7)));
        assert!(!holding.takes(7, 4, ms(558)) && !holding.needs_a_clock());
        let held = Held {
            thread: 4,
            from: ms(57),
            to: ms(557),
        };
        assert_eq!(holding.held(), Some(held));
    }

    #[test]
    fn who_writes_already_is_not_stopped() {
        let wait = Moment::Wait {
            after: 0,
            pause: ms(50),
        };
        for asked in [false, true] {
            let mut holding = holding(wait);
            holding.born(7, 4, &[1], ms(0));
            if asked {
                assert_eq!(holding.action(ms(60)), Some(Action::Stop(7)));
            }
            holding.writes(7);
            assert_eq!(holding.action(ms(70)), None);
            assert!(!holding.takes(7, 4, ms(70)));
            assert_eq!(holding.held(), None);
        }
    }

    #[test]
    fn who_starts_late_is_stopped_from_its_birth() {
        let mut holding = holding(Moment::Birth);
        holding.born(7, 4, &[1], ms(10));
        assert!(holding.takes(7, 4, ms(11)));
        assert_eq!(holding.action(ms(510)), Some(Action::Continue(7)));
        assert_eq!(holding.held().map(|held| held.from), Some(ms(10)));
    }
}
