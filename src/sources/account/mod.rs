//! The account's own records: logins, sessions, requests, comments, posts, the profile. In JSON and in HTML.
//!
//! ```text
//! {"account_accesses_v2": [
//!   {"action": "Login", "timestamp": 1714816800, "site": "www.facebook.com", "ip_address": "203.0.113.7"}, …]}
//! [{"timestamp": 1714816800, "media": [], "label_values": [{"label": "نام", "value": "…"}], "fbid": "…"}, …]
//! <div class="_a6-g"><div class="_a6-h">Login</div><table>…<td class="_a6_q">IP address</td><td class="_a6_r">203.0.113.7</td>…
//! ```
//! `outline` cuts a file into items, `sections` knows what they are, `item` writes them. What is known about the sections
//! stands in `sections.json`, all else in `README.md`.

mod attached;
mod element;
mod facts;
mod item;
mod labels;
mod listing;
mod moment;
mod outline;
mod page;
mod pick;
mod sections;
mod tally;

pub use facts::Facts;
use memchr::memmem;

use self::labels::GENERIC;
use self::sections::sections;
use super::json::MARK;
use super::media_files::MediaFiles;
use super::origin::Origin;
use crate::model::{Note, Record};

/// How a member is written.
enum Written {
    Json,
    Html,
    Neither,
}

fn written(head: &[u8]) -> Written {
    let head = head.strip_prefix(MARK).unwrap_or(head);
    match head.trim_ascii_start().first() {
        Some(b'{' | b'[') => Written::Json,
        Some(b'<') => Written::Html,
        _ => Written::Neither,
    }
}

/// Whether the member of this path that begins like this holds records of the account: by the keys in it, else by its path,
/// else by the forms that every section can have.
#[must_use]
pub fn recognize(name: &str, head: &[u8]) -> bool {
    let is_known_path = sections().of_path(name).is_some();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let is_named = |wanted: &str| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(wanted));
    match written(head) {
        Written::Json => is_known_path || has_known_key(head) || has_generic_form(head),
        Written::Html => is_known_path || page::has_table(head),
        // The first byte may be what is damaged.
        Written::Neither => is_known_path && (is_named("json") || is_named("html")),
    }
}

/// Whether a key of the object at the root is that of a section. Plain words count only where the path says the same.
fn has_known_key(head: &[u8]) -> bool {
    let head = head.strip_prefix(MARK).unwrap_or(head);
    outline::root_keys(head).any(|key| key.contains('_') && sections().of_key(key).is_some())
}

/// Whether a key of a form that every section can have stands in these bytes.
fn has_generic_form(head: &[u8]) -> bool {
    let has = |key: &str| memmem::find(head, format!("\"{key}\"").as_bytes()).is_some();
    GENERIC.iter().any(|key| has(key))
}

/// Reads one member and hands on its records, oldest first, then its frames by offset. Together they tile it.
pub fn read(
    bytes: &[u8],
    origin: &Origin,
    media: &MediaFiles,
    out: &mut dyn FnMut(Box<Record>),
) -> Vec<Note> {
    let is_page = match written(bytes) {
        Written::Json => false,
        Written::Html => true,
        Written::Neither => is_page_by_name(&origin.name),
    };
    let tally = if is_page {
        page::read(bytes, origin, media, out)
    } else {
        listing::read(bytes, origin, media, out)
    };
    tally.notes(origin)
}

fn is_page_by_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| {
        ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm")
    })
}

/// The owner and the zone, where this member states them.
#[must_use]
pub fn read_facts(name: &str, bytes: &[u8]) -> Facts {
    match written(bytes) {
        Written::Json => facts::of_json(name, bytes),
        Written::Html => facts::of_page(name, bytes),
        Written::Neither => Facts::default(),
    }
}

#[cfg(test)]
mod tests;
