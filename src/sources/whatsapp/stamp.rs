//! Stamps: the date and time that begin a header, in any form that a phone's formatter writes.
//!
//! ```text
//! 21/08/2024, 11:06 pm        8/21/24, 11:06 PM        2024-08-21, 9:05 p. m.       21.8.2024 klo 9.05.07
//! 23:06, 21 Aug 2024          21 Sep 23:06             18/3/2022، 2:56:00 م          3/27/R4, 21:41:35
//! ```
//! A stamp is numbers with gaps between them; the gaps say which numbers are the time, which name the month, the era
//! and the half of the day. What a number means (day or month) is decided for the whole file, in `order`.

use super::fold::{is_blank, is_mark};
use super::phrases::{Half, phrases};
use crate::sources::calendar::Era;

/// A number of a stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Number {
    /// Its value.
    pub value: u32,
    /// How many digits it is written with.
    pub width: u8,
}

/// What a part of the date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Part {
    /// Not written.
    #[default]
    Absent,
    /// The number with this index.
    Number(u8),
    /// A month by its name.
    Month,
}

/// Which number of a stamp is what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Layout {
    /// The parts of the date as written.
    pub date: [Part; 3],
    /// Index of the hour; the minute follows it.
    pub hour: u8,
    /// Index of the second, where it is written.
    pub second: Option<u8>,
    /// The era beside the year.
    pub era: Era,
}

/// More numbers than a date with time, seconds and one to spare are no stamp.
pub const NUMBERS: usize = 7;

/// A stamp as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// Its numbers.
    pub numbers: [Number; NUMBERS],
    /// Which of them is what.
    pub layout: Layout,
    /// The months that a written name can mean, bit `m` for month `m`.
    pub months: u16,
    /// The written half of the day.
    pub half: Option<Half>,
}

/// Marks in skeletons: a number (script and width class follow), a month name, one letter of am or pm, a word of a
/// language for the half of the day (its number follows).
pub mod token {
    pub const NUMBER: u8 = 1;
    pub const MONTH: u8 = 2;
    pub const LETTER: u8 = 3;
    pub const WORD: u8 = 4;
}

/// The digit that a character is, and the script of it: 0 ASCII, 1 Arabic-Indic, 2 extended Arabic-Indic,
/// 3 Devanagari, 4 Bengali.
pub fn digit(c: char) -> Option<(u32, u8)> {
    let code = c as u32;
    [0x30, 0x660, 0x6f0, 0x966, 0x9e6]
        .iter()
        .zip(0u8..)
        .find(|(zero, _)| (**zero..**zero + 10).contains(&code))
        .map(|(zero, script)| (code - zero, script))
}

impl Stamp {
    /// The number with this index.
    pub fn number(&self, index: u8) -> Number {
        self.numbers[usize::from(index)]
    }

    /// Hour, minute and second as written.
    pub fn clock(&self) -> (u32, u32, Option<u32>) {
        let hour = self.layout.hour;
        (
            self.number(hour).value,
            self.number(hour + 1).value,
            self.layout.second.map(|i| self.number(i).value),
        )
    }

    /// The numbers of the date, in writing order; a month name is left out.
    pub fn date_numbers(&self) -> impl Iterator<Item = Number> + '_ {
        self.layout.date.iter().filter_map(|part| match part {
            Part::Number(i) => Some(self.number(*i)),
            _ => None,
        })
    }

    /// Whether a month name is written.
    pub fn names_month(&self) -> bool {
        self.layout.date.contains(&Part::Month)
    }

    /// Whether a year is written.
    pub fn has_year(&self) -> bool {
        self.layout.date[2] != Part::Absent
    }

    /// Whether some reading of the numbers is a time of day and a date.
    pub fn is_possible(&self) -> bool {
        let (hour, minute, second) = self.clock();
        if hour > 23 || minute > 59 || second.is_some_and(|s| s > 59) {
            return false;
        }
        let mut numbers = [Number::default(); 3];
        let mut n = 0;
        for number in self.date_numbers() {
            numbers[n] = number;
            n += 1;
        }
        let day = |x: Number| x.width < 3 && (1..=31).contains(&x.value);
        let month = |x: Number| x.width < 3 && (1..=12).contains(&x.value);
        let pair = |a, b| (day(a) && month(b)) || (month(a) && day(b));
        let [a, b, c] = numbers;
        match (n, self.names_month()) {
            (1, true) => day(a),
            (2, true) => day(a) || day(b),
            (2, false) => pair(a, b),
            (3, false) if a.width > 2 => c.width < 3 && month(b) && day(c),
            (3, false) => pair(a, b) || (c.width < 3 && month(b) && day(c)),
            _ => false,
        }
    }
}

