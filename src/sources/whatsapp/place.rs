//! Places and polls: bodies of several parts that the app writes.
//!
//! ```text
//! location: https://maps.google.com/?q=31.5,74.3           Android
//! Hotel (Mall Road, Lahore): https://foursquare.com/v/…    iPhone; on Android three lines
//! POLL: / question / OPTION: text (3 votes) / …            one part a line
//! ```

use super::fold::{fold, is_mark};
use super::phrases::{Platform, phrases};
use crate::model::record::{Location, Poll, PollOption};

const MAPS: &str = "https://maps.google.com/?q=";
const VENUE: &str = "https://foursquare.com/v/";

/// Whether a body bears the app's mark, or stands in a file whose marks are lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// Written by the app.
    Yes,
    /// Typed, as far as marks tell.
    No,
}

/// Reads a body that is a place as a whole.
pub fn parse_location(text: &str, platform: Platform, marked: Marked) -> Option<Location> {
    if !text.contains("https://") {
        return None;
    }
    let text = text.trim_matches(is_mark);
    let words = phrases().of(platform);
    if let Some(at) = text.find(MAPS) {
        let label = fold(&text[..at]);
        let known = words
            .locations
            .iter()
            .any(|l| l.trim_end() == label.trim_end());
        let shaped = marked == Marked::Yes
            && platform == Platform::Ios
            && label.len() <= 60
            && label.trim_end().ends_with([':', '：']);
        let (lat, lon) = text[at + MAPS.len()..].split_once(',')?;
        let (lat, lon) = (coordinate(lat, 90.0)?, coordinate(lon, 180.0)?);
        return (known || shaped).then_some(Location {
            lat: Some(lat),
            lon: Some(lon),
            name: None,
            live: false,
        });
    }
    let at = text.rfind(VENUE)?;
    if text[at..].contains(char::is_whitespace) {
        return None;
    }
    let before = &text[..at];
    let name = match platform {
        Platform::Ios if marked == Marked::Yes => before.strip_suffix(": ")?,
        Platform::Ios => return None,
        Platform::Android => {
            let lines: Vec<&str> = before.strip_suffix('\n')?.split('\n').collect();
            if lines.len() > 2 {
                return None;
            }
            lines[0]
        }
    };
    let name = match (platform, name.find(" (")) {
        (Platform::Ios, Some(address)) if name.ends_with(')') => &name[..address],
        _ => name,
    };
    let folded = fold(name);
    let label = words
        .locations
        .iter()
        .find(|l| folded.starts_with(l.as_str()));
    let bare = label
        .and_then(|_| name.split_once(": "))
        .map_or(name, |(_, rest)| rest);
    Some(Location {
        lat: None,
        lon: None,
        name: Some(bare.to_owned()),
        live: false,
    })
}

fn coordinate(text: &str, limit: f64) -> Option<f64> {
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.'));
    let value: f64 = text.parse().ok()?;
    (plain && value.abs() <= limit).then_some(value)
}

/// Reads a body that is a poll as a whole.
pub fn parse_poll(text: &str, platform: Platform, marked: Marked) -> Option<Poll> {
    let mut lines = text.split('\n').map(|l| l.trim_matches(is_mark));
    let head = lines.next()?;
    let word = head.strip_suffix(':')?;
    let known = phrases().polls.contains(&fold(head));
    let shaped = platform == Platform::Ios && marked == Marked::Yes && is_upper(word);
    if !known && !shaped {
        return None;
    }
    let mut question = Vec::new();
    let mut options = Vec::new();
    for line in lines {
        match parse_option(line) {
            Some(option) => options.push(option),
            None if options.is_empty() => question.push(line),
            None if line.is_empty() => {}
            None => return None,
        }
    }
    (!options.is_empty()).then(|| Poll {
        question: question.join("\n"),
        options,
    })
}

