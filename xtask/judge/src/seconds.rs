//! Times as programs read them: in seconds, to the microsecond.

use serde::Serializer;
use std::time::Duration;

/// The time in seconds.
pub fn seconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e6
}

/// For a field whose name ends in `_s`.
///
/// # Errors
/// As the serializer.
pub fn serialize<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(seconds(*time))
}
