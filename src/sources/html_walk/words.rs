//! Text of a page: UTF-8 with entities, decoded once.

use std::borrow::Cow;

use memchr::memchr;

/// Text that is put together from stretches of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// The text: entities decoded, bytes that are not UTF-8 replaced by U+FFFD, all else as it stands.
    pub text: String,
    /// Whether some bytes were not UTF-8.
    pub is_undecodable: bool,
}

impl Words {
    /// Appends a stretch of text.
    pub fn push(&mut self, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) => decode_into(text, &mut self.text),
            Err(_) => {
                self.is_undecodable = true;
                decode_into(&String::from_utf8_lossy(bytes), &mut self.text);
            }
        }
    }

    /// Whether nothing but blanks stands there.
    pub fn is_blank(&self) -> bool {
        self.text.bytes().all(|b| b.is_ascii_whitespace())
    }
}

/// Decodes the entities of a text. What is no entity stays as it is.
pub fn decode(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    decode_into(text, &mut decoded);
    Cow::Owned(decoded)
}

fn decode_into(text: &str, into: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        into.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((letter, length)) = entity(rest) else {
            into.push('&');
            rest = &rest[1..];
            continue;
        };
        into.push(letter);
        rest = &rest[length..];
    }
    into.push_str(rest);
}

/// Entities that exports write have at most so many bytes: `&#x10FFFF;`.
const LONGEST: usize = 10;

/// The entity at the start of a text, and its length. Only closed ones that pages of exports hold: numbers, and the names
/// of the characters that HTML needs. All others stay as they are written, so nothing is lost.
fn entity(text: &str) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    let end = memchr(b';', &bytes[..bytes.len().min(LONGEST)])?;
    let name = text.get(1..end)?;
    let letter = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => number(name.strip_prefix('#')?)?,
    };
    Some((letter, end + 1))
}

/// The character of a numeric entity. Controls stay as written: browsers disagree with the plain reading there.
fn number(digits: &str) -> Option<char> {
    let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16),
        None => (digits, 10),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let letter = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    let is_plain = matches!(letter, '\t' | '\n') || !letter.is_control();
    is_plain.then_some(letter)
}
