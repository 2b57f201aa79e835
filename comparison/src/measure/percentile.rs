//! Of many times, the one that so many of them do not exceed.

use std::time::Duration;

/// The smallest of the sorted times that so many percent do not exceed (nearest rank);
/// of none, 0.
pub fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100);
    let time = rank.checked_sub(1).and_then(|index| sorted.get(index));
    time.copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let ms = Duration::from_millis;
        let up_to = |n| (1..=n).map(ms).collect::<Vec<_>>();
        let cases = [
            (0, [0, 0, 0]),
            (1, [1, 1, 1]),
            (2, [1, 2, 2]),
            (3, [2, 3, 3]),
            (100, [50, 99, 100]),
            (200, [100, 198, 200]),
        ];
        for (count, expected) in cases {
            let sorted = up_to(count);
            let found = [50, 99, 100].map(|percent| percentile(&sorted, percent));
            assert_eq!(found, expected.map(ms), "{count}");
        }
    }
}
