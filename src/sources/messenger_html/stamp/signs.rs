//! A stamp cut into numbers, words and signs.

/// One part of a stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign<'a> {
    /// Digits of one script.
    Number {
        /// Their value.
        value: u32,
        /// How many digits there are.
        width: usize,
    },
    /// Letters, with the dots between and behind them.
    Word(&'a str),
    /// Any other visible character.
    Mark(char),
    /// One or more blanks.
    Blank,
}

/// Zero of the scripts that write dates: ASCII, Arabic-Indic, extended Arabic-Indic, Devanagari, Bengali, Gurmukhi,
/// Gujarati, Tamil, Telugu, Kannada, Thai, Myanmar, full width.
const ZEROS: [u32; 13] = [
    0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xc66, 0xce6, 0xe50, 0x1040, 0xff10,
];

/// The value of a digit of any script, and the script.
fn digit(c: char) -> Option<(u32, u32)> {
    let code = c as u32;
    let zero = ZEROS
        .into_iter()
        .find(|zero| (*zero..*zero + 10).contains(&code))?;
    Some((code - zero, zero))
}

/// Marks without width: directions, joiners at the edges, the byte order mark.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Marks of the parts of a date, which no blank parts from what they mark.
pub const DATE_MARKS: [char; 6] = ['年', '月', '日', '년', '월', '일'];

fn is_letter(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_ascii_punctuation()
        && digit(c).is_none()
        && !is_unseen(c)
        && !matches!(c, '،' | '、' | '：' | '–' | '—' | '−' | '·' | '•' | '，')
}

/// More signs than a stamp can have make no stamp.
const MOST: usize = 48;

/// Cuts a stamp. None where a number has digits of two scripts or more than four, or there is far too much text.
pub fn signs(text: &str) -> Option<Vec<Sign<'_>>> {
    let mut signs = Vec::with_capacity(16);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if signs.len() > MOST {
            return None;
        }
        if is_unseen(c) {
            rest = &rest[c.len_utf8()..];
        } else if c.is_whitespace() {
            rest = &rest[c.len_utf8()..];
            if signs.last() != Some(&Sign::Blank) {
                signs.push(Sign::Blank);
            }
        } else if let Some((_, script)) = digit(c) {
            let (mut value, mut width) = (0, 0);
            while let Some((digit, of)) = rest.chars().next().and_then(digit) {
                if of != script || width == 4 {
                    return None;
                }
                value = value * 10 + digit;
                width += 1;
                rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
            }
            signs.push(Sign::Number { value, width });
        } else if is_letter(c) {
            let length = word_length(rest);
            signs.push(Sign::Word(&rest[..length]));
            rest = &rest[length..];
        } else {
            signs.push(Sign::Mark(c));
            rest = &rest[c.len_utf8()..];
        }
    }
    Some(signs)
}

/// The length of the word at the start: letters, dots and apostrophes inside and a dot at the end. A mark of a date's part
/// is a word of its own.
fn word_length(text: &str) -> usize {
    let mut length = 0;
    for c in text.chars() {
        let is_mark = DATE_MARKS.contains(&c);
        if is_mark && length == 0 {
            return c.len_utf8();
        }
        // Joiners are letters of a word; unseen marks at its edges are not.
        if is_mark || !(is_letter(c) || matches!(c, '.' | '\'')) {
            break;
        }
        length += c.len_utf8();
    }
    length
}
