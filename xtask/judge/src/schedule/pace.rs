//! How many programs may run side by side: as many as the machine bears without
//! disturbing the judgement. That is measured, not guessed.

/// So many run side by side on any machine: few are no load, as they wait most
/// of the time.
const FEWEST: usize = 8;

/// Where to begin.
const BEGINNING: usize = 24;

/// More do not make the whole faster.
const MOST: usize = 120;

/// How many more after each beat without a disturbance.
const STEP: usize = 4;

/// Less than this share of the cores is left: the machine is full.
const FULL: f64 = 0.1;

/// What was measured since the last beat.
#[derive(Clone, Copy, Debug)]
pub struct Beat {
    /// The observer woke late: what was printed then was seen late.
    pub stalled: bool,
    /// The share of the cores' time that nobody used, from 0 to 1.
    pub idle: f64,
    /// How many programs run.
    pub running: usize,
}

/// The number that is allowed: it grows slowly while all is well, and falls fast
/// when it is not.
#[derive(Debug)]
pub struct Pace {
    allowed: usize,
    most: usize,
}

impl Pace {
    /// At most `most` side by side, for another reason than the pace.
    pub fn new(most: usize) -> Pace {
        let most = most.clamp(1, MOST);
        Pace {
            allowed: BEGINNING.min(most),
            most,
        }
    }

    pub fn allowed(&self) -> usize {
        self.allowed
    }

    /// Takes note of a beat.
    pub fn beat(&mut self, beat: Beat) {
        let allowed = if beat.stalled {
            beat.running / 2
        } else if beat.idle < FULL {
            beat.running.saturating_sub(STEP)
        } else if beat.running >= self.allowed {
            self.allowed + STEP
        } else {
            self.allowed
        };
        self.allowed = allowed.max(FEWEST).min(self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_slowly_and_falls_fast() {
        let beat = |stalled, idle| {
            move |running| Beat {
                stalled,
                idle,
                running,
            }
        };
        let (calm, full, stalled) = (beat(false, 0.8), beat(false, 0.05), beat(true, 0.8));
        // Beats, each with the number of programs that run, and what is allowed.
        let cases = [
            (vec![], 24),
            (vec![calm(24), calm(28)], 32),
            // Nobody wants more.
            (vec![calm(9), calm(9)], 24),
            (vec![full(24), full(20)], 16),
            (vec![stalled(24)], 12),
            (vec![stalled(24), stalled(12), full(8)], 8),
            (vec![calm(1000); 50], 120),
        ];
        for (beats, expected) in cases {
            let mut pace = Pace::new(1000);
            for &beat in &beats {
                pace.beat(beat);
            }
            assert_eq!(pace.allowed(), expected, "{beats:?}");
        }
        let mut one = Pace::new(1);
        one.beat(calm(1));
        assert_eq!(one.allowed(), 1);
    }
}
