//! Tells archives from documents that merely are built like one.
//!
//! A .docx or an .apk is a zip file inside, and for a person it is one document. An archive inside an archive is
//! listed and hashed as one file and never opened.

use super::name::has_extension;

/// How archives begin, and at which byte.
const ARCHIVES: [(usize, &[u8]); 10] = [
    (0, b"PK\x03\x04"),
    (0, b"PK\x05\x06"),
    (0, b"PK\x07\x08"),
    (0, b"Rar!\x1a\x07"),
    (0, b"7z\xbc\xaf\x27\x1c"),
    (0, b"\x1f\x8b\x08"),
    (0, b"BZh"),
    (0, b"\xfd7zXZ\0"),
    (0, b"\x28\xb5\x2f\xfd"),
    (257, b"ustar"),
];

/// Extensions of documents and programs that are zip files inside.
const DOCUMENTS: [&str; 22] = [
    "docx", "docm", "dotx", "xlsx", "xlsm", "xltx", "pptx", "pptm", "ppsx", "odt", "ods", "odp",
    "odg", "epub", "apk", "xapk", "aab", "jar", "pages", "numbers", "key", "kmz",
];

/// So many first bytes decide.
pub const HEAD: usize = 262;

/// Whether bytes begin as an archive does; `head` should be the first [`HEAD`] bytes.
#[must_use]
pub fn begins_like_archive(head: &[u8]) -> bool {
    ARCHIVES
        .iter()
        .any(|(at, magic)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic)))
}

/// Whether a name says that a zip file is one document.
#[must_use]
pub fn is_document(name: &str) -> bool {
    has_extension(name, &DOCUMENTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_is_known_by_its_first_bytes() {
        let mut tar = vec![b'a'; 257];
        tar.extend(b"ustar\0");
        for head in [
            &b"PK\x03\x04rest"[..],
            b"Rar!\x1a\x07\x01",
            b"\x1f\x8b\x08\0",
            &tar,
        ] {
            assert!(begins_like_archive(head));
        }
        for head in [
            &b""[..],
            b"PK",
            b"[12/03/2024",
            b"\x89PNG\r\n\x1a\n",
            &tar[..260],
        ] {
            assert!(!begins_like_archive(head));
        }
    }

    #[test]
    fn a_document_is_known_by_its_name() {
        assert!(is_document("FIR copy.DOCX") && is_document("a/b.apk"));
        assert!(!is_document("chat.zip") && !is_document("docx"));
    }
}
