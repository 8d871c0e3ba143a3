//! Readings: from a stamp and the file's date order to the wall clock, or to every wall clock it can mean.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};

use super::phrases::Half;
use super::stamp::{Number, Part, Stamp};
use crate::model::{Calendar, DateOrder, Flag, Precision, Sent};
use crate::sources::calendar::{Era, calendar_of, days_of};

/// How the dates of a transcript, or of one stretch of it, are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reader {
    /// The order of day, month and year; none if nothing decides it.
    pub order: Option<DateOrder>,
    /// When the export was made (the time of the zip entry); settles the year that old stamps leave out.
    pub exported: Option<NaiveDateTime>,
}

/// WhatsApp began in 2009.
const BEGAN: i32 = 2009;
const BEGAN_U: u32 = 2009;

impl Reader {
    /// The time of a stamp, and a doubt about it.
    pub fn read(&self, stamp: &Stamp, written: &str) -> (Sent, Option<Flag>) {
        let (hour, minute, second) = stamp.clock();
        let hours = hours(hour, stamp.half);
        if let ([Some(hour), None], Some(day)) = (hours, self.plain_day(stamp))
            && let Some(at) = day.and_hms_opt(hour, minute, second.unwrap_or(0))
            && self.is_plausible(at)
            && (stamp.half.is_none() || stamp.clock().0 <= 12)
        {
            return (
                sent(stamp, written, Some(at), Vec::new(), Calendar::Gregorian),
                None,
            );
        }
        let days = self.days(stamp);
        let mut readings: Vec<NaiveDateTime> = Vec::new();
        for day in &days {
            for hour in hours.into_iter().flatten() {
                let at = day.and_hms_opt(hour, minute, second.unwrap_or(0));
                readings.extend(at.filter(|at| !readings.contains(at)));
            }
        }
        readings.sort_unstable();
        let local = (readings.len() == 1).then(|| readings[0]);
        let odd_hour = stamp.half.is_some_and(|h| h != Half::Unknown) && hour > 12;
        let flag = match local {
            Some(at) if odd_hour || !self.is_plausible(at) => Some(Flag::TimeAmbiguous),
            Some(_) => None,
            None if readings.is_empty() => Some(Flag::TimeUnreadable),
            None => Some(Flag::TimeAmbiguous),
        };
        let candidates = if local.is_some() {
            Vec::new()
        } else {
            readings
        };
        (
            sent(stamp, written, local, candidates, calendar(stamp)),
            flag,
        )
    }

    /// The day of a stamp of three numbers in the Gregorian calendar, which most are.
    fn plain_day(&self, stamp: &Stamp) -> Option<NaiveDate> {
        let [Part::Number(a), Part::Number(b), Part::Number(c)] = stamp.layout.date else {
            return None;
        };
        let (a, b, c) = (stamp.number(a), stamp.number(b), stamp.number(c));
        let (year, month, day) = match self.order? {
            DateOrder::Ymd => (a, b, c),
            DateOrder::Dmy => (c, b, a),
            DateOrder::Mdy => (c, a, b),
        };
        let full = match (year.width, year.value) {
            (2, short) => 2000 + short,
            (4, BEGAN_U..2400) => year.value,
            _ => return None,
        };
        if stamp.layout.era != Era::None || month.width > 2 || day.width > 2 {
            return None;
        }
        NaiveDate::from_ymd_opt(i32::try_from(full).ok()?, month.value, day.value)
    }

    /// Whether the stamp is a date in this order; in any order, while none is known.
    pub fn allows(&self, stamp: &Stamp) -> bool {
        !stamp.has_year() || self.plain_day(stamp).is_some() || !self.days(stamp).is_empty()
    }

    /// The days that a stamp can mean.
    pub fn days(&self, stamp: &Stamp) -> Vec<NaiveDate> {
        if stamp.names_month() {
            return self.named(stamp);
        }
        let mut numbers = stamp.date_numbers();
        let (Some(a), Some(b)) = (numbers.next(), numbers.next()) else {
            return Vec::new();
        };
        let Some(c) = numbers.next() else {
            return self.without_year(|year| match self.order {
                Some(DateOrder::Mdy) => vec![(year, a.value, b.value)],
                Some(_) => vec![(year, b.value, a.value)],
                None => vec![(year, a.value, b.value), (year, b.value, a.value)],
            });
        };
        let era = stamp.layout.era;
        let days = |year: Number, month: Number, day: Number| {
            if month.value > 12 || day.value > 31 {
                return Vec::new();
            }
            days_of(year.value, year.width, era, month.value, day.value)
        };
        match self.order {
            _ if a.width > 2 => days(a, b, c),
            Some(DateOrder::Ymd) if c.width < 3 => days(a, b, c),
            Some(DateOrder::Mdy) => days(c, a, b),
            Some(_) => days(c, b, a),
            None => {
                let mut both = days(c, b, a);
                both.extend(days(c, a, b));
                both.sort_unstable();
                both.dedup();
                both
            }
        }
    }

