//! Attachments: lines that name a file, found by structure first and by wording second.
//!
//! ```text
//! IMG-20240821-WA0007.jpg (file attached)         Android; a caption may follow on the next lines
//! <attached: 00000012-PHOTO-2024-08-05-23-06-07.jpg>        iPhone
//! Report.pdf • 2 pages <attached: 00000013-Report.pdf>      iPhone, documents
//! 2017-07-25-PHOTO-00000043.jpg <attached>                  iPhone, old
//! ```
//! A name of a file of the export in one of these places is an attachment in every language; a name that is not there
//! only within words of the table.

use std::cell::Cell;
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::fold::{Folded, is_blank, is_mark};
use super::phrases::{Around, Platform, phrases};
use crate::model::{Attachment, Digest, Export, Media, State};
use crate::sources::media_files::file_name;

/// The files of an export that messages can name.
pub struct Names {
    exact: HashMap<String, usize>,
    loose: HashMap<String, usize>,
    files: Vec<(u32, Option<Digest>, Cell<bool>)>,
}

fn loose(name: &str) -> String {
    name.nfc()
        .filter(|c| !is_mark(*c))
        .map(|c| if is_blank(c) { ' ' } else { c })
        .collect()
}

impl Names {
    /// The files beside a transcript in `folder`, and all others of the export, without the transcripts.
    pub fn new(export: &Export, transcripts: &[u32], folder: &str) -> Self {
        let mut names = Self {
            exact: HashMap::new(),
            loose: HashMap::new(),
            files: Vec::new(),
        };
        let is_beside = |name: &str| name.strip_suffix(file_name(name)) == Some(folder);
        let members = || export.readable().filter(|m| !transcripts.contains(&m.n));
        let beside = members().filter(|m| is_beside(&m.name));
        let elsewhere = members().filter(|m| !is_beside(&m.name));
        for member in beside.chain(elsewhere) {
            let name = file_name(&member.name);
            let i = names.files.len();
            names
                .files
                .push((member.n, member.sha256, Cell::new(false)));
            names.exact.entry(name.to_owned()).or_insert(i);
            names.loose.entry(loose(name)).or_insert(i);
        }
        names
    }

    /// Whether the export holds files beside its transcripts.
    pub fn any(&self) -> bool {
        !self.files.is_empty()
    }

    /// Members that no message named.
    pub fn unnamed(&self) -> impl Iterator<Item = u32> + '_ {
        self.files.iter().filter(|f| !f.2.get()).map(|f| f.0)
    }

    /// The member with this name: exactly, then in NFC, then without direction marks. Never by likeness.
    fn find(&self, name: &str) -> Option<(u32, Option<Digest>)> {
        if name.is_empty() || self.files.is_empty() {
            return None;
        }
        let i = self
            .exact
            .get(name)
            .or_else(|| self.loose.get(&loose(name)))?;
        let (n, digest, named) = &self.files[*i];
        named.set(true);
        Some((*n, *digest))
    }
}

/// A file named on a line, and what stands before it.
#[derive(Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// The attachment, without caption and title.
    pub attachment: Attachment,
    /// What stands on the line before it: a title, with page counts.
    pub before: &'a str,
}

/// Finds the file that a line names. `line` is the first line of a body.
pub fn find_named<'a>(line: &'a str, names: &Names, platform: Platform) -> Option<Named<'a>> {
    let (name, before) = by_structure(line, names).or_else(|| by_words(line, platform))?;
    let name = name.trim_matches(is_mark);
    let found = names.find(name);
    let mut attachment = Attachment::new(
        media_of(name),
        if found.is_some() {
            State::Found
        } else {
            State::Missing
        },
    );
    attachment.name = Some(name.to_owned());
    if let Some((n, digest)) = found {
        attachment.member_n = Some(n);
        attachment.sha256 = digest;
    }
    Some(Named { attachment, before })
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c| is_mark(c) || is_blank(c))
}

