//! Where a file lies in a download, told by the end of its path: unzipping puts folders before it.
//!
//! ```text
//! facebook-sana-2025-01-30-x/your_facebook_activity/messages/inbox/kashif_1002003004005006/message_2.json
//! └ prefix ─────────────────┘└ root                         └ section └ folder            └ number 2
//! ```

use crate::sources::media_files::file_name;

/// Whose download it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum App {
    Facebook,
    Instagram,
}

/// The folder at which a download begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Root<'a> {
    /// The folders before it, without the last slash.
    pub prefix: &'a str,
    /// Whose it is, where its name says so.
    pub app: Option<App>,
    /// Whether nothing else has a folder of this name.
    pub is_unmistakable: bool,
}

/// Where a file of a thread lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThreadPath<'a> {
    /// The folder above the thread's own; empty where there is none.
    pub section: &'a str,
    /// The thread's own folder, or the name of a file that is a whole thread.
    pub folder: &'a str,
    /// The number of the file; 1 is the newest.
    pub n: u32,
    /// Whether the path itself shows that `section` is one.
    pub is_certain: bool,
}

/// Sections of every era. Any other folder between `messages` and a thread is a section too.
const SECTIONS: [&str; 5] = [
    "inbox",
    "archived_threads",
    "filtered_threads",
    "message_requests",
    "e2ee_cutover",
];

/// What else lies under `messages`.
const BESIDE_SECTIONS: [&str; 3] = ["photos", "stickers_used", "encrypted"];

/// Folders beside the files of a thread that hold what people sent.
const SENT: [&str; 6] = ["photos", "videos", "audio", "gifs", "files", "media"];

/// Folders that only a download of Facebook has at its top.
const OF_FACEBOOK: [&str; 12] = [
    "your_facebook_activity",
    "your_activity_across_facebook",
    "activity_across_facebook",
    "friends_and_followers",
    "about_you",
    "profile_information",
    "ads_information",
    "apps_and_websites_off_of_facebook",
    "other_activity",
    "comments_and_reactions",
    "likes_and_reactions",
    "location_history",
];

/// Folders that only a download of Instagram has at its top.
const OF_INSTAGRAM: [&str; 7] = [
    "your_instagram_activity",
    "followers_and_following",
    "login_and_account_creation",
    "account_information",
    "ads_and_topics",
    "past_instagram_insights",
    "apps_and_websites_off_of_instagram",
];

/// Folders that both have.
const OF_EITHER: [&str; 5] = [
    "security_and_login_information",
    "personal_information",
    "logged_information",
    "connections",
    "preferences",
];

/// Names that nothing else has.
const UNMISTAKABLE: [&str; 3] = [
    "your_facebook_activity",
    "your_activity_across_facebook",
    "your_instagram_activity",
];

/// The folder at which the download begins that this file belongs to.
pub fn root(path: &str) -> Option<Root<'_>> {
    let mut start = 0;
    while let Some(length) = path[start..].find('/') {
        let folder = &path[start..start + length];
        let below = &path[start + length + 1..];
        let prefix = path[..start].trim_end_matches('/');
        let app = if OF_FACEBOOK.contains(&folder) {
            Some(App::Facebook)
        } else if OF_INSTAGRAM.contains(&folder) {
            Some(App::Instagram)
        } else {
            None
        };
        let is_root = app.is_some()
            || OF_EITHER.contains(&folder)
            || folder == "messages" && is_of_messages(below)
            || folder == "html" && below == "messages.htm";
        if is_root {
            let is_unmistakable = UNMISTAKABLE.contains(&folder);
            return Some(Root {
                prefix,
                app,
                is_unmistakable,
            });
        }
        start += length + 1;
    }
    None
}

/// Whether this lies below the folder of messages: many programs have a folder of that name.
fn is_of_messages(below: &str) -> bool {
    let Some((first, rest)) = below.split_once('/') else {
        return is_old_page(&format!("messages/{below}"));
    };
    SECTIONS.contains(&first)
        || BESIDE_SECTIONS.contains(&first)
        || rest.split('/').count() == 2 && message_number(file_name(rest)).is_some()
}

