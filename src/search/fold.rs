//! From text to words, and from each word to its three keys.
//!
//! Sample: `Kitaaab` has the keys `kitaaab` (exact), `kitab` (squeezed) and `ktb` (skeleton); `کتاب` shares the last.
//!
//! Keys are made only to search and to rank; they are never shown, hashed or put into a bundle.

use std::ops::Range;

use unicode_normalization::char::decompose_compatible;

use super::letters::{Role, role_of};
use super::skeleton::skeleton_of;
use super::spellings::Spellings;

/// Stands before the key of sound of a word that has no skeleton.
const NO_SKELETON: char = '\u{00B7}';

/// How close a found word is to the word that was looked for; the closest is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The same letters, look-alikes and marks aside.
    Exact,
    /// The same but for repeated letters (`pleaaase`).
    Squeezed,
    /// The same sound: same consonants, or a known spelling of the same word in another script.
    Skeleton,
}

impl Level {
    /// All levels, closest first.
    pub const ALL: [Level; 3] = [Level::Exact, Level::Squeezed, Level::Skeleton];

    /// The word for the level in `--json`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Level::Exact => "exact",
            Level::Squeezed => "squeezed",
            Level::Skeleton => "skeleton",
        }
    }
}

/// One word of a text, with its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// NFKC, case folded, look-alikes, marks, tatweel, joiners, digits of every script.
    pub exact: String,
    /// The exact key without repeats of a letter; digits keep theirs.
    pub squeezed: String,
    /// The consonant skeleton, or the key of a group of known spellings; none if it would be too short.
    pub skeleton: Option<String>,
    /// The key of the two-word spelling (`بلیک میل`) that this word and the next one are.
    pub loan: Option<String>,
}

impl Word {
    /// How closely `found` is this word, if at all.
    #[must_use]
    pub fn matches(&self, found: &Word) -> Option<Level> {
        if self.exact == found.exact {
            Some(Level::Exact)
        } else if self.squeezed == found.squeezed {
            Some(Level::Squeezed)
        } else if self.skeleton.is_some() && self.skeleton == found.skeleton {
            Some(Level::Skeleton)
        } else {
            None
        }
    }

    /// The key of sound: the skeleton, else the squeezed key behind a sign.
    pub(super) fn sound(&self) -> String {
        match &self.skeleton {
            Some(key) => key.clone(),
            None => format!("{NO_SKELETON}{}", self.squeezed),
        }
    }
}

/// The words of a text, in order, with their keys.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = plain_words(text);
    let known = Spellings::known();
    for index in 0..words.len() {
        let next = words.get(index + 1);
        let loan = next.and_then(|next| known.key_of_two(&words[index].squeezed, &next.squeezed));
        let word = &mut words[index];
        word.loan = loan.map(str::to_owned);
        word.skeleton = match known.key_of(&word.squeezed) {
            Some(key) => Some(key.to_owned()),
            None => skeleton_of(&word.squeezed),
        };
    }
    words
}

/// The words of a text with their exact and squeezed keys only.
pub(super) fn plain_words(text: &str) -> Vec<Word> {
    let mut cutter = Cutter {
        words: Vec::with_capacity(text.len() / 5),
        open: None,
    };
    for (at, c) in text.char_indices() {
        let range = at..at + c.len_utf8();
        if c.is_ascii() {
            cutter.take(c, &range);
        } else if c == 'ß' {
            cutter.take('s', &range);
            cutter.take('s', &range);
        } else {
            decompose_compatible(c, |part| cutter.take(part, &range));
        }
    }
    cutter.close();
    cutter.words
}

/// Puts characters together to words.
struct Cutter {
    words: Vec<Word>,
    open: Option<(Range<usize>, String)>,
}

impl Cutter {
    fn take(&mut self, c: char, range: &Range<usize>) {
        match role_of(c) {
            Role::Letter(letter) => match &mut self.open {
                Some((open, key)) => {
                    open.end = range.end;
                    key.push(letter);
                }
                None => self.open = Some((range.clone(), String::from(letter))),
            },
            Role::Alone(sign) => {
                self.close();
                self.open = Some((range.clone(), String::from(sign)));
                self.close();
            }
            Role::Nothing => {}
            Role::Gap => self.close(),
        }
    }

