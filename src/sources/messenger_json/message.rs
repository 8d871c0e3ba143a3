//! One element of `messages`: its fields, and what kind of record it is. Decided by fields alone, never by words, which are in
//! the language of the account.

use super::attached::{read_files, read_share, read_sticker};
use crate::model::record::{Call, DeletedBy, Reaction};
use crate::model::{Event, Kind, Media};
use crate::sources::json::{Fields, Items, is_list, is_object, string, whole_number};
use crate::sources::thread_file::{Filling, TooDeep, instant};

/// The fields that are known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Sender,
    Time,
    Content,
    Photos,
    Videos,
    Audio,
    Files,
    Gifs,
    Sticker,
    Share,
    Reactions,
    CallDuration,
    Missed,
    Type,
    Users,
    Ip,
    Unsent,
    TakenDown,
    Bumped,
    Geoblocked,
    UnsentByParent,
    /// Known by name, but nobody says what it means: kept as it is.
    Kept,
}

const COUNT: usize = Field::Kept as usize;

fn known(key: &[u8]) -> Option<Field> {
    Some(match key {
        b"sender_name" => Field::Sender,
        b"timestamp_ms" => Field::Time,
        b"content" => Field::Content,
        b"photos" => Field::Photos,
        b"videos" => Field::Videos,
        b"audio_files" => Field::Audio,
        b"files" => Field::Files,
        b"gifs" => Field::Gifs,
        b"sticker" => Field::Sticker,
        b"share" => Field::Share,
        b"reactions" => Field::Reactions,
        b"call_duration" => Field::CallDuration,
        b"missed" => Field::Missed,
        b"type" => Field::Type,
        b"users" => Field::Users,
        b"ip" => Field::Ip,
        b"is_unsent" => Field::Unsent,
        b"is_taken_down" => Field::TakenDown,
        b"bumped_message_metadata" => Field::Bumped,
        b"is_geoblocked_for_viewer" => Field::Geoblocked,
        b"is_unsent_image_by_messenger_kid_parent" => Field::UnsentByParent,
        b"sender_id_INTERNAL" | b"media_path_INTERNAL" | b"type_INTERNAL" => Field::Kept,
        _ => return None,
    })
}

/// What of a value the contract has no place for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Nothing.
    Whole,
    /// Something: the value is kept as it is beside what was read.
    InPart,
}

impl Fit {
    /// Whole if `is_whole`.
    pub fn of(is_whole: bool) -> Self {
        if is_whole { Self::Whole } else { Self::InPart }
    }

    /// Whole if both are.
    pub fn and(self, other: Self) -> Self {
        Self::of(self == Self::Whole && other == Self::Whole)
    }
}

/// Fills in what an element states.
pub fn fill(element: &[u8], filling: &mut Filling<'_>) -> Result<(), TooDeep> {
    let mut values: [Option<(&[u8], &[u8])>; COUNT] = [None; COUNT];
    for (key, value) in Fields::of(element) {
        let field = known(key);
        match field.and_then(|field| values.get_mut(field as usize)) {
            Some(place @ None) => *place = Some((key, value)),
            Some(Some(_)) => {
                filling.has_field_twice = true;
                filling.keep(key, value)?;
            }
            None => {
                filling.has_unknown_field |= field.is_none();
                filling.keep(key, value)?;
            }
        }
    }
    let value = |field: Field| {
        values
            .get(field as usize)
            .copied()
            .flatten()
            .map(|(_, v)| v)
    };
    filling.record.kind = kind(&value);
    for (field, read) in READERS {
        if let Some((key, value)) = values.get(*field as usize).copied().flatten()
            && read(value, filling) == Fit::InPart
        {
            filling.keep(key, value)?;
        }
    }
    read_membership(&value, filling);
    Ok(())
}

