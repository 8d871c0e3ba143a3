//! The consonant skeleton: what one word sounds like, whoever spells it, in Roman or in Urdu letters.
//!
//! Sample: `tasveer`, `tasvir`, `taswir` and `تصویر` are all `tsr`; `viral`, `wayral` and `وائرل` are all `vrl`.
//!
//! Vowels go, and with them h, v/w and y inside a word, because Urdu letters write them as vowels (و, ی, ہ) and people
//! leave them out of Roman Urdu. Letters that Roman spelling does not tell apart share one class: س ص ث are `s`,
//! ز ذ ض ظ ژ are `z`, ت ط ٹ are `t`, ق ک خ are `k`, ف پ are `p`, گ غ are `g`. The class of sh and ش is `x`.

/// Keys with fewer classes than this fit too many words and are not used.
pub const SHORTEST_SKELETON: usize = 3;

/// The skeleton of a word, given its squeezed key; none if it is too short or not in Latin or Arabic letters.
pub(super) fn skeleton_of(squeezed: &str) -> Option<String> {
    let mut classes = Classes(String::with_capacity(8));
    if squeezed.is_ascii() {
        // A word of digits alone has no sound.
        if squeezed.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        classes.roman(squeezed.as_bytes());
    } else {
        classes.urdu(squeezed)?;
    }
    (classes.0.len() >= SHORTEST_SKELETON).then_some(classes.0)
}

/// Classes of consonants, no two neighbors the same.
struct Classes(String);

impl Classes {
    fn push(&mut self, class: char) {
        if !self.0.ends_with(class) {
            self.0.push(class);
        }
    }

    fn roman(&mut self, word: &[u8]) {
        let vowels = word.iter().take_while(|byte| is_vowel(**byte)).count();
        let at = |place: usize| word.get(place).copied().unwrap_or(b' ');
        // "iskool" is "school": Urdu puts a vowel before s and a stop.
        let is_helped =
            vowels == 1 && at(1) == b's' && matches!(at(2), b'k' | b'q' | b'c' | b't' | b'p');
        if vowels > 0 && !is_helped {
            self.push('a');
        }
        let mut place = vowels;
        while place < word.len() {
            let (here, next) = (at(place), at(place + 1));
            let is_first = place == 0;
            let mut used = if next == b'h' && here != b'h' { 2 } else { 1 };
            match here {
                b's' if next == b'h' => self.push('x'),
                // "school": c and h belong together, but not as in "chor".
                b's' if next == b'c' && at(place + 2) == b'h' => {
                    self.push('s');
                    self.push('k');
                    used = 3;
                }
                b'c' if next == b'h' => self.push('c'),
                b'c' if matches!(next, b'e' | b'i' | b'y') => self.push('s'),
                b't' if word[place..].starts_with(b"tion") => {
                    self.push('x');
                    used = 3;
                }
                b'c' | b'q' | b'k' => self.push('k'),
                b'x' => {
                    self.push('k');
                    self.push('s');
                }
                b'f' | b'p' => self.push('p'),
                b'v' | b'w' if is_first => self.push('v'),
                b'y' | b'h' if is_first => self.push(char::from(here)),
                b'a' | b'e' | b'i' | b'o' | b'u' | b'v' | b'w' | b'y' | b'h' => used = 1,
                consonant_or_digit => self.push(char::from(consonant_or_digit)),
            }
            place += used;
        }
    }

    /// None if a letter is of no Arabic script.
    fn urdu(&mut self, word: &str) -> Option<()> {
        let mut letters = word.chars();
        let second_and_third = (letters.clone().nth(1), letters.clone().nth(2));
        let is_helped = matches!(
            second_and_third,
            (Some('س' | 'ص'), Some('ک' | 'ق' | 'ت' | 'ٹ' | 'ط' | 'پ'))
        );
        match letters.next()? {
            'ا' | 'ع' if is_helped => {}
            'ا' | 'ع' => self.push('a'),
            'و' => self.push('v'),
            'ی' => self.push('y'),
            'ہ' | 'ح' => self.push('h'),
            first => self.push_urdu(first)?,
        }
        letters.try_for_each(|letter| self.push_urdu(letter))
    }

