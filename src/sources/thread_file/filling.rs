//! What the readers of single elements share: strings, names, times, files, and the fields that nobody knows.

use std::sync::Arc;

use chrono::{DateTime, Datelike, SecondsFormat, Utc};

use crate::model::{
    Attachment, Calendar, Encoding, Flag, Media, Precision, Record, SenderMeans, Sent, State,
};
use crate::sources::json::{Texts, insert, raw_value, string, whole_number, worse};
use crate::sources::media_files::MediaFiles;

/// A value is nested deeper than can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooDeep;

/// Names that come back in every message, read once.
#[derive(Default)]
pub struct Names(Vec<(Box<[u8]>, Arc<str>, Encoding)>);

/// So many names are remembered; in a larger group the rest is read each time.
const MOST_NAMES: usize = 32;

/// One record while its element is read.
pub struct Filling<'r> {
    /// The record.
    pub record: &'r mut Record,
    /// The files of the export.
    pub media: &'r MediaFiles,
    /// Whether a field stands twice.
    pub has_field_twice: bool,
    /// Whether a field is one that we do not know.
    pub has_unknown_field: bool,
    texts: Texts,
    names: &'r mut Names,
}

impl<'r> Filling<'r> {
    /// Begins with a record without content.
    pub fn new(
        record: &'r mut Record,
        texts: Texts,
        media: &'r MediaFiles,
        names: &'r mut Names,
    ) -> Self {
        Self {
            record,
            media,
            has_field_twice: false,
            has_unknown_field: false,
            texts,
            names,
        }
    }

    /// The text of a value, if it is a string. What had to be repaired is written down in the record.
    pub fn text(&mut self, value: &[u8]) -> Option<String> {
        let (text, encoding) = self.texts.read(string(value)?);
        self.record.encoding = worse(self.record.encoding, encoding);
        Some(text)
    }

    /// The sender. An empty name names nobody.
    pub fn sender(&mut self, value: &[u8]) -> bool {
        let Some(raw) = string(value).filter(|raw| !raw.is_empty()) else {
            return false;
        };
        let known = self.names.0.iter().find(|(name, ..)| **name == *raw);
        let (name, encoding) = if let Some((_, name, encoding)) = known {
            (Arc::clone(name), *encoding)
        } else {
            let (name, encoding) = self.texts.read(raw);
            let name: Arc<str> = name.into();
            if self.names.0.len() < MOST_NAMES {
                self.names.0.push((raw.into(), Arc::clone(&name), encoding));
            }
            (name, encoding)
        };
        self.record.encoding = worse(self.record.encoding, encoding);
        self.record.sender = Some(name);
        self.record.sender_means = SenderMeans::Author;
        true
    }

    /// The time of the record, in milliseconds since 1970. What is no such time stands as it is written.
    pub fn sent(&mut self, value: &[u8]) {
        let utc = whole_number(value)
            .and_then(DateTime::from_timestamp_millis)
            .filter(has_year_of_four_digits);
        if utc.is_none() {
            self.record.flags.push(Flag::TimeUnreadable);
        }
        self.record.sent = Some(Sent {
            written: String::from_utf8_lossy(value).into_owned(),
            local: None,
            utc,
            precision: Precision::Millisecond,
            candidates: Vec::new(),
            calendar: Calendar::Gregorian,
        });
    }

    /// A file that the record names by a path. The path counts as it is written; only where there is no such file, as it would
    /// be if its bytes had been written one character each.
    pub fn attach(&mut self, media: Media, uri: &[u8]) -> Option<Attachment> {
        let raw = string(uri)?;
        let written = Texts::plain().read(raw).0;
        let attachment = self.media.attach(media, &written);
        if attachment.state == State::Missing && !written.is_ascii() {
            let (repaired, encoding) = self.texts.read(raw);
            if encoding == Encoding::MojibakeRepaired {
                let mut other = self.media.attach(media, &repaired);
                if other.state == State::Found {
                    other.name = Some(written);
                    return Some(other);
                }
            }
        }
        Some(attachment)
    }

    /// A field that stays as it is in the export, because nobody knows it or it has another shape than it should.
    ///
    /// # Errors
    /// It is nested too deep.
    pub fn keep(&mut self, key: &[u8], value: &[u8]) -> Result<(), TooDeep> {
        let key = Texts::plain().read(key).0;
        let value = raw_value(value).ok_or(TooDeep)?;
        insert(&mut self.record.extra, &key, value);
        Ok(())
    }
}

/// Other years cannot be printed in a way that all programs read back.
fn has_year_of_four_digits(at: &DateTime<Utc>) -> bool {
    (1..=9999).contains(&at.year())
}

/// A time in seconds since 1970, as the contract prints instants. Zero is how the apps write that there is none.
pub fn instant(value: &[u8]) -> Option<String> {
    let seconds = whole_number(value).filter(|seconds| *seconds != 0)?;
    print(DateTime::from_timestamp(seconds, 0)?)
}

/// The same in milliseconds.
pub fn instant_of_millis(value: &[u8]) -> Option<String> {
    let millis = whole_number(value).filter(|millis| *millis != 0)?;
    print(DateTime::from_timestamp_millis(millis)?)
}

fn print(at: DateTime<Utc>) -> Option<String> {
    has_year_of_four_digits(&at).then(|| at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}
