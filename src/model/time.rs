//! Times as the source wrote them, with our reading and how it is known.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::locator::Address;

/// How a claim is known. `Assumed` is always reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of records.md say it")]
pub enum Basis {
    Stated,
    Inferred,
    Declared,
    Assumed,
}

/// The order of day, month and year in a written date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum DateOrder {
    Dmy,
    Mdy,
    Ymd,
}

/// Which date order a transcript has, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The order; none when nothing decides it.
    pub value: Option<DateOrder>,
    /// How it is known.
    pub basis: Basis,
    /// The rule that decided: `day-above-12`, `month-above-12`, `year-first`, `attachment-name`, `export-date`, `no-reversal`, `declared`, `undecided`.
    pub rule: String,
    /// The record that proves it.
    pub witness: Option<Address>,
}

/// Which time zone a wall clock ran in, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// An IANA name, such as `Asia/Karachi`.
    pub name: String,
    /// How it is known.
    pub basis: Basis,
    /// The rule that decided: `pakistan-default`, `declared`.
    pub rule: String,
    /// The record that proves it.
    pub witness: Option<Address>,
}

impl Zone {
    /// Pakistan's zone, assumed because the export states none.
    #[must_use]
    pub fn pakistan() -> Self {
        Self {
            name: "Asia/Karachi".into(),
            basis: Basis::Assumed,
            rule: "pakistan-default".into(),
            witness: None,
        }
    }

    /// A zone that a person declared, as an IANA name.
    #[must_use]
    pub fn declared(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            basis: Basis::Declared,
            rule: "declared".into(),
            witness: None,
        }
    }
}

/// The smallest unit that a written time gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Precision {
    Minute,
    Second,
    Millisecond,
}

/// The calendar of a written date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Calendar {
    #[default]
    Gregorian,
    Buddhist,
    Japanese,
    Persian,
    Hijri,
}

/// The time of a record: as written, and as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Exactly as the source wrote it.
    pub written: String,
    /// The wall clock; none if ambiguous, unreadable, or if the source states an instant only.
    #[serde(serialize_with = "wall_clock::serialize")]
    pub local: Option<NaiveDateTime>,
    /// The instant, where the source states one.
    #[serde(default, with = "instant")]
    pub utc: Option<DateTime<Utc>>,
    /// The smallest unit written.
    pub precision: Precision,
    /// Every allowed reading when the source does not decide; else empty.
    pub candidates: Vec<NaiveDateTime>,
    /// The calendar of the written date.
    pub calendar: Calendar,
}

/// `2024-08-21T23:06:00`, as chrono prints it, without going through its formatter: every record has one.
mod wall_clock {
    use chrono::{Datelike, NaiveDateTime, Timelike};
    use serde::{Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub fn serialize<S: Serializer>(
        value: &Option<NaiveDateTime>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let plain = value.and_then(|at| {
            let year = u32::try_from(at.year()).ok().filter(|y| *y <= 9999)?;
            (at.nanosecond() == 0).then(|| ascii(year, at))
        });
        match &plain {
            Some(text) => {
                let text = std::str::from_utf8(text).map_err(serde::ser::Error::custom)?;
                serializer.serialize_some(text)
            }
            None => value.serialize(serializer),
        }
    }

    fn ascii(year: u32, at: NaiveDateTime) -> [u8; 19] {
        let mut text = *b"0000-00-00T00:00:00";
        let parts = [
            (0, year / 100),
            (2, year % 100),
            (5, at.month()),
            (8, at.day()),
            (11, at.hour()),
            (14, at.minute()),
            (17, at.second()),
        ];
        for (place, number) in parts {
            // Two decimal digits.
            text[place] += u8::try_from(number / 10).unwrap_or(0);
            text[place + 1] += u8::try_from(number % 10).unwrap_or(0);
        }
        text
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn it_is_what_chrono_prints() {
            for text in [
                "2024-08-21T23:06:00",
                "0007-01-02T03:04:05",
                "9999-12-31T23:59:59",
                "2024-08-21T23:06:00.500",
                "+12024-08-21T23:06:00",
            ] {
                let at: NaiveDateTime = text.parse().expect("a time");
                let printed = serialize(&Some(at), serde_json::value::Serializer);
                assert_eq!(printed.ok(), serde_json::to_value(at).ok(), "{text}");
            }
        }
    }
}

/// RFC 3339 in UTC with `Z`, with milliseconds where there are any.
mod instant {
    use chrono::{DateTime, SecondsFormat, Utc};
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub fn serialize<S: Serializer>(
        value: &Option<DateTime<Utc>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(at) => serializer.serialize_str(&at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DateTime<Utc>>, D::Error> {
        Option::<DateTime<Utc>>::deserialize(deserializer)
    }
}
