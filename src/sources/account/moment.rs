//! Times of the JSON forms: seconds since 1970, an instant.

use chrono::{DateTime, Datelike, SecondsFormat, Utc};
use serde_json::Value;

use crate::model::{Calendar, Precision, Sent};

/// The instant of a value in seconds. None for 0, which the export writes where it has no time, and for what is no date.
fn instant(value: &Value) -> Option<DateTime<Utc>> {
    let seconds = value.as_i64().filter(|seconds| *seconds != 0)?;
    DateTime::from_timestamp(seconds, 0).filter(|at| (1..=9999).contains(&at.year()))
}

/// The time of an item. Without an instant it is unreadable, and the record says so.
pub fn sent(value: &Value) -> Option<Sent> {
    value.is_number().then(|| Sent {
        written: value.to_string(),
        local: None,
        utc: instant(value),
        precision: Precision::Second,
        candidates: Vec::new(),
        calendar: Calendar::Gregorian,
    })
}

/// The instant as text, for times beside the item's own.
pub fn text(value: &Value) -> Option<String> {
    Some(instant(value)?.to_rfc3339_opts(SecondsFormat::Secs, true))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn seconds_are_an_instant_and_zero_is_none() {
        for (value, expected) in [
            (json!(1_700_000_000), Some("2023-11-14T22:13:20Z")),
            (json!(-1), Some("1969-12-31T23:59:59Z")),
            (json!(0), None),
            (json!(1_700_000_000_000_i64), None),
            (json!(u64::MAX), None),
            (json!(1.5), None),
            (json!("1700000000"), None),
        ] {
            assert_eq!(text(&value).as_deref(), expected, "{value}");
        }
        assert_eq!(sent(&json!(0)).map(|s| s.written), Some("0".to_owned()));
        assert_eq!(sent(&json!("x")), None);
    }
}
