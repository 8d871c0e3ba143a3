//! The fields around the messages.

use serde_json::{Value, json};

use super::field;
use crate::sources::json::{Elements, Items, Texts, is_list, is_object, short_string, string};
use crate::sources::thread_file::instant_of_millis;
use crate::sources::thread_head::ThreadHead;

/// The value of a field beside the messages.
fn beside<'a>(bytes: &'a [u8], elements: &Elements, key: &str) -> Option<&'a [u8]> {
    let found = elements.outside.iter().find(|outside| {
        outside.depth == 0 && bytes.get(outside.key.clone()) == Some(key.as_bytes())
    })?;
    bytes.get(found.value.clone())
}

/// Whether members stand beside the messages, or a thread's own path where there are none.
pub fn has_people(bytes: &[u8], elements: &Elements) -> bool {
    let Some(people) = beside(bytes, elements, "participants").filter(|value| is_list(value))
    else {
        return false;
    };
    match Items::of(people).next() {
        Some(first) => field(first, "name").is_some(),
        None => ["thread_path", "title"]
            .iter()
            .any(|key| beside(bytes, elements, key).is_some()),
    }
}

/// Reads them.
pub fn read(bytes: &[u8], elements: &Elements) -> ThreadHead {
    let texts = Texts::of(bytes, elements);
    let text = |value: &[u8]| short_string(value).map(|raw| texts.read(raw).0);
    let beside = |key: &str| beside(bytes, elements, key);
    let participants: Vec<String> = beside("participants")
        .into_iter()
        .flat_map(Items::of)
        .filter_map(|person| text(field(person, "name")?))
        .collect();
    let magic_words = beside("magic_words").into_iter().flat_map(Items::of);
    ThreadHead {
        title: beside("title").and_then(text),
        is_group: is_group(
            beside("thread_type").and_then(string),
            participants.len(),
            // Only groups have a picture or a link of their own.
            ["image", "joinable_mode"]
                .iter()
                .any(|key| beside(key).is_some_and(is_object)),
        ),
        is_pending: beside("is_pending") == Some(b"true"),
        thread_path: beside("thread_path").and_then(text),
        magic_words: magic_words.map(|word| magic_word(word, &text)).collect(),
        participants,
        ..ThreadHead::default()
    }
}

/// Older exports say it by a word of their own; newer ones by more than two members.
fn is_group(thread_type: Option<&[u8]>, members: usize, has_group_field: bool) -> Option<bool> {
    match thread_type {
        Some(b"RegularGroup") => Some(true),
        Some(b"Regular") => Some(false),
        _ => (members > 2 || has_group_field).then_some(true),
    }
}

fn magic_word(word: &[u8], text: &dyn Fn(&[u8]) -> Option<String>) -> Value {
    let string = |key: &str| field(word, key).and_then(text);
    json!({
        "word": string("magic_word"),
        "emoji": string("animation_emoji"),
        "at": field(word, "creation_timestamp_ms").and_then(instant_of_millis),
    })
}
