//! The words inside stamps: months, and the halves of the day, in every language of `months.json`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// A half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// Before noon.
    Am,
    /// After noon.
    Pm,
}

/// What a word of a date names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Month {
    /// Months of the Gregorian calendar, bit `m` for month `m`: languages disagree about a few words.
    Gregorian(u16),
    /// A month of the Persian calendar.
    Persian(u32),
}

#[derive(Deserialize)]
struct Table {
    languages: Vec<Row>,
    persian: Vec<String>,
}

#[derive(Deserialize)]
struct Row {
    months: Vec<Vec<String>>,
    am: Vec<String>,
    pm: Vec<String>,
}

struct Names {
    months: HashMap<String, Month>,
    halves: HashMap<String, Half>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let table: Table = serde_json::from_str(include_str!("months.json"))
        .expect("the table is a part of the program and a test reads it");
    let mut names = Names {
        months: HashMap::new(),
        halves: HashMap::new(),
    };
    for row in &table.languages {
        for (month, words) in (1..).zip(&row.months) {
            for word in words {
                let known = names
                    .months
                    .entry(fold(word))
                    .or_insert(Month::Gregorian(0));
                if let Month::Gregorian(months) = known {
                    *months |= 1 << month;
                }
            }
        }
        for (words, half) in [(&row.am, Half::Am), (&row.pm, Half::Pm)] {
            names
                .halves
                .extend(words.iter().map(|word| (fold(word), half)));
        }
    }
    for (month, word) in (1..).zip(&table.persian) {
        names
            .months
            .entry(fold(word))
            .or_insert(Month::Persian(month));
    }
    names
});

/// A word as it is compared: NFC, lower case, without dots, blanks and joiners.
pub fn fold(word: &str) -> String {
    let is_kept =
        |c: &char| !c.is_whitespace() && !matches!(c, '.' | '\u{200c}' | '\u{200d}' | '\u{307}');
    let lower = word.nfc().flat_map(char::to_lowercase);
    // Arabic letters that look alike are typed one for the other: ye and kaf.
    let alike = |c| match c {
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        c => c,
    };
    lower.filter(is_kept).map(alike).collect()
}

/// The month that a word names, alone or after the particle that some languages put before it.
pub fn month(word: &str) -> Option<Month> {
    NAMES.months.get(&fold(word)).copied()
}

/// The half of the day that a word, or several together, name.
pub fn half(words: &str) -> Option<Half> {
    NAMES.halves.get(&fold(words)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_halves_of_many_languages_are_known() {
        for (word, number) in [
            ("Mar", 3),
            ("okt.", 10),
            ("gen", 1),
            ("يوليو", 7),
            ("مئی", 5),
            ("جنوري", 1),
            ("MAYO", 5),
            ("तारीख", 0),
            ("जुलाई", 7),
            ("สิงหาคม", 8),
            ("ส.ค.", 8),
        ] {
            let expected = (number > 0).then_some(Month::Gregorian(1 << number));
            assert_eq!(month(word), expected, "{word}");
        }
        assert_eq!(month("lis"), Some(Month::Gregorian(1 << 10 | 1 << 11)));
        assert_eq!(month("فروردین"), Some(Month::Persian(1)));
        for (word, expected) in [
            ("am", Some(Half::Am)),
            ("P.M.", Some(Half::Pm)),
            ("p. m.", Some(Half::Pm)),
            ("ص", Some(Half::Am)),
            ("م", Some(Half::Pm)),
            ("قبل دوپہر", Some(Half::Am)),
            ("بعد دوپہر", Some(Half::Pm)),
            ("chiều", Some(Half::Pm)),
            ("下午", Some(Half::Pm)),
            ("UTC", None),
        ] {
            assert_eq!(half(word), expected, "{word}");
        }
    }

    #[test]
    fn no_word_names_both_halves_or_a_half_and_a_month() {
        let table: Table = serde_json::from_str(include_str!("months.json")).unwrap();
        for row in &table.languages {
            assert!(row.months.is_empty() || row.months.len() == 12);
            for (words, expected) in [(&row.am, Half::Am), (&row.pm, Half::Pm)] {
                for word in words {
                    assert_eq!(half(word), Some(expected), "{word}");
                }
            }
        }
    }
}
