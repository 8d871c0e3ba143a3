//! Facebook writes each byte of a text's UTF-8 as a character of its own: `س` becomes `\u00d8\u00b3`.
//!
//! Undone string by string: each character back to one byte (Latin-1, not Windows-1252), strictly, once. Whatever does not
//! come out as UTF-8 stays as it was.

use memchr::memchr;

use super::elements::Elements;
use super::scanner::Scanner;
use super::text::{decode, hex, simple_escape};
use super::tiles::TileKind;
use crate::model::Encoding;

/// How the strings of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// A character per byte, as Facebook and Instagram write.
    Mojibake,
    /// As JSON means it.
    Plain,
}

/// Reads the strings of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    /// How they are written.
    pub writing: Writing,
    /// Whether the file holds what Facebook never writes: bytes that are not ASCII, or a character above U+00FF.
    pub is_resaved: bool,
}

impl Texts {
    /// The strings of a file whose writer uses UTF-8.
    pub fn plain() -> Self {
        Self {
            writing: Writing::Plain,
            is_resaved: false,
        }
    }

    /// The strings of a file by Facebook. If something else wrote it again, its strings decide by their number, so that one
    /// damaged string cannot change the reading of the others.
    pub fn of(bytes: &[u8], elements: &Elements) -> Self {
        let is_resaved = elements.has_wide_escape || !without_mark(bytes, elements).is_ascii();
        let writing = if is_resaved && !is_mostly_mojibake(bytes, elements) {
            Writing::Plain
        } else {
            Writing::Mojibake
        };
        Self {
            writing,
            is_resaved,
        }
    }

    /// The text between two quotes, and what happened to it on the way.
    pub fn read(self, raw: &[u8]) -> (String, Encoding) {
        if self.writing == Writing::Mojibake
            && let Some(read) = read_bytes(raw)
        {
            return read;
        }
        let decoded = decode(raw);
        let text = decoded.text.into_owned();
        if !decoded.is_sound {
            (text, Encoding::Undecodable)
        } else if self.writing == Writing::Plain {
            (text, Encoding::AsIs)
        } else {
            match repair(&text) {
                Repair::NotNeeded => (text, Encoding::AsIs),
                Repair::Done(repaired) => (repaired, Encoding::MojibakeRepaired),
                Repair::TooWide => (text, Encoding::Mixed),
                Repair::NotUtf8 => (text, Encoding::Undecodable),
            }
        }
    }
}

/// The outcome for a record of several strings: the one that says most against it.
pub fn worse(left: Encoding, right: Encoding) -> Encoding {
    let rank = |encoding: Encoding| match encoding {
        Encoding::AsIs => 0,
        Encoding::MojibakeRepaired => 1,
        Encoding::Mixed => 2,
        Encoding::Undecodable => 3,
    };
    if rank(left) < rank(right) {
        right
    } else {
        left
    }
}

enum Repair {
    NotNeeded,
    Done(String),
    TooWide,
    NotUtf8,
}

fn repair(text: &str) -> Repair {
    if text.is_ascii() {
        return Repair::NotNeeded;
    }
    let bytes: Result<Vec<u8>, _> = text.chars().map(u8::try_from).collect();
    match bytes.map(String::from_utf8) {
        Err(_) => Repair::TooWide,
        Ok(Err(_)) => Repair::NotUtf8,
        Ok(Ok(repaired)) => Repair::Done(repaired),
    }
}

/// The usual case in one pass: ASCII, and escapes up to U+00FF. None for anything else.
fn read_bytes(raw: &[u8]) -> Option<(String, Encoding)> {
    let Some(mut escape) = memchr(b'\\', raw) else {
        let text = std::str::from_utf8(raw)
            .ok()
            .filter(|text| text.is_ascii())?;
        return Some((text.to_owned(), Encoding::AsIs));
    };
    let mut bytes = Vec::with_capacity(raw.len());
    let mut at = 0;
    loop {
        let plain = raw.get(at..escape).filter(|plain| plain.is_ascii())?;
        bytes.extend_from_slice(plain);
        at = escape;
        while let Some([b'\\', kind]) = raw.get(at..at + 2) {
            if let Some(plain) = simple_escape(*kind) {
                bytes.push(plain);
                at += 2;
            } else {
                let Some([b'u', b'0', b'0', high, low]) = raw.get(at + 1..at + 6) else {
                    return None;
                };
                bytes.push(hex(*high)? << 4 | hex(*low)?);
                at += 6;
            }
        }
        let rest = raw.get(at..)?;
        match memchr(b'\\', rest) {
            // A lone backslash at the end stands before nothing.
            Some(0) => return None,
            Some(found) => escape = at + found,
            None if rest.is_ascii() => {
                bytes.extend_from_slice(rest);
                break;
            }
            None => return None,
        }
    }
    let encoding = if bytes.is_ascii() {
        Encoding::AsIs
    } else {
        Encoding::MojibakeRepaired
    };
    Some((String::from_utf8(bytes).ok()?, encoding))
}

