//! What a record names beside its text: a picture, a voice note, a document.

use serde::{Deserialize, Serialize};

use super::digest::Digest;

/// The kind of an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of records.md say it")]
pub enum Media {
    Image,
    Video,
    Audio,
    Document,
    Contact,
    Sticker,
    Gif,
    VideoNote,
    File,
    Unknown,
}

/// Where the bytes of an attachment are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The bytes are in what was given.
    Found,
    /// Named, not there.
    Missing,
    /// The app says that it left it out.
    Omitted,
    /// The app says that it could not load it.
    Failed,
}

/// One attachment of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What kind of thing it is.
    pub media: Media,
    /// Where its bytes are.
    pub state: State,
    /// As written in the export: a file name, a URI, or the app's sentence for `failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The member that holds the bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_n: Option<u32>,
    /// SHA-256 of that member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Digest>,
    /// The caption, a part of the record's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The title on screen, a part of the record's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The time that the export gives for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The name of its thumbnail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<String>,
}

impl Attachment {
    /// An attachment with nothing known but its kind and state.
    #[must_use]
    pub fn new(media: Media, state: State) -> Self {
        Self {
            media,
            state,
            name: None,
            member_n: None,
            sha256: None,
            caption: None,
            title: None,
            at: None,
            thumbnail: None,
        }
    }
}
