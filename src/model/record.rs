//! Records: what was read from a stretch of bytes, in the names of the record contract (`docs/records.md`).

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::attachment::Attachment;
use super::digest::Digest;
use super::locator::Address;
use super::note::Note;
use super::source::Source;
use super::time::Sent;

/// One line of `read --json`, in the order of the contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line {
    /// What was handed over. Comes before the records of the source.
    Source(Box<Source>),
    /// A thread of a Facebook or Instagram export.
    Thread(Box<Thread>),
    /// One record.
    Record(Box<Record>),
    /// A doubt or a fact.
    Note(Note),
    /// The counts, once and last.
    Summary(Summary),
}

/// What kind of thing a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Written by a person.
    Message,
    /// Written by the app.
    Notice,
    /// A call.
    Call,
    /// A message that somebody deleted.
    Deleted,
    /// A screenshot, a file, a post, a login.
    Item,
    /// The format's scaffolding: BOM, brackets, HTML between cards.
    Frame,
    /// Bytes that could not be read. Kept, counted, printed.
    Unparsed,
}

/// What the label in `sender` stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderMeans {
    /// The person who wrote.
    Author,
    /// A label that the app writes before its own lines (iOS).
    Label,
    /// The person that an item is about.
    About,
    /// No label.
    #[default]
    None,
}

/// What happened to the bytes on their way to text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub enum Encoding {
    #[default]
    AsIs,
    MojibakeRepaired,
    Undecodable,
    Mixed,
}

/// A doubt about one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// A header-shaped line that nothing in the file proves to be one.
    BoundaryNotProvable,
    /// A header-shaped line that is proved to belong to the message before.
    HeaderLikeLineInsideMessage,
    /// Matches the loose grammar, not this file's own header shape.
    ShapeDiffers,
    /// Another split of label and text is possible.
    SenderAmbiguous,
    /// The body is the app's stand-in, such as `null`.
    Placeholder,
    /// The time has several readings.
    TimeAmbiguous,
    /// The time could not be read.
    TimeUnreadable,
    /// Text before the first header.
    BeforeFirstHeader,
}

/// What a notice tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub enum Event {
    EncryptionNotice,
    GroupCreated,
    MembersAdded,
    MembersRemoved,
    MemberLeft,
    MemberJoined,
    MembersChanged,
    SubjectChanged,
    IconChanged,
    DescriptionChanged,
    AdminChanged,
    NumberChanged,
    SecurityCodeChanged,
    Blocked,
    Unblocked,
    DisappearingTimer,
    ChatPrivacy,
    BusinessNotice,
    Other,
}

/// Who deleted a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub enum DeletedBy {
    Sender,
    Exporter,
    Admin,
    Unknown,
}

/// A place that was sent. Coordinates are decimal degrees (WGS 84) as the export writes them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub struct Location {
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub name: Option<String>,
    pub live: bool,
}

/// A poll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub struct Poll {
    pub question: String,
    pub options: Vec<PollOption>,
}

/// One answer of a poll; `votes` is absent where the export gives none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub struct PollOption {
    pub text: String,
    pub votes: Option<u64>,
}

/// A shared link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub struct Share {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// A call; what the export does not say is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Call {
    /// Whether it was missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<bool>,
    /// Its length in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
    /// Its length as the export writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
}

/// A reaction to a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub struct Reaction {
    pub reaction: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// What an item is, and its fields by the names of the contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub struct Item {
    pub what: String,
    pub fields: Map<String, Value>,
}

/// One record: a stretch of a member's bytes and what was read from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub struct Record {
    pub address: Address,
    pub member: Arc<str>,
    pub member_n: u32,
    /// Half-open range in the member as stored (zip entries: decompressed).
    pub bytes: [u64; 2],
    /// Of exactly those bytes.
    pub sha256: Digest,
    pub thread: Option<Arc<str>>,
    pub kind: Kind,
    /// The label exactly as exported.
    pub sender: Option<Arc<str>>,
    pub sender_means: SenderMeans,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Sent>,
    /// The body as exported; none when the export has no body field at all.
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub edited: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_without_marker: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub view_once: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Box<Location>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<Box<Poll>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Box<Share>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Box<Call>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_by: Option<DeletedBy>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Event>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Box<Item>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bumped: Option<Box<str>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub geoblocked: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken_down: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<Box<str>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pushname: bool,
    pub encoding: Encoding,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Value>,
}

impl Record {
    /// A record of this kind over these bytes, with nothing else known.
    #[must_use]
    pub fn new(
        address: Address,
        member: Arc<str>,
        member_n: u32,
        bytes: [u64; 2],
        sha256: Digest,
        kind: Kind,
    ) -> Self {
        Self {
            address,
            member,
            member_n,
            bytes,
            sha256,
            thread: None,
            kind,
            sender: None,
            sender_means: SenderMeans::None,
            sent: None,
            text: None,
            attachments: Vec::new(),
            edited: false,
            text_without_marker: None,
            view_once: false,
            location: None,
            poll: None,
            share: None,
            call: None,
            reactions: Vec::new(),
            deleted_by: None,
            event: None,
            people: Vec::new(),
            item: None,
            bumped: None,
            geoblocked: false,
            taken_down: false,
            ip: None,
            pushname: false,
            encoding: Encoding::AsIs,
            flags: Vec::new(),
            extra: Map::new(),
        }
    }

    /// Whether the record carries this doubt.
    #[must_use]
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }
}

/// A thread of a Facebook or Instagram export. Unknown keys are absent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub struct Thread {
    pub source: String,
    pub format: String,
    pub thread: String,
    pub section: String,
    pub title: String,
    pub participants: Vec<String>,
    pub is_group: bool,
    pub is_pending: bool,
    pub parts: Vec<String>,
    pub magic_words: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_offset: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_to: Option<String>,
}

/// The counts at the end of `read --json`. `records` counts every record; the kinds add up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the contract say it")]
pub struct Summary {
    pub sources: u64,
    pub members: u64,
    pub bytes: u64,
    pub records: u64,
    pub messages: u64,
    pub notices: u64,
    pub calls: u64,
    pub deleted: u64,
    pub items: u64,
    pub frames: u64,
    pub unparsed: u64,
    pub notes: u64,
}

impl Summary {
    /// Counts one record.
    pub fn count(&mut self, kind: Kind) {
        self.records += 1;
        *match kind {
            Kind::Message => &mut self.messages,
            Kind::Notice => &mut self.notices,
            Kind::Call => &mut self.calls,
            Kind::Deleted => &mut self.deleted,
            Kind::Item => &mut self.items,
            Kind::Frame => &mut self.frames,
            Kind::Unparsed => &mut self.unparsed,
        } += 1;
    }
}
