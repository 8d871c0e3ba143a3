//! Reactions: an emoji glued to a name, since 2025 with a stamp in brackets.

use unicode_segmentation::UnicodeSegmentation;

use super::stamp::read_stamp;
use crate::model::record::Reaction;

/// Reads `❤Sana Ahmed (Mar 12, 2024 8:25:13 pm)`. A name may begin with an emoji too, so the first one that a reader sees
/// as one sign is the reaction. The text as written is kept elsewhere.
pub fn read_reaction(written: &str) -> Reaction {
    let trimmed = written.trim();
    let first = trimmed.graphemes(true).next().unwrap_or_default();
    // A letter is no reaction: then nothing is parted.
    if first.is_empty() || first.chars().all(char::is_alphanumeric) {
        return Reaction {
            reaction: trimmed.to_owned(),
            actor: None,
            at: None,
        };
    }
    let (actor, at) = part_stamp(trimmed[first.len()..].trim());
    Reaction {
        reaction: first.to_owned(),
        actor: Some(actor.to_owned()).filter(|actor| !actor.is_empty()),
        at,
    }
}

/// A name, and the stamp in brackets behind it where it is one.
fn part_stamp(text: &str) -> (&str, Option<String>) {
    let parted = text
        .strip_suffix(')')
        .and_then(|bare| bare.rsplit_once(" ("));
    let Some((name, stamp)) = parted else {
        return (text, None);
    };
    match read_stamp(stamp).map(|s| s.readings) {
        Some(readings) if readings.len() == 1 => {
            let at = readings[0].format("%Y-%m-%dT%H:%M:%S").to_string();
            (name, Some(at))
        }
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reaction_is_the_first_sign_and_the_rest_a_name() {
        for (written, reaction, actor, at) in [
            ("❤Sana Ahmed", "❤", Some("Sana Ahmed"), None),
            ("❤\u{fe0f}Sana", "❤\u{fe0f}", Some("Sana"), None),
            ("👍🏽🌸 Sana", "👍🏽", Some("🌸 Sana"), None),
            ("👨‍👩‍👧سانا", "👨‍👩‍👧", Some("سانا"), None),
            (
                "😆Sana (Mar 12, 2024 8:25:13 pm)",
                "😆",
                Some("Sana"),
                Some("2024-03-12T20:25:13"),
            ),
            ("😆Sana (work)", "😆", Some("Sana (work)"), None),
            ("Sana", "Sana", None, None),
            ("😆", "😆", None, None),
            ("", "", None, None),
        ] {
            let read = read_reaction(written);
            assert_eq!(
                (
                    read.reaction.as_str(),
                    read.actor.as_deref(),
                    read.at.as_deref()
                ),
                (reaction, actor, at),
                "{written}"
            );
        }
    }
}