    fn close(&mut self) {
        let Some((range, exact)) = self.open.take() else {
            return;
        };
        let squeezed = squeeze(&exact);
        self.words.push(Word {
            range,
            exact,
            squeezed,
            skeleton: None,
            loan: None,
        });
    }
}

/// Leaves one of each run of a letter; digits keep their runs (1100 is not 10).
fn squeeze(exact: &str) -> String {
    let mut squeezed = String::with_capacity(exact.len());
    for c in exact.chars() {
        if c.is_ascii_digit() || !squeezed.ends_with(c) {
            squeezed.push(c);
        }
    }
    squeezed
}

/// Stands before a squeezed key in the search index.
const SQUEEZED: char = '=';
/// Stands before a key of sound in the search index.
const SOUND: char = '~';
/// Between stretches of keys, so that no phrase runs over it.
const BREAK: char = '|';

/// The characters that a tokenizer must keep in a key beside letters and digits.
pub const KEY_SIGNS: [char; 3] = [SQUEEZED, SOUND, BREAK];

impl Level {
    /// The token of this level for a word.
    pub(super) fn token(self, word: &Word) -> String {
        match self {
            Level::Exact => word.exact.clone(),
            Level::Squeezed => format!("{SQUEEZED}{}", word.squeezed),
            Level::Skeleton => sound_token(&word.sound()),
        }
    }
}

/// The token of a key of sound.
pub(super) fn sound_token(key: &str) -> String {
    format!("{SOUND}{key}")
}