/// Words that some languages put between date and time, or after a time of 24 hours.
const JOINING: &[&str] = &[
    "klo", "kl", "um", "à", "às", "at", "в", "о", "u", "alle", "om", "ob", "o", "las", "a las",
    "uhr", "h", "น",
];

/// Words that some languages put after a date.
const AFTER_DATE: &[&str] = &["BE", "พ.ศ.", "г.", "р.", "日", "일"];

/// What a gap holds beside punctuation.
enum Word {
    Nothing,
    Month(u16),
    Half(Half, u8),
}

/// The gap's middle without blanks, marks and commas around it.
fn middle(gap: &str) -> &str {
    gap.trim_matches(|c| is_mark(c) || is_blank(c) || matches!(c, ',' | '،' | '、'))
}

/// The middle of a gap that belongs to a date: punctuation of dates does not count either.
fn date_middle(gap: &str) -> &str {
    gap.trim_matches(|c| is_mark(c) || is_blank(c) || matches!(c, ',' | '،' | '/' | '-' | '.'))
}

fn month(word: &str) -> Option<u16> {
    let bare = word.strip_prefix("de ").unwrap_or(word);
    let bare = bare.strip_suffix(" de").unwrap_or(bare);
    if bare.is_empty() || bare.len() > 40 {
        return None;
    }
    phrases().month(bare)
}

/// The half of the day, a joining word, or a short word that we do not know.
fn half(word: &str) -> Option<Word> {
    if word.is_empty() {
        return Some(Word::Nothing);
    }
    if let Some((half, number)) = phrases().period(word) {
        return Some(Word::Half(half, number));
    }
    let bare = word.trim_matches('.').to_lowercase();
    if JOINING.contains(&bare.as_str()) {
        return Some(Word::Nothing);
    }
    let short = word.chars().count() <= 12 && word.chars().all(|c| c.is_alphabetic() || c == '.');
    short.then_some(Word::Half(Half::Unknown, u8::MAX))
}

/// The numbers of a stamp with the gaps around them.
struct Cut<'a> {
    numbers: [Number; NUMBERS],
    scripts: [u8; NUMBERS],
    gaps: [&'a str; NUMBERS + 1],
    count: usize,
}

fn cut(text: &str) -> Option<Cut<'_>> {
    let mut it = Cut {
        numbers: [Number::default(); NUMBERS],
        scripts: [0; NUMBERS],
        gaps: [""; NUMBERS + 1],
        count: 0,
    };
    let mut gap_start = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        match digit(c) {
            Some((value, script)) => {
                if !inside {
                    if it.count == NUMBERS {
                        return None;
                    }
                    it.gaps[it.count] = &text[gap_start..at];
                    it.scripts[it.count] = script;
                    it.count += 1;
                    inside = true;
                }
                let number = &mut it.numbers[it.count - 1];
                number.value = number.value * 10 + value;
                number.width += 1;
                if number.width > 4 || it.scripts[it.count - 1] != script {
                    return None;
                }
                gap_start = at + c.len_utf8();
            }
            None => inside = false,
        }
    }
    it.gaps[it.count] = &text[gap_start..];
    (it.count >= 3).then_some(it)
}

impl Cut<'_> {
    /// First and last index of the time.
    fn time(&self) -> Option<(usize, usize)> {
        let joins = |i: usize, by: &[&str]| by.contains(&self.gaps[i].trim_matches(is_mark));
        if let Some(i) = (1..self.count).find(|i| joins(*i, &[":", "："])) {
            let last = if i + 1 < self.count && joins(i + 1, &[":", "："]) {
                i + 1
            } else {
                i
            };
            return Some((i - 1, last));
        }
        // Without a colon the time is the two or three numbers at one end that dots alone join.
        let mut first = self.count - 1;
        while first > 0 && joins(first, &["."]) {
            first -= 1;
        }
        if (2..=3).contains(&(self.count - first)) {
            return Some((first, self.count - 1));
        }
        let mut last = 0;
        while last + 1 < self.count && joins(last + 1, &["."]) {
            last += 1;
        }
        (1..=2).contains(&last).then_some((0, last))
    }
}