/// A name of the export in a place for names: `<…F…>`, `F <…>`, `F (…)`, or beside words without brackets.
fn by_structure<'a>(line: &'a str, names: &Names) -> Option<(&'a str, &'a str)> {
    if !names.any() {
        return None;
    }
    let end = line.trim_end_matches(|c| is_mark(c) || is_blank(c));
    if let Some(inside) = end.strip_suffix('>')
        && let Some(open) = inside.rfind('<')
    {
        let (before, inner) = (&line[..open], &inside[open + 1..]);
        if names.find(bare(before)).is_some() {
            return Some((bare(before), ""));
        }
        let cuts = || {
            inner
                .char_indices()
                .filter(|(_, c)| is_blank(*c) || matches!(c, ':' | '：'))
        };
        let after = cuts().map(|(at, c)| bare(&inner[at + c.len_utf8()..]));
        let until = cuts().map(|(at, _)| bare(&inner[..at]));
        return after
            .chain(until)
            .chain([bare(inner)])
            .find(|name| names.find(name).is_some())
            .map(|name| (name, before));
    }
    if end.ends_with(')') {
        let opens = end.rmatch_indices(" (").map(|(at, _)| &line[..at]);
        for name in opens {
            if names.find(bare(name)).is_some() {
                return Some((bare(name), ""));
            }
        }
    }
    None
}

/// A thing that looks like a file name within words of the table.
fn by_words(line: &str, platform: Platform) -> Option<(&str, &str)> {
    if !line.contains('.') {
        return None;
    }
    let end = line.trim_end_matches(|c| is_mark(c) || is_blank(c));
    // The words end with a bracket, with Tamil, or begin with Persian.
    let bytes = end.as_bytes();
    if !matches!(
        bytes,
        [.., b')' | b'>'] | [.., 0xe0, _, _] | [0xd9, 0x81, ..]
    ) {
        return None;
    }
    let attached = &phrases().of(platform).attached;
    let start = match end.strip_suffix('>').and_then(|inside| inside.rfind('<')) {
        // `F <attached>` needs its name, which stands before the bracket.
        Some(open) if end[open..].contains(['.', ':', '：']) => open,
        _ => 0,
    };
    let folded = Folded::new(&end[start..]);
    let name = attached.iter().find_map(|around: &Around| {
        let rest = folded.text.strip_prefix(around.before.as_str())?;
        let name = rest.strip_suffix(around.after.as_str())?;
        let from = around.before.len();
        let original = folded.slice(from..from + name.len());
        is_like_name(bare(original)).then(|| original.to_owned())
    })?;
    // The words are folded copies; the name is handed on as it stands in the line.
    let at = line.rfind(name.as_str())?;
    Some((bare(&line[at..at + name.len()]), &line[..start]))
}

/// Whether words look like a file name: a short ending, or Android's own naming (which can lose the ending).
fn is_like_name(name: &str) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else {
        return false;
    };
    let own = name
        .get(4..12)
        .is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit()))
        && name.contains("-WA");
    let ending_ok = ending.len() <= 8 && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    !stem.is_empty()
        && name.len() <= 255
        && !name.contains(['<', '>'])
        && ending_ok
        && (own || !ending.is_empty())
}

/// What kind of thing a file is, by the app's own naming, else by its ending.
pub fn media_of(name: &str) -> Media {
    for (word, media) in [
        ("-PHOTO-", Media::Image),
        ("-VIDEO-", Media::Video),
        ("-AUDIO-", Media::Audio),
        ("-GIF-", Media::Gif),
        ("-STICKER-", Media::Sticker),
    ] {
        if name.contains(word) {
            return media;
        }
    }
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, e)| e)
        .to_ascii_lowercase();
    match (name.get(..4), ending.as_str()) {
        (Some("STK-"), _) => Media::Sticker,
        (Some("DOC-"), _) => Media::Document,
        (Some("PTT-" | "AUD-"), _) => Media::Audio,
        (Some("IMG-"), _) if name.contains("-WA") => Media::Image,
        (Some("VID-"), _) if name.contains("-WA") => Media::Video,
        (_, "jpg" | "jpeg" | "png" | "heic" | "bmp") => Media::Image,
        (_, "mp4" | "mov" | "3gp" | "mkv" | "avi" | "webm") => Media::Video,
        (_, "opus" | "m4a" | "mp3" | "aac" | "ogg" | "amr" | "wav" | "flac") => Media::Audio,
        (_, "webp" | "was") => Media::Sticker,
        (_, "gif") => Media::Gif,
        (_, "vcf") => Media::Contact,
        _ => Media::Document,
    }
}

