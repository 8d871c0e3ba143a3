use serde_json::json;

use super::*;
use crate::model::record::DeletedBy;
use crate::model::{Encoding, Flag, Kind, Media, Place, State};
use crate::sources::thread_file::tests::{contents, read_all, read_beside};

fn file(elements: &str) -> String {
    format!(
        r#"{{"participants":["Sana","Kashif"],"threadName":"Kashif_7","messages":[{elements}]}}"#
    )
}

fn row(time: u64, fields: &str) -> String {
    format!(
        r#"{{"isUnsent":false,"reactions":[],"senderName":"کاشف","timestamp":{time},{fields}}}"#
    )
}

fn texts(elements: &[String]) -> (Vec<String>, Vec<Place>) {
    let records = contents(read_all(read, file(&elements.join(",")).as_bytes()).0);
    let places = records.iter().map(|record| record.address.place).collect();
    (records.into_iter().filter_map(|r| r.text).collect(), places)
}

#[test]
fn the_order_is_found_and_not_assumed() {
    let text = |n: u64| format!(r#""text":"{n}","type":"text""#);
    let rows = |times: [u64; 4]| times.map(|n| row(n, &text(n)));
    for (times, read) in [
        ([1, 2, 3, 4], ["1", "2", "3", "4"]),
        ([4, 3, 2, 1], ["1", "2", "3", "4"]),
        ([5, 5, 5, 5], ["5", "5", "5", "5"]),
        ([1, 9, 3, 4], ["1", "9", "3", "4"]),
    ] {
        assert_eq!(texts(&rows(times)).0, read);
    }
    assert_eq!(
        texts(&rows([4, 3, 2, 1])).1,
        [3, 2, 1, 0].map(Place::Element)
    );
    let codes = |times| -> Vec<String> {
        let notes = read_all(read, file(&rows(times).join(",")).as_bytes()).1;
        notes.iter().map(|note| note.code.to_string()).collect()
    };
    assert_eq!(codes([1, 2, 3, 4]), [""; 0]);
    assert_eq!(codes([4, 3, 2, 1]), ["C-FB-18"]);
    assert_eq!(codes([1, 9, 3, 4]), ["C-FB-18"]);
}

#[test]
fn the_fields_are_read_and_strings_are_not_repaired() {
    let element = r#"{"isUnsent":false,"media":[],"reactions":[{"actor":"Ø³","reaction":"❤"}],"senderName":"کاشف","text":"سلام Ø³","timestamp":1719912461476,"type":"text"}"#;
    let (records, notes) = read_all(read, file(element).as_bytes());
    let record = &records[0];
    assert_eq!(record.kind, Kind::Message);
    assert_eq!(record.sender.as_deref(), Some("کاشف"));
    assert_eq!(record.text.as_deref(), Some("سلام Ø³"));
    assert_eq!(record.reactions[0].actor.as_deref(), Some("Ø³"));
    assert_eq!(record.encoding, Encoding::AsIs);
    assert_eq!(
        record.sent.as_ref().unwrap().utc.unwrap().to_rfc3339(),
        "2024-07-02T09:27:41.476+00:00"
    );
    assert!(record.extra.is_empty() && notes.is_empty());
}

#[test]
fn unsent_rows_say_whose_words_they_hold() {
    let element = r#"{"isUnsent":true,"media":[],"reactions":[],"senderName":"K","text":"User unsent a message","timestamp":1,"type":"placeholder"}"#;
    let record = read_all(read, file(element).as_bytes()).0.remove(0);
    assert_eq!(record.kind, Kind::Deleted);
    assert_eq!(record.deleted_by, Some(DeletedBy::Sender));
    assert!(record.has(Flag::Placeholder));
}

#[test]
fn media_is_found_missing_or_failed() {
    let element = r#"{"isUnsent":false,"media":[{"uri":"./media/a.JPG"},{"uri":"media/b.mp4"},{"uri":"Failed to download media"},{"uri":"میڈیا ڈاؤن لوڈ نہیں ہو سکا"},{"uri":"media/c"},{"uri":"a.opus"}],"reactions":[],"senderName":"K","text":"","timestamp":1,"type":"media"}"#;
    let files = ["messages/media/a.JPG"];
    let record = read_beside(read, file(element).as_bytes(), &files)
        .0
        .remove(0);
    let found: Vec<_> = record
        .attachments
        .iter()
        .map(|a| (a.media, a.state))
        .collect();
    assert_eq!(
        found,
        [
            (Media::Image, State::Found),
            (Media::Video, State::Missing),
            (Media::Unknown, State::Failed),
            (Media::Unknown, State::Failed),
            (Media::Unknown, State::Missing),
            (Media::Audio, State::Missing),
        ]
    );
    assert_eq!(
        record.attachments[2].name.as_deref(),
        Some("Failed to download media")
    );
}

#[test]
fn other_types_and_fields_are_kept() {
    let element = row(
        1,
        r#""text":"x","type":"call","media":{},"new":[1],"text":"y""#,
    );
    let (records, notes) = read_all(read, file(&element).as_bytes());
    assert_eq!(records[0].kind, Kind::Message);
    assert_eq!(
        serde_json::Value::Object(records[0].extra.clone()),
        json!({"type": "call", "media": {}, "new": [1], "text": "y"})
    );
    let codes: Vec<_> = notes.iter().map(|note| note.code.as_str()).collect();
    assert_eq!(codes, ["C-FB-14", "C-FB-17"]);
}

#[test]
fn a_thread_is_known_by_its_shape() {
    for (head, is_known) in [
        (file(&row(1, r#""text":"x""#)), true),
        (file(""), true),
        (file(r#"{"isUnsent":false,"media":[],"text":"cut"#), true),
        (
            r#"{"participants":[{"name":"a"}],"messages":[{"sender_name":"a","timestamp_ms":1}]}"#
                .to_owned(),
            false,
        ),
        (r#"{"threadName":"a"}"#.to_owned(), false),
        (r#"{"messages":[]}"#.to_owned(), false),
    ] {
        assert_eq!(is_thread(head.as_bytes()), is_known, "{head}");
    }
    let head = read_head(file("").as_bytes());
    assert_eq!(head.title.as_deref(), Some("Kashif_7"));
    assert_eq!(head.participants, ["Sana", "Kashif"]);
    assert_eq!(head.is_group, None);
}