/// How each field is read.
type Reader = fn(&[u8], &mut Filling<'_>) -> Fit;

const READERS: &[(Field, Reader)] = &[
    (Field::Sender, |value, filling| {
        Fit::of(filling.sender(value))
    }),
    (Field::Time, |value, filling| {
        filling.sent(value);
        Fit::Whole
    }),
    (Field::Content, |value, filling| {
        filling.record.text = filling.text(value);
        Fit::of(filling.record.text.is_some())
    }),
    (Field::Photos, |value, filling| {
        read_files(value, Media::Image, filling)
    }),
    (Field::Videos, |value, filling| {
        read_files(value, Media::Video, filling)
    }),
    (Field::Audio, |value, filling| {
        read_files(value, Media::Audio, filling)
    }),
    (Field::Files, |value, filling| {
        read_files(value, Media::File, filling)
    }),
    (Field::Gifs, |value, filling| {
        read_files(value, Media::Gif, filling)
    }),
    (Field::Sticker, read_sticker),
    (Field::Share, read_share),
    (Field::Reactions, read_reactions),
    (Field::CallDuration, |value, filling| {
        let seconds = whole_number(value).and_then(|seconds| u64::try_from(seconds).ok());
        call(filling).seconds = seconds;
        Fit::of(seconds.is_some())
    }),
    (Field::Missed, |value, filling| {
        if filling.record.kind == Kind::Call {
            call(filling).missed = flag(value);
        }
        Fit::of(flag(value).is_some())
    }),
    // That a row is generic says nothing; the other words are kept.
    (Field::Type, |value, _| Fit::of(value == b"\"Generic\"")),
    (Field::Users, read_users),
    (Field::Ip, |value, filling| {
        filling.record.ip = filling.text(value).map(Into::into);
        Fit::of(filling.record.ip.is_some())
    }),
    (Field::Unsent, |value, _| Fit::of(flag(value).is_some())),
    (Field::TakenDown, |value, filling| {
        filling.record.taken_down = flag(value) == Some(true);
        Fit::of(flag(value).is_some())
    }),
    (Field::Bumped, read_bump),
    (Field::Geoblocked, |value, filling| {
        filling.record.geoblocked = flag(value) == Some(true);
        Fit::of(flag(value).is_some())
    }),
    (Field::UnsentByParent, |value, _| {
        Fit::of(flag(value) == Some(false))
    }),
];

fn flag(value: &[u8]) -> Option<bool> {
    match value {
        b"true" => Some(true),
        b"false" => Some(false),
        _ => None,
    }
}

fn call<'f>(filling: &'f mut Filling<'_>) -> &'f mut Call {
    filling.record.call.get_or_insert_with(Box::default)
}

fn kind<'a>(value: &impl Fn(Field) -> Option<&'a [u8]>) -> Kind {
    let kind_word = value(Field::Type).and_then(string);
    let is_call = value(Field::CallDuration).is_some()
        || value(Field::Missed) == Some(b"true")
        || kind_word == Some(b"Call");
    let names_people = value(Field::Users).is_some_and(|users| Items::of(users).next().is_some());
    if value(Field::Unsent) == Some(b"true") {
        Kind::Deleted
    } else if is_call {
        Kind::Call
    } else if names_people || matches!(kind_word, Some(b"Subscribe" | b"Unsubscribe")) {
        Kind::Notice
    } else {
        Kind::Message
    }
}

/// What the kind brings along: who deleted, what happened to the members.
fn read_membership<'a>(value: &impl Fn(Field) -> Option<&'a [u8]>, filling: &mut Filling<'_>) {
    let record = &mut filling.record;
    match record.kind {
        Kind::Deleted => record.deleted_by = Some(DeletedBy::Sender),
        Kind::Call => {
            record.call.get_or_insert_with(Box::default);
        }
        Kind::Notice => {
            // Somebody who is the only one named by an own row came or went without others.
            let is_own = matches!(record.people.as_slice(), [one] if Some(one.as_str()) == record.sender.as_deref());
            record.event = Some(match (value(Field::Type).and_then(string), is_own) {
                (Some(b"Subscribe"), false) => Event::MembersAdded,
                (Some(b"Subscribe"), true) => Event::MemberJoined,
                (Some(b"Unsubscribe"), false) => Event::MembersRemoved,
                (Some(b"Unsubscribe"), true) => Event::MemberLeft,
                _ => Event::MembersChanged,
            });
        }
        _ => {}
    }
}

fn read_users(value: &[u8], filling: &mut Filling<'_>) -> Fit {
    let mut fit = Fit::of(is_list(value));
    for user in Items::of(value) {
        let mut name = None;
        for (key, value) in Fields::of(user) {
            match (key, &name) {
                (b"name", None) => name = filling.text(value),
                _ => fit = Fit::InPart,
            }
        }
        fit = fit.and(Fit::of(name.is_some()));
        filling.record.people.extend(name);
    }
    fit
}

fn read_reactions(value: &[u8], filling: &mut Filling<'_>) -> Fit {
    let mut fit = Fit::of(is_list(value));
    for one in Items::of(value) {
        let (mut reaction, mut actor, mut at) = (None, None, None);
        for (key, value) in Fields::of(one) {
            let place = match key {
                b"reaction" if reaction.is_none() => &mut reaction,
                b"actor" if actor.is_none() => &mut actor,
                b"timestamp" if at.is_none() => {
                    at = instant(value);
                    fit = fit.and(Fit::of(at.is_some()));
                    continue;
                }
                _ => {
                    fit = Fit::InPart;
                    continue;
                }
            };
            *place = filling.text(value);
            fit = fit.and(Fit::of(place.is_some()));
        }
        match reaction {
            Some(reaction) => filling.record.reactions.push(Reaction {
                reaction,
                actor,
                at,
            }),
            None => fit = Fit::InPart,
        }
    }
    fit
}

/// A bump repeats an older message. Rows of 2021 and 2022 carry their own text here too, though they bump nothing.
fn read_bump(value: &[u8], filling: &mut Filling<'_>) -> Fit {
    let (mut text, mut is_bumped) = (None, None);
    let mut fit = Fit::of(is_object(value));
    for (key, value) in Fields::of(value) {
        match key {
            b"bumped_message" if text.is_none() => {
                text = filling.text(value);
                fit = fit.and(Fit::of(text.is_some()));
            }
            b"is_bumped" if is_bumped.is_none() => {
                is_bumped = flag(value);
                fit = fit.and(Fit::of(is_bumped.is_some()));
            }
            _ => fit = Fit::InPart,
        }
    }
    if is_bumped == Some(true) {
        filling.record.bumped = text.map(Into::into);
        fit
    } else {
        fit.and(Fit::of(text.is_none() || text == filling.record.text))
    }
}
