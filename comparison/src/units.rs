//! Figures for a reader.

use std::time::Duration;

/// Three digits that matter.
fn rounded(value: f64, unit: &str) -> String {
    match value.abs() {
        0.0..10.0 => format!("{value:.2} {unit}"),
        10.0..100.0 => format!("{value:.1} {unit}"),
        _ => format!("{value:.0} {unit}"),
    }
}

/// In the unit that suits a number of bytes.
pub fn bytes(bytes: f64) -> String {
    const KIB: f64 = 1024.0;
    match bytes.abs() {
        0.0..KIB => format!("{bytes:.0} B"),
        many if many < KIB * KIB => rounded(bytes / KIB, "KiB"),
        many if many < KIB * KIB * KIB => rounded(bytes / KIB / KIB, "MiB"),
        _ => rounded(bytes / KIB / KIB / KIB, "GiB"),
    }
}

/// In the unit that suits a time.
pub fn nanoseconds(time: f64) -> String {
    match time {
        ..1e3 => format!("{time:.0} ns"),
        ..1e6 => rounded(time / 1e3, "µs"),
        ..1e9 => rounded(time / 1e6, "ms"),
        _ => rounded(time / 1e9, "s"),
    }
}

pub fn seconds(time: Duration) -> String {
    nanoseconds(time.as_nanos() as f64)
}

/// A number of bytes in mebibytes.
pub fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / 1024.0 / 1024.0)
}

/// A time in milliseconds; a short one has more digits.
pub fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    match ms {
        1.0.. => format!("{ms:.1} ms"),
        _ => format!("{ms:.2} ms"),
    }
}

/// With a comma before every three digits.
pub fn thousands(number: impl Into<u64>) -> String {
    match number.into() {
        number @ 0..1000 => number.to_string(),
        number => format!("{},{:03}", thousands(number / 1000), number % 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_a_unit_that_suits_them() {
        let cases = [
            (bytes(0.0), "0 B"),
            (bytes(456.4), "456 B"),
            (bytes(1181.6), "1.15 KiB"),
            (bytes(30_342.4), "29.6 KiB"),
            (bytes(13_257_420.8), "12.6 MiB"),
            (bytes(6.2e9), "5.77 GiB"),
            (bytes(-5000.0), "-4.88 KiB"),
            (nanoseconds(340.4), "340 ns"),
            (nanoseconds(9910.0), "9.91 µs"),
            (nanoseconds(257_165.0), "257 µs"),
            (nanoseconds(16_807_032.0), "16.8 ms"),
            (seconds(Duration::from_millis(1250)), "1.25 s"),
            (mebibytes(3 << 19), "1.5 MiB"),
        ];
        for (shown, expected) in cases {
            assert_eq!(shown, expected);
        }
    }

    #[test]
    fn thousands_are_parted() {
        let cases: [(u32, &str); 3] = [(7, "7"), (200_000, "200,000"), (2_500_000, "2,500,000")];
        for (number, expected) in cases {
            assert_eq!(thousands(number), expected);
        }
    }

    #[test]
    fn a_short_time_has_more_digits() {
        let cases = [(130, "0.13 ms"), (1_000, "1.0 ms"), (5_240, "5.2 ms")];
        for (micros, expected) in cases {
            assert_eq!(ms(Duration::from_micros(micros)), expected);
        }
    }
}
