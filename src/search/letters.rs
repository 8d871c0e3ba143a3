//! What one character is to a search key: a letter, a digit, nothing, or a gap between words.
//!
//! Sample: `ك` (Arabic kaf) and `ک` (Urdu kaf) are the same letter, `۵` is `5`, a tatweel is nothing.

/// What a character means to a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Part of a word, already folded.
    Letter(char),
    /// A word of its own: a picture sign, or a character of a script that writes without spaces.
    Alone(char),
    /// Neither a letter nor a gap: vowel marks, tatweel, joiners, bidi controls, apostrophes.
    Nothing,
    /// Between words.
    Gap,
}

/// The folded role of one character that is already decomposed (NFKD).
pub(super) fn role_of(c: char) -> Role {
    if c.is_ascii() {
        return match c {
            'A'..='Z' => Role::Letter(c.to_ascii_lowercase()),
            'a'..='z' | '0'..='9' => Role::Letter(c),
            // "don't" and "mas'ala" are one word each, with the sign or without it.
            '\'' | '`' => Role::Nothing,
            _ => Role::Gap,
        };
    }
    if is_nothing(c) {
        return Role::Nothing;
    }
    if let Some(digit) = ascii_digit(c) {
        return Role::Letter(digit);
    }
    let c = look_alike(c);
    if stands_alone(c) {
        return Role::Alone(c);
    }
    // Marks of other scripts (Devanagari vowels) belong to the word that they stand in.
    if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
        return Role::Letter(lower_case(c));
    }
    Role::Gap
}

/// The lower-case letter; after decomposition every one is a single character.
fn lower_case(c: char) -> char {
    match c {
        'ς' => 'σ',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// The letter of Urdu that a reader takes this Arabic, Persian, Sindhi or Pashto letter for.
fn look_alike(c: char) -> char {
    match c {
        '\u{0643}' | '\u{06AA}' | '\u{06AB}' | '\u{063B}' | '\u{063C}' => 'ک',
        '\u{0649}' | '\u{064A}' | '\u{06CD}' | '\u{06D0}' | '\u{063D}' | '\u{063E}'
        | '\u{063F}' => 'ی',
        '\u{0647}' | '\u{06BE}' | '\u{06D5}' | '\u{06C0}' | '\u{06C1}' | '\u{06C2}' => 'ہ',
        '\u{0629}' => 'ۃ',
        '\u{0671}' | '\u{0672}' | '\u{0673}' => 'ا',
        '\u{06D3}' => 'ے',
        '\u{06AC}' | '\u{06AF}' | '\u{06B0}' => 'گ',
        _ => c,
    }
}

/// Characters that a key does not see.
fn is_nothing(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{0640}' | '\u{180E}' | '\u{FEFF}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        // Accents of Latin, and what keyboards add to a letter.
        | '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{E0020}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}'
        // Vowel marks and signs of Arabic script; a hamza alone is often left out.
        | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0621}' | '\u{0674}'
        | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}'
        | '\u{0897}'..='\u{089F}' | '\u{08CA}'..='\u{08FF}'
        // Points of Hebrew, the dot below of Hindi.
        | '\u{0591}'..='\u{05BD}' | '\u{093C}'
        // Apostrophes and the letter-like signs that stand for them.
        | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02B9}'..='\u{02BF}' | '\u{00B4}'
        // Skin tones change no meaning.
        | '\u{1F3FB}'..='\u{1F3FF}')
}

/// Picture signs, and scripts that put no space between words.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}'
        | '\u{2E80}'..='\u{2FDF}' | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
}

/// The first code point (digit zero) of every run of ten decimal digits in Unicode 15.
const ZEROS: [u32; 65] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650,
    0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50,
    0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
];

/// The ASCII digit for a decimal digit of any script.
fn ascii_digit(c: char) -> Option<char> {
    let code = c as u32;
    let zero = ZEROS[..ZEROS.partition_point(|&zero| zero <= code)].last()?;
    char::from_digit(code.checked_sub(*zero).filter(|&value| value < 10)?, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_become_ascii() {
        for (digit, want) in [
            ('٣', '3'),
            ('۵', '5'),
            ('९', '9'),
            ('๔', '4'),
            ('０', '0'),
            ('𝟗', '9'),
            ('০', '0'),
        ] {
            assert_eq!(role_of(digit), Role::Letter(want), "{digit:?}");
        }
        assert_eq!(
            ascii_digit('٪'),
            None,
            "the sign after the digits is no digit"
        );
    }

    #[test]
    fn zeros_are_sorted_so_that_the_search_finds_them() {
        assert!(ZEROS.windows(2).all(|pair| pair[0] + 10 <= pair[1]));
    }

    #[test]
    fn letters_gaps_and_nothings_are_told_apart() {
        let cases = [
            ('ك', Role::Letter('ک')),
            ('ي', Role::Letter('ی')),
            ('ى', Role::Letter('ی')),
            ('ه', Role::Letter('ہ')),
            ('ھ', Role::Letter('ہ')),
            ('ے', Role::Letter('ے')),
            ('ں', Role::Letter('ں')),
            ('\u{200C}', Role::Nothing),
            ('\u{0640}', Role::Nothing),
            ('\u{064E}', Role::Nothing),
            ('’', Role::Nothing),
            ('۔', Role::Gap),
            ('،', Role::Gap),
            ('_', Role::Gap),
            ('\u{00A0}', Role::Gap),
            ('🔪', Role::Alone('🔪')),
            ('漢', Role::Alone('漢')),
            ('Б', Role::Letter('б')),
        ];
        for (c, want) in cases {
            assert_eq!(role_of(c), want, "{c:?}");
        }
    }
}
