//! Times in records: in seconds, to the microsecond. A time is rounded in one
//! place, so that all that is told of it is the same, and a time that was read
//! back is the time that was written.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use std::time::Duration;

/// No program is watched as long as that.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

/// A time as precise as a recorded one.
#[must_use]
pub fn rounded(time: Duration) -> Duration {
    Duration::from_micros((time.as_nanos() as u64 + 500) / 1000)
}

/// The time in seconds.
#[must_use]
pub fn seconds(time: Duration) -> f64 {
    rounded(time).as_secs_f64()
}

/// For a field whose name ends in `_s`: `#[serde(with = "observer::seconds")]`.
///
/// # Errors
/// As the serializer.
pub fn serialize<S: Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
    seconds(*time).serialize(to)
}

/// The reverse.
///
/// # Errors
/// If it is no time, or an endless one.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    let seconds = f64::deserialize(from)?;
    let time = Duration::try_from_secs_f64(seconds).ok();
    let time = time.filter(|&time| time <= LONGEST);
    let wrong = || Error::custom(format!("{seconds} s is not the time of a run"));
    time.map(rounded).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Serialize, serde::Deserialize)]
    struct Time(#[serde(with = "super")] Duration);

    #[test]
    fn what_was_recorded_is_read_back_the_same() {
        for nanos in [0, 499, 500, 215_499_600, 215_500_400, 3_599_999_999_499] {
            let time = rounded(Duration::from_nanos(nanos));
            let json = serde_json::to_string(&Time(time)).expect("JSON");
            let read: Time = serde_json::from_str(&json).expect("a time");
            assert_eq!(read.0, time, "{json}");
            // What a report formats is what the record says.
            assert_eq!(json, format!("{:?}", time.as_secs_f64()));
        }
        for wrong in ["-1.0", "604800.1", "1e300", "\"1\""] {
            assert!(serde_json::from_str::<Time>(wrong).is_err(), "{wrong}");
        }
    }
}