    fn push_urdu(&mut self, letter: char) -> Option<()> {
        let class = match letter {
            'ا' | 'ع' | 'و' | 'ی' | 'ے' | 'ہ' | 'ح' => return Some(()),
            'ب' => 'b',
            'پ' | 'ف' => 'p',
            'ت' | 'ط' | 'ٹ' | 'ۃ' => 't',
            'ث' | 'س' | 'ص' => 's',
            'ج' => 'j',
            'چ' => 'c',
            'خ' | 'ق' | 'ک' => 'k',
            'د' | 'ڈ' => 'd',
            'ذ' | 'ز' | 'ض' | 'ظ' | 'ژ' => 'z',
            'ر' | 'ڑ' => 'r',
            'ش' => 'x',
            'غ' | 'گ' => 'g',
            'ل' => 'l',
            'م' => 'm',
            'ن' | 'ں' => 'n',
            '0'..='9' => letter,
            _ => return None,
        };
        self.push(class);
        Some(())
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use super::super::fold::plain_words;
    use super::*;

    #[test]
    fn roman_and_urdu_spellings_of_a_word_share_one_skeleton() {
        let groups: &[(&str, &[&str])] = &[
            ("tsr", &["tasveer", "tasvir", "taswir", "tasver", "تصویر"]),
            ("vrl", &["viral", "wayral", "wairal", "وائرل", "وایرل"]),
            ("azt", &["izat", "izzat", "ezat", "عزت"]),
            ("ksm", &["kasam", "qasam", "qasm", "khasam", "قسم"]),
            ("mbt", &["mohabat", "muhabat", "muhabbat", "محبت"]),
            ("tmr", &["tumhari", "tumhare", "tmhari", "تمہاری", "تمہارے"]),
            ("pls", &["police", "polis", "پولیس"]),
            ("skl", &["school", "iskool", "askool", "اسکول", "سکول"]),
            ("stml", &["istemal", "istimal", "استعمال"]),
            ("blkml", &["blackmail", "blakmail", "بلیکمیل"]),
            ("skrnxt", &["screenshot", "skrinshot", "سکرینشاٹ"]),
            ("aknt", &["acount", "account", "اکاونٹ"]),
            ("psrd", &["password", "پاسورڈ"]),
            ("vtsp", &["whatsapp", "watsapp", "واٹساپ", "واٹسایپ"]),
            ("xkr", &["shukriya", "shukria", "شکریہ"]),
            ("gst", &["gustakh", "ghustakh"]),
            ("zndg", &["zindagi", "zindgi", "زندگی"]),
            ("kmx", &["khamosh", "khamoosh", "خاموش"]),
            ("stxn", &["station", "istation", "سٹیشن", "اسٹیشن"]),
        ];
        for (want, words) in groups {
            for word in *words {
                let found = skeleton_of(&plain_words(word)[0].squeezed);
                assert!(
                    found.as_deref().is_some_and(|key| key.starts_with(want)),
                    "{word}: {found:?}, not {want}"
                );
            }
        }
    }

    #[test]
    fn a_short_skeleton_is_not_used() {
        for word in ["hai", "میں", "wo", "bohat", "3001234567", "", "a"] {
            assert_eq!(skeleton_of(word), None, "{word}");
        }
    }

    #[test]
    fn a_word_of_another_script_has_none() {
        for word in ["привет", "तस्वीर", "漢", "🔪"] {
            assert_eq!(skeleton_of(word), None, "{word}");
        }
    }

    #[test]
    fn different_words_stay_apart() {
        for (one, other) in [
            ("tasveer", "tareekh"),
            ("viral", "virus"),
            ("police", "palace2"),
            ("shadi", "sadi"),
        ] {
            assert_ne!(
                skeleton_of(one).unwrap_or(one.into()),
                skeleton_of(other).unwrap_or(other.into())
            );
        }
    }
}
