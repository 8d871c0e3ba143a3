//! Names of payload files: neutral, ASCII, and safe on every file system.
//!
//! ```text
//! data/originals/S1.zip   data/originals/S2-4.bin   data/records/S1.jsonl
//! ```
//!
//! No name of a person's file ever becomes a path: no tool handles such names alike (percent signs, Unicode
//! normal forms, case). Names that are not ours are judged here too, before any of them is opened.

use crate::model::SourceId;

/// The longest payload path, in bytes.
pub const LONGEST: usize = 100;

/// Extensions that an original keeps. Anything else, programs and scripts above all, becomes `bin`.
const EXTENSIONS: &[&str] = &[
    "3gp", "aac", "amr", "csv", "doc", "docx", "eml", "gif", "heic", "heif", "jpeg", "jpg", "json",
    "m4a", "mkv", "mov", "mp3", "mp4", "oga", "ogg", "opus", "pdf", "png", "txt", "vcf", "wav",
    "webm", "webp", "xls", "xlsx", "zip",
];

/// Names that Windows keeps for devices, with or without an extension.
const RESERVED: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Why a name may not stand in a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadName {
    /// Empty, or with an empty part.
    Empty,
    /// A byte outside `[A-Za-z0-9._-]` and `/`.
    Character,
    /// Longer than [`LONGEST`].
    Long,
    /// A part that Windows keeps for a device.
    Reserved,
    /// A part that begins or ends with a dot, or begins with `-`.
    Edge,
}

impl BadName {
    /// The word used in the facts of a finding.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Character => "character",
            Self::Long => "too_long",
            Self::Reserved => "reserved",
            Self::Edge => "edge",
        }
    }
}

/// Checks one path of a bundle (`docs/bundle.md`, Names).
///
/// # Errors
/// The first rule that it breaks.
pub fn check_name(path: &str) -> Result<(), BadName> {
    if path.len() > LONGEST {
        return Err(BadName::Long);
    }
    for part in path.split('/') {
        if part.is_empty() {
            return Err(BadName::Empty);
        }
        if !part
            .bytes()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'_' | b'-'))
        {
            return Err(BadName::Character);
        }
        if part.starts_with(['.', '-']) || part.ends_with('.') {
            return Err(BadName::Edge);
        }
        let stem = part.split('.').next().unwrap_or_default();
        if RESERVED.contains(&stem.to_ascii_lowercase().as_str()) {
            return Err(BadName::Reserved);
        }
    }
    Ok(())
}

/// The extension under which an original is stored, from its given name.
#[must_use]
pub fn neutral_extension(given_name: &str) -> &'static str {
    let Some((_, extension)) = given_name.rsplit_once('.') else {
        return "bin";
    };
    let extension = extension.to_ascii_lowercase();
    EXTENSIONS
        .iter()
        .find(|known| **known == extension)
        .copied()
        .unwrap_or("bin")
}

/// The id of an original, and the stem of its file: `S1`, or `S2-4` where a source has several.
#[must_use]
pub fn original_id(source: SourceId, number: Option<u32>) -> String {
    match number {
        Some(n) => format!("{source}-{n}"),
        None => source.to_string(),
    }
}

/// Whether a path of a bag, ours or not, stays inside the bag on every system.
///
/// Refused are absolute paths, drive letters, UNC paths, `..` between either kind of slash, home shortcuts and
/// NUL, on every system alike: a bag must not mean one thing here and another thing there.
#[must_use]
pub fn stays_inside(path: &str) -> bool {
    let bytes = path.as_bytes();
    let drive = bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':';
    !(path.is_empty()
        || path.starts_with(['/', '\\', '~'])
        || drive
        || path.contains('\0')
        || path.split(['/', '\\']).any(|part| part == ".."))
}

/// What a known payload path of a bundle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// `data/originals/…`
    Original,
    /// `data/records/S1.jsonl`
    Records(SourceId),
    /// One of the single files, by its path.
    Single(&'static str),
}

/// The single payload files, all of which every bundle has.
pub const SINGLES: [&str; 7] = [
    "data/exhibits.csv",
    "data/journal.jsonl",
    "data/members.csv",
    "data/messages.csv",
    "data/notes.jsonl",
    "data/sources.csv",
    "data/words.json",
];

/// The tag files of a bundle, `tagmanifest-sha256.txt` excepted: exactly what that file lists, in order.
pub const TAG_FILES: [&str; 4] = [
    "VERIFY.txt",
    "bag-info.txt",
    "bagit.txt",
    "manifest-sha256.txt",
];

