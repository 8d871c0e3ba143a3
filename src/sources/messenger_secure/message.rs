//! One element of `messages` of the secure storage.

use crate::model::record::{DeletedBy, Reaction};
use crate::model::{Attachment, Flag, Kind, Media, State};
use crate::sources::json::{Fields, Items, Texts, is_list, string};
use crate::sources::media_files::file_name;
use crate::sources::thread_file::{Filling, TooDeep};

const KNOWN: [&[u8]; 7] = [
    b"isUnsent",
    b"media",
    b"reactions",
    b"senderName",
    b"text",
    b"timestamp",
    b"type",
];

/// Fills in what an element states.
pub fn fill(element: &[u8], filling: &mut Filling<'_>) -> Result<(), TooDeep> {
    let mut seen = [false; KNOWN.len()];
    for (key, value) in Fields::of(element) {
        let known = KNOWN.iter().position(|known| *known == key);
        let is_first = known.and_then(|i| seen.get_mut(i));
        let is_read = match is_first {
            Some(seen) if !*seen => {
                *seen = true;
                read_field(key, value, filling)
            }
            Some(_) => {
                filling.has_field_twice = true;
                false
            }
            None => {
                filling.has_unknown_field = true;
                false
            }
        };
        if !is_read {
            filling.keep(key, value)?;
        }
    }
    Ok(())
}

/// Whether the whole of the value found its place in the record.
fn read_field(key: &[u8], value: &[u8], filling: &mut Filling<'_>) -> bool {
    match key {
        b"isUnsent" => {
            if value == b"true" {
                filling.record.kind = Kind::Deleted;
                filling.record.deleted_by = Some(DeletedBy::Sender);
            }
            matches!(value, b"true" | b"false")
        }
        b"media" => read_media(value, filling),
        b"reactions" => read_reactions(value, filling),
        b"senderName" => filling.sender(value),
        b"text" => {
            filling.record.text = filling.text(value);
            filling.record.text.is_some()
        }
        b"timestamp" => {
            filling.sent(value);
            true
        }
        // What a row without own words holds are the exporter's.
        b"type" if value == b"\"placeholder\"" => {
            filling.record.flags.push(Flag::Placeholder);
            true
        }
        b"type" => matches!(value, b"\"text\"" | b"\"media\""),
        _ => false,
    }
}

fn read_media(value: &[u8], filling: &mut Filling<'_>) -> bool {
    let mut is_whole = is_list(value);
    for one in Items::of(value) {
        let mut file = None;
        for (key, value) in Fields::of(one) {
            match (key, &file) {
                (b"uri", None) => file = attach(value, filling),
                _ => is_whole = false,
            }
        }
        is_whole &= file.is_some();
        filling.record.attachments.extend(file);
    }
    is_whole
}

/// A path in the folder `media`, or a sentence in whose place the exporter could not load the file.
fn attach(value: &[u8], filling: &mut Filling<'_>) -> Option<Attachment> {
    let written = Texts::plain().read(string(value)?).0;
    if is_sentence(&written) {
        let mut failed = Attachment::new(Media::Unknown, State::Failed);
        failed.name = Some(written);
        return Some(failed);
    }
    filling.attach(kind_of_file(&written), value)
}

/// Told by form, for the words are in the exporter's language: no folder stands before it, and no ending behind it.
fn is_sentence(written: &str) -> bool {
    let has_ending = file_name(written)
        .rsplit_once('.')
        .is_some_and(|(_, ending)| {
            (1..=5).contains(&ending.len()) && ending.bytes().all(|c| c.is_ascii_alphanumeric())
        });
    let has_folder = written.trim_start_matches("./").contains('/');
    !has_ending && (!has_folder || written.contains(char::is_whitespace))
}

/// The kind of a file by its ending, for the export has no word for it.
fn kind_of_file(path: &str) -> Media {
    let ending = file_name(path)
        .rsplit_once('.')
        .map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase());
    match ending.as_str() {
        "jpg" | "jpeg" | "png" | "webp" | "heic" | "heif" | "bmp" => Media::Image,
        "gif" => Media::Gif,
        "mp4" | "mov" | "webm" | "mkv" | "3gp" | "avi" => Media::Video,
        "mp3" | "m4a" | "aac" | "ogg" | "opus" | "wav" | "amr" => Media::Audio,
        "" => Media::Unknown,
        _ => Media::File,
    }
}

fn read_reactions(value: &[u8], filling: &mut Filling<'_>) -> bool {
    let mut is_whole = is_list(value);
    for one in Items::of(value) {
        let (mut reaction, mut actor) = (None, None);
        for (key, value) in Fields::of(one) {
            match key {
                b"reaction" if reaction.is_none() => reaction = filling.text(value),
                b"actor" if actor.is_none() => actor = filling.text(value),
                _ => is_whole = false,
            }
        }
        match reaction {
            Some(reaction) => filling.record.reactions.push(Reaction {
                reaction,
                actor,
                at: None,
            }),
            None => is_whole = false,
        }
    }
    is_whole
}
