//! Stamps: the local date and time below a card, as Facebook writes them in the language of the account.
//!
//! ```text
//! May 3, 2019, 5:45 PM          12 Mar 2020, 15:31            Feb 26, 2021 11:55:48am      Mar 12, 2024 8:25:13 pm
//! Tháng 3 23, 2024 6:43:39chiều     okt. 11, 2024 5:17 pm     ‏يوليو ١٨, ٢٠٢٢ ١٢:٠٦:٥٠ ص‏      Thursday, May 14, 2015 at 9:29pm UTC+05
//! ```
//! A stamp says what it says or nothing: what does not decide is handed on as several readings, what is not understood as
//! none, always with the text as it stands.

mod clock;
mod date;
mod find;
mod signs;

use chrono::NaiveDateTime;

use crate::model::{Calendar, Precision, Sent};

use self::clock::read_clock;
use self::date::read_date;
pub use self::find::{Found, find_stamps};
use self::signs::signs;

/// What a stamp says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Every reading, in order; one where the stamp decides.
    pub readings: Vec<NaiveDateTime>,
    /// The smallest unit written.
    pub precision: Precision,
    /// The calendar of the written date.
    pub calendar: Calendar,
    /// The offset from UTC that stands behind the time, in minutes.
    pub offset: Option<i32>,
}

/// Reads a stamp. None where it is no date with a time.
pub fn read_stamp(text: &str) -> Option<Stamp> {
    let signs = signs(text)?;
    let clock = read_clock(&signs)?;
    let date = read_date(&clock.around)?;
    let mut readings: Vec<NaiveDateTime> = date
        .days
        .iter()
        .flat_map(|day| clock.times.iter().map(|time| day.and_time(*time)))
        .collect();
    readings.sort_unstable();
    readings.dedup();
    (!readings.is_empty()).then_some(Stamp {
        readings,
        precision: clock.precision,
        calendar: date.calendar,
        offset: clock.offset,
    })
}

/// The time of a record: the wall clock where the stamp decides, never an instant.
pub fn sent(written: String) -> Sent {
    let stamp = read_stamp(&written);
    let precision = stamp.as_ref().map_or(Precision::Minute, |s| s.precision);
    let calendar = stamp.as_ref().map_or(Calendar::Gregorian, |s| s.calendar);
    let mut candidates = stamp.map(|s| s.readings).unwrap_or_default();
    let local = (candidates.len() == 1).then(|| candidates.remove(0));
    Sent {
        written,
        local,
        utc: None,
        precision,
        candidates,
        calendar,
    }
}

#[cfg(test)]
mod tests;
