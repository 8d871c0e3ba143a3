//! Calendars: from a written year, month and day to days of the Gregorian calendar.
//!
//! Buddhist years (2400 to 2700) are 543 ahead. Japanese years count from an era: `R` Reiwa 1 is 2019, `H` Heisei 1
//! is 1989. Years 1300 to 1420 are Persian (Solar Hijri), 1430 to 1460 lunar Hijri.

use chrono::{Days, NaiveDate};

use crate::model::Calendar;

/// An era that is written beside a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Era {
    /// None written.
    #[default]
    None,
    /// `BE`.
    Buddhist,
    /// `R`.
    Reiwa,
    /// `H`.
    Heisei,
}

/// The calendar that a year of `width` digits belongs to.
pub fn calendar_of(year: u32, width: u8, era: Era) -> Calendar {
    match (era, year) {
        (Era::Buddhist, _) => Calendar::Buddhist,
        (Era::Reiwa | Era::Heisei, _) => Calendar::Japanese,
        _ if width < 3 => Calendar::Gregorian,
        (Era::None, 2400..=2700) => Calendar::Buddhist,
        (Era::None, 1300..=1420) => Calendar::Persian,
        (Era::None, 1430..=1460) => Calendar::Hijri,
        _ => Calendar::Gregorian,
    }
}

/// The Gregorian days that a written date can mean: none if there is no such day, several where the calendar's own
/// month starts are announced and tables differ by a day (lunar Hijri).
pub fn days_of(year: u32, width: u8, era: Era, month: u32, day: u32) -> Vec<NaiveDate> {
    let gregorian = |year: i32| {
        NaiveDate::from_ymd_opt(year, month, day)
            .into_iter()
            .collect()
    };
    let Ok(written) = i32::try_from(year) else {
        return Vec::new();
    };
    match calendar_of(year, width, era) {
        Calendar::Gregorian if width < 3 => gregorian(written + 2000),
        Calendar::Gregorian => gregorian(written),
        Calendar::Buddhist if width < 3 => gregorian(written + 2500 - 543),
        Calendar::Buddhist => gregorian(written - 543),
        Calendar::Japanese => gregorian(written + if era == Era::Reiwa { 2018 } else { 1988 }),
        Calendar::Persian => persian(written, month, day).into_iter().collect(),
        Calendar::Hijri => hijri(written, month, day),
    }
}

/// The day of a Persian date: years of 365 days, leap years by the 33-year cycle, which agrees with the official
/// calendar for 1343 to 1502.
fn persian(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let leap = |y: i32| matches!(y.rem_euclid(33), 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30);
    let length = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 if leap(year) => 30,
        12 => 29,
        _ => return None,
    };
    if day == 0 || day > length {
        return None;
    }
    // 1 Farvardin 1400 was 21 March 2021.
    let mut start = NaiveDate::from_ymd_opt(2021, 3, 21)?;
    for y in 1400..year {
        start = start.checked_add_days(Days::new(if leap(y) { 366 } else { 365 }))?;
    }
    for y in year..1400 {
        start = start.checked_sub_days(Days::new(if leap(y) { 366 } else { 365 }))?;
    }
    let before = if month <= 7 {
        (month - 1) * 31
    } else {
        186 + (month - 7) * 30
    };
    start.checked_add_days(Days::new(u64::from(before + day - 1)))
}

/// The days of a lunar Hijri date: the tabular calendar, and the day before and after it, because phones use
/// announced or computed tables that differ by one.
fn hijri(year: i32, month: u32, day: u32) -> Vec<NaiveDate> {
    if !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return Vec::new();
    }
    let (y, m, d) = (i64::from(year), i64::from(month), i64::from(day));
    // Days since 1 Muharram 1 (16 July 622 Julian), civil tabular calendar.
    let days =
        (y - 1) * 354 + (3 + 11 * y).div_euclid(30) + (59 * (m - 1) + 1).div_euclid(2) + d - 1;
    // 1 Muharram 1445 was 19 July 2023 in the civil tabular calendar.
    let zero = 1444 * 354 + (3 + 11 * 1445_i64).div_euclid(30);
    let Some(base) = NaiveDate::from_ymd_opt(2023, 7, 19) else {
        return Vec::new();
    };
    (-1..=1)
        .filter_map(|shift| base.checked_add_signed(chrono::TimeDelta::days(days - zero + shift)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn dates_of_every_calendar_are_converted() {
        for (year, width, era, m, d, expected) in [
            (24, 2, Era::None, 8, 21, day(2024, 8, 21)),
            (2024, 4, Era::None, 2, 29, day(2024, 2, 29)),
            (2565, 4, Era::Buddhist, 3, 27, day(2022, 3, 27)),
            (2565, 4, Era::None, 3, 27, day(2022, 3, 27)),
            (4, 1, Era::Reiwa, 3, 27, day(2022, 3, 27)),
            (31, 2, Era::Heisei, 4, 30, day(2019, 4, 30)),
            (1400, 4, Era::None, 1, 1, day(2021, 3, 21)),
            (1399, 4, Era::None, 12, 30, day(2021, 3, 20)),
            (1403, 4, Era::None, 1, 1, day(2024, 3, 20)),
            (1403, 4, Era::None, 12, 30, day(2025, 3, 20)),
            (1404, 4, Era::None, 7, 1, day(2025, 9, 23)),
            (1395, 4, Era::None, 5, 10, day(2016, 7, 31)),
        ] {
            assert_eq!(
                days_of(year, width, era, m, d),
                [expected],
                "{year}-{m}-{d}"
            );
        }
    }

    #[test]
    fn a_lunar_date_keeps_the_days_on_which_tables_differ() {
        assert_eq!(
            days_of(1445, 4, Era::None, 9, 1),
            [day(2024, 3, 10), day(2024, 3, 11), day(2024, 3, 12)]
        );
    }

    #[test]
    fn a_day_that_does_not_exist_is_no_day() {
        for (year, m, d) in [
            (2023, 2, 29),
            (2024, 13, 1),
            (1404, 12, 30),
            (1445, 13, 1),
            (1403, 7, 31),
        ] {
            assert!(
                days_of(year, 4, Era::None, m, d).is_empty(),
                "{year}-{m}-{d}"
            );
        }
    }
}