fn is_upper(word: &str) -> bool {
    !word.is_empty() && word.chars().count() <= 20 && !word.chars().any(char::is_lowercase)
}

/// `OPTION: text (3 votes)`; of several brackets the last counts.
fn parse_option(line: &str) -> Option<PollOption> {
    let (word, rest) = line.split_once(": ")?;
    if !is_upper(word) {
        return None;
    }
    let bare = rest.trim_matches(is_mark);
    let inner = bare.strip_suffix(')')?;
    let open = inner.rfind('(')?;
    let digits: String = inner[open + 1..]
        .chars()
        .filter_map(|c| super::stamp::digit(c).map(|d| char::from(b'0' + d.0 as u8)))
        .collect();
    Some(PollOption {
        text: bare[..open].trim_end_matches([' ', '\u{200e}']).to_owned(),
        votes: digits.parse().ok(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Platform::{Android, Ios};

    #[test]
    fn places_are_read_whole() {
        for (text, platform, marked, expected) in [
            (
                "location: https://maps.google.com/?q=31.5,74.3",
                Android,
                Marked::No,
                Some((Some(31.5), None)),
            ),
            (
                "مقام: https://maps.google.com/?q=31.5,74.3",
                Android,
                Marked::No,
                Some((Some(31.5), None)),
            ),
            (
                "\u{200e}Location: https://maps.google.com/?q=-31.5,74.3",
                Ios,
                Marked::Yes,
                Some((Some(-31.5), None)),
            ),
            (
                "\u{200f}کچھ: https://maps.google.com/?q=31.5,74.3",
                Ios,
                Marked::Yes,
                Some((Some(31.5), None)),
            ),
            (
                "\u{200e}Cafe (Mall Road): https://foursquare.com/v/abc",
                Ios,
                Marked::Yes,
                Some((None, Some("Cafe"))),
            ),
            (
                "Cafe\nMall Road, Lahore\nhttps://foursquare.com/v/abc",
                Android,
                Marked::No,
                Some((None, Some("Cafe"))),
            ),
            (
                "come here: https://maps.google.com/?q=31.5,74.3",
                Android,
                Marked::No,
                None,
            ),
            (
                "come here: https://maps.google.com/?q=31.5,74.3",
                Ios,
                Marked::No,
                None,
            ),
            (
                "location: https://maps.google.com/?q=31.5,74.3 now",
                Android,
                Marked::No,
                None,
            ),
            (
                "location: https://maps.google.com/?q=Lahore,PK",
                Android,
                Marked::No,
                None,
            ),
            (
                "see https://foursquare.com/v/abc",
                Android,
                Marked::No,
                None,
            ),
        ] {
            let found = parse_location(text, platform, marked);
            assert_eq!(
                found.map(|l| (l.lat, l.name)),
                expected.map(|(lat, name)| (lat, name.map(str::to_owned))),
                "{text}"
            );
        }
    }

    #[test]
    fn a_poll_keeps_brackets_in_its_options() {
        let text = "\u{200e}POLL:\nWhen?\n\u{200e}OPTION: Monday (or Tuesday) (3 votes)\n\u{200e}OPTION: never (1 vote)";
        let poll = parse_poll(text, Ios, Marked::Yes).expect("a poll");
        assert_eq!(poll.question, "When?");
        let options: Vec<_> = poll
            .options
            .iter()
            .map(|o| (o.text.as_str(), o.votes))
            .collect();
        assert_eq!(
            options,
            [("Monday (or Tuesday)", Some(3)), ("never", Some(1))]
        );
        assert!(parse_poll("ANKET:\nNe?\nSEÇENEK: a (2 oy)", Android, Marked::No).is_some());
        for text in [
            "POLL:",
            "POLL:\nwhat",
            "poll me:\nOPTION: a (1)",
            "TODO:\nITEM: a (1)",
        ] {
            assert_eq!(parse_poll(text, Android, Marked::No), None, "{text}");
        }
    }
}
