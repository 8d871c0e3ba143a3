//! What each member of a download is: told by its shape, and by its path only where its bytes do not tell.

use super::foreign::{self, Foreign};
use super::layout::{is_old_page, is_sent, message_number};
use crate::model::{Export, Member, Reading};
use crate::sources::media_files::file_name;
use crate::sources::{account, messenger_html, messenger_json, messenger_secure};

/// So many first bytes tell what a member is.
pub const HEAD: u64 = 64 * 1024;

/// The form of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    Json,
    Html,
    Secure,
}

impl Form {
    /// The name in `thread.format`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "messenger-json",
            Self::Html => "messenger-html",
            Self::Secure => "messenger-secure",
        }
    }
}

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A file of a thread.
    Thread(Form),
    /// Records of the account.
    Account,
    /// Something that another program or an officer's request made.
    Foreign(Foreign),
    /// Says that there is nothing of a kind.
    NoData,
    /// An empty zip that Facebook leaves inside.
    Stub,
    /// A page or a list of another section.
    Other,
    /// A picture, a video, a file.
    Media,
}

/// A member and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surveyed {
    pub n: u32,
    pub role: Role,
    /// Whether it is a page, whose times are wall clocks.
    pub is_page: bool,
}

/// Whether a member can be a list or a page by its name. A lone file may have any name.
pub fn may_be_text(member: &Member, export: &Export) -> bool {
    let ending = file_name(&member.name)
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending);
    let is_list_or_page = ["json", "html", "htm"]
        .iter()
        .any(|e| ending.eq_ignore_ascii_case(e));
    export.members.len() == 1 || is_list_or_page && !is_sent(&member.name)
}

/// What every readable member is. One that stands as given twice is read where it stands first.
pub fn survey(export: &Export) -> Vec<Surveyed> {
    export
        .readable()
        .filter(|m| m.read != Reading::Twice)
        .map(|member| {
            if !may_be_text(member, export) {
                return Surveyed {
                    n: member.n,
                    role: role_by_name(member),
                    is_page: false,
                };
            }
            let head = export.peek(member.n, HEAD).unwrap_or_default();
            Surveyed {
                n: member.n,
                role: role(&member.name, &head),
                is_page: is_page(&head),
            }
        })
        .collect()
}

fn role_by_name(member: &Member) -> Role {
    let name = file_name(&member.name);
    if name.eq_ignore_ascii_case("no-data.txt") {
        Role::NoData
    } else if member.size == 0 && name.to_ascii_lowercase().ends_with(".zip") {
        Role::Stub
    } else {
        Role::Media
    }
}

/// Whether a text is a page: the first sign that is no blank opens a tag.
pub fn is_page(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    text.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'<')
}

/// What a list or a page is: by its shape; by its name where its shape is damaged.
pub fn role(name: &str, head: &[u8]) -> Role {
    role_by_shape(name, head).unwrap_or_else(|| {
        let file = file_name(name);
        match message_number(file) {
            Some(_) if file.to_ascii_lowercase().ends_with(".json") => Role::Thread(Form::Json),
            Some(_) => Role::Thread(Form::Html),
            None if is_old_page(name) => Role::Thread(Form::Html),
            None => Role::Other,
        }
    })
}

/// What the first bytes of a list or a page show it to be.
pub fn role_by_shape(name: &str, head: &[u8]) -> Option<Role> {
    let is_page = is_page(head);
    if is_page && messenger_html::is_thread(name, head) {
        Some(Role::Thread(Form::Html))
    } else if !is_page && messenger_secure::is_thread(head) {
        Some(Role::Thread(Form::Secure))
    } else if !is_page && messenger_json::is_thread(head) {
        Some(Role::Thread(Form::Json))
    } else if let Some(foreign) = foreign::of(name, head) {
        Some(Role::Foreign(foreign))
    } else {
        account::recognize(name, head).then_some(Role::Account)
    }
}
