//! What happens in a chat, before a phone puts it into words.

/// The type of a sent file, as `records.md` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    Image,
    Video,
    Audio,
    Gif,
    Sticker,
    Document,
    Contact,
    Unknown,
}

impl Media {
    /// Its name in records and in the phrase tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Gif => "gif",
            Self::Sticker => "sticker",
            Self::Document => "document",
            Self::Contact => "contact",
            Self::Unknown => "unknown",
        }
    }
}

/// Whether the export holds the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Present {
    Found,
    Missing,
}

/// A file that the export names.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub media: Media,
    pub name: String,
    pub present: Present,
}

/// Who deleted a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Sender,
    Exporter,
}

/// One thing that happens. `who` is the label of the line.
#[derive(Clone, Debug)]
pub enum Event {
    /// A person's words.
    Said { who: String, text: String },
    /// A file, with words under it on Android.
    Sent {
        who: String,
        what: Attachment,
        caption: Option<String>,
    },
    /// A file that was left out.
    LeftOut {
        who: String,
        media: Media,
        caption: Option<String>,
    },
    /// A deleted message.
    Deleted { who: String, by: By },
    /// A place, in thousandths of a degree.
    Place { who: String, lat: i32, lon: i32 },
    /// A live place (Android).
    LivePlace { who: String },
    /// Changed afterwards (English marker).
    Edited { who: String, text: String },
    /// The notice of encryption (English).
    Encrypted { label: String },
}
