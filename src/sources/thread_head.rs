//! What stands around the messages of a thread file.

use serde_json::Value;

/// The head of one file of a thread, as the readers of Facebook's and Instagram's forms find it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ThreadHead {
    /// The title on screen.
    pub title: Option<String>,
    /// The members at the time of the export, in the order of the file.
    pub participants: Vec<String>,
    /// Whether it is a group, where the export says so.
    pub is_group: Option<bool>,
    /// Whether it is a request that was never answered.
    pub is_pending: bool,
    /// The path that the file itself states, such as `inbox/kashif_1002003004005006`.
    pub thread_path: Option<String>,
    /// Word effects, as the record contract writes them.
    pub magic_words: Vec<Value>,
    /// Whose account the file says it is.
    pub owner: Option<String>,
    /// When the file says it was made: RFC 3339 where it states an instant, else without `Z`.
    pub generated: Option<String>,
    /// The offset of the clock that its times were written by, such as `-07:00`.
    pub display_offset: Option<String>,
    /// The first day that was asked for.
    pub requested_from: Option<String>,
    /// The last day that was asked for.
    pub requested_to: Option<String>,
}
