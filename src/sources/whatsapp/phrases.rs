//! The app's own words, loaded once from `phrases.json`.
//!
//! The table is data: a new wording is one more line there. See `README.md` for its columns.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::fold::{fold, fold_char, is_blank, is_mark};
use super::table::Table;
use super::template::Template;
use crate::model::record::DeletedBy;
use crate::model::{Event, Media};

/// Which app wrote a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Platform {
    /// WhatsApp for Android: a dash after the stamp.
    Android,
    /// WhatsApp for iPhone: brackets, or in old versions a colon after the stamp.
    Ios,
}

/// What a whole body, or the first line of one, stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Media that the app left out.
    Omitted(Media),
    /// A voice message to be heard once, left out.
    ViewOnceVoice,
    /// A picture or video to be seen once, never exported.
    ViewOnce,
    /// A deleted message.
    Deleted(DeletedBy),
    /// A live location.
    LiveLocation,
    /// A stand-in whose cause the export does not say.
    Placeholder,
}

/// Which half of the day an hour from 0 to 12 belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// Before noon.
    Am,
    /// After noon.
    Pm,
    /// Around noon.
    Noon,
    /// From evening past midnight.
    Night,
    /// A word that is not in the table.
    #[serde(skip)]
    Unknown,
}

/// Words around a file name.
#[derive(Debug, Clone)]
pub struct Around {
    /// Folded words before the name.
    pub before: String,
    /// Folded words after the name.
    pub after: String,
}

/// A sentence about the chat.
pub struct Sentence {
    /// The sentence.
    pub template: Template,
    /// What it tells; none for a deleted message.
    pub event: Option<Event>,
    /// Who deleted, for a deleted message.
    pub deleted_by: Option<DeletedBy>,
}

/// How the first words of a call say that it was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallHead {
    /// Missed, or not said.
    pub missed: Option<bool>,
}

/// The words of one app.
#[derive(Default)]
pub struct Words {
    /// What a text stands for, byte for byte.
    pub(super) exact: HashMap<String, Meaning>,
    /// The same by folded text.
    pub(super) folded: HashMap<String, Meaning>,
    /// Around the name of an attached file.
    pub attached: Vec<Around>,
    /// Before the link of a location, folded.
    pub locations: Vec<String>,
    /// Sentences that carry no author.
    pub sentences: Vec<Sentence>,
}

/// All words of the table.
pub struct Phrases {
    /// Android's words.
    pub android: Words,
    /// The iPhone's words.
    pub ios: Words,
    /// Folded edit markers, with their angle brackets.
    pub edited: Vec<String>,
    /// First lines of polls, folded.
    pub polls: Vec<String>,
    /// First words of calls, folded.
    pub calls: HashMap<String, CallHead>,
    /// Further words of calls: whether they say that nobody answered.
    pub call_tails: HashMap<String, bool>,
    /// Units of time, folded, in seconds.
    pub call_units: HashMap<String, u64>,
    /// Around the title of the chat in file names.
    pub titles: Vec<Around>,
    /// Day periods by [`period_key`], with a number that the two halves of one writing share.
    pub(super) periods: HashMap<String, (Half, u8)>,
    /// Month names in lower case; bit `m` is set for month `m`, several where languages differ.
    pub(super) months: HashMap<String, u16>,
    /// First and last letters of all phrases, to leave people's words alone quickly.
    pub(super) gate: Vec<u32>,
}

/// The words, loaded at the first call.
pub fn phrases() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let table: Table = serde_json::from_str(include_str!("phrases.json"))
            .expect("the table is built in and a test reads it");
        Phrases::build(&table)
    })
}

impl Phrases {
    /// The words of one app.
    pub fn of(&self, platform: Platform) -> &Words {
        match platform {
            Platform::Android => &self.android,
            Platform::Ios => &self.ios,
        }
    }

    /// Whether a text could be a phrase of the table, by its first two letters, its last one and its blanks.
    pub fn may_be_phrase(&self, text: &str) -> bool {
        gate_of(text).is_some_and(|i| self.gate[i] != 0 && self.gate[i] & blanks_of(text) != 0)
    }

    /// What a whole text stands for in the words of `platform`. Deleted messages are known in both apps' words.
    pub fn meaning(&self, platform: Platform, text: &str) -> Option<Meaning> {
        if text.len() > 400 || !self.may_be_phrase(text) {
            return None;
        }
        let bare = text.trim_start_matches(is_mark);
        let own = self.of(platform);
        let other = match platform {
            Platform::Android => &self.ios,
            Platform::Ios => &self.android,
        };
        own.exact.get(bare).copied().or_else(|| {
            let folded = fold(text);
            own.folded.get(&folded).copied().or_else(|| {
                let deleted = |m: &&Meaning| matches!(m, Meaning::Deleted(_));
                other.folded.get(&folded).filter(deleted).copied()
            })
        })
    }

    /// The half of the day that a word means, and the number of its writing.
    pub fn period(&self, word: &str) -> Option<(Half, u8)> {
        self.periods.get(&period_key(word)).copied()
    }

    /// The months that a name can mean: bit `m` is set for month `m`.
    pub fn month(&self, name: &str) -> Option<u16> {
        self.months.get(&name.to_lowercase()).copied()
    }

