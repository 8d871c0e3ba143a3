//! The rows of `phrases.json`, and how the table of words is built from them.

use std::collections::HashMap;

use serde::Deserialize;

use super::fold::fold;
use super::phrases::{
    Around, CallHead, GATE, Half, Meaning, Phrases, Sentence, Words, gate_of, period_key,
};
use super::template::Template;
use crate::model::record::DeletedBy;
use crate::model::{Event, Media};

/// The whole table.
#[derive(Deserialize)]
pub(super) struct Table {
    ios: Vec<IosRow>,
    android: Vec<AndroidRow>,
    markers: Vec<MarkerRow>,
    deleted: Vec<DeletedRow>,
    events: Vec<EventRow>,
    calls: Vec<CallRow>,
    call_tails: Vec<TailRow>,
    call_units: Vec<UnitRow>,
    day_periods: Vec<PeriodRow>,
    months: Vec<MonthRow>,
}

#[derive(Deserialize)]
struct IosRow {
    attached: Vec<String>,
    image: Vec<String>,
    video: Vec<String>,
    audio: Vec<String>,
    gif: Vec<String>,
    sticker: Vec<String>,
    document: Vec<String>,
    contact: Vec<String>,
    deleted: Vec<String>,
    deleted_by_exporter: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct AndroidRow {
    omitted: Vec<String>,
    attached: Vec<String>,
    title: Vec<String>,
    location: Vec<String>,
    live_location: Vec<String>,
    deleted: Vec<String>,
    deleted_by_exporter: Vec<String>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum On {
    Android,
    Ios,
    Any,
}

#[derive(Deserialize)]
struct MarkerRow {
    marker: String,
    platform: On,
    text: String,
}

#[derive(Deserialize)]
struct DeletedRow {
    by: DeletedBy,
    platform: On,
    texts: Vec<String>,
}

#[derive(Deserialize)]
struct EventRow {
    event: Event,
    platform: On,
    texts: Vec<String>,
}

#[derive(Deserialize)]
struct CallRow {
    missed: Option<bool>,
    texts: Vec<String>,
}

#[derive(Deserialize)]
struct TailRow {
    says: String,
    texts: Vec<String>,
}

#[derive(Deserialize)]
struct UnitRow {
    seconds: u64,
    texts: Vec<String>,
}

#[derive(Deserialize)]
struct PeriodRow {
    lang: String,
    half: Half,
    texts: Vec<String>,
}

#[derive(Deserialize)]
struct MonthRow {
    names: Vec<Vec<String>>,
}

/// Splits `WhatsApp Chat with F` at the F that stands for the name.
fn around(written: &str) -> Around {
    let is_name = |at: &usize| {
        let alone = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        alone(written[..*at].chars().next_back()) && alone(written[at + 1..].chars().next())
    };
    let at = written
        .match_indices('F')
        .map(|(at, _)| at)
        .find(is_name)
        .unwrap_or(written.len());
    let (before, after) = (&written[..at], written.get(at + 1..).unwrap_or(""));
    // A name stands where the stop would be, so the words before it keep theirs.
    let mut before = fold(&[before, "\u{1}"].concat());
    before.pop();
    Around {
        before,
        after: fold(after),
    }
}

impl Words {
    fn add(&mut self, text: &str, meaning: Meaning) {
        let unsure = |old: &mut Meaning| {
            if let (Meaning::Deleted(a), Meaning::Deleted(b)) = (*old, meaning)
                && a != b
            {
                *old = Meaning::Deleted(DeletedBy::Unknown);
            }
        };
        self.exact
            .entry(text.to_owned())
            .and_modify(unsure)
            .or_insert(meaning);
        self.folded
            .entry(fold(text))
            .and_modify(unsure)
            .or_insert(meaning);
    }
}

impl Phrases {
    /// Builds the lookups.
    pub(super) fn build(table: &Table) -> Self {
        let mut all = Self {
            android: Words::default(),
            ios: Words::default(),
            edited: Vec::new(),
            polls: Vec::new(),
            calls: HashMap::new(),
            call_tails: HashMap::new(),
            call_units: HashMap::new(),
            titles: vec![around("WhatsApp Chat - F")],
            periods: HashMap::new(),
            months: HashMap::new(),
            gate: vec![false; GATE],
        };
        all.add_rows(table);
        all.add_markers(&table.markers);
        all.add_sentences(table);
        all.add_calls(table);
        all.add_time_words(table);
        all.open_gate();
        all
    }

    /// Lets the first and last letters of all phrases through, and those of calls with any of their tails.
    fn open_gate(&mut self) {
        let mut phrases: Vec<String> = [&self.android, &self.ios]
            .iter()
            .flat_map(|w| w.folded.keys().cloned())
            .collect();
        for head in self.calls.keys() {
            phrases.push(head.clone());
            let tails = self.call_tails.keys().chain(self.call_units.keys());
            phrases.extend(tails.map(|tail| [head, " ", tail].concat()));
        }
        for phrase in phrases {
            if let Some(i) = gate_of(&phrase) {
                self.gate[i] = true;
            }
        }
    }

    fn add_rows(&mut self, table: &Table) {
        for row in &table.ios {
            for (texts, media) in [
                (&row.image, Media::Image),
                (&row.video, Media::Video),
                (&row.audio, Media::Audio),
                (&row.gif, Media::Gif),
                (&row.sticker, Media::Sticker),
                (&row.document, Media::Document),
                (&row.contact, Media::Contact),
            ] {
                for text in texts {
                    self.ios.add(text, Meaning::Omitted(media));
                }
            }
            self.ios
                .attached
                .extend(row.attached.iter().map(|t| around(t)));
            add_deleted(&mut self.ios, &row.deleted, &row.deleted_by_exporter);
        }
        for row in &table.android {
            for text in &row.omitted {
                self.android.add(text, Meaning::Omitted(Media::Unknown));
            }
            for text in &row.live_location {
                self.android.add(text, Meaning::LiveLocation);
            }
            add_deleted(&mut self.android, &row.deleted, &row.deleted_by_exporter);
            self.android
                .attached
                .extend(row.attached.iter().map(|t| around(t)));
            self.titles.extend(row.title.iter().map(|t| around(t)));
            self.android
                .locations
                .extend(row.location.iter().map(|t| around(t).before));
        }
        self.ios.attached.push(around("F <attached>"));
    }

    fn add_markers(&mut self, markers: &[MarkerRow]) {
        for row in markers {
            let meaning = match row.marker.as_str() {
                "edited" => {
                    self.edited.push(fold(&row.text));
                    continue;
                }
                "poll" => {
                    self.polls.push(fold(&row.text));
                    continue;
                }
                "location" => {
                    self.ios.locations.push(around(&row.text).before);
                    continue;
                }
                "video_note_omitted" => Meaning::Omitted(Media::VideoNote),
                "view_once_voice_omitted" => Meaning::ViewOnceVoice,
                "view_once" => Meaning::ViewOnce,
                "placeholder" => Meaning::Placeholder,
                _ => continue,
            };
            for words in self.on(row.platform) {
                words.add(&row.text, meaning);
            }
        }
    }

    fn on(&mut self, platform: On) -> Vec<&mut Words> {
        match platform {
            On::Android => vec![&mut self.android],
            On::Ios => vec![&mut self.ios],
            On::Any => vec![&mut self.android, &mut self.ios],
        }
    }

    fn add_sentences(&mut self, table: &Table) {
        for row in &table.deleted {
            for text in &row.texts {
                for words in self.on(row.platform) {
                    if !text.contains('{') {
                        words.add(text, Meaning::Deleted(row.by));
                    }
                    words
                        .sentences
                        .extend(Template::expand(text).into_iter().map(|template| Sentence {
                            template,
                            event: None,
                            deleted_by: Some(row.by),
                        }));
                }
            }
        }
        for row in &table.events {
            for text in &row.texts {
                for words in self.on(row.platform) {
                    words
                        .sentences
                        .extend(Template::expand(text).into_iter().map(|template| Sentence {
                            template,
                            event: Some(row.event),
                            deleted_by: None,
                        }));
                }
            }
        }
    }

    fn add_calls(&mut self, table: &Table) {
        for row in &table.calls {
            for text in &row.texts {
                self.calls
                    .insert(fold(text), CallHead { missed: row.missed });
            }
        }
        for row in &table.call_tails {
            for text in &row.texts {
                self.call_tails.insert(fold(text), row.says == "missed");
            }
        }
        for row in &table.call_units {
            for text in &row.texts {
                self.call_units.insert(fold(text), row.seconds);
            }
        }
    }

    fn add_time_words(&mut self, table: &Table) {
        let mut languages: Vec<&str> = Vec::new();
        for row in &table.day_periods {
            let number = languages
                .iter()
                .position(|l| *l == row.lang)
                .unwrap_or_else(|| {
                    languages.push(&row.lang);
                    languages.len() - 1
                });
            for text in &row.texts {
                let number = u8::try_from(number).unwrap_or(u8::MAX);
                self.periods
                    .entry(period_key(text))
                    .or_insert((row.half, number));
            }
        }
        for row in &table.months {
            for (i, names) in row.names.iter().enumerate() {
                for name in names {
                    *self.months.entry(name.to_lowercase()).or_default() |= 1 << (i + 1);
                }
            }
        }
    }
}

fn add_deleted(words: &mut Words, by_sender: &[String], by_exporter: &[String]) {
    for text in by_sender {
        words.add(text, Meaning::Deleted(DeletedBy::Sender));
    }
    for text in by_exporter {
        words.add(text, Meaning::Deleted(DeletedBy::Exporter));
    }
}