/// The number in `message_12.json`, `message_12.html`; 1 in the oldest `message.json`.
pub fn message_number(name: &str) -> Option<u32> {
    let (stem, ending) = name.rsplit_once('.')?;
    if !["json", "html", "htm"]
        .iter()
        .any(|e| ending.eq_ignore_ascii_case(e))
    {
        return None;
    }
    if stem == "message" {
        return Some(1);
    }
    let digits = stem.strip_prefix("message_")?;
    let is_number = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u32::MAX))
}

/// Whether a file is a page of threads by its place, as they were before 2018: `messages/17.html`, `html/messages.htm`.
pub fn is_old_page(path: &str) -> bool {
    let mut folders = path.rsplit('/');
    match (folders.next(), folders.next()) {
        (Some("messages.htm"), Some("html")) => true,
        (Some(name), Some("messages")) => name
            .strip_suffix(".html")
            .is_some_and(|stem| stem.parse::<u32>().is_ok()),
        _ => false,
    }
}

/// Whether a file lies among what people sent: a list or a page there is theirs, and what it says of logins or messages
/// is no record of the account.
pub fn is_sent(path: &str) -> bool {
    path.rsplit('/')
        .nth(1)
        .is_some_and(|folder| SENT.contains(&folder))
}

/// Where a file that is a thread lies.
pub fn thread_path(path: &str) -> ThreadPath<'_> {
    let mut folders = path.rsplit('/');
    let name = folders.next().unwrap_or(path);
    let parent = folders.next().unwrap_or("");
    if let Some(n) = message_number(name) {
        let section = folders.next().unwrap_or("");
        let above = folders.next().unwrap_or("");
        return ThreadPath {
            section,
            folder: parent,
            n,
            is_certain: !parent.is_empty()
                && !section.is_empty()
                && (SECTIONS.contains(&section) || above == "messages"),
        };
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    ThreadPath {
        section: parent,
        folder: stem,
        n: 1,
        is_certain: !parent.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_begins_at_its_root_in_every_era() {
        for (path, prefix, app) in [
            ("messages/inbox/k_1/message_1.json", "", None),
            ("a/b/messages/inbox/k_1/photos/1.jpg", "a/b", None),
            (
                "x/your_facebook_activity/messages/inbox/k_1/message_1.json",
                "x",
                Some(App::Facebook),
            ),
            (
                "your_instagram_activity/messages/inbox/k_1/message_1.html",
                "",
                Some(App::Instagram),
            ),
            ("messages/new_section/k_1/message_1.json", "", None),
            ("messages/12.html", "", None),
            ("html/messages.htm", "", None),
            (
                "d/security_and_login_information/account_activity.json",
                "d",
                None,
            ),
        ] {
            let found = root(path).map(|r| (r.prefix, r.app));
            assert_eq!(found, Some((prefix, app)), "{path}");
        }
        for path in [
            "messages/Kashif_7.json",
            "messages/notes/a.json",
            "shots/1.png",
            "message_1.json",
        ] {
            assert_eq!(root(path), None, "{path}");
        }
    }

    #[test]
    fn what_people_sent_is_theirs() {
        for (path, is) in [
            ("messages/inbox/k_1/files/message_1.json", true),
            ("media/records.html", true),
            ("messages/inbox/files_1/message_1.json", false),
            ("message_1.json", false),
        ] {
            assert_eq!(is_sent(path), is, "{path}");
        }
    }

    #[test]
    fn the_number_of_a_file_is_a_number() {
        for (name, n) in [
            ("message_1.json", Some(1)),
            ("message_10.html", Some(10)),
            ("message.json", Some(1)),
            ("message_.json", None),
            ("message_x.json", None),
            ("message_99999999999.json", Some(u32::MAX)),
            ("messages.json", None),
        ] {
            assert_eq!(message_number(name), n, "{name}");
        }
    }

    #[test]
    fn the_section_is_the_folder_above_the_thread() {
        let inbox = thread_path("your_facebook_activity/messages/inbox/k_1/message_2.json");
        assert_eq!(
            (inbox.section, inbox.folder, inbox.n, inbox.is_certain),
            ("inbox", "k_1", 2, true)
        );
        let moved = thread_path("stuff/k_1/message_2.json");
        assert!(!moved.is_certain);
        let group = thread_path("groups/your_group_messages/Bazaar.json");
        assert_eq!(
            (group.section, group.folder, group.n),
            ("your_group_messages", "Bazaar", 1)
        );
    }
}