/// What the search index holds for one text: the exact keys, the squeezed keys, the keys of sound, each in the order of
/// the text so that phrases are found; then the keys of numbers and of two-word spellings.
#[must_use]
pub fn index_keys(text: &str) -> String {
    let words = words(text);
    let mut keys = String::with_capacity(text.len() * 3);
    let push = |keys: &mut String, token: &str| {
        if !keys.is_empty() {
            keys.push(' ');
        }
        keys.push_str(token);
    };
    for level in Level::ALL {
        for word in &words {
            push(&mut keys, &level.token(word));
        }
        push(&mut keys, BREAK.encode_utf8(&mut [0; 4]));
    }
    for key in super::number::number_keys(text, &words) {
        push(&mut keys, &key);
        push(&mut keys, BREAK.encode_utf8(&mut [0; 4]));
    }
    for loan in words.iter().filter_map(|word| word.loan.as_deref()) {
        push(&mut keys, &sound_token(loan));
        push(&mut keys, BREAK.encode_utf8(&mut [0; 4]));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.exact).collect()
    }

    #[test]
    fn spellings_that_look_the_same_have_one_exact_key() {
        let cases: &[(&str, &[&str])] = &[
            (
                "کتاب",
                &[
                    "كتاب",
                    "کتـــاب",
                    "کِتاب",
                    "کت\u{200C}اب",
                    "\u{202B}کتاب\u{202C}",
                    "ﻛﺘﺎﺏ",
                ],
            ),
            ("میں", &["ميں", "مىں", "مَیں", "مـیں"]),
            ("علی", &["علي", "على", "عَلی", "علیّ"]),
            ("آپ", &["ا\u{0653}پ", "اپ", "آپ\u{200E}"]),
            ("123", &["۱۲۳", "١٢٣", "१२३", "１２３", "𝟏𝟐𝟑"]),
            ("ہے", &["هے", "ھے", "ہۓ"]),
            ("Straße", &["STRASSE", "strasse"]),
            ("café", &["cafe\u{0301}", "CAFE", "Cafe"]),
            ("don't", &["dont", "don’t", "DON'T"]),
            ("ﬁle", &["file", "ＦＩＬＥ"]),
            ("مسئلہ", &["مسئله", "مسی\u{0654}لہ"]),
        ];
        for (one, others) in cases {
            for other in *others {
                assert_eq!(exact(one), exact(other), "{one} and {other}");
            }
        }
    }

    #[test]
    fn different_words_keep_different_exact_keys() {
        for (one, other) in [
            ("کتاب", "کباب"),
            ("میں", "مین"),
            ("سے", "سی"),
            ("10", "100"),
            ("bad", "bat"),
        ] {
            assert_ne!(exact(one), exact(other));
        }
    }

    #[test]
    fn text_is_cut_into_words_with_their_places() {
        let text = "Tumhari تصویریں، سب_کو🔪 0300-1234567";
        let found: Vec<&str> = words(text)
            .into_iter()
            .map(|word| &text[word.range])
            .collect();
        assert_eq!(
            found,
            ["Tumhari", "تصویریں", "سب", "کو", "🔪", "0300", "1234567"]
        );
    }

    #[test]
    fn repeats_of_letters_go_and_of_digits_stay() {
        for (word, want) in [
            ("pleaaase", "please"),
            ("بہہہت", "بہت"),
            ("1100", "1100"),
            ("aabb11", "ab11"),
        ] {
            assert_eq!(words(word)[0].squeezed, want);
        }
    }

    #[test]
    fn pairs_match_at_the_level_that_is_named() {
        let cases = [
            ("tasveer", "tasveer", Some(Level::Exact)),
            ("tasveer", "TASVEER", Some(Level::Exact)),
            ("tasveer", "tasveeeer", Some(Level::Squeezed)),
            ("tasveer", "tasvir", Some(Level::Skeleton)),
            ("tasveer", "تصویر", Some(Level::Skeleton)),
            ("viral", "وائرل", Some(Level::Skeleton)),
            ("wayral", "viral", Some(Level::Skeleton)),
            ("message", "msg", Some(Level::Skeleton)),
            ("message", "میسج", Some(Level::Skeleton)),
            ("msg", "میسج", Some(Level::Skeleton)),
            ("bohat", "بہت", Some(Level::Skeleton)),
            ("mujhe", "mjy", Some(Level::Skeleton)),
            ("nahi", "نہیں", Some(Level::Skeleton)),
            ("larki", "ladki", Some(Level::Skeleton)),
            ("larki", "لڑکی", Some(Level::Skeleton)),
            ("tezab", "acid", Some(Level::Skeleton)),
            ("ریپلائی", "reply", Some(Level::Skeleton)),
            ("wo", "we", None),
            ("tasveer", "tareekh", None),
            ("123", "124", None),
            ("hai", "ہو", None),
        ];
        for (one, other, want) in cases {
            assert_eq!(
                words(one)[0].matches(&words(other)[0]),
                want,
                "{one} and {other}"
            );
            assert_eq!(
                words(other)[0].matches(&words(one)[0]),
                want,
                "{other} and {one}"
            );
        }
    }

    #[test]
    fn a_loan_of_two_words_shares_the_key_of_the_one_word() {
        let two = words("مجھے بلیک میل مت کرو");
        assert_eq!(two[1].loan, words("blackmail")[0].skeleton);
        assert!(two[0].loan.is_none() && two[2].loan.is_none());
        assert!(index_keys("بلیک میل").ends_with("| ~blkml |"));
    }

    proptest! {
        #[test]
        fn folding_is_stable_and_keeps_places(text in "\\PC{0,60}|[اآأبپكکيیىےهہھںن ءۂۓ\u{64E}\u{640}\u{200C}0-9۰-۹a-zA-Z'._-]{0,60}") {
            let found = words(&text);
            let mut before = 0;
            for word in &found {
                prop_assert!(word.range.start >= before || word.range.start < word.range.end);
                before = word.range.start;
                prop_assert!(text.get(word.range.clone()).is_some());
                prop_assert!(!word.exact.is_empty());
                // A key is a word of one piece, and folding it again changes nothing.
                let again = plain_words(&word.exact);
                prop_assert_eq!(again.len(), 1, "{:?}", word.exact);
                prop_assert_eq!(&again[0].exact, &word.exact);
                prop_assert_eq!(&plain_words(&word.squeezed)[0].squeezed, &word.squeezed);
            }
            let keys = index_keys(&text);
            let squeezed = keys.split(' ').filter(|key| key.starts_with(SQUEEZED)).count();
            prop_assert_eq!(squeezed, found.len());
        }

        #[test]
        fn a_closer_level_never_loses_to_a_wider_one(one in "[a-zکتبمہی]{1,8}", other in "[a-zکتبمہی]{1,8}") {
            let (one, other) = (&words(&one)[0], &words(&other)[0]);
            // Each level includes the one before: the tiers of a search rest on it.
            if one.exact == other.exact {
                prop_assert_eq!(&one.squeezed, &other.squeezed);
            }
            if one.squeezed == other.squeezed {
                prop_assert_eq!(&one.skeleton, &other.skeleton);
            }
        }
    }
}
