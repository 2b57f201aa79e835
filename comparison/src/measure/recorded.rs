//! How times and lanes are recorded: in seconds, to the microsecond. Whatever is
//! recorded is rounded before, in one place, so that a time that was read back
//! is the time that was measured.

use std::time::Duration;

/// A time as precise as a recorded one.
pub fn rounded(time: Duration) -> Duration {
    Duration::from_micros((time.as_nanos() as u64 + 500) / 1000)
}

/// For `#[serde(with = "…")]`.
pub mod seconds {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::{Serialize, Serializer};
    use std::time::Duration;

    /// No program runs as long as that.
    const LONGEST: Duration = Duration::from_secs(3600);

    pub fn serialize<S: Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
        time.as_secs_f64().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        let seconds = f64::deserialize(from)?;
        let time = Duration::try_from_secs_f64(seconds).ok();
        let time = time.filter(|&time| time <= LONGEST);
        let wrong = || Error::custom(format!("{seconds} s is not the time of a run"));
        time.map(super::rounded).ok_or_else(wrong)
    }
}

/// For `#[serde(with = "…")]`.
pub mod lanes {
    use super::seconds;
    use crate::lanes::{Lane, Slice};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::time::Duration;

    #[derive(Serialize, Deserialize)]
    struct RecordedLane {
        pid: u32,
        tid: u32,
        slices: Vec<RecordedSlice>,
    }

    #[derive(Serialize, Deserialize)]
    struct RecordedSlice {
        #[serde(rename = "from_s", with = "seconds")]
        from: Duration,
        #[serde(rename = "to_s", with = "seconds")]
        to: Duration,
        /// Of one core.
        share: f64,
    }

    pub fn serialize<S: Serializer>(lanes: &[Lane], to: S) -> Result<S::Ok, S::Error> {
        let slice = |&Slice { from, to, share }: &Slice| RecordedSlice { from, to, share };
        to.collect_seq(lanes.iter().map(|lane| RecordedLane {
            pid: lane.pid,
            tid: lane.tid,
            slices: lane.slices.iter().map(slice).collect(),
        }))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Lane>, D::Error> {
        let slice = |RecordedSlice { from, to, share }| Slice { from, to, share };
        let lane = |lane: RecordedLane| Lane {
            pid: lane.pid,
            tid: lane.tid,
            slices: lane.slices.into_iter().map(slice).collect(),
        };
        let recorded = Vec::<RecordedLane>::deserialize(from)?;
        Ok(recorded.into_iter().map(lane).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    struct Time(#[serde(with = "seconds")] Duration);

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
        for wrong in ["-1.0", "3600.1", "1e300", "\"1\""] {
            assert!(serde_json::from_str::<Time>(wrong).is_err(), "{wrong}");
        }
    }
}
