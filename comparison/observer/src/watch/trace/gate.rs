//! One writer at a time.
//!
//! A thread that is about to print waits until the one before it has printed:
//! so the order in which they are let through is the order of their bytes. The
//! kernel does the same a moment later, for a terminal has one lock.

use std::collections::VecDeque;

/// Who prints, and who waits for that.
#[derive(Debug)]
pub(super) struct Gate<T> {
    inside: Option<(i32, T)>,
    waiting: VecDeque<i32>,
}

impl<T> Default for Gate<T> {
    fn default() -> Gate<T> {
        Gate {
            inside: None,
            waiting: VecDeque::new(),
        }
    }
}

impl<T> Gate<T> {
    /// Whether this thread may print now; else it waits for its turn.
    pub(super) fn is_free_for(&mut self, tid: i32) -> bool {
        let free = self.inside.is_none();
        if !free {
            self.waiting.push_back(tid);
        }
        free
    }

    /// Whether nobody prints now.
    pub(super) fn is_empty(&self) -> bool {
        self.inside.is_none()
    }

    /// It goes in, with what is known of its write.
    pub(super) fn enter(&mut self, tid: i32, write: T) {
        self.inside = Some((tid, write));
    }

    /// What is known of this thread's write, if it is inside; it leaves then.
    pub(super) fn leave(&mut self, tid: i32) -> Option<T> {
        let (_, write) = self.inside.take_if(|(inside, _)| *inside == tid)?;
        Some(write)
    }

    /// Who may try next, if nobody is inside.
    pub(super) fn next(&mut self) -> Option<i32> {
        match self.inside {
            Some(_) => None,
            None => self.waiting.pop_front(),
        }
    }

    /// This thread has ended, or does something else now.
    pub(super) fn forget(&mut self, tid: i32) {
        self.waiting.retain(|&waiting| waiting != tid);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_go_in_one_by_one_in_the_order_in_which_they_came() {
        let mut gate = Gate::default();
        assert!(gate.is_free_for(1) && gate.is_empty());
        gate.enter(1, 'a');
        assert!(!gate.is_empty());
        assert!(!gate.is_free_for(2));
        assert!(!gate.is_free_for(3));
        assert!(!gate.is_free_for(4));
        assert_eq!(gate.next(), None);
        assert_eq!(gate.leave(2), None);
        assert_eq!(gate.leave(1), Some('a'));
        assert_eq!(gate.next(), Some(2));
        gate.forget(3);
        assert_eq!(gate.next(), Some(4));
        assert_eq!(gate.next(), None);
        assert!(gate.is_free_for(5));
    }
}
