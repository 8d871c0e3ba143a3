//! Any other file: kept, hashed, described by its first bytes. No reading is claimed.

use serde_json::Map;

use super::facebook::foreign;
use super::pictures::{item_of, source_of};
use super::{Format, Hints, Recognition};
use crate::model::{Address, Export, Line, Member, Note, Reading, Severity, SourceId};

/// First bytes that tell the type.
const HEAD: u64 = 4096;
/// So many bytes of a text's first line are quoted.
const QUOTED: usize = 32;

/// The reader of everything that no other reader knows.
pub struct Files;

impl Format for Files {
    fn name(&self) -> &'static str {
        "files"
    }

    fn recognize(&self, _: &Export) -> Recognition {
        Recognition::Perhaps("any file is kept and hashed".into())
    }

    fn read(&self, export: &Export, id: SourceId, _: &Hints, out: &mut dyn FnMut(Line)) {
        let source = source_of(export, id, self.name());
        let members = source.members.clone();
        out(Line::Source(Box::new(source)));
        let mut notes = Vec::new();
        for member in members.iter().filter(|m| m.read == Reading::Yes) {
            let head = export.peek(member.n, HEAD).unwrap_or_default();
            let found = media_type(&head);
            let fields = Map::from_iter([("media_type".to_owned(), found.into())]);
            out(Line::Record(Box::new(item_of(member, id, "file", fields))));
            let place = Address::member(id, member.n);
            // A return to an investigator or another app's download is called by its name.
            match foreign::note(&member.name, &head, place) {
                Some(note) => notes.push(note),
                None => notes.extend(doubts(member, &head, found, place)),
            }
        }
        notes.into_iter().for_each(|note| out(Line::Note(note)));
    }
}

/// Types that are told by how a file begins. The longer beginnings stand first.
const BEGINNINGS: [(usize, &[u8], &str); 27] = [
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\x1f\x8b", "application/gzip"),
    (257, b"ustar", "application/x-tar"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "application/x-ole-storage",
    ),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"MZ", "application/vnd.microsoft.portable-executable"),
    (0, b"\x7fELF", "application/x-elf"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"fLaC", "audio/flac"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/x-matroska"),
    (0, b"BEGIN:VCARD", "text/vcard"),
    (0, b"<!DOCTYPE html", "text/html"),
    (0, b"<html", "text/html"),
];

/// The media type by the first bytes; text where they are UTF-8 without controls, else unknown bytes.
#[must_use]
pub fn media_type(head: &[u8]) -> &'static str {
    if let Some(kind) = crate::pictures::PictureKind::of(head) {
        return kind.media_type();
    }
    let begins = |(at, magic, _): &&(usize, &[u8], &str)| {
        head.get(*at..).is_some_and(|rest| rest.starts_with(magic))
    };
    if let Some((.., found)) = BEGINNINGS.iter().find(begins) {
        return found;
    }
    let is_text = match std::str::from_utf8(head) {
        Ok(_) => true,
        // The head may end inside a character.
        Err(e) => e.error_len().is_none() && head.len() >= 4,
    };
    let has_controls = head
        .iter()
        .any(|&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c));
    if is_text && !has_controls && !head.is_empty() {
        "text/plain"
    } else {
        "application/octet-stream"
    }
}

/// What a person should know about a file that nobody reads.
fn doubts(member: &Member, head: &[u8], media_type: &str, place: Address) -> Option<Note> {
    let name = member
        .name
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let is_chat = name.starts_with("whatsapp chat") || name.starts_with("_chat");
    let is_document = matches!(
        media_type,
        "application/pdf" | "application/rtf" | "application/x-ole-storage"
    ) || [".docx", ".doc", ".odt", ".pages", ".pdf", ".rtf"]
        .iter()
        .any(|e| name.ends_with(e));
    if member.size == 0 {
        return Some(Note::new(
            "C-FILE-03",
            Severity::Check,
            place,
            "This file is empty. Ask for it again.",
        ));
    }
    if is_chat && is_document {
        let text = "This looks like a re-saved copy of a chat; it is kept as a document and not read. Ask for the file that WhatsApp made.";
        return Some(Note::new("E-FILE-01", Severity::Check, place, text));
    }
    (media_type == "text/plain").then(|| unknown_text(head, place))
}

/// A text may be meant as a chat. Its first bytes help whoever is asked why it is not read as one.
fn unknown_text(head: &[u8], place: Address) -> Note {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let quoted: Vec<String> = line
        .iter()
        .take(QUOTED)
        .map(|b| format!("{b:02x}"))
        .collect();
    let text = format!(
        "No line of this text begins as a known app begins its lines; it is kept as a document. Its first bytes are {}.",
        quoted.join(" ")
    );
    Note::new("E-FILE-01", Severity::Check, place, text).with("first_bytes", quoted.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_told_by_the_first_bytes() {
        for (head, expected) in [
            (&b"%PDF-1.7\n"[..], "application/pdf"),
            (b"OggS\0\x02", "audio/ogg"),
            (b"\0\0\0\x18ftypisom", "video/mp4"),
            (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
            (b"\0\0\0\x18ftypheic", "image/heic"),
            (b"RIFF\0\0\0\0WAVE", "audio/wav"),
            ("ثبوت".as_bytes(), "text/plain"),
            (&"ثبوت".as_bytes()[..7], "text/plain"),
            (b"a\0b", "application/octet-stream"),
            (b"\xff\xfe\x01", "application/octet-stream"),
            (b"", "application/octet-stream"),
        ] {
            assert_eq!(media_type(head), expected, "{head:?}");
        }
    }

    #[test]
    fn one_item_covers_each_file_and_doubts_are_told() {
        let files = [
            ("a.bin", &b"\0\x01"[..]),
            ("WhatsApp Chat with X.pdf", b"%PDF-1.7"),
            ("empty", b""),
            ("letter.txt", b"Dear Sir,\nplease"),
        ];
        let export = Export::from_memory(
            "set",
            files
                .iter()
                .map(|(n, b)| ((*n).to_owned(), b.to_vec()))
                .collect(),
        );
        let mut lines = Vec::new();
        Files.read(&export, SourceId::first(), &Hints::default(), &mut |line| {
            lines.push(line);
        });
        let said: Vec<String> = lines
            .iter()
            .map(|line| match line {
                Line::Source(s) => s.format.clone(),
                Line::Record(r) => format!("{} {:?}", r.address, r.bytes),
                Line::Note(n) => format!("{} {}", n.code, n.place),
                _ => "?".into(),
            })
            .collect();
        assert_eq!(
            said,
            [
                "files",
                "S1:F1:I0 [0, 2]",
                "S1:F2:I0 [0, 8]",
                "S1:F3:I0 [0, 0]",
                "S1:F4:I0 [0, 16]",
                "E-FILE-01 S1:F2",
                "C-FILE-03 S1:F3",
                "E-FILE-01 S1:F4"
            ]
        );
        let last = lines.last().and_then(|line| match line {
            Line::Note(note) => note.facts.get("first_bytes"),
            _ => None,
        });
        assert_eq!(last, Some(&"446561722053697 22c".replace(' ', "").into()));
    }
}
