//! Downloads and returns that look near and are not these formats: named, kept, not read.

use crate::model::{Address, Note, Severity};
use crate::sources::media_files::file_name;

/// What was made by something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// What Meta hands to an investigator who asks with a warrant: `records.html`.
    LawEnforcementReturn,
    /// A chat exported by Telegram Desktop.
    Telegram,
    /// The chats of a Snapchat download.
    Snapchat,
    /// Messages of Google Chat in a Takeout.
    GoogleChat,
}

fn has(head: &[u8], words: &str) -> bool {
    memchr::memmem::find(head, words.as_bytes()).is_some()
}

/// Whether a list or a page that begins like this is one of those that are known and not read.
pub fn of(name: &str, head: &[u8]) -> Option<Foreign> {
    let file = file_name(name).to_ascii_lowercase();
    let is_page = super::survey::is_page(head);
    // In Meta's own pages only; a message that holds the word is escaped and has no markup.
    if is_page && has(head, "class=\"div_table") && !has(head, "_a6-g") {
        return Some(Foreign::LawEnforcementReturn);
    }
    let is_telegram_page = is_page && has(head, "class=\"page_wrap") && has(head, "tgme");
    let is_telegram_list = !is_page
        && has(head, "\"type\"")
        && has(head, "\"messages\"")
        && (has(head, "\"from_id\"") || has(head, "\"date_unixtime\""));
    if is_telegram_page || is_telegram_list {
        return Some(Foreign::Telegram);
    }
    let is_snap =
        file == "chat_history.json" && (has(head, "\"Media Type\"") || has(head, "\"IsSender\""));
    if is_snap {
        return Some(Foreign::Snapchat);
    }
    let is_google = !is_page && has(head, "\"creator\"") && has(head, "\"topic_id\"");
    is_google.then_some(Foreign::GoogleChat)
}

impl Foreign {
    /// What the note calls it.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::LawEnforcementReturn => (
                "law-enforcement-return",
                "This is a return that the company made for an investigator; it is kept as a document and not read.",
            ),
            Self::Telegram => (
                "telegram",
                "This is an export of Telegram; it is kept as a document and not read.",
            ),
            Self::Snapchat => (
                "snapchat",
                "This is a list of a Snapchat download; it is kept as a document and not read.",
            ),
            Self::GoogleChat => (
                "google-chat",
                "This is a list of Google Chat; it is kept as a document and not read.",
            ),
        }
    }

    /// The note that says so.
    pub fn note(self, place: Address) -> Note {
        let (kind, text) = self.words();
        Note::new("C-FB-46", Severity::Check, place, text).with("kind", kind)
    }
}

/// The note about a file that no reader knows, where it is one of these.
pub fn note(name: &str, head: &[u8], place: Address) -> Option<Note> {
    of(name, head).map(|foreign| foreign.note(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_made_is_known_by_its_marks() {
        for (name, head, found) in [
            (
                "records.html",
                "<html><body><div class=\"div_table outer\">",
                Some(Foreign::LawEnforcementReturn),
            ),
            (
                "result.json",
                r#"{"name":"x","type":"personal_chat","messages":[{"id":1,"from_id":"user1"}]}"#,
                Some(Foreign::Telegram),
            ),
            (
                "chat_history.json",
                r#"{"x":[{"Media Type":"TEXT"}]}"#,
                Some(Foreign::Snapchat),
            ),
            (
                "message_1.json",
                r#"{"participants":[],"messages":[]}"#,
                None,
            ),
            (
                "message_1.html",
                "<html><div class=\"_a6-g\">&quot;class=\"div_table\"",
                None,
            ),
        ] {
            assert_eq!(of(name, head.as_bytes()), found, "{name}");
        }
    }
}
