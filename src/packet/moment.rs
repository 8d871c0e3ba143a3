//! Dates and times as the papers print them: `19 Oct 2026`, `21:14:26`, `24 Nov 2026 17:21 PKT`.

use chrono::{DateTime, NaiveDateTime, Timelike, Utc};
use chrono_tz::Tz;

use crate::model::{Precision, Record, Sent};

/// The wall clock of a record: as the phone wrote it, or the stated instant in the zone of the papers.
#[must_use]
pub fn local(sent: &Sent, tz: Tz) -> Option<NaiveDateTime> {
    sent.local
        .or_else(|| sent.utc.map(|utc| utc.with_timezone(&tz).naive_local()))
}

/// The wall clock of a record, where it has one.
#[must_use]
pub fn of(record: &Record, tz: Tz) -> Option<NaiveDateTime> {
    record.sent.as_ref().and_then(|sent| local(sent, tz))
}

/// `19 Oct 2026`, with spaces that do not break.
#[must_use]
pub fn date(at: NaiveDateTime) -> String {
    at.format("%-d\u{a0}%b\u{a0}%Y").to_string()
}

/// `21:14`, or `21:14:26` where the source writes seconds.
#[must_use]
pub fn time(at: NaiveDateTime, precision: Precision) -> String {
    let form = if precision == Precision::Minute {
        "%H:%M"
    } else {
        "%H:%M:%S"
    };
    at.format(form).to_string()
}

/// Date and time of a record: two empty strings when nothing is decided.
#[must_use]
pub fn date_and_time(record: &Record, tz: Tz) -> (String, String) {
    let precision = record
        .sent
        .as_ref()
        .map_or(Precision::Minute, |s| s.precision);
    of(record, tz).map_or_else(Default::default, |at| (date(at), time(at, precision)))
}

/// The moment that a record states, as the export states it: `09:27:41 UTC`, with its day where that is another one in
/// the zone of the papers. Empty where it states none.
#[must_use]
pub fn stated(record: &Record, tz: Tz) -> String {
    let Some(sent) = record.sent.as_ref() else {
        return String::new();
    };
    let Some(utc) = sent.utc.map(|at| at.naive_utc()) else {
        return String::new();
    };
    let clock = format!("{}\u{a0}UTC", time(utc, sent.precision));
    match local(sent, tz) {
        Some(at) if at.date() == utc.date() => clock,
        _ => format!("{} {clock}", date(utc)),
    }
}

/// A record's time in a list on the terminal: a moment in the case's zone, a wall clock as it is written.
#[must_use]
pub fn listed(record: &Record, tz: Tz) -> String {
    let Some(sent) = record.sent.as_ref() else {
        return String::new();
    };
    match sent.utc {
        Some(_) => {
            let (date, time) = date_and_time(record, tz);
            format!("{date} {time}").replace('\u{a0}', " ")
        }
        None => sent.written.clone(),
    }
}

/// `24 Nov 2026 17:21 PKT`.
#[must_use]
pub fn stamp(at: DateTime<Utc>, tz: Tz) -> String {
    at.with_timezone(&tz)
        .format("%-d\u{a0}%b\u{a0}%Y %H:%M\u{a0}%Z")
        .to_string()
}

/// `12 Feb – 21 Oct 2026`, or both in full when the years differ, or one day.
#[must_use]
pub fn span(first: NaiveDateTime, last: NaiveDateTime) -> String {
    let (a, b) = (date(first), date(last));
    if a == b {
        return a;
    }
    if first.format("%Y").to_string() == last.format("%Y").to_string() {
        return format!("{} – {b}", first.format("%-d\u{a0}%b"));
    }
    format!("{a} – {b}")
}

/// Between 23:00 and 04:59.
#[must_use]
pub fn is_night(at: NaiveDateTime) -> bool {
    at.hour() >= 23 || at.hour() < 5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_printed_with_the_name_of_the_month() {
        assert_eq!(date(at("2026-10-09T21:14:26")), "9\u{a0}Oct\u{a0}2026");
        assert_eq!(time(at("2026-10-09T21:14:26"), Precision::Minute), "21:14");
        assert_eq!(
            time(at("2026-10-09T21:14:26"), Precision::Second),
            "21:14:26"
        );
    }

    #[test]
    fn an_instant_is_printed_in_pakistan_time() {
        let utc = "2026-11-24T12:21:00Z".parse().unwrap();
        assert_eq!(
            stamp(utc, Tz::Asia__Karachi).replace('\u{a0}', " "),
            "24 Nov 2026 17:21 PKT"
        );
    }

    #[test]
    fn a_span_names_the_year_once() {
        for (a, b, text) in [
            (
                "2026-02-12T00:00:00",
                "2026-10-21T00:00:00",
                "12 Feb – 21 Oct 2026",
            ),
            (
                "2025-02-12T00:00:00",
                "2026-10-21T00:00:00",
                "12 Feb 2025 – 21 Oct 2026",
            ),
            ("2026-02-12T00:00:00", "2026-02-12T23:00:00", "12 Feb 2026"),
        ] {
            assert_eq!(span(at(a), at(b)).replace('\u{a0}', " "), text);
        }
    }

    #[test]
    fn night_is_from_eleven_to_five() {
        for (time, night) in [
            ("22:59", false),
            ("23:00", true),
            ("00:00", true),
            ("04:59", true),
            ("05:00", false),
        ] {
            assert_eq!(
                is_night(at(&format!("2026-01-01T{time}:00"))),
                night,
                "{time}"
            );
        }
    }
}
