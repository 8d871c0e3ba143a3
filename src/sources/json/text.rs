//! From the bytes between two quotes to text: escapes undone, nothing lost in silence.

use std::borrow::Cow;

use memchr::memchr;

/// A string as the file states it.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, with U+FFFD for each sequence that is none.
    pub text: Cow<'a, str>,
    /// Whether all of it was UTF-8, sound escapes and paired surrogates.
    pub is_sound: bool,
}

/// Undoes the escapes of a string.
pub fn decode(raw: &[u8]) -> Decoded<'_> {
    let Some(first) = memchr(b'\\', raw) else {
        let text = String::from_utf8_lossy(raw);
        let is_sound = matches!(text, Cow::Borrowed(_));
        return Decoded { text, is_sound };
    };
    let mut text = String::with_capacity(raw.len());
    let mut is_sound = true;
    let (mut at, mut next) = (0, Some(first));
    while let Some(escape) = next {
        push_plain(&mut text, raw.get(at..escape), &mut is_sound);
        let (decoded, length) = unescape(raw.get(escape..).unwrap_or_default());
        is_sound &= decoded.is_some();
        text.push(decoded.unwrap_or(char::REPLACEMENT_CHARACTER));
        at = escape + length;
        let rest = raw.get(at..).unwrap_or_default();
        next = memchr(b'\\', rest).map(|found| at + found);
    }
    push_plain(&mut text, raw.get(at..), &mut is_sound);
    Decoded {
        text: Cow::Owned(text),
        is_sound,
    }
}

fn push_plain(text: &mut String, bytes: Option<&[u8]>, is_sound: &mut bool) {
    match String::from_utf8_lossy(bytes.unwrap_or_default()) {
        Cow::Borrowed(plain) => text.push_str(plain),
        Cow::Owned(repaired) => {
            *is_sound = false;
            text.push_str(&repaired);
        }
    }
}

/// The character of the escape at the start, none if it is none, and its length. Of a broken escape only the backslash is
/// taken; what follows stays as it stands.
fn unescape(raw: &[u8]) -> (Option<char>, usize) {
    if let Some(plain) = raw.get(1).and_then(|byte| simple_escape(*byte)) {
        return (Some(char::from(plain)), 2);
    }
    match (code_unit(raw), raw.get(6..).and_then(code_unit)) {
        (Some(high @ 0xD800..=0xDBFF), Some(low @ 0xDC00..=0xDFFF)) => {
            let pair = 0x1_0000 + ((u32::from(high) - 0xD800) << 10) + (u32::from(low) - 0xDC00);
            (char::from_u32(pair), 12)
        }
        (Some(unit), _) => (char::from_u32(u32::from(unit)), 6),
        (None, _) => (None, 1),
    }
}

/// What a backslash and this byte stand for, if not a number follows.
pub fn simple_escape(byte: u8) -> Option<u8> {
    Some(match byte {
        b'"' | b'\\' | b'/' => byte,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        _ => return None,
    })
}

/// The number of `\uXXXX` at the start.
fn code_unit(raw: &[u8]) -> Option<u16> {
    let digits: &[u8; 4] = raw.strip_prefix(b"\\u")?.first_chunk()?;
    digits
        .iter()
        .try_fold(0, |unit, digit| Some(unit << 4 | u16::from(hex(*digit)?)))
}

/// The value of a hexadecimal digit.
pub fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_and_what_is_none_is_marked() {
        for (raw, text, is_sound) in [
            (&b"plain"[..], "plain", true),
            (br#"a\"b\\c\/d\n\t\u0041"#, "a\"b\\c/d\n\tA", true),
            (br"\ud83d\ude00!", "😀!", true),
            (br"\ud83dx", "\u{FFFD}x", false),
            (br"\ude00\ud83d", "\u{FFFD}\u{FFFD}", false),
            (br"\u00g0", "\u{FFFD}u00g0", false),
            (br"\x41", "\u{FFFD}x41", false),
            (br"end\", "end\u{FFFD}", false),
            (b"a\xFF\xFEb\xE2\x82", "a\u{FFFD}\u{FFFD}b\u{FFFD}", false),
            ("سلام\\n".as_bytes(), "سلام\n", true),
        ] {
            // A lone surrogate is six bytes; only it is replaced, not the rest.
            let decoded = decode(raw);
            assert_eq!(decoded.text, text);
            assert_eq!(decoded.is_sound, is_sound, "{text}");
        }
    }

    #[test]
    fn sound_strings_are_read_as_serde_reads_them() {
        for raw in [r"a\u0000\u00d8\u2028\ud83d\ude00", r#"\b\f\"\/"#, "é۔"] {
            let wanted: String = serde_json::from_str(&format!("\"{raw}\"")).unwrap();
            assert_eq!(decode(raw.as_bytes()).text, wanted);
        }
    }
}