    /// The title of a chat in the name of its transcript or archive.
    pub fn title(&self, file_name: &str) -> Option<String> {
        let mut stem = file_name;
        while let Some(shorter) = [".txt", ".zip", ".TXT", ".ZIP"]
            .iter()
            .find_map(|e| stem.strip_suffix(e))
        {
            stem = shorter;
        }
        // Browsers append " (1)".
        if let Some((before, n)) = stem.rsplit_once(" (")
            && n.strip_suffix(')')
                .is_some_and(|n| n.bytes().all(|c| c.is_ascii_digit()))
        {
            stem = before;
        }
        let folded = super::fold::Folded::new(stem);
        self.titles.iter().find_map(|t| {
            let rest = folded.text.strip_prefix(t.before.as_str())?;
            let name = rest.strip_suffix(t.after.as_str())?;
            let from = t.before.len();
            (!name.is_empty()).then(|| folded.slice(from..from + name.len()).to_owned())
        })
    }
}

/// A day period without blanks, marks and case.
pub fn period_key(word: &str) -> String {
    word.chars()
        .filter(|c| !is_mark(*c) && !is_blank(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The size of the gate: wide enough that few texts of people pass it.
pub(super) const GATE: usize = 1 << 13;

/// The bit for the number of blanks in a text, which folding does not change.
pub(super) fn blanks_of(text: &str) -> u32 {
    let blanks = text.chars().filter(|c| is_blank(*c)).count();
    1 << blanks.min(31)
}

/// The place of a text in the gate: its first two folded letters and the last one.
pub(super) fn gate_of(text: &str) -> Option<usize> {
    let letter = |c: char| match c {
        '\0'..='\x7f' => Some(c.to_ascii_lowercase()),
        _ => fold_char(c).map(|c| c.to_lowercase().next().unwrap_or(c)),
    };
    let mut letters = text.chars().filter_map(letter);
    let first = letters.next()?;
    let second = letters.next().unwrap_or(first);
    let last = text
        .chars()
        .rev()
        .filter_map(letter)
        .find(|c| !matches!(c, '.' | '।' | '۔' | '。'))?;
    let mix = (first as usize).wrapping_mul(0x9e37_79b1)
        ^ (second as usize).wrapping_mul(0x85eb_ca77)
        ^ (last as usize).wrapping_mul(0xc2b2_ae3d);
    Some((mix >> 7) & (GATE - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_knows_its_languages() {
        let p = phrases();
        for (platform, text, meaning) in [
            (
                Platform::Ios,
                "\u{200f}تصویر نکال دی گئی ہے",
                Meaning::Omitted(Media::Image),
            ),
            (
                Platform::Android,
                "<Media omitted>",
                Meaning::Omitted(Media::Unknown),
            ),
            (
                Platform::Android,
                "<میڈیا ہٹا دیا گیا>",
                Meaning::Omitted(Media::Unknown),
            ),
            (
                Platform::Android,
                "This message was deleted",
                Meaning::Deleted(DeletedBy::Sender),
            ),
            (
                Platform::Ios,
                "\u{200e}You deleted this message.",
                Meaning::Deleted(DeletedBy::Exporter),
            ),
            (
                Platform::Android,
                "Esta mensagem foi apagada.",
                Meaning::Deleted(DeletedBy::Exporter),
            ),
            (
                Platform::Android,
                "Esta mensagem foi apagada",
                Meaning::Deleted(DeletedBy::Sender),
            ),
            (
                Platform::Ios,
                "Mensagem apagada",
                Meaning::Deleted(DeletedBy::Unknown),
            ),
            (Platform::Android, "null", Meaning::Placeholder),
        ] {
            assert_eq!(p.meaning(platform, text), Some(meaning), "{text}");
        }
        assert_eq!(p.meaning(Platform::Ios, "null"), None);
        assert_eq!(p.meaning(Platform::Android, "image omitted"), None);
        assert_eq!(
            p.meaning(Platform::Android, "This message was deleted by me"),
            None
        );
    }

    #[test]
    fn titles_are_found_wherever_the_language_puts_them() {
        let p = phrases();
        for (name, title) in [
            ("WhatsApp Chat with Trip: Paris.txt", "Trip: Paris"),
            ("WhatsApp Chat - Ali (1).zip", "Ali"),
            ("Ali کے ساتھ WhatsApp بات چیت.txt", "Ali"),
            ("Chat WhatsApp s\u{a0}uživatelem Ali.txt", "Ali"),
            ("WhatsApp Chat mit Frau F.txt.txt", "Frau F"),
        ] {
            assert_eq!(p.title(name).as_deref(), Some(title), "{name}");
        }
        assert_eq!(p.title("notes.txt"), None);
    }

    #[test]
    fn words_of_the_clock_and_the_calendar_are_known() {
        let p = phrases();
        assert_eq!(p.period("p.\u{a0}m.").map(|x| x.0), Some(Half::Pm));
        assert_eq!(p.period("ص").map(|x| x.0), Some(Half::Am));
        assert_eq!(p.period("قبل دوپہر").map(|x| x.0), Some(Half::Am));
        assert_eq!(p.month("SEP"), Some(1 << 9));
        assert_eq!(p.month("Trip"), None);
    }
}
