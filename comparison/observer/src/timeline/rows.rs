//! The tasks of a lane, in as few rows as they need: those of one row do not overlap.

use super::Lane;
use std::time::Duration;

/// So many rows are as high as a lane; more of them share that height.
const HIGH: usize = 8;

/// But none is lower than that.
const LOWEST: f64 = 3.0;

pub(super) struct Rows {
    /// The row of each task.
    rows: Vec<usize>,
    /// How high a row is, and all of them.
    pub height: f64,
    pub all: f64,
}

impl Rows {
    /// In a picture in which a lane is so high.
    pub fn of(lane: &Lane, height: f64) -> Rows {
        let mut ends: Vec<Duration> = Vec::new();
        let mut rows = Vec::new();
        for task in &lane.tasks {
            let free = ends.iter().position(|end| *end <= task.from);
            let row = free.unwrap_or(ends.len());
            ends.resize(ends.len().max(row + 1), task.to);
            ends[row] = task.to;
            rows.push(row);
        }
        let count = ends.len().max(1);
        let height = match count {
            0..=HIGH => height,
            _ => (height * HIGH as f64 / count as f64).max(LOWEST),
        };
        let all = height * count as f64;
        Rows { rows, height, all }
    }

    /// Where the row of a task begins, by the task's index.
    pub fn top(&self, task: usize) -> f64 {
        self.height * self.rows[task] as f64
    }

    /// What is free above a task and below it.
    pub fn margin(&self) -> f64 {
        self.height / 8.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::Task;
    use super::*;

    fn rows(tasks: &[(u64, u64)]) -> Rows {
        let task = |&(from, to): &(u64, u64)| Task {
            name: String::new(),
            from: Duration::from_millis(from),
            to: Duration::from_millis(to),
        };
        Rows::of(&Lane::of_tasks(tasks.iter().map(task).collect()), 16.0)
    }

    #[test]
    fn tasks_of_a_row_do_not_overlap() {
        let cases = [
            (vec![], vec![]),
            (vec![(0, 5), (5, 9), (9, 9)], vec![0, 0, 0]),
            (vec![(0, 5), (1, 6), (5, 9), (6, 7)], vec![0, 1, 0, 1]),
            (vec![(0, 9), (1, 2), (3, 4), (3, 5)], vec![0, 1, 1, 2]),
        ];
        for (tasks, expected) in cases {
            assert_eq!(rows(&tasks).rows, expected, "{tasks:?}");
        }
    }

    #[test]
    fn many_rows_share_the_height_of_a_few() {
        let at_once = |count| rows(&vec![(0, 1); count]);
        let heights = [0, 1, 8, 16, 1000].map(|count| (at_once(count).height, at_once(count).all));
        let expected = [
            (16.0, 16.0),
            (16.0, 16.0),
            (16.0, 128.0),
            (8.0, 128.0),
            (3.0, 3000.0),
        ];
        assert_eq!(heights, expected);
        assert!((at_once(16).top(15) - 120.0).abs() < 1e-9);
    }
}
