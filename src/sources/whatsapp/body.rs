//! Bodies: what the text behind a header and a label is.
//!
//! Sentences of the app are matched whole, and only where it can write them: on Android behind a header without a
//! label, on the iPhone behind a mark. What matches nothing is a message. Nothing is dropped.

use std::collections::HashSet;

use memchr::{memchr, memrchr};

use super::attachment::{Names, find_named};
use super::call::parse_call;
use super::fold::{fold, is_blank, is_mark};
use super::line::marks;
use super::phrases::{Meaning, Platform, phrases};
use super::place::{Marked, parse_location, parse_poll};
use super::sentence::{read_deleted, read_sentence};
use crate::model::record::{Call, DeletedBy, Location, Poll};
use crate::model::{Attachment, Event, Kind, Media, State};

/// What a whole transcript tells about its bodies.
pub struct Setting<'a> {
    /// Which app wrote it.
    pub platform: Platform,
    /// Whether any body bears the app's mark; if none does, marks were lost and prove nothing.
    pub has_marks: bool,
    /// Lines `<…>` that stand alone under several headers (Android).
    pub recurring: HashSet<&'a [u8]>,
    /// The files of the export.
    pub names: Names,
}

/// Who a body stands behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// A label under which somebody typed.
    Writer,
    /// A label that only ever stands before marked bodies.
    Silent,
    /// No label.
    Nobody,
}

/// What was read from a body.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    pub kind: Kind,
    pub attachments: Vec<Attachment>,
    pub text_without_marker: Option<String>,
    pub view_once: bool,
    pub location: Option<Location>,
    pub poll: Option<Poll>,
    pub call: Option<Call>,
    pub deleted_by: Option<DeletedBy>,
    pub event: Option<Event>,
    pub people: Vec<String>,
    pub is_placeholder: bool,
    /// The app wrote it as a whole: nobody can have appended to it.
    pub is_whole: bool,
}

impl Body {
    pub(super) fn of(kind: Kind) -> Self {
        Self {
            kind,
            attachments: Vec::new(),
            text_without_marker: None,
            view_once: false,
            location: None,
            poll: None,
            call: None,
            deleted_by: None,
            event: None,
            people: Vec::new(),
            is_placeholder: false,
            is_whole: false,
        }
    }

    pub(super) fn whole(kind: Kind) -> Self {
        Self {
            is_whole: true,
            ..Self::of(kind)
        }
    }

    pub(super) fn call(call: Call) -> Self {
        Self {
            call: Some(call),
            ..Self::whole(Kind::Call)
        }
    }

    pub(super) fn deleted(by: DeletedBy) -> Self {
        Self {
            deleted_by: Some(by),
            ..Self::whole(Kind::Deleted)
        }
    }

    pub(super) fn notice(event: Event, people: Vec<String>) -> Self {
        Self {
            event: Some(event),
            people,
            ..Self::whole(Kind::Notice)
        }
    }
}

/// A sentence of the app with so many characters is not typed by a person.
const NOBODY_TYPES: usize = 50;

/// Reads a body. `known` tells whether a name is a label of the transcript.
pub fn read_body(
    text: &str,
    behind: Behind,
    setting: &Setting<'_>,
    known: &dyn Fn(&str) -> bool,
) -> Body {
    if behind == Behind::Nobody {
        return read_sentence(text, setting.platform, known).unwrap_or_else(|| Body {
            is_whole: false,
            ..Body::notice(Event::Other, Vec::new())
        });
    }
    if !may_be_the_apps(text, setting) {
        return Body::of(Kind::Message);
    }
    let Some(without) = strip_edit_marker(text, setting) else {
        return read_unedited(text, behind, setting, known);
    };
    let mut body = read_unedited(without, Behind::Writer, setting, known);
    body.text_without_marker = Some(without.to_owned());
    body
}