fn without_mark<'a>(bytes: &'a [u8], elements: &Elements) -> &'a [u8] {
    if elements.has_mark {
        bytes.get(super::MARK.len()..).unwrap_or_default()
    } else {
        bytes
    }
}

/// So much of a string is looked at to tell how it is written.
const LONGEST: usize = 1 << 20;

/// Whether at least as many strings come out as UTF-8 as hold characters that no mojibake has.
fn is_mostly_mojibake(bytes: &[u8], elements: &Elements) -> bool {
    let (mut repaired, mut others) = (0_u64, 0_u64);
    let sound = (elements.tiles.forward())
        .filter(|tile| matches!(tile.kind, TileKind::Element | TileKind::Frame));
    for tile in sound {
        let slice = bytes.get(tile.start..tile.end).unwrap_or_default();
        let mut scanner = Scanner::new(slice);
        let mut at = 0;
        while let Some(found) = memchr(b'"', slice.get(at..).unwrap_or_default()) {
            let start = at + found;
            let Ok(end) = scanner.string(start) else {
                break;
            };
            at = end;
            let raw = slice.get(start + 1..end - 1).unwrap_or_default();
            // No copy is made of what no person wrote.
            let decoded = decode(raw.get(..LONGEST).unwrap_or(raw));
            match repair(&decoded.text) {
                Repair::Done(_) if decoded.is_sound => repaired += 1,
                Repair::TooWide | Repair::NotUtf8 if decoded.is_sound => others += 1,
                _ => {}
            }
        }
    }
    repaired >= others
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::json::{Lists, cut};

    const MOJIBAKE: Texts = Texts {
        writing: Writing::Mojibake,
        is_resaved: false,
    };

    #[test]
    fn each_string_is_repaired_strictly_and_once() {
        for (raw, text, encoding) in [
            ("plain", "plain", Encoding::AsIs),
            (r#"a\n\"b\""#, "a\n\"b\"", Encoding::AsIs),
            (
                r"\u00d8\u00b3\u00d9\u0084\u00d8\u00a7\u00d9\u0085",
                "سلام",
                Encoding::MojibakeRepaired,
            ),
            (
                r"ok \u00f0\u009f\u0098\u0080\n",
                "ok 😀\n",
                Encoding::MojibakeRepaired,
            ),
            (r"\u00C3\u00A9", "é", Encoding::MojibakeRepaired),
            // Twice broken is undone once: what comes out may not be guessed at again.
            (
                r"\u00c3\u0098\u00c2\u00b3",
                "Ø³",
                Encoding::MojibakeRepaired,
            ),
            // Windows-1252 would take the euro sign for 0x80.
            (r"\u20ac\u00d8", "€Ø", Encoding::Mixed),
            (r"caf\u00e9", "café", Encoding::Undecodable),
            (r"\u00d8", "Ø", Encoding::Undecodable),
            (r"\u0633", "س", Encoding::Mixed),
            ("Ø³", "س", Encoding::MojibakeRepaired),
            (r"\ud800\u00d8\u00b3", "\u{FFFD}Ø³", Encoding::Undecodable),
            (r"\u00d8\u00b3\", "Ø³\u{FFFD}", Encoding::Undecodable),
        ] {
            assert_eq!(
                MOJIBAKE.read(raw.as_bytes()),
                (text.to_owned(), encoding),
                "{raw}"
            );
        }
    }

    #[test]
    fn a_file_that_was_saved_again_decides_by_its_strings() {
        let of = |text: &str| {
            let elements = cut(text.as_bytes(), &["m"], Lists::Named, &|_| true);
            let texts = Texts::of(text.as_bytes(), &elements);
            (texts.writing, texts.is_resaved)
        };
        for (text, found) in [
            (
                r#"{"m":[{"a":"\u00d8\u00b3"}]}"#,
                (Writing::Mojibake, false),
            ),
            (
                r#"{"m":[{"a":"\u00d8\u00b3"},{"a":"x\u200e"}]}"#,
                (Writing::Mojibake, true),
            ),
            (r#"{"m":[{"a":"Ø³"},{"a":"x"}]}"#, (Writing::Mojibake, true)),
            (r#"{"m":[{"a":"سلام"},{"a":"é"}]}"#, (Writing::Plain, true)),
            (
                r#"{"m":[{"a":"\u0633"},{"a":"\u00e9"}]}"#,
                (Writing::Plain, true),
            ),
        ] {
            assert_eq!(of(text), found, "{text}");
        }
    }
}
