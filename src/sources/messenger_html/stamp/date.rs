//! The date inside a stamp: numbers whose parts the words, the marks and the widths tell.

use chrono::{Datelike, NaiveDate};

use super::super::calendar_words::{Month, fold, month};
use super::signs::Sign;
use crate::model::Calendar;
use crate::sources::calendar::{Era, calendar_of, days_of};

/// The day that a stamp says.
pub struct Date {
    /// Every reading.
    pub days: Vec<NaiveDate>,
    /// The calendar that it is written in.
    pub calendar: Calendar,
}

/// Facebook's messages began in 2004; a year far ahead is damage.
const YEARS: std::ops::RangeInclusive<i32> = 2004..=2099;

/// A number of a date as written.
#[derive(Clone, Copy)]
struct Number {
    value: u32,
    width: usize,
}

/// The numbers of a date by what they are.
#[derive(Default)]
struct Parts {
    year: Option<Number>,
    /// Months by their numbers, bit `m` for month `m`.
    months: u16,
    persian: Option<u32>,
    day: Option<Number>,
    /// Numbers that nothing marks, in order.
    open: Vec<Number>,
}

/// Reads the date. None where parts are missing or left over.
pub fn read_date(signs: &[Sign<'_>]) -> Option<Date> {
    let parts = parts(signs)?;
    let mut days = Vec::new();
    let mut calendar = Calendar::Gregorian;
    for (year, month, day) in orders(&parts) {
        let width = u8::try_from(year.width).ok()?;
        let of = calendar_of(year.value, width, Era::None);
        let is_named = parts.months != 0 && matches!(of, Calendar::Persian | Calendar::Hijri);
        if day.width > 2 || is_named || parts.persian.is_some() && of != Calendar::Persian {
            continue;
        }
        let found = days_of(year.value, width, Era::None, month, day.value);
        let found = found.into_iter().filter(|d| YEARS.contains(&d.year()));
        let before = days.len();
        days.extend(found);
        if days.len() > before {
            calendar = of;
        }
    }
    days.sort_unstable();
    days.dedup();
    (!days.is_empty()).then_some(Date { days, calendar })
}

fn parts(signs: &[Sign<'_>]) -> Option<Parts> {
    let mut parts = Parts::default();
    let mut word_before = "";
    let mut skip = 0;
    for (i, sign) in signs.iter().enumerate() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        match sign {
            Sign::Number { value, width } => {
                let number = Number {
                    value: *value,
                    width: *width,
                };
                let mark = match signs.get(i + 1) {
                    Some(Sign::Word(word)) => word.chars().next(),
                    _ => None,
                };
                let slot = match mark {
                    Some('年' | '년') => &mut parts.year,
                    Some('日' | '일') => &mut parts.day,
                    Some('月' | '월') => {
                        parts.add_month(number)?;
                        continue;
                    }
                    _ if matches!(fold(word_before).as_str(), "tháng" | "thg") => {
                        parts.add_month(number)?;
                        word_before = "";
                        continue;
                    }
                    _ => {
                        parts.open.push(number);
                        continue;
                    }
                };
                if slot.replace(number).is_some() {
                    return None;
                }
            }
            Sign::Word(word) => {
                let next = match signs.get(i + 1..i + 3) {
                    Some([Sign::Blank, Sign::Word(next)]) => Some(*next),
                    _ => None,
                };
                let pair = next.and_then(|next| month(&format!("{word}{next}")));
                skip = if pair.is_some() { 2 } else { 0 };
                match pair.or_else(|| month(word)) {
                    Some(Month::Gregorian(months)) => parts.months |= months,
                    Some(Month::Persian(month)) => parts.persian = Some(month),
                    None => {}
                }
                word_before = word;
            }
            Sign::Mark(
                ',' | '.' | '/' | '-' | '،' | '、' | '，' | '(' | ')' | '·' | '\'' | '’',
            )
            | Sign::Blank => {}
            Sign::Mark(_) => return None,
        }
    }
    Some(parts)
}

impl Parts {
    fn add_month(&mut self, number: Number) -> Option<()> {
        if !(1..=12).contains(&number.value) || self.months != 0 {
            return None;
        }
        self.months |= 1 << number.value;
        Some(())
    }

    fn months(&self) -> Vec<u32> {
        match self.persian {
            Some(month) if self.months == 0 => vec![month],
            // A word of both calendars: nothing is chosen.
            Some(_) => Vec::new(),
            None => (1..=12).filter(|m| self.months & (1 << m) != 0).collect(),
        }
    }
}

/// Every allowed order of year, month and day.
fn orders(parts: &Parts) -> Vec<(Number, u32, Number)> {
    let months = parts.months();
    let is_named = parts.months != 0 || parts.persian.is_some();
    let pairs = match (parts.year, parts.day, parts.open.as_slice()) {
        (Some(year), Some(day), []) => vec![(year, day)],
        (Some(year), None, [day]) => vec![(year, *day)],
        (None, Some(day), [year]) => vec![(*year, day)],
        (None, None, [first, second]) if is_named => match (first.width, second.width) {
            (4, _) => vec![(*first, *second)],
            (_, 4) => vec![(*second, *first)],
            _ => vec![(*second, *first), (*first, *second)],
        },
        (None, None, [a, b, c]) if !is_named => return numeric(*a, *b, *c),
        _ => Vec::new(),
    };
    let with_months = |(year, day)| months.iter().map(move |month| (year, *month, day));
    pairs.into_iter().flat_map(with_months).collect()
}

/// Three bare numbers. The year in front decides the order; behind, day and month may stand either way.
fn numeric(a: Number, b: Number, c: Number) -> Vec<(Number, u32, Number)> {
    if [a, b, c].iter().filter(|n| n.width > 2).count() > 1 {
        return Vec::new();
    }
    if a.width > 2 {
        return vec![(a, b.value, c)];
    }
    let mut orders = vec![(c, b.value, a), (c, a.value, b)];
    if c.width <= 2 {
        orders.push((a, b.value, c));
    }
    orders
}
