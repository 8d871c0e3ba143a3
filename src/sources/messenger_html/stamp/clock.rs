//! The time of day inside a stamp, and the signs around it, which are the date.

use chrono::NaiveTime;

use super::super::calendar_words::{Half, half};
use super::signs::{DATE_MARKS, Sign};
use crate::model::Precision;

/// The time of day that a stamp says.
pub struct Clock<'a> {
    /// Every reading: two where a word is unknown that must be am or pm.
    pub times: Vec<NaiveTime>,
    /// The smallest unit written.
    pub precision: Precision,
    /// Minutes from UTC, where they stand there.
    pub offset: Option<i32>,
    /// All signs but those of the time.
    pub around: Vec<Sign<'a>>,
}

/// The half of the day that the words beside a time tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Known(Half),
    /// A word stands where am or pm stands, and it is neither.
    Unknown,
    /// Nothing stands there: a clock of 24 hours.
    None,
}

/// Reads the one time of day.
pub fn read_clock<'a>(signs: &[Sign<'a>]) -> Option<Clock<'a>> {
    let (first, mut end) = numbers(signs)?;
    let number = |i: usize| match signs.get(i) {
        Some(Sign::Number { value, width }) if *width <= 2 => Some(*value),
        _ => None,
    };
    let (hour, minute) = (number(first)?, number(first + 2)?);
    let second = if end > first + 3 {
        Some(number(first + 4)?)
    } else {
        None
    };
    let mut start = first;
    let mut side = Side::None;
    let behind = words(signs, end);
    if let Some((known, length)) = half_at_start(&behind) {
        side = Side::Known(known);
        end += length;
    } else if let Some((known, length)) = half_at_end(signs, first) {
        side = Side::Known(known);
        start -= length;
    } else if let Some(word) = behind.first() {
        let is_zone = word.1.len() <= 5 && word.1.bytes().all(|b| b.is_ascii_uppercase());
        let is_short =
            DATE_MARKS.iter().any(|mark| word.1.starts_with(*mark)) || is_hour_word(word.1);
        if !is_zone && !is_short {
            side = Side::Unknown;
        }
    } else if is_glued_word_before(signs, first) {
        side = Side::Unknown;
    }
    let (offset, end) = read_offset(signs, end);
    let mut times: Vec<NaiveTime> = hours(hour, side)
        .into_iter()
        .filter_map(|hour| NaiveTime::from_hms_opt(hour, minute, second.unwrap_or(0)))
        .collect();
    times.dedup();
    let around = [&signs[..start], &[Sign::Blank], &signs[end..]].concat();
    (!times.is_empty()).then_some(Clock {
        times,
        precision: if second.is_some() {
            Precision::Second
        } else {
            Precision::Minute
        },
        offset,
        around,
    })
}

/// The hours of the day that a written hour can mean.
fn hours(hour: u32, side: Side) -> Vec<u32> {
    match (side, hour) {
        (Side::None | Side::Unknown, 0 | 13..=23) | (Side::None, _) => vec![hour],
        (Side::Known(Half::Am), 0..=11) => vec![hour],
        (Side::Known(Half::Am), 12) => vec![0],
        (Side::Known(Half::Pm), 1..=11) => vec![hour + 12],
        (Side::Known(Half::Pm), 12..=23) => vec![hour],
        (Side::Unknown, 1..=12) => vec![hour % 12, hour % 12 + 12],
        _ => Vec::new(),
    }
}