    fn named(&self, stamp: &Stamp) -> Vec<NaiveDate> {
        let mut numbers = stamp.date_numbers();
        let months = (1..=12).filter(|m| stamp.months & (1 << m) != 0);
        match (numbers.next(), numbers.next()) {
            (Some(a), Some(b)) => {
                let year_first = a.width > 2 || self.order == Some(DateOrder::Ymd) && b.width < 3;
                let (year, day) = if year_first { (a, b) } else { (b, a) };
                months
                    .flat_map(|m| days_of(year.value, year.width, stamp.layout.era, m, day.value))
                    .collect()
            }
            (Some(day), None) => {
                let months: Vec<u32> = months.collect();
                self.without_year(|year| months.iter().map(|m| (year, *m, day.value)).collect())
            }
            _ => Vec::new(),
        }
    }

    /// Stamps leave out the year of the export: the latest year that does not lie after it.
    fn without_year(&self, dates: impl Fn(i32) -> Vec<(i32, u32, u32)>) -> Vec<NaiveDate> {
        let Some(exported) = self.exported else {
            return Vec::new();
        };
        let latest = exported.date() + TimeDelta::days(1);
        let mut days: Vec<NaiveDate> = dates(exported.year())
            .into_iter()
            .filter_map(|(year, month, day)| {
                let at = |year| NaiveDate::from_ymd_opt(year, month, day);
                at(year).filter(|d| *d <= latest).or_else(|| at(year - 1))
            })
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Whether WhatsApp can have sent at this time: since 2009, and not after the export.
    fn is_plausible(&self, at: NaiveDateTime) -> bool {
        at.year() >= BEGAN && self.exported.is_none_or(|e| at <= e + TimeDelta::days(1))
    }
}

fn sent(
    stamp: &Stamp,
    written: &str,
    local: Option<NaiveDateTime>,
    candidates: Vec<NaiveDateTime>,
    calendar: Calendar,
) -> Sent {
    let has_second = stamp.layout.second.is_some();
    Sent {
        written: written.to_owned(),
        local,
        utc: None,
        precision: if has_second {
            Precision::Second
        } else {
            Precision::Minute
        },
        candidates,
        calendar,
    }
}

/// The calendar of a stamp.
pub fn calendar(stamp: &Stamp) -> Calendar {
    let era = stamp.layout.era;
    let widest = stamp.date_numbers().max_by_key(|n| n.width);
    match widest {
        Some(year) if stamp.has_year() => calendar_of(year.value, year.width, era),
        _ => Calendar::Gregorian,
    }
}

/// The hours of the day that a written hour can mean.
fn hours(hour: u32, half: Option<Half>) -> [Option<u32>; 2] {
    let both = [Some(hour % 12), Some(hour % 12 + 12)];
    match (half, hour) {
        (None, _) | (Some(Half::Pm | Half::Noon | Half::Night | Half::Unknown), 13..) => {
            [Some(hour), None]
        }
        (Some(Half::Am), 13..) => [Some(hour - 12), Some(hour)],
        (Some(Half::Am), _) => [Some(hour % 12), None],
        (Some(Half::Pm), _) => [Some(hour % 12 + 12), None],
        (Some(Half::Noon), 11) => [Some(11), None],
        (Some(Half::Noon), 12 | 1 | 2) => [Some(hour % 12 + 12), None],
        (Some(Half::Night), 0 | 12) => [Some(0), None],
        (Some(Half::Night), 6..=11) => [Some(hour + 12), None],
        (Some(Half::Noon | Half::Night | Half::Unknown), _) => both,
    }
}

/// The part of a stamp where the month name stands before the day.
pub fn month_is_first(stamp: &Stamp) -> bool {
    stamp.layout.date[0] == Part::Month
}

#[cfg(test)]
mod tests {
    use super::super::stamp::parse_stamp;
    use super::*;

