//! Names as they stand in an archive or on a disk: bytes first, text second.
//!
//! `چیٹ.txt` written by an old Windows program is cp1256 without any mark. It decodes as cp437 and looks
//! wrong, so the raw bytes are kept in hex beside it.

use oem_cp::code_table::DECODING_TABLE_CP437;

/// A name as text, and its bytes where the text alone would not give them back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The text that is shown and matched.
    pub text: String,
    /// The raw bytes in hex, unless they are the UTF-8 of `text`.
    pub bytes: Option<String>,
}

impl Name {
    /// UTF-8 where the bytes are valid UTF-8, else cp437 (APPNOTE appendix D).
    #[must_use]
    pub fn decode(raw: &[u8]) -> Self {
        match std::str::from_utf8(raw) {
            Ok(text) => Self {
                text: text.to_owned(),
                bytes: None,
            },
            Err(_) => Self::with_text(
                oem_cp::decode_string_complete_table(raw, &DECODING_TABLE_CP437),
                raw,
            ),
        }
    }

    /// A name whose text is known from elsewhere, such as the Unicode path field.
    #[must_use]
    pub fn with_text(text: String, raw: &[u8]) -> Self {
        let bytes = (text.as_bytes() != raw).then(|| hex(raw));
        Self { text, bytes }
    }
}

/// Lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|b| {
            [
                DIGITS[usize::from(b >> 4)] as char,
                DIGITS[usize::from(b & 15)] as char,
            ]
        })
        .collect()
}

/// Whether a name would leave the folder that it is unpacked into, on any system.
///
/// Nothing is ever unpacked under such a name here; but other programs do it, and differ in how.
#[must_use]
pub fn escapes(name: &str) -> bool {
    let drive = |b: &[u8]| b.len() >= 2 && b[0].is_ascii_alphabetic() && b[1] == b':';
    name.is_empty()
        || name.contains('\0')
        || name.starts_with(['/', '\\'])
        || drive(name.as_bytes())
        || name.split(['/', '\\']).any(|part| part == "..")
}

/// The name that two entries must not share: `a/./b`, `a//b` and `a\b` unpack to the same file.
#[must_use]
pub fn target(name: &str) -> String {
    name.split(['/', '\\'])
        .filter(|part| !part.is_empty() && *part != ".")
        .collect::<Vec<_>>()
        .join("/")
}

/// Files that an operating system leaves behind. They are booked and hashed, and not read.
#[must_use]
pub fn is_rubbish(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    let last = parts.next_back().unwrap_or_default();
    last.starts_with("._")
        || [".DS_Store", "Thumbs.db", "desktop.ini", "Desktop.ini"].contains(&last)
        || parts.any(|part| part == "__MACOSX")
}

/// Whether the name ends in one of these extensions, given in lower case without a dot.
#[must_use]
pub fn has_extension(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, found)| extensions.iter().any(|e| found.eq_ignore_ascii_case(e)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_utf_8_else_cp437_and_its_bytes_are_kept() {
        for (raw, text, bytes) in [
            (&b"_chat.txt"[..], "_chat.txt", None),
            ("چیٹ.txt".as_bytes(), "چیٹ.txt", None),
            ("e\u{301}.txt".as_bytes(), "e\u{301}.txt", None),
            (b"caf\x82.txt", "café.txt", Some("636166822e747874")),
            (b"\xda\xed\xca.txt", "┌φ╩.txt", Some("daedca2e747874")),
        ] {
            assert_eq!(
                Name::decode(raw),
                Name {
                    text: text.to_owned(),
                    bytes: bytes.map(str::to_owned)
                }
            );
        }
    }

    #[test]
    fn a_name_that_leads_out_is_told_from_one_that_does_not() {
        for name in [
            "",
            "/etc/x",
            "\\x",
            "../x",
            "a/../../x",
            "a\\..\\x",
            "..",
            "C:\\x",
            "c:x",
            "C:/x",
            "\\\\server\\x",
            "a\0b",
        ] {
            assert!(escapes(name), "{name:?}");
        }
        for name in [
            "x",
            "a/b",
            "a\\b",
            "..x",
            "x..",
            "a/..b",
            "a/.../b",
            ".",
            "1:2",
            "WhatsApp Chat with A: B.txt",
        ] {
            assert!(!escapes(name), "{name:?}");
        }
    }

    #[test]
    fn names_of_the_same_file_have_the_same_target() {
        for name in ["a/b", "a//b", "./a/b", "a/./b", "a\\b"] {
            assert_eq!(target(name), "a/b", "{name}");
        }
        assert_ne!(target("a/B"), target("a/b"));
    }

    #[test]
    fn rubbish_is_known_by_its_whole_name() {
        for name in [
            "__MACOSX/._x.jpg",
            "__MACOSX/x",
            "a/__MACOSX/x",
            "._x",
            "a/._x",
            ".DS_Store",
            "a/Thumbs.db",
        ] {
            assert!(is_rubbish(name), "{name}");
        }
        for name in ["MACOSX/x", "__MACOSX", "x._", "_chat.txt", "DS_Store"] {
            assert!(!is_rubbish(name), "{name}");
        }
    }
}
