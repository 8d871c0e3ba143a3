//! What a picture's name and its EXIF data claim. Anyone can write both, so each claim says who makes it.
//!
//! ```text
//! Screenshot_2024-08-21-23-06-01-123_com.whatsapp.jpg     name: screenshot, 2024-08-21T23:06:01.123, com.whatsapp
//! IMG-20240821-WA0007.jpg                                 name: came through WhatsApp
//! EXIF UserComment "Screenshot" DateTimeOriginal …        exif: screenshot, its time
//! ```

use serde_json::{Value, json};

/// Who makes a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Claimant {
    /// The file's name.
    Name,
    /// The EXIF data inside the file.
    Exif,
}

/// What is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// That it is a screenshot, and by which pattern.
    Screenshot,
    /// When it was made: local time, with an offset where one is written.
    Time,
    /// Which app was on the screen: a label or a package.
    App,
    /// That it was edited.
    Edited,
    /// Which messenger it came through.
    CameThrough,
    /// Who made the device.
    Maker,
    /// The model of the device.
    Model,
    /// The software that wrote the file.
    Software,
    /// The comment in it.
    Comment,
    /// An identifier of the picture.
    Identifier,
    /// That a position on earth is stated. The position itself is never shown.
    Position,
}

/// One claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Who makes it.
    pub by: Claimant,
    /// What it is about.
    pub what: Subject,
    /// What it says.
    pub value: String,
}

impl Claim {
    /// A claim.
    pub fn new(by: Claimant, what: Subject, value: impl Into<String>) -> Self {
        Self {
            by,
            what,
            value: value.into(),
        }
    }

    /// The claim as a record's field.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({"by": self.by.word(), "what": self.what.word(), "value": self.value})
    }
}

impl Claimant {
    /// The word of the record.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Exif => "exif",
        }
    }
}

impl Subject {
    /// The word of the record.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Screenshot => "screenshot",
            Self::Time => "time",
            Self::App => "app",
            Self::Edited => "edited",
            Self::CameThrough => "came_through",
            Self::Maker => "maker",
            Self::Model => "model",
            Self::Software => "software",
            Self::Comment => "comment",
            Self::Identifier => "identifier",
            Self::Position => "position",
        }
    }
}

/// Whether any claim is about this.
#[must_use]
pub fn has(claims: &[Claim], what: Subject) -> bool {
    claims.iter().any(|c| c.what == what)
}
