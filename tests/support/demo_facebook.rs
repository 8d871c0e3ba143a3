//! The demo's Facebook download: threads and the account's own records in JSON, as Facebook writes it.
//!
//! ```text
//! { "sender_name": "Kashif Ali", "timestamp_ms": 1792592529000, "content": "\u00d8\u00b3\u00d8\u00a8 …" }
//! ```
//! Every string is UTF-8 whose bytes are written as `\u00XX`; `messages[]` has the newest first; times are UTC.

use super::script::{Body, Line, Speaker};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Pakistan's clock is five hours ahead of UTC.
const OFFSET: i64 = 5 * 3600;

/// A thread file and the places of its named lines.
pub struct ThreadFile {
    /// Path in the archive, with the number of the file left open.
    pub folder: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Key of the script to element of `messages[]`, counted from 0 in the file's own order.
    pub elements: BTreeMap<String, usize>,
    /// Names of the pictures that it names.
    pub photos: Vec<String>,
}

/// JSON as Facebook writes it: two blanks of indent, each byte above ASCII as an escape of its own.
pub fn write(value: &Value) -> Vec<u8> {
    let plain = serde_json::to_string_pretty(value).expect("a value can be printed");
    let mut out = Vec::with_capacity(plain.len());
    for byte in plain.bytes() {
        if byte.is_ascii() {
            out.push(byte);
        } else {
            out.extend(format!("\\u{byte:04x}").bytes());
        }
    }
    out
}

/// Seconds since 1970 of a wall clock in Pakistan.
pub fn seconds(at: chrono::NaiveDateTime) -> i64 {
    at.and_utc().timestamp() - OFFSET
}

/// A thread with one other account.
pub fn thread(path: &str, other: &str, owner: &str, lines: &[Line]) -> ThreadFile {
    let folder = format!("your_facebook_activity/messages/{path}");
    let mut made = ThreadFile {
        folder: folder.clone(),
        bytes: Vec::new(),
        elements: BTreeMap::new(),
        photos: Vec::new(),
    };
    let mut messages = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let sender = match line.speaker {
            Speaker::Sana => owner,
            Speaker::Kashif => other,
            Speaker::App => panic!("Facebook has no lines without a sender"),
        };
        // No two real messages fall on the same thousandth.
        let thousandths = (n as i64 * 137 + 41) % 1000;
        let mut message =
            json!({"sender_name": sender, "timestamp_ms": seconds(line.at) * 1000 + thousandths});
        for (key, value) in body(&line.body, &folder, seconds(line.at), &mut made.photos) {
            message[key] = value;
        }
        message["is_geoblocked_for_viewer"] = json!(false);
        messages.push(message);
        if let Some(key) = &line.key {
            made.elements.insert(key.clone(), lines.len() - 1 - n);
        }
    }
    messages.reverse();
    made.bytes = write(&json!({
        "participants": [{"name": other}, {"name": owner}],
        "messages": messages,
        "title": other,
        "is_still_participant": true,
        "thread_path": path,
        "magic_words": [],
    }));
    made
}

fn body(
    body: &Body,
    folder: &str,
    at: i64,
    photos: &mut Vec<String>,
) -> Vec<(&'static str, Value)> {
    match body {
        Body::Words { text, .. } => vec![("content", json!(text))],
        Body::Share { link, text } => {
            vec![("content", json!(text)), ("share", json!({"link": link}))]
        }
        Body::File { name, .. } => {
            photos.push(name.clone());
            let uri = format!("{folder}/photos/{name}");
            vec![("photos", json!([{"uri": uri, "creation_timestamp": at}]))]
        }
        Body::Deleted => vec![("is_unsent", json!(true))],
        Body::MissedVoice => vec![
            ("content", json!("Kashif called you.")),
            ("call_duration", json!(0)),
        ],
        other => panic!("{other:?} has no form in Messenger"),
    }
}

/// The account's own records beside the threads: path and bytes.
pub fn account() -> Vec<(&'static str, Vec<u8>)> {
    let at = |text: &str| seconds(text.parse().expect("a time"));
    let activity = |action: &str, when: &str, ip: &str, city: &str, agent: &str| json!({"action": action, "timestamp": at(when), "ip_address": ip, "city": city, "country": "PK", "user_agent": agent, "site_name": "facebook.com"});
    let phone = "Mozilla/5.0 (Linux; Android 13)";
    let other = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
    vec![
        (
            "connections/friends/received_friend_requests.json",
            write(
                &json!({"received_requests_v2": [{"name": "Sana Karim Official", "timestamp": at("2026-11-06T22:04:10")}]}),
            ),
        ),
        (
            "connections/friends/rejected_friend_requests.json",
            write(
                &json!({"rejected_requests_v2": [{"name": "Kashif Ali", "timestamp": at("2026-10-22T09:02:31"), "marked_as_spam": false}]}),
            ),
        ),
        (
            "logged_information/location/timezone.json",
            write(&json!({"timezone_v2": "Asia/Karachi"})),
        ),
        (
            "personal_information/profile_information/profile_information.json",
            write(
                &json!({"profile_v2": {"name": {"full_name": "Sana Karim", "first_name": "Sana", "middle_name": "", "last_name": "Karim"}, "username": "sana.karim.example", "registration_timestamp": at("2015-03-02T17:20:00")}}),
            ),
        ),
        (
            "security_and_login_information/account_activity.json",
            write(&json!({"account_activity_v2": [
                activity("Login", "2026-11-22T10:15:20", "198.51.100.23", "Lahore", phone),
                activity("Login", "2026-10-23T03:12:44", "203.0.113.77", "Lahore", other),
                activity("Login", "2026-10-21T18:40:02", "198.51.100.23", "Lahore", phone),
            ]})),
        ),
    ]
}