/// Reads a stamp, and appends its skeleton: the stamp with numbers, month names and halves of the day replaced by
/// tokens and everything else byte for byte.
pub fn parse_stamp(text: &str, skeleton: &mut Vec<u8>) -> Option<Stamp> {
    let cut = cut(text)?;
    let (first, last) = cut.time()?;
    let dates = if first == 0 {
        last + 1..cut.count
    } else {
        0..first
    };
    if first > 0 && last + 1 != cut.count || dates.is_empty() || dates.len() > 3 {
        return None;
    }
    let widths = |i: usize| cut.numbers[i].width;
    if widths(first) > 2
        || (first + 1..=last).any(|i| widths(i) != 2)
        || dates.clone().any(|i| widths(i) == 3)
    {
        return None;
    }
    let mut stamp = Stamp {
        numbers: cut.numbers,
        ..Stamp::default()
    };
    stamp.layout.hour = u8::try_from(first).ok()?;
    stamp.layout.second = (last == first + 2).then_some(stamp.layout.hour + 2);
    let mut parts = Vec::with_capacity(4);
    let mut bare_gap = false;
    for i in 0..=cut.count {
        let gap = cut.gaps[i];
        let in_time = i > first && i <= last;
        let in_date = i > dates.start && i < dates.end;
        let mut word = Word::Nothing;
        let mut found = "";
        if !in_time {
            let beside_date = in_date || i == dates.start || i == dates.end;
            found = if beside_date {
                date_middle(gap)
            } else {
                middle(gap)
            };
            let seen = |p: &Vec<Part>| p.contains(&Part::Month);
            if in_date && found.is_empty() {
                bare_gap |= !gap.contains(['/', '-', '.']);
            } else if beside_date
                && !seen(&parts)
                && let Some(months) = month(found)
            {
                word = Word::Month(months);
            } else if in_date || i == 0 && first != 0 {
                match found {
                    "" => {}
                    "R" => stamp.layout.era = Era::Reiwa,
                    "H" => stamp.layout.era = Era::Heisei,
                    "年" | "月" | "日" | "년" | "월" | "일" => {}
                    _ => return None,
                }
            } else {
                let mut rest = middle(gap);
                if i == dates.end {
                    for after in AFTER_DATE {
                        if let Some(more) = rest.strip_prefix(after) {
                            rest = middle(more);
                            if *after == "BE" {
                                stamp.layout.era = Era::Buddhist;
                            }
                        }
                    }
                    rest = rest.trim_start_matches('.');
                    rest = middle(rest);
                    if dates.len() < 3
                        && !seen(&parts)
                        && let Some((name, more)) = rest.split_once([' ', ','])
                        && let Some(months) = month(name.trim_end_matches('.'))
                    {
                        // A month name and a half of the day in one gap: `21 Sep PM 3:06`.
                        stamp.months = months;
                        parts.push(Part::Month);
                        rest = middle(more);
                    }
                }
                found = rest;
                word = half(rest)?;
            }
        }
        match &word {
            Word::Month(months) => {
                stamp.months = *months;
                parts.push(Part::Month);
            }
            Word::Half(half, _) if stamp.half.is_none() => stamp.half = Some(*half),
            Word::Half(..) => return None,
            Word::Nothing => {}
        }
        write_gap(skeleton, gap, found, &word);
        if i < cut.count {
            let class = if widths(i) > 2 { b'y' } else { b'd' };
            skeleton.extend([token::NUMBER, cut.scripts[i], class]);
            if dates.contains(&i) {
                parts.push(Part::Number(u8::try_from(i).ok()?));
            }
        }
    }
    if parts.len() < 2 || parts.len() > 3 || bare_gap && !parts.contains(&Part::Month) {
        return None;
    }
    stamp.layout.date[..parts.len()].copy_from_slice(&parts);
    stamp.is_possible().then_some(stamp)
}

/// Appends a gap with its word replaced by a token.
fn write_gap(skeleton: &mut Vec<u8>, gap: &str, found: &str, word: &Word) {
    if matches!(word, Word::Nothing) || found.is_empty() {
        skeleton.extend(gap.as_bytes());
        return;
    }
    let Some(at) = gap.find(found) else {
        skeleton.extend(gap.as_bytes());
        return;
    };
    let (before, after) = (&gap[..at], &gap[at + found.len()..]);
    skeleton.extend(before.as_bytes());
    match word {
        Word::Month(_) => skeleton.push(token::MONTH),
        // English am and pm (the first row of the table) differ by one letter; the rest is literal.
        Word::Half(Half::Am | Half::Pm, 0) if found.starts_with(['a', 'p']) => {
            skeleton.extend([token::LETTER, b'a']);
            skeleton.extend(&found.as_bytes()[1..]);
        }
        Word::Half(Half::Am | Half::Pm, 0) if found.starts_with(['A', 'P']) => {
            skeleton.extend([token::LETTER, b'A']);
            skeleton.extend(&found.as_bytes()[1..]);
        }
        Word::Half(_, number) => skeleton.extend([token::WORD, *number]),
        Word::Nothing => {}
    }
    skeleton.extend(after.as_bytes());
}

#[cfg(test)]
mod tests;