/// A cheap test that leaves people's words alone: what it refuses, no rule below takes.
fn may_be_the_apps(text: &str, setting: &Setting<'_>) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return true;
    };
    let line = first_line(text);
    let end = line.as_bytes().last();
    let is_long = text.len() >= NOBODY_TYPES;
    matches!(first, 0xe2 | 0xef)
        || setting.platform == Platform::Ios && !setting.has_marks && is_long
        || *last == b'>'
        || matches!(end, Some(b'>' | b')' | b':'))
        || phrases().may_be_phrase(line)
        || text.starts_with("This message was deleted by")
        || setting.platform == Platform::Ios && last_mark(text).is_some()
        // Words around a file name without brackets: Tamil ends with them, Persian begins with them.
        || matches!(bytes, [0xd9, 0x81, ..] | [.., 0xe0, _, _]) && memchr(b'.', line.as_bytes()).is_some()
        || has_place(bytes)
}

/// Whether a link to a map or a venue stands in a text.
fn has_place(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(colon) = memchr(b':', &bytes[at..]) {
        let rest = &bytes[at + colon..];
        if rest.starts_with(b"://maps.g") || rest.starts_with(b"://foursq") {
            return true;
        }
        at += colon + 1;
    }
    false
}

fn first_line(text: &str) -> &str {
    match memchr(b'\n', text.as_bytes()) {
        Some(at) => &text[..at],
        None => text,
    }
}

/// What stands behind the first line, if anything does.
fn further_lines(text: &str) -> Option<&str> {
    text.split_once('\n')
        .map(|(_, rest)| rest)
        .filter(|rest| !rest.is_empty())
}

/// The text before ` <This message was edited>` in any language of the table.
fn strip_edit_marker<'a>(text: &'a str, setting: &Setting<'_>) -> Option<&'a str> {
    let end = text.trim_end_matches(is_mark);
    if !end.ends_with('>') {
        return None;
    }
    let open = end.rfind('<').filter(|at| *at > 0)?;
    if !phrases().edited.contains(&fold(&end[open..])) {
        return None;
    }
    let before = &text[..open];
    let unmarked = before.trim_end_matches(is_mark);
    if setting.platform == Platform::Ios && setting.has_marks && unmarked.len() == before.len() {
        return None;
    }
    Some(unmarked.strip_suffix(is_blank).unwrap_or(unmarked))
}

fn read_unedited(
    text: &str,
    behind: Behind,
    setting: &Setting<'_>,
    known: &dyn Fn(&str) -> bool,
) -> Body {
    let platform = setting.platform;
    let is_marked = marks(text.as_bytes()) > 0;
    let by_app = platform == Platform::Android || is_marked || !setting.has_marks;
    if text.is_empty() {
        return Body {
            is_placeholder: true,
            ..Body::of(Kind::Message)
        };
    }
    if by_app && let Some(meaning) = phrases().meaning(platform, text) {
        return mean(meaning, None);
    }
    // People on Android have no mark to tell their "Video call" from the app's: it must say what became of it.
    if by_app
        && let Some(call) = parse_call(text)
        && (platform == Platform::Ios || call.missed.is_some())
    {
        return Body::call(call);
    }
    let line = first_line(text);
    if let Some(named) = find_named(line, &setting.names, platform)
        && (by_app || named.attachment.state == State::Found || last_mark(line).is_some())
    {
        return with_file(named.attachment, named.before, text);
    }
    if by_app
        && line.len() < text.len()
        && let Some(meaning @ (Meaning::Omitted(_) | Meaning::ViewOnceVoice)) =
            phrases().meaning(platform, line)
    {
        return mean(meaning, further_lines(text));
    }
    let marked = if by_app && platform == Platform::Ios {
        Marked::Yes
    } else {
        Marked::No
    };
    if let Some(location) = parse_location(text, platform, marked) {
        return Body {
            location: Some(location),
            ..Body::of(Kind::Message)
        };
    }
    if by_app && let Some(poll) = parse_poll(text, platform, marked) {
        return Body {
            poll: Some(poll),
            ..Body::of(Kind::Message)
        };
    }
    match platform {
        Platform::Ios => read_marked(text, is_marked, behind, setting, known),
        Platform::Android => read_omission(text, setting)
            .or_else(|| read_deleted(text, platform, known))
            .unwrap_or_else(|| Body::of(Kind::Message)),
    }
}