    fn read(
        text: &str,
        order: Option<DateOrder>,
        exported: Option<&str>,
    ) -> (Vec<String>, Option<Flag>) {
        let stamp = parse_stamp(text, &mut Vec::new()).expect(text);
        let exported = exported.map(|e| format!("{e}T12:00:00").parse().expect("a time"));
        let (sent, flag) = Reader { order, exported }.read(&stamp, text);
        assert_eq!(
            sent.local.is_some(),
            sent.candidates.is_empty() && flag != Some(Flag::TimeUnreadable)
        );
        let readings = sent.local.iter().chain(&sent.candidates);
        (
            readings.map(|r| r.format("%F %T").to_string()).collect(),
            flag,
        )
    }

    #[test]
    fn stamps_are_read_in_the_order_of_the_file() {
        use DateOrder::{Dmy, Mdy, Ymd};
        for (text, order, expected) in [
            ("05/08/2024, 11:06 pm", Dmy, "2024-08-05 23:06:00"),
            ("05/08/24, 11:06 pm", Mdy, "2024-05-08 23:06:00"),
            ("24/08/05, 12:06 am", Ymd, "2024-08-05 00:06:00"),
            ("2024-08-05, 12:06 p.m.", Ymd, "2024-08-05 12:06:00"),
            ("3/4/2565 BE, 21:41:35", Mdy, "2022-03-04 21:41:35"),
            ("3/4/R4, 21:41:35", Mdy, "2022-03-04 21:41:35"),
            ("١٨/٣/٢٠٢٢، ١٢:٥٦:٠٠ ص", Dmy, "2022-03-18 00:56:00"),
            ("١٨/٣/٢٠٢٢، ١٢:٥٦:٠٠ م", Dmy, "2022-03-18 12:56:00"),
            ("1403/5/2, 9:06 ب.ظ.", Ymd, "2024-07-23 21:06:00"),
            ("21 Oct 2014 00:06", Dmy, "2014-10-21 00:06:00"),
            ("0:06, 21 Oct 2014", Dmy, "2014-10-21 00:06:00"),
        ] {
            assert_eq!(
                read(text, Some(order), None),
                (vec![expected.to_owned()], None),
                "{text}"
            );
        }
    }

    #[test]
    fn an_undecided_date_keeps_both_readings() {
        let (both, flag) = read("05/08/2024, 23:06", None, None);
        assert_eq!(both, ["2024-05-08 23:06:00", "2024-08-05 23:06:00"]);
        assert_eq!(flag, Some(Flag::TimeAmbiguous));
        assert_eq!(read("08/08/2024, 23:06", None, None).1, None);
        assert_eq!(
            read("21/08/2024, 23:06", None, None).0,
            ["2024-08-21 23:06:00"]
        );
    }

    #[test]
    fn a_year_that_is_left_out_is_that_of_the_export() {
        let exported = Some("2014-10-01");
        assert_eq!(
            read("21 Sep 23:06", None, exported).0,
            ["2014-09-21 23:06:00"]
        );
        assert_eq!(
            read("21 Dec 23:06", None, exported).0,
            ["2013-12-21 23:06:00"]
        );
        assert_eq!(
            read("21 Sep 23:06", None, None),
            (vec![], Some(Flag::TimeUnreadable))
        );
    }

    #[test]
    fn odd_hours_and_years_are_read_and_flagged() {
        let dmy = Some(DateOrder::Dmy);
        for (text, readings, flag) in [
            ("21/08/2024, 14:06 pm", 1, Some(Flag::TimeAmbiguous)),
            ("21/08/2024, 14:06 am", 2, Some(Flag::TimeAmbiguous)),
            ("21/08/2024, 0:06 am", 1, None),
            ("21/08/2024, 9:06 xyz", 2, Some(Flag::TimeAmbiguous)),
            ("21/08/2001, 9:06", 1, Some(Flag::TimeAmbiguous)),
            ("31/02/2024, 9:06", 0, Some(Flag::TimeUnreadable)),
            ("1/9/1445, 9:06", 3, Some(Flag::TimeAmbiguous)),
        ] {
            let (seen, seen_flag) = read(text, dmy, None);
            assert_eq!((seen.len(), seen_flag), (readings, flag), "{text}");
        }
        assert_eq!(
            read("21/08/2025, 9:06", dmy, Some("2024-10-01")).1,
            Some(Flag::TimeAmbiguous)
        );
    }
}
