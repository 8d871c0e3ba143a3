//! Calls: `Missed voice call`, `Voice call, 5 min`, `Video call, No answer`, with the app's marks between.

use super::fold::{fold, is_mark};
use super::phrases::phrases;
use crate::model::record::Call;

/// Reads a body that is a call as a whole; none if any part of it is something else.
pub fn parse_call(text: &str) -> Option<Call> {
    if text.len() > 200 || !phrases().may_be_phrase(head_of(text)) {
        return None;
    }
    let plain: String = text.chars().filter(|c| !is_mark(*c)).collect();
    let mut parts = plain.split(", ").flat_map(|p| p.split(". "));
    let head = phrases().calls.get(&fold(parts.next()?))?;
    let mut call = Call {
        missed: head.missed,
        ..Call::default()
    };
    for part in parts {
        if let Some(unanswered) = phrases().call_tails.get(&fold(part)) {
            if *unanswered {
                call.missed = Some(true);
            }
        } else if let Some(seconds) = parse_length(part) {
            call.seconds = Some(seconds);
            call.written = Some(part.trim_end_matches('.').to_owned());
            call.missed = call.missed.or(Some(false));
        } else if !is_count(part) {
            return None;
        }
    }
    Some(call)
}

/// The first part of a text, as long as no mark stands in its joint.
fn head_of(text: &str) -> &str {
    let end = text.find([',', '.']).unwrap_or(text.len());
    &text[..end]
}

/// `5 min`, `1 hr 3 min`, in seconds.
fn parse_length(text: &str) -> Option<u64> {
    let folded = fold(text);
    let mut words = folded.split(' ');
    let mut seconds = 0_u64;
    while let Some(number) = words.next() {
        let number: u64 = number.parse().ok()?;
        let unit = phrases().call_units.get(words.next()?)?;
        seconds = seconds.checked_add(number.checked_mul(*unit)?)?;
    }
    Some(seconds)
}

/// `3 joined`: how many took part.
fn is_count(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(n, word)| {
        n.bytes().all(|b| b.is_ascii_digit())
            && matches!(word, "joined" | "people" | "participants")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_read_whole() {
        for (text, missed, seconds) in [
            ("Missed voice call", Some(true), None),
            (
                "\u{200e}Missed video call, \u{200e}Tap to call back",
                Some(true),
                None,
            ),
            ("\u{200e}Voice call, \u{200e}5 min", Some(false), Some(300)),
            ("Voice call. \u{200e}1 hr 3 min", Some(false), Some(3780)),
            ("Video call, No answer", Some(true), None),
            ("Silenced voice call, Focus mode", None, None),
            ("Group voice call, 3 joined", None, None),
            ("مسڈ وائس کال", Some(true), None),
            ("چھوٹی ہوئی ویڈیو کال", Some(true), None),
        ] {
            let call = parse_call(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((call.missed, call.seconds), (missed, seconds), "{text}");
        }
        for text in [
            "Missed voice call from you",
            "Voice call, please",
            "a voice call",
            "",
        ] {
            assert_eq!(parse_call(text), None, "{text}");
        }
    }
}