/// Recognizes a payload path of a bundle; none for a path that has no meaning in one.
#[must_use]
pub fn recognize(path: &str) -> Option<Known> {
    if let Some(single) = SINGLES.iter().find(|single| **single == path) {
        return Some(Known::Single(single));
    }
    if let Some(name) = path.strip_prefix("data/originals/") {
        return is_original_name(name).then_some(Known::Original);
    }
    let stem = path.strip_prefix("data/records/")?.strip_suffix(".jsonl")?;
    stem.parse().ok().map(Known::Records)
}

/// `S1.zip`, `S2-4.bin`, or `S3-F2.txt` for a member that is kept without its source.
fn is_original_name(name: &str) -> bool {
    let Some((stem, extension)) = name.split_once('.') else {
        return false;
    };
    let (source, number) = stem
        .split_once('-')
        .map_or((stem, None), |(source, number)| (source, Some(number)));
    let numbered = number.is_none_or(|number| {
        let digits = number.strip_prefix('F').unwrap_or(number);
        !digits.starts_with('0') && digits.parse::<u32>().is_ok()
    });
    source.parse::<SourceId>().is_ok()
        && numbered
        && (extension == "bin" || EXTENSIONS.contains(&extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_name_is_plain_short_and_free_of_devices() {
        let long = "a".repeat(LONGEST + 1);
        for (path, expected) in [
            ("data/originals/S1.zip", Ok(())),
            ("data/a_b-c.d", Ok(())),
            ("", Err(BadName::Empty)),
            ("data//x", Err(BadName::Empty)),
            ("data/", Err(BadName::Empty)),
            ("data/a b", Err(BadName::Character)),
            ("data/50%.txt", Err(BadName::Character)),
            ("data/é", Err(BadName::Character)),
            ("data\\x", Err(BadName::Character)),
            ("data/nul.txt", Err(BadName::Reserved)),
            ("data/COM1", Err(BadName::Reserved)),
            ("data/.hidden", Err(BadName::Edge)),
            ("data/x.", Err(BadName::Edge)),
            ("data/-rf", Err(BadName::Edge)),
            ("../x", Err(BadName::Edge)),
            (long.as_str(), Err(BadName::Long)),
        ] {
            assert_eq!(check_name(path), expected, "{path}");
        }
    }

    #[test]
    fn a_program_is_stored_under_an_extension_that_nothing_opens() {
        for (given, extension) in [
            ("WhatsApp Chat with X.ZIP", "zip"),
            ("IMG.JPG", "jpg"),
            ("invoice.pdf.exe", "bin"),
            ("gift.apk", "bin"),
            ("page.html", "bin"),
            ("noextension", "bin"),
            ("odd.پی", "bin"),
        ] {
            assert_eq!(neutral_extension(given), extension, "{given}");
        }
    }

    #[test]
    fn a_path_that_leaves_the_bag_anywhere_is_refused_everywhere() {
        for path in [
            "data/x",
            "data/dir1/~x",
            "data/a..b",
            "data/%7Edir/x",
            "data/...",
            "package-info.txt",
        ] {
            assert!(stays_inside(path), "{path}");
        }
        for path in [
            "",
            "/tmp/x",
            "~/x",
            "~root/x",
            "C:\\x",
            "c:x",
            "\\\\?\\UNC\\x",
            "data/../../x",
            "data\\..\\x",
            "..",
            "a\0b",
        ] {
            assert!(!stays_inside(path), "{path}");
        }
    }

    #[test]
    fn only_paths_of_the_layout_are_known() {
        let first = SourceId::first();
        assert_eq!(
            recognize("data/records/S1.jsonl"),
            Some(Known::Records(first))
        );
        assert_eq!(
            recognize("data/words.json"),
            Some(Known::Single("data/words.json"))
        );
        for path in [
            "data/originals/S1.zip",
            "data/originals/S2-4.bin",
            "data/originals/S3-F2.txt",
        ] {
            assert_eq!(recognize(path), Some(Known::Original), "{path}");
        }
        for path in [
            "data/x",
            "data/records/S0.jsonl",
            "data/records/S1.json",
            "data/originals/S1",
            "data/originals/S1.exe",
            "data/originals/S1-0.zip",
            "data/originals/S1-1.tar.zip",
            "data/originals/a/S1.zip",
            "words.json",
        ] {
            assert_eq!(recognize(path), None, "{path}");
        }
        for name in SINGLES.iter().chain(&TAG_FILES) {
            assert_eq!(check_name(name), Ok(()));
        }
    }
}
