//! Readers, one folder per input format: bytes in, records out. Pure.
//!
//! A new format is a folder here and one line in [`FORMATS`].

pub use chosen_threads::ChosenThreads;
pub use facebook::THREADS_LEFT;

use crate::model::{DateOrder, Export, Line, SourceId, Zone};

mod account;
mod calendar;
mod chosen_threads;
mod facebook;
pub mod files;
mod html_walk;
mod json;
mod media_files;
mod messenger_html;
mod messenger_json;
mod messenger_secure;
mod origin;
pub mod pictures;
mod thread_file;
mod thread_head;
pub mod whatsapp;

/// What a format says when it is shown an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognition {
    /// This is the format; why.
    Yes(String),
    /// It can be read as this if nothing better is found; why.
    Perhaps(String),
    /// It is not this format; why.
    No(String),
}

/// What a person declared about a source. Never a guess.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// The order of day, month and year.
    pub order: Option<DateOrder>,
    /// The zone of the phone that exported, as a declaration.
    pub zone: Option<Zone>,
    /// Which threads are read; formats without threads read all they have.
    pub threads: ChosenThreads,
}

/// An input format.
pub trait Format: Sync {
    /// The name that stands in `source.format`.
    fn name(&self) -> &'static str;

    /// Looks at the export, by content first and by name second.
    fn recognize(&self, export: &Export) -> Recognition;

    /// Whether a folder is one export as a whole. Most exports lie flat: what lies deeper is an export of its own.
    fn is_tree(&self, export: &Export) -> bool {
        matches!(self.recognize(&export.top_level()), Recognition::Yes(_))
    }

    /// Which download a zip of this name is a part of. Two zips of one download have the same answer, and no other.
    fn download_of(&self, _given_name: &str) -> Option<String> {
        None
    }

    /// In which form a part of a download is, by the names of its members alone; none where it holds media only.
    fn form_of(&self, _export: &Export) -> Option<String> {
        None
    }

    /// Reads the export as source `id`. Hands on the `source` line first, then threads, records in reading
    /// order and notes, each as soon as it is known. Never fails, never skips a byte of a member that it reads.
    /// Frames are handed on too; who prints them decides.
    fn read(&self, export: &Export, id: SourceId, hints: &Hints, out: &mut dyn FnMut(Line));
}

/// Every format, in the order in which they are asked.
pub static FORMATS: &[&dyn Format] = &[
    &facebook::Download::Facebook,
    &facebook::Download::Instagram,
    &facebook::Download::Secure,
    &whatsapp::Android,
    &whatsapp::Ios,
    &pictures::Pictures,
    &files::Files,
];

/// The format with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().find(|f| f.name() == name).copied()
}

/// The first format that says yes, else the first that says perhaps. `files` always says perhaps.
#[must_use]
pub fn recognize(export: &Export) -> &'static dyn Format {
    let mut perhaps = None;
    for format in FORMATS {
        match format.recognize(export) {
            Recognition::Yes(_) => return *format,
            Recognition::Perhaps(_) => perhaps = perhaps.or(Some(*format)),
            Recognition::No(_) => {}
        }
    }
    perhaps.unwrap_or(&files::Files)
}
