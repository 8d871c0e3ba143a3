//! Downloads of Facebook that come in several zips, or unzipped: what is one source, and what stays apart.

mod added;
mod big;
mod opened;

use std::collections::BTreeMap;

use crate::support::zipper::zip;

const ROOT: &str = "your_facebook_activity/messages";

/// A thread file with so many messages, the newest first, each a minute before the one above it.
fn thread(name: &str, newest_ms: u64, texts: &[&str]) -> Vec<u8> {
    let messages: Vec<String> = (0..)
        .zip(texts)
        .map(|(i, text)| {
            let at = newest_ms - i * 60_000;
            format!(
                r#"{{"sender_name":"{name}","timestamp_ms":{at},"content":"{text}","is_geoblocked_for_viewer":false}}"#
            )
        })
        .collect();
    format!(
        r#"{{"participants":[{{"name":"{name}"}},{{"name":"Sana Malik"}}],"messages":[{}],"title":"{name}","is_still_participant":true,"thread_path":"inbox/kashif_1002003004005006","magic_words":[]}}"#,
        messages.join(",")
    )
    .into_bytes()
}

/// A zip of members below the root of the messages.
fn archive(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let members: Vec<(String, Vec<u8>)> = members
        .iter()
        .map(|(name, bytes)| (format!("{ROOT}/{name}"), bytes.clone()))
        .collect();
    zip(&members, &BTreeMap::new())
}

/// The three parts of one download: a thread split over two, a picture in the third, one path with the same bytes twice, one
/// with different bytes.
fn parts() -> [(&'static str, Vec<u8>); 3] {
    let inbox = "inbox/kashif_1002003004005006";
    [
        (
            "facebook-sana-2025-01-30-aaaaaaaa.zip",
            archive(&[
                (
                    &format!("{inbox}/message_1.json"),
                    thread("Kashif", 1_700_000_900_000, &["teen", "do"]),
                ),
                (&format!("{inbox}/photos/same.jpg"), b"same".to_vec()),
                (&format!("{inbox}/photos/other.jpg"), b"one".to_vec()),
            ]),
        ),
        (
            "facebook-sana-2025-01-30-bbbbbbbb.zip",
            archive(&[
                (
                    &format!("{inbox}/message_2.json"),
                    thread("Kashif", 1_700_000_000_000, &["ek"]),
                ),
                (&format!("{inbox}/photos/same.jpg"), b"same".to_vec()),
            ]),
        ),
        (
            "facebook-sana-2025-01-30-cccccccc.zip",
            archive(&[
                (&format!("{inbox}/photos/other.jpg"), b"two".to_vec()),
                (&format!("{inbox}/photos/only.jpg"), b"only".to_vec()),
            ]),
        ),
    ]
}
