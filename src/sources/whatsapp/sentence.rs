//! Sentences: what the app writes about the chat, matched whole and anchored.

use super::body::Body;
use super::call::parse_call;
use super::fold::{Folded, is_mark};
use super::phrases::{Meaning, Platform, Sentence, phrases};
use super::template::Slot;
use crate::model::Event;

/// A sentence of the app: an event, a deleted message, a call.
pub fn read_sentence(text: &str, platform: Platform, known: &dyn Fn(&str) -> bool) -> Option<Body> {
    if text.len() > LONGEST {
        return None;
    }
    if let Some(Meaning::Deleted(by)) = phrases().meaning(platform, text) {
        return Some(Body::deleted(by));
    }
    if let Some(call) = parse_call(text) {
        return Some(Body::call(call));
    }
    match_templates(text, platform, known, &|_| true)
}

/// A deleted message whose words hold a name.
pub fn read_deleted(text: &str, platform: Platform, known: &dyn Fn(&str) -> bool) -> Option<Body> {
    if text.len() > LONGEST {
        return None;
    }
    let initial = text
        .trim_start_matches(is_mark)
        .chars()
        .next()
        .map(|c| c.to_ascii_lowercase());
    let begins =
        |s: &&Sentence| s.deleted_by.is_some() && s.template.start().chars().next() == initial;
    if !phrases().of(platform).sentences.iter().any(|s| begins(&s)) {
        return None;
    }
    let folded = Folded::new(text);
    let mut sentences = phrases().of(platform).sentences.iter().filter(begins);
    let found = sentences.find(|s| s.template.matches(&folded, known).is_some())?;
    found.deleted_by.map(Body::deleted)
}

/// A sentence of the app that begins with a label of the transcript: `Ali added Dr: Sana`.
pub fn read_sentence_about(
    text: &str,
    platform: Platform,
    known: &dyn Fn(&str) -> bool,
) -> Option<Body> {
    if text.len() > LONGEST {
        return None;
    }
    match_templates(text, platform, known, &|first| {
        first == "You" || known(first)
    })
}

/// Longer texts are no sentences of the app, in bytes.
const LONGEST: usize = 2000;

fn match_templates(
    text: &str,
    platform: Platform,
    known: &dyn Fn(&str) -> bool,
    begins_well: &dyn Fn(&str) -> bool,
) -> Option<Body> {
    let folded = Folded::new(text);
    for sentence in &phrases().of(platform).sentences {
        let Some(captures) = sentence.template.matches(&folded, known) else {
            continue;
        };
        if !captures
            .first()
            .is_none_or(|(_, range)| begins_well(folded.slice(range.clone())))
        {
            continue;
        }
        if let Some(by) = sentence.deleted_by {
            return Some(Body::deleted(by));
        }
        let subject = captures.iter().find(|(slot, _)| *slot == Slot::Subject);
        let people = subject.map_or_else(Vec::new, |(_, range)| {
            split_people(folded.slice(range.clone()), known)
        });
        return Some(Body::notice(sentence.event.unwrap_or(Event::Other), people));
    }
    None
}

/// `Ali, Sana and Bilal`: several people only if each part is a label or a number, else one name as it stands.
fn split_people(names: &str, known: &dyn Fn(&str) -> bool) -> Vec<String> {
    let parts: Vec<&str> = names.split(", ").flat_map(|p| p.split(" and ")).collect();
    let is_number = |p: &str| {
        let bare = p.trim_matches(is_mark);
        bare.starts_with('+') && bare.chars().filter(char::is_ascii_digit).count() >= 7
    };
    if parts.len() > 1 && !known(names) && parts.iter().all(|p| known(p) || is_number(p)) {
        parts.into_iter().map(str::to_owned).collect()
    } else {
        vec![names.to_owned()]
    }
}
