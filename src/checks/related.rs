//! C-FB-44 over sources: the same thread lies in two downloads, or a chat of the same people in the normal and in the
//! encrypted one. Both are read; nothing is counted as one, so a person should know before choosing from both.

use std::collections::BTreeMap;

use super::{Doubt, Whole};
use crate::model::{Address, Note, Severity, Thread};

/// The form of the encrypted download, whose thread names are its own.
const SECURE: &str = "messenger-secure";

/// Compares the threads of all sources.
pub(super) struct Related;

impl Doubt for Related {
    fn notes(&self, whole: &Whole<'_>) -> Vec<Note> {
        let mut same: BTreeMap<String, Vec<(&Thread, Address)>> = BTreeMap::new();
        for thread in whole.threads {
            let Some(place) = place_of(whole, thread) else {
                continue;
            };
            if thread.format != SECURE {
                // The end of the folder's name stays when a title changes.
                let folder = thread.thread.trim_end_matches("/html");
                let key = folder.rsplit(['/', '_']).next().unwrap_or(folder);
                same.entry(format!("key {key}"))
                    .or_default()
                    .push((thread, place));
            }
            if thread.participants.len() > 1 {
                let mut people = thread.participants.clone();
                people.sort();
                let key = format!("people {}", people.join("\0"));
                same.entry(key).or_default().push((thread, place));
            }
        }
        let related = same.iter().filter(|(key, threads)| {
            let is_secure = |t: &Thread| t.format == SECURE;
            let differ = threads
                .iter()
                .any(|(t, _)| is_secure(t) != is_secure(threads[0].0));
            let sources = threads
                .iter()
                .any(|(_, at)| at.source != threads[0].1.source);
            sources && (key.starts_with("key ") || differ)
        });
        related.map(|(_, threads)| note(threads)).collect()
    }
}

/// Where a thread lies: its first file.
fn place_of(whole: &Whole<'_>, thread: &Thread) -> Option<Address> {
    let id = thread.source.parse().ok()?;
    let source = whole.sources.iter().find(|s| s.source == id)?;
    let part = thread.parts.first()?;
    let member = source.members.iter().find(|m| *m.name == **part)?;
    Some(Address::member(id, member.n))
}

fn note(threads: &[(&Thread, Address)]) -> Note {
    let text =
        "The same chat is here in two downloads; both are read, each with its own addresses.";
    let places: Vec<String> = threads.iter().map(|(_, at)| at.to_string()).collect();
    Note::new("C-FB-44", Severity::Info, threads[0].1, text).with("places", places)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Fixture, codes};

    #[test]
    fn threads_of_two_downloads_are_related_by_folder_and_to_the_encrypted_one_by_people() {
        let mut fixture = Fixture::default();
        fixture.thread(
            "S1",
            "messenger-json",
            "inbox/kashif_100",
            &["Kashif", "Sana"],
        );
        fixture.thread(
            "S1",
            "messenger-json",
            "inbox/kashif_200",
            &["Kashif", "Sana"],
        );
        fixture.thread(
            "S2",
            "messenger-html",
            "inbox/kashif_100",
            &["Kashif", "Sana"],
        );
        assert_eq!(codes(&fixture.check(), "C-FB-44"), ["S1:F1"]);
        fixture.thread("S3", "messenger-secure", "Kashif_7", &["Sana", "Kashif"]);
        assert_eq!(codes(&fixture.check(), "C-FB-44"), ["S1:F1", "S1:F1"]);
    }
}
