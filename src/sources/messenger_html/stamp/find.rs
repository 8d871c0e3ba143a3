//! Dates inside a sentence, as the head and the foot of a page hold them.

use chrono::{NaiveDate, NaiveDateTime};

use super::super::calendar_words::half;
use super::date::read_date;
use super::read_stamp;
use super::signs::signs;

/// A date in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it begins, in bytes.
    pub start: usize,
    /// The day.
    pub day: NaiveDate,
    /// The wall clock, where a time stands behind the date.
    pub local: Option<NaiveDateTime>,
    /// The offset from UTC that stands behind it, in minutes.
    pub offset: Option<i32>,
    /// Whether `UTC` or `GMT` stands behind it.
    pub has_zone: bool,
}

impl Found {
    /// As the record contract writes it.
    pub fn written(&self) -> String {
        match self.local {
            Some(local) => local.format("%Y-%m-%dT%H:%M:%S").to_string(),
            None => self.day.to_string(),
        }
    }
}

/// More words than the head of a page has are not looked at.
const WORDS: usize = 200;

/// A date has at most so many words, and so many stand between it and the end of its time.
const OF_DATE: usize = 5;
const OF_TIME: usize = 4;

/// The dates of a sentence that have one reading, in order.
pub fn find_stamps(text: &str) -> Vec<Found> {
    let words: Vec<(usize, &str)> = words(text).take(WORDS).collect();
    let upto = |first: usize, last: usize| {
        let end = words[last].0 + words[last].1.len();
        text[words[first].0..end].trim_end_matches(['.', ';', ')'])
    };
    let mut found = Vec::new();
    let mut free = 0;
    let mut last = 0;
    while last < words.len() {
        let first = (free..=last)
            .rev()
            .take(OF_DATE)
            .find(|first| day(upto(*first, last)).is_some());
        let Some((first, day)) = first.and_then(|first| Some((first, day(upto(first, last))?)))
        else {
            last += 1;
            continue;
        };
        let mut end = last;
        let mut stamp = None;
        for time in last + 1..words.len().min(last + 1 + OF_TIME) {
            if let Some(read) = read_stamp(upto(first, time)) {
                (stamp, end) = (Some(read), time);
                break;
            }
        }
        if stamp.is_some() {
            for length in [2, 1] {
                let more = words.get(end + 1..end + 1 + length);
                if more.is_some_and(|w| {
                    half(
                        &w.iter()
                            .map(|w| w.1)
                            .collect::<String>()
                            .replace([';', ')'], ""),
                    )
                    .is_some()
                }) {
                    end += length;
                    break;
                }
            }
            let zone = words.get(end + 1).map(|w| w.1.trim_start_matches('('));
            if zone.is_some_and(|w| w.starts_with("UTC") || w.starts_with("GMT")) {
                end += 1;
            }
            stamp = read_stamp(upto(first, end)).or(stamp);
        }
        let one = stamp.as_ref().filter(|s| s.readings.len() == 1);
        found.push(Found {
            start: words[first].0,
            day: one.map_or(day, |s| s.readings[0].date()),
            local: one.map(|s| s.readings[0]),
            offset: one.and_then(|s| s.offset),
            has_zone: words[end].1.contains("UTC") || words[end].1.contains("GMT"),
        });
        free = end + 1;
        last = end + 1;
    }
    found
}

/// The one day that these words say, all of which are needed.
fn day(words: &str) -> Option<NaiveDate> {
    let date = read_date(&signs(words)?)?;
    match date.days.as_slice() {
        [day] => Some(*day),
        _ => None,
    }
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let words = text.split_whitespace();
    words.map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}
