//! Numbers of telephones, cards and identity papers, found however they are spaced.
//!
//! Sample: `+92 300 1234567`, `0300-1234567` and `03001234567` all have the key `3001234567`.

use super::fold::Word;

/// Shorter runs of digits are years, sums and times.
pub const FEWEST_DIGITS: usize = 7;
/// The longest number of a card or a telephone with its prefixes; a longer run is several numbers.
pub const MOST_DIGITS: usize = 19;
/// More groups of digits than this are not one number.
pub(super) const MOST_GROUPS: usize = 6;

/// The keys of all numbers of seven or more digits in a text, given its words.
pub fn number_keys(text: &str, words: &[Word]) -> Vec<String> {
    let mut keys = Vec::new();
    for start in 0..words.len() {
        if !is_number(&words[start]) {
            continue;
        }
        let mut digits = String::new();
        for (count, word) in words[start..].iter().take(MOST_GROUPS).enumerate() {
            // One sign such as ¼ may hold two groups, so that there is nothing between them.
            let is_next = count == 0
                || text
                    .get(words[start + count - 1].range.end..word.range.start)
                    .is_some_and(is_joint);
            if !is_number(word) || !is_next || digits.len() + word.exact.len() > MOST_DIGITS {
                break;
            }
            digits.push_str(&word.exact);
            if digits.len() >= FEWEST_DIGITS {
                keys.push(number_key(&digits));
            }
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The key of one number, given its digits: without Pakistan's prefix or the leading zero of a call inside the country.
#[must_use]
pub fn number_key(digits: &str) -> String {
    let without_prefix = ["0092", "92"]
        .into_iter()
        .filter_map(|prefix| digits.strip_prefix(prefix))
        .find(|rest| rest.len() == 10 && !rest.starts_with('0'));
    let without_zero = digits
        .strip_prefix('0')
        .filter(|rest| rest.len() == 10 && !rest.starts_with('0'));
    without_prefix.or(without_zero).unwrap_or(digits).to_owned()
}

/// Whether a word is digits and nothing else.
pub(super) fn is_number(word: &Word) -> bool {
    word.exact.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether what stands between two groups of digits leaves them one number.
fn is_joint(between: &str) -> bool {
    between.chars().count() <= 3
        && between.chars().all(|c| {
            matches!(c, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{00A0}' | '\u{202F}' | '\u{2010}'..='\u{2015}')
                || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        })
}

#[cfg(test)]
mod tests {
    use super::super::fold::words;
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        number_keys(text, &words(text))
    }

    #[test]
    fn one_number_has_one_key_however_it_is_written() {
        let forms = [
            "+92 300 1234567",
            "0300-1234567",
            "03001234567",
            "00923001234567",
            "۰۳۰۰ ۱۲۳۴۵۶۷",
            "(0300) 123.4567",
        ];
        for form in forms {
            assert!(
                keys(&format!("call {form}!")).contains(&"3001234567".to_owned()),
                "{form}: {:?}",
                keys(form)
            );
        }
    }

    #[test]
    fn short_numbers_have_no_key() {
        for text in ["21/08/24", "5000 rupees", "1799", "room 12 floor 3"] {
            assert_eq!(keys(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn identity_cards_and_bank_cards_are_found() {
        assert!(keys("CNIC 35202-1234567-1").contains(&"3520212345671".to_owned()));
        assert!(keys("4111 1111 1111 1111").contains(&"4111111111111111".to_owned()));
    }

    #[test]
    fn two_numbers_in_a_row_are_each_found() {
        let found = keys("03001234567 03111234567");
        assert!(
            found.contains(&"3001234567".to_owned()) && found.contains(&"3111234567".to_owned()),
            "{found:?}"
        );
    }
}
