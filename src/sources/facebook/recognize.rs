//! Whether an export is a download of Facebook or Instagram, or of secure storage, and whether a folder is one as a whole.
//!
//! Paths are looked at first: they cost nothing. Then a few members are opened, those named like threads before others.

use std::collections::BTreeSet;

use super::layout::{App, Root, message_number, root};
use super::parts::{download_of, form_of};
use super::survey::{Form, HEAD, Role, may_be_text, role_by_shape};
use crate::model::{Export, Member, Reading};
use crate::sources::account;
use crate::sources::media_files::file_name;

/// So many members are opened at most.
const OPENED: usize = 48;

/// What kind of download it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Download {
    /// "Download your information" of Facebook, in JSON or HTML.
    Facebook,
    /// The download of Instagram, in JSON or HTML.
    Instagram,
    /// The download of Messenger's secure storage: `<Name>_<N>.json` beside `media/`.
    Secure,
}

/// What an export looks like, why, and whether nothing else can claim it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub download: Download,
    pub why: String,
    /// A lone file, or files that hang on the root of a download. Else a transcript beside them is worth more.
    pub is_certain: bool,
}

/// What the paths and the first bytes of a few members show.
pub fn look(export: &Export) -> Option<Look> {
    let members: Vec<&Member> = export
        .readable()
        .filter(|m| m.read != Reading::Twice)
        .collect();
    let rooted: Vec<Root<'_>> = members.iter().filter_map(|m| root(&m.name)).collect();
    let is_certain = !rooted.is_empty() || members.len() == 1;
    let (shown, hint) = shown(export, &members);
    if let Some((n, role)) = shown {
        let (download, words) = match role {
            Role::Thread(Form::Secure) => {
                (Download::Secure, "a thread of secure storage by its shape")
            }
            Role::Thread(_) => (app(export, &rooted, hint), "a thread by its shape"),
            _ => (
                app(export, &rooted, hint),
                "a list of an account by its shape",
            ),
        };
        let why = format!("member {n} is {words}");
        return Some(Look {
            download,
            why,
            is_certain,
        });
    }
    // A part of a large download can hold media only, and a thread can be damaged.
    let is_thread =
        |m: &&&Member| message_number(file_name(&m.name)).is_some() && root(&m.name).is_some();
    let is_download = rooted.len() == members.len()
        || named(export).is_some()
        || rooted.iter().any(|r| r.is_unmistakable)
        || members.iter().any(|m| is_thread(&m));
    (!rooted.is_empty() && is_download).then(|| Look {
        download: app(export, &rooted, hint),
        why: format!("{} paths are those of a download", rooted.len()),
        is_certain,
    })
}

/// The best member that a few openings show, threads before lists before secure storage, and whose download the first
/// bytes hint at.
fn shown(export: &Export, members: &[&Member]) -> (Option<(u32, Role)>, Option<App>) {
    let mut candidates: Vec<&&Member> = members.iter().filter(|m| may_be_text(m, export)).collect();
    candidates.sort_by_key(|m| (message_number(file_name(&m.name)).is_none(), m.n));
    let (mut account, mut secure, mut hint) = (None, None, None);
    for member in candidates.into_iter().take(OPENED) {
        let Ok(head) = export.peek(member.n, HEAD) else {
            continue;
        };
        hint = hint.or_else(|| hinted(&head));
        match role_by_shape(&member.name, &head) {
            Some(role @ Role::Thread(Form::Secure)) => secure = secure.or(Some((member.n, role))),
            Some(role @ Role::Thread(_)) => return (Some((member.n, role)), hint),
            // Many programs have a `comments.json`: outside of a download the shape alone must tell.
            Some(Role::Account)
                if root(&member.name).is_some() || account::recognize("", &head) =>
            {
                account = account.or(Some((member.n, Role::Account)));
            }
            _ => {}
        }
    }
    (account.or(secure), hint)
}

/// Whose download it is: by its folders, by the name of the file, by what its files say, else Facebook's.
fn app(export: &Export, rooted: &[Root<'_>], hint: Option<App>) -> Download {
    let of = |app: App| rooted.iter().filter(|r| r.app == Some(app)).count();
    let (facebook, instagram) = (of(App::Facebook), of(App::Instagram));
    let app = match facebook.cmp(&instagram) {
        std::cmp::Ordering::Greater => Some(App::Facebook),
        std::cmp::Ordering::Less => Some(App::Instagram),
        std::cmp::Ordering::Equal => named(export).or(hint),
    };
    match app {
        Some(App::Instagram) => Download::Instagram,
        _ => Download::Facebook,
    }
}

/// Whose download it is by the name that it was given.
fn named(export: &Export) -> Option<App> {
    let name = export.given_name.to_ascii_lowercase();
    if name.starts_with("instagram-") {
        Some(App::Instagram)
    } else if name.starts_with("facebook-") {
        Some(App::Facebook)
    } else {
        None
    }
}

/// Whose file it is by the paths and classes inside it.
fn hinted(head: &[u8]) -> Option<App> {
    let has = |words: &str| memchr::memmem::find(head, words.as_bytes()).is_some();
    let is_page = super::survey::is_page(head);
    let is_instagram = has("your_instagram_activity/") || is_page && has("_2pim") && has("_a6-g");
    let is_facebook = has("your_facebook_activity/") || has("your_activity_across_facebook/");
    match (is_instagram, is_facebook) {
        (true, false) => Some(App::Instagram),
        (false, true) => Some(App::Facebook),
        _ => None,
    }
}

/// Whether a folder is one download as a whole: all that lies in it hangs on one root at its top, or it holds nothing but
/// the unzipped parts of one download. What lies deeper is found when the folder below is looked at, so that pictures
/// beside a download stay pictures.
pub fn is_tree(export: &Export) -> bool {
    let mut tops: BTreeSet<&str> = BTreeSet::new();
    let mut has_loose = false;
    for member in export.readable() {
        match root(&member.name) {
            Some(root) => drop(tops.insert(root.prefix)),
            None => has_loose |= !member.name.contains('/'),
        }
    }
    match tops.iter().copied().collect::<Vec<_>>().as_slice() {
        [""] => look(export).is_some(),
        [] | [_] => false,
        several => !has_loose && are_parts(export, several) && look(export).is_some(),
    }
}

/// Whether these folders are the unzipped parts of one download and the only ones there.
fn are_parts(export: &Export, folders: &[&str]) -> bool {
    let download = |folder: &str| download_of(&format!("{folder}.zip"));
    let Some(first) = folders.first().and_then(|f| download(f)) else {
        return false;
    };
    let below = |folder: &str| {
        let mut part = export.clone();
        part.members.retain(|m| {
            m.name
                .strip_prefix(folder)
                .is_some_and(|rest| rest.starts_with('/'))
        });
        part
    };
    let parts: Vec<Export> = folders.iter().map(|f| below(f)).collect();
    let held: usize = parts.iter().map(|p| p.readable().count()).sum();
    let forms: BTreeSet<String> = parts.iter().filter_map(form_of).collect();
    folders.iter().all(|f| download(f).as_ref() == Some(&first))
        && forms.len() <= 1
        && held == export.readable().count()
}
