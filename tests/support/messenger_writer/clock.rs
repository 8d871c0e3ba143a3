//! Stamps, by pattern and language.

use chrono::{NaiveDateTime, Timelike};
use serde_json::Value;

/// How a stamp is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// `May 3, 2019, 5:45 PM`
    MonthFirst,
    /// `12 Mar 2020, 15:31`
    DayFirst,
    /// `Feb 26, 2021 11:55:48am`
    Glued,
    /// `Mar 12, 2024 8:25:13 pm`
    Spaced,
    /// `Mar 7, 2024, 8:57 AM`
    InstagramComma,
    /// `Sep 14, 2024 9:27 am`
    Instagram,
    /// `Thursday, May 14, 2015 at 9:29pm UTC+05`
    Long,
}

/// Every pattern.
pub const PATTERNS: [Pattern; 7] = [
    Pattern::MonthFirst,
    Pattern::DayFirst,
    Pattern::Glued,
    Pattern::Spaced,
    Pattern::InstagramComma,
    Pattern::Instagram,
    Pattern::Long,
];

impl Pattern {
    /// Whether seconds are written.
    pub fn has_seconds(self) -> bool {
        matches!(self, Self::Glued | Self::Spaced)
    }
}

/// What writes stamps.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The tag of the language.
    pub language: String,
    /// The names of the months.
    pub months: Vec<String>,
    /// Before and after noon.
    pub halves: [String; 2],
    /// How a stamp is put together.
    pub pattern: Pattern,
    /// The first digit of the script.
    pub zero: char,
    /// What stands around the stamp.
    pub around: [&'static str; 2],
}

/// An English clock.
pub fn english(pattern: Pattern) -> Clock {
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let upper = matches!(pattern, Pattern::MonthFirst | Pattern::InstagramComma);
    Clock {
        language: "en".to_owned(),
        months: months.map(str::to_owned).to_vec(),
        halves: (if upper { ["AM", "PM"] } else { ["am", "pm"] }).map(str::to_owned),
        pattern,
        zero: '0',
        around: ["", ""],
    }
}

/// A clock for every form of every month, every word for the halves of the day, in every language of a table, in every
/// pattern. Of languages with own digits and of those from right to left also with these and with marks.
pub fn clocks(table: &Value) -> Vec<Clock> {
    let mut clocks = Vec::new();
    let list = |value: &Value| -> Vec<String> {
        let texts = value.as_array().expect("a list").iter();
        texts
            .map(|t| t.as_str().expect("a text").to_owned())
            .collect()
    };
    for row in table["languages"].as_array().expect("languages") {
        let language = row["lang"].as_str().expect("a tag").to_owned();
        let names: Vec<Vec<String>> = row["months"]
            .as_array()
            .expect("months")
            .iter()
            .map(list)
            .collect();
        if names.len() != 12 || names.iter().any(Vec::is_empty) {
            continue;
        }
        let most = names.iter().map(Vec::len).max().expect("twelve months");
        let (am, pm) = (list(&row["am"]), list(&row["pm"]));
        let halves = (0..am.len().max(pm.len())).map(|i| {
            let of = |words: &[String], other: &str| {
                words
                    .get(i)
                    .or(words.first())
                    .map_or(other.to_owned(), Clone::clone)
            };
            [of(&am, "AM"), of(&pm, "PM")]
        });
        let mut halves: Vec<[String; 2]> = halves.collect();
        halves.push(["am".to_owned(), "pm".to_owned()]);
        for (n, half) in (0..most.max(halves.len())).map(|n| (n, halves[n % halves.len()].clone()))
        {
            let months: Vec<String> = names.iter().map(|m| m[n % m.len()].clone()).collect();
            for pattern in PATTERNS {
                for (zero, around) in scripts(&language) {
                    clocks.push(Clock {
                        language: language.clone(),
                        months: months.clone(),
                        halves: half.clone(),
                        pattern,
                        zero,
                        around,
                    });
                }
            }
        }
    }
    clocks
}

fn scripts(language: &str) -> Vec<(char, [&'static str; 2])> {
    let plain = ('0', ["", ""]);
    let base = language.split('-').next().unwrap_or(language);
    match base {
        "ar" => vec![plain, ('\u{660}', ["\u{200f}", "\u{200f}"])],
        "ur" | "fa" | "ps" | "sd" => vec![
            plain,
            ('\u{6f0}', ["\u{200f}", "\u{200f}"]),
            ('0', ["\u{2067}", "\u{2069}"]),
        ],
        "hi" | "mr" | "ne" => vec![plain, ('\u{966}', ["", ""])],
        "bn" | "as" => vec![plain, ('\u{9e6}', ["", ""])],
        _ => vec![plain],
    }
}

impl Clock {
    /// A stamp.
    pub fn write(&self, at: NaiveDateTime) -> String {
        let month = &self.months[at
            .format("%m")
            .to_string()
            .parse::<usize>()
            .expect("a month")
            - 1];
        let day = at.format("%-d");
        let year = at.format("%Y");
        let (is_pm, hour) = at.hour12();
        let (minute, second) = (at.minute(), at.second());
        let half = &self.halves[usize::from(is_pm)];
        let comma = if self.zero == '0' { ',' } else { '،' };
        let text = match self.pattern {
            Pattern::MonthFirst | Pattern::InstagramComma => {
                format!("{month} {day}{comma} {year}{comma} {hour}:{minute:02} {half}")
            }
            Pattern::DayFirst => {
                format!("{day} {month} {year}{comma} {:02}:{minute:02}", at.hour())
            }
            Pattern::Glued => format!("{month} {day}, {year} {hour}:{minute:02}:{second:02}{half}"),
            Pattern::Spaced => {
                format!("{month} {day}, {year} {hour}:{minute:02}:{second:02} {half}")
            }
            Pattern::Instagram => format!("{month} {day}, {year} {hour}:{minute:02}\u{202f}{half}"),
            Pattern::Long => format!("{month} {day}, {year} {hour}:{minute:02}{half} UTC+05"),
        };
        let digit = |c: char| {
            let value = c.to_digit(10)?;
            char::from_u32(self.zero as u32 + value)
        };
        let is_long = self.pattern == Pattern::Long;
        let text: String = text
            .chars()
            .map(|c| if is_long { c } else { digit(c).unwrap_or(c) })
            .collect();
        format!("{}{text}{}", self.around[0], self.around[1])
    }

    /// What of a time a stamp shows.
    pub fn shown(&self, at: NaiveDateTime) -> NaiveDateTime {
        let at = at.with_nanosecond(0).expect("no nanoseconds");
        if self.pattern.has_seconds() {
            at
        } else {
            at.with_second(0).expect("no seconds")
        }
    }
}