/// Where the numbers of the time begin and end: joined by colons, else the last that dots or `h` join.
fn numbers(signs: &[Sign<'_>]) -> Option<(usize, usize)> {
    let is_number = |i: usize, widths: &[usize]| matches!(signs.get(i), Some(Sign::Number { width, .. }) if widths.contains(width));
    let pair = |i: usize, joins: &dyn Fn(&Sign<'_>) -> bool| {
        is_number(i, &[1, 2]) && signs.get(i + 1).is_some_and(joins) && is_number(i + 2, &[2])
    };
    let colon = |s: &Sign<'_>| matches!(s, Sign::Mark(':' | '：'));
    // The offset behind a time, `UTC+05:30`, is joined by a colon too.
    let is_offset = |i: usize| {
        let before = i.checked_sub(2).and_then(|from| signs.get(from..i));
        matches!(before, Some([Sign::Word("UTC" | "GMT"), Sign::Mark(_)]))
    };
    let starts: Vec<usize> = (0..signs.len())
        .filter(|i| pair(*i, &colon) && !is_offset(*i))
        .collect();
    if let Some(first) = starts.first() {
        let has_second = starts.contains(&(first + 2));
        let end = first + if has_second { 5 } else { 3 };
        // One time, and nothing that a colon joins beyond it.
        let is_one = starts.len() == 1 + usize::from(has_second);
        let is_closed = !signs.get(end).is_some_and(colon);
        let is_open = first
            .checked_sub(1)
            .and_then(|i| signs.get(i))
            .is_none_or(|s| !colon(s));
        return (is_one && is_closed && is_open).then_some((*first, end));
    }
    let dot = |s: &Sign<'_>| {
        matches!(s, Sign::Mark('.')) || matches!(s, Sign::Word(w) if is_hour_word(w))
    };
    // A date such as 12.03.2020 is joined by dots too: the time is the pair that no third number follows or precedes so.
    (0..signs.len()).rev().find_map(|i| {
        let is_pair = pair(i, &dot) && !signs.get(i + 3).is_some_and(dot);
        let stands_alone = i
            .checked_sub(1)
            .and_then(|i| signs.get(i))
            .is_none_or(|s| !dot(s));
        (is_pair && stands_alone).then_some((i, i + 3))
    })
}

/// Words for the hour between or behind its numbers.
fn is_hour_word(word: &str) -> bool {
    matches!(word, "h" | "H" | "Uhr" | "uhr" | "น." | "น" | "ч" | "ч.")
}

/// The words from here on that blanks alone part, each with the index behind it; three at most.
fn words<'a>(signs: &[Sign<'a>], from: usize) -> Vec<(usize, &'a str)> {
    let mut words = Vec::new();
    for (i, sign) in signs.iter().enumerate().skip(from) {
        match sign {
            Sign::Blank => {}
            Sign::Word(word) if words.len() < 3 => words.push((i + 1 - from, *word)),
            _ => break,
        }
    }
    words
}

/// The longest half of the day that begins these words, and how many signs it takes.
fn half_at_start(words: &[(usize, &str)]) -> Option<(Half, usize)> {
    (1..=words.len()).rev().find_map(|n| {
        let joined: String = words[..n].iter().map(|w| w.1).collect();
        Some((half(&joined)?, words[n - 1].0))
    })
}

/// The half of the day whose words stand right before the time, and how many signs they take.
fn half_at_end(signs: &[Sign<'_>], before: usize) -> Option<(Half, usize)> {
    (1..=5.min(before)).rev().find_map(|n| {
        let slice = &signs[before - n..before];
        let mut joined = String::new();
        for sign in slice {
            match sign {
                Sign::Word(word) => joined.push_str(word),
                Sign::Blank => {}
                _ => return None,
            }
        }
        Some((half(&joined)?, n))
    })
}

/// Whether a word stands before the time without a blank, as am and pm do in languages that part no words.
fn is_glued_word_before(signs: &[Sign<'_>], first: usize) -> bool {
    match first.checked_sub(1).and_then(|i| signs.get(i)) {
        Some(Sign::Word(word)) => !DATE_MARKS.iter().any(|mark| word.ends_with(*mark)),
        _ => false,
    }
}

/// `UTC+05:30` behind a time: its minutes, and the index behind it.
fn read_offset(signs: &[Sign<'_>], from: usize) -> (Option<i32>, usize) {
    let mut at = from;
    let skip = |at: &mut usize| {
        while matches!(signs.get(*at), Some(Sign::Blank | Sign::Mark('('))) {
            *at += 1;
        }
    };
    skip(&mut at);
    let (Some(Sign::Word("UTC" | "GMT")), Some(Sign::Mark(sign))) =
        (signs.get(at), signs.get(at + 1))
    else {
        return (None, from);
    };
    let number = |i: usize| match signs.get(i) {
        Some(Sign::Number { value, width }) => i32::try_from(*value).ok().map(|v| (v, *width)),
        _ => None,
    };
    let sign = match sign {
        '+' => 1,
        '-' | '−' | '–' => -1,
        _ => return (None, from),
    };
    let Some((written, width)) = number(at + 2) else {
        return (None, from);
    };
    let (hours, mut minutes) = if width > 2 {
        (written / 100, written % 100)
    } else {
        (written, 0)
    };
    at += 3;
    if let (Some(Sign::Mark(':')), Some((m, 2))) = (signs.get(at), number(at + 1)) {
        minutes = m;
        at += 2;
    }
    let is_one = hours <= 14 && minutes < 60;
    (is_one.then_some(sign * (hours * 60 + minutes)), at)
}