/// Whether a file is a program that runs when it is opened.
pub fn is_program(name: &str) -> bool {
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, e)| e)
        .to_ascii_lowercase();
    matches!(
        ending.as_str(),
        "apk"
            | "apks"
            | "xapk"
            | "exe"
            | "msi"
            | "bat"
            | "cmd"
            | "scr"
            | "vbs"
            | "ps1"
            | "jar"
            | "dmg"
            | "com"
            | "pif"
            | "hta"
            | "lnk"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(files: &[&str]) -> Names {
        let members = files
            .iter()
            .map(|f| ((*f).to_owned(), f.as_bytes().to_vec()))
            .collect();
        Names::new(&Export::from_memory("x.zip", members), &[], "")
    }

    fn find(line: &str, files: &[&str], platform: Platform) -> Option<(String, State, String)> {
        let named = find_named(line, &names(files), platform)?;
        Some((
            named.attachment.name?,
            named.attachment.state,
            named.before.to_owned(),
        ))
    }

    #[test]
    fn a_file_of_the_export_is_found_in_every_language() {
        for (line, file) in [
            (
                "IMG-20240821-WA0007.jpg (file attached)",
                "IMG-20240821-WA0007.jpg",
            ),
            ("IMG-20240821-WA0007.jpg (ゴミ)", "IMG-20240821-WA0007.jpg"),
            ("my file (1).pdf (whatever it is)", "my file (1).pdf"),
            (
                "\u{200e}PTT-20240821-WA0001.opus (bestand bijgevoegd)",
                "PTT-20240821-WA0001.opus",
            ),
            (
                "\u{200e}<attached: 00000012-PHOTO-2024-08-05-23-06-07.jpg>",
                "00000012-PHOTO-2024-08-05-23-06-07.jpg",
            ),
            ("\u{200e}<附件：a b.pdf>", "a b.pdf"),
            ("\u{200e}<a b.pdf eklendi>", "a b.pdf"),
            ("< pièce jointe : a.pdf >", "a.pdf"),
            (
                "2017-07-25-PHOTO-00000043.jpg <\u{200e}attached>",
                "2017-07-25-PHOTO-00000043.jpg",
            ),
        ] {
            let found = find(line, &[file, "other.jpg"], Platform::Ios).map(|f| (f.0, f.1));
            assert_eq!(found, Some((file.to_owned(), State::Found)), "{line}");
        }
    }

    #[test]
    fn a_missing_file_is_known_by_the_words_only() {
        for (line, name, platform) in [
            (
                "IMG-20240821-WA0007.jpg (file attached)",
                "IMG-20240821-WA0007.jpg",
                Platform::Android,
            ),
            (
                "AUD-20190101-WA0000. (file attached)",
                "AUD-20190101-WA0000.",
                Platform::Android,
            ),
            ("Ali.vcf (پیوستہ فائل)", "Ali.vcf", Platform::Android),
            ("a.pdf இணைக்கப்பட்டது", "a.pdf", Platform::Android),
            ("فایل پیوست شد a.pdf", "a.pdf", Platform::Android),
            (
                "\u{200f}<پیوستہ: 00000012-PHOTO-2024-08-05-23-06-07.jpg>",
                "00000012-PHOTO-2024-08-05-23-06-07.jpg",
                Platform::Ios,
            ),
            (
                "2017-07-25-PHOTO-00000043.jpg <\u{200e}attached>",
                "2017-07-25-PHOTO-00000043.jpg",
                Platform::Ios,
            ),
        ] {
            let found = find(line, &[], platform).map(|f| (f.0, f.1));
            assert_eq!(found, Some((name.to_owned(), State::Missing)), "{line}");
        }
        for line in [
            "<Note: see report.pdf>",
            "report.pdf (see page 3)",
            "hello (file attached)",
            "<attached: me>",
            "ok",
        ] {
            assert_eq!(find(line, &["x.jpg"], Platform::Android), None, "{line}");
            assert_eq!(find(line, &["x.jpg"], Platform::Ios), None, "{line}");
        }
    }

    #[test]
    fn names_match_exactly_then_in_nfc_then_without_marks() {
        for (written, stored) in [
            ("cafe\u{301}.pdf", "café.pdf"),
            ("a\u{200e}b.pdf", "ab.pdf"),
            ("a\u{a0}b.pdf", "a b.pdf"),
        ] {
            let line = format!("{written} (file attached)");
            let found = find(&line, &[stored], Platform::Android);
            assert_eq!(
                found.map(|f| (f.0, f.1)),
                Some((written.to_owned(), State::Found))
            );
        }
        assert_eq!(find("A.pdf (x)", &["a.pdf"], Platform::Android), None);
    }

    #[test]
    fn what_stands_before_an_iphones_document_is_kept() {
        let line = "Report.pdf • \u{200e}2 pages \u{200e}<attached: 00000013-Report.pdf>";
        let found = find(line, &["00000013-Report.pdf"], Platform::Ios);
        assert_eq!(
            found.map(|f| f.2).as_deref(),
            Some("Report.pdf • \u{200e}2 pages \u{200e}")
        );
    }
}
