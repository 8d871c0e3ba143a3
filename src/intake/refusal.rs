//! Why a member is not read, and what is odd about an archive as a whole.

use std::fmt;

use crate::model::{Note, Severity};

/// Why a member is listed and not read. The archive itself is kept byte for byte all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Refusal {
    /// The name is empty, absolute, holds a NUL, names a drive or leads out of the folder.
    NameEscapes,
    /// The archive ends before the member does.
    Cut,
    /// A link, a device or another thing that is no file.
    NotAFile,
    /// Another member has the same name and other bytes.
    SameName,
    /// Its bytes are also the bytes of another member, or of the archive's list.
    Overlaps,
    /// The header at the member and the archive's list say different things.
    Disagrees,
    /// It needs a password.
    Encrypted,
    /// It grows to more bytes than `docs/limits.md` allows.
    TooLarge,
    /// The bytes do not fit their checksum or their length, or cannot be unpacked.
    Damaged,
    /// It is packed with a method other than STORED and DEFLATE.
    UnknownMethod,
    /// A link or another thing inside a folder that is no file.
    LinkInFolder,
    /// A file inside a folder that the system does not let us read.
    NotReadable,
    /// It was in the case and was removed from it for good.
    Removed,
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Self; 13] = [
        Self::NameEscapes,
        Self::Cut,
        Self::NotAFile,
        Self::SameName,
        Self::Overlaps,
        Self::Disagrees,
        Self::Encrypted,
        Self::TooLarge,
        Self::Damaged,
        Self::UnknownMethod,
        Self::LinkInFolder,
        Self::NotReadable,
        Self::Removed,
    ];

    /// The code of its note.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NameEscapes => "C-ZIP-01",
            Self::Cut => "C-ZIP-02",
            Self::NotAFile => "C-ZIP-03",
            Self::SameName => "C-ZIP-04",
            Self::Overlaps => "C-ZIP-05",
            Self::Disagrees => "C-ZIP-06",
            Self::Encrypted => "C-ZIP-07",
            Self::TooLarge => "C-ZIP-09",
            Self::Damaged => "C-ZIP-11",
            Self::UnknownMethod => "C-ZIP-12",
            Self::LinkInFolder => "C-FOLDER-01",
            Self::NotReadable => "C-FOLDER-02",
            Self::Removed => "C-GONE-01",
        }
    }

    /// One English sentence.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NameEscapes => {
                "This entry's name leads out of its folder; it is listed and not read."
            }
            Self::Cut => "The archive ends before this entry does; it is listed and not read.",
            Self::NotAFile => "This entry is a link or a special file; it is listed and not read.",
            Self::SameName => {
                "Two entries have this name and different bytes; none of them is read."
            }
            Self::Overlaps => {
                "This entry shares its bytes with another one; it is listed and not read."
            }
            Self::Disagrees => {
                "The archive says two different things about this entry; it is listed and not read."
            }
            Self::Encrypted => "This entry needs a password; it is listed and not read.",
            Self::TooLarge => {
                "This entry grows to more than the limits allow; it is listed and not unpacked."
            }
            Self::Damaged => {
                "This entry does not fit its own checksum or length; it is listed and not read."
            }
            Self::UnknownMethod => {
                "This entry is packed in a way that this program does not unpack; it is listed and not read."
            }
            Self::LinkInFolder => {
                "This is a link or a special file inside the folder; it is listed and not followed."
            }
            Self::NotReadable => {
                "This file could not be read from the disk; it is listed and not read."
            }
            Self::Removed => "This file was removed from the case; its number stays.",
        }
    }

    /// The note about a member.
    #[must_use]
    pub fn note(self, place: impl fmt::Display) -> Note {
        let severity = match self {
            Self::Removed => Severity::Info,
            _ => Severity::Check,
        };
        Note::new(self.code(), severity, place, self.sentence())
    }
}

/// What is odd about an archive as a whole. All that can be read of it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The list at the end is missing or damaged; entries were looked for from the front.
    Truncated {
        /// Entries whose bytes are all there and fit their checksum.
        whole: u32,
        /// Bytes that belong to no whole entry.
        unread_bytes: u64,
    },
    /// There are more entries than the limit; the rest is not listed.
    TooMany {
        /// How many are listed.
        listed: u32,
    },
    /// The archive holds entries that its own list does not name.
    Unlisted {
        /// How many entry headers stand in the unlisted bytes.
        entries: u32,
        /// Bytes that belong to no listed entry.
        bytes: u64,
    },
    /// The archive can be read in two ways: two lists, or a list that counts wrongly.
    Ambiguous,
    /// Names are written with backslashes; they are shown as written.
    Backslashes {
        /// How many names.
        names: u32,
    },
}

impl Finding {
    /// The note about the archive.
    #[must_use]
    pub fn note(&self, place: impl fmt::Display) -> Note {
        match self {
            Self::Truncated { whole, unread_bytes } => Note::new(
                "C-ZIP-02",
                Severity::Check,
                place,
                "This archive is cut or its list is damaged; every entry that is whole was read, the rest was not.",
            )
            .with("whole_entries", *whole)
            .with("unread_bytes", *unread_bytes),
            Self::TooMany { listed } => Note::new(
                "C-ZIP-10",
                Severity::Check,
                place,
                "This archive holds more entries than the limit; the rest is not listed and not read.",
            )
            .with("listed", *listed),
            Self::Unlisted { entries: 0, bytes } => Note::new(
                "C-ZIP-13",
                Severity::Info,
                place,
                "This archive holds bytes that belong to no entry; they are kept and not read.",
            )
            .with("bytes", *bytes),
            Self::Unlisted { entries, bytes } => Note::new(
                "C-ZIP-13",
                Severity::Check,
                place,
                "This archive holds entries that its own list does not name; they are kept and not read.",
            )
            .with("entries", *entries)
            .with("bytes", *bytes),
            Self::Ambiguous => Note::new(
                "C-ZIP-14",
                Severity::Check,
                place,
                "This archive has more than one list, or its list counts wrongly; other programs may show other entries.",
            ),
            Self::Backslashes { names } => Note::new(
                "C-ZIP-15",
                Severity::Info,
                place,
                "Names in this archive are written with backslashes; they are shown as written.",
            )
            .with("names", *names),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_own_code_and_sentence() {
        let codes: std::collections::BTreeSet<_> = Refusal::ALL
            .iter()
            .map(|r| (r.code(), r.sentence()))
            .collect();
        assert_eq!(codes.len(), Refusal::ALL.len());
    }
}