/// A phrase of the table in words of a record.
fn mean(meaning: Meaning, caption: Option<&str>) -> Body {
    let omitted = |media| {
        let mut attachment = Attachment::new(media, State::Omitted);
        attachment.caption = caption.map(str::to_owned);
        Body {
            attachments: vec![attachment],
            ..Body::of(Kind::Message)
        }
    };
    match meaning {
        Meaning::Omitted(media) => omitted(media),
        Meaning::ViewOnceVoice => Body {
            view_once: true,
            ..omitted(Media::Audio)
        },
        Meaning::ViewOnce => Body {
            view_once: true,
            ..omitted(Media::Unknown)
        },
        Meaning::Deleted(by) => Body::deleted(by),
        Meaning::LiveLocation => Body {
            location: Some(Location {
                lat: None,
                lon: None,
                name: None,
                live: true,
            }),
            ..Body::of(Kind::Message)
        },
        Meaning::Placeholder => Body {
            is_placeholder: true,
            ..Body::of(Kind::Message)
        },
    }
}

/// A message with a file: what stands before it on the line is a title, what follows on further lines a caption.
/// Android repeats the title of a document on the next line.
fn with_file(mut attachment: Attachment, before: &str, text: &str) -> Body {
    set_words_before(&mut attachment, before);
    let mut caption = further_lines(text);
    if attachment.media == Media::Document
        && let Some(rest) = caption
        && let Some(name) = &attachment.name
    {
        let echo = first_line(rest);
        let stem = name
            .rsplit_once('.')
            .map_or(name.as_str(), |(stem, _)| stem);
        if echo == name || echo == stem {
            attachment.title = Some(echo.to_owned());
            caption = further_lines(rest);
        }
    }
    if let Some(caption) = caption {
        attachment.caption = Some(caption.to_owned());
    }
    Body {
        attachments: vec![attachment],
        ..Body::of(Kind::Message)
    }
}

/// `Title.pdf • 2 pages ` before a file or an omission: the title of a document, else a caption.
fn set_words_before(attachment: &mut Attachment, before: &str) {
    let bare = |s: &str| s.trim_matches(|c| is_mark(c) || is_blank(c)).to_owned();
    let title = before
        .split(" • ")
        .next()
        .map(bare)
        .filter(|t| !t.is_empty());
    if before.contains(" • ") || attachment.media == Media::Document {
        attachment.title = title;
    } else if !bare(before).is_empty() {
        attachment.caption = Some(bare(before));
    }
}

/// The last mark inside a line, where words of the app can begin.
fn last_mark(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut end = bytes.len();
    while let Some(at) = memrchr(0xe2, &bytes[..end]) {
        if matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x8e | 0x8f])) {
            return Some(at + 3);
        }
        end = at;
    }
    None
}

/// On the iPhone: words of the app behind a mark at the start, or behind the last one.
fn read_marked(
    text: &str,
    is_marked: bool,
    behind: Behind,
    setting: &Setting<'_>,
    known: &dyn Fn(&str) -> bool,
) -> Body {
    let line = first_line(text);
    if let Some(at) = last_mark(line)
        && let Some(Meaning::Omitted(media)) = phrases().meaning(Platform::Ios, &line[at..])
    {
        let mut attachment = Attachment::new(media, State::Omitted);
        set_words_before(&mut attachment, &line[..at]);
        if let Some(caption) = further_lines(text) {
            attachment.caption = Some(caption.to_owned());
        }
        return Body {
            attachments: vec![attachment],
            ..Body::of(Kind::Message)
        };
    }
    // Where marks were lost, only what nobody types is the app's: a person can write "Ali left".
    if !is_marked && (setting.has_marks || text.chars().count() < NOBODY_TYPES) {
        return Body::of(Kind::Message);
    }
    match read_sentence(text, Platform::Ios, known) {
        Some(body) => body,
        // Nobody ever typed under this label: it stands before lines of the app in words we do not know.
        None if is_marked && behind == Behind::Silent => Body {
            is_whole: false,
            ..Body::notice(Event::Other, Vec::new())
        },
        None => Body::of(Kind::Message),
    }
}

/// On Android: a first line `<…>` that stands alone under several headers is the app's, whatever its words.
fn read_omission(text: &str, setting: &Setting<'_>) -> Option<Body> {
    let line = first_line(text);
    setting
        .recurring
        .contains(line.as_bytes())
        .then(|| mean(Meaning::Omitted(Media::Unknown), further_lines(text)))
}

#[cfg(test)]
mod tests;
