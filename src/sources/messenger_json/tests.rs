use serde_json::json;

use super::*;
use crate::model::{Encoding, Event, Flag, Kind, Media, Place, State};
use crate::sources::thread_file::tests::{contents, read_all, read_beside};

/// A file of these elements, in Facebook's layout.
fn file(elements: &str) -> String {
    format!(
        r#"{{"participants": [{{"name": "Kashif"}}, {{"name": "Sana"}}],
  "messages": [
    {elements}
  ],
  "title": "Kashif", "thread_path": "inbox/kashif_1002003004005006", "magic_words": []
}}
"#
    )
}

/// The records of a file of these elements, oldest first.
fn records(elements: &str) -> Vec<Record> {
    contents(read_all(read, file(elements).as_bytes()).0)
}

/// The only record of a file with one element: these fields beside sender and time.
fn one(fields: &str) -> Record {
    let element = format!(r#"{{"sender_name": "Kashif", "timestamp_ms": 1719912461476{fields}}}"#);
    let mut records = records(&element);
    assert_eq!(records.len(), 1, "{fields}");
    records.remove(0)
}

fn codes(bytes: &[u8]) -> Vec<String> {
    let notes = read_all(read, bytes).1;
    notes.iter().map(|note| note.code.to_string()).collect()
}

#[test]
fn the_oldest_message_is_handed_on_first_and_keeps_its_own_number() {
    let elements: Vec<String> = (0..5)
        .map(|i| {
            format!(
                r#"{{"sender_name":"K","timestamp_ms":{}}}"#,
                1_700_000_005_000_u64 - i
            )
        })
        .collect();
    let records = records(&elements.join(","));
    let places: Vec<Place> = records.iter().map(|record| record.address.place).collect();
    assert_eq!(places, [4, 3, 2, 1, 0].map(Place::Element));
    assert_eq!(records[0].address.to_string(), "S1:F1:M4");
    let sent = records[4].sent.as_ref().unwrap();
    assert_eq!(sent.written, "1700000005000");
    assert_eq!(sent.utc.unwrap().to_rfc3339(), "2023-11-14T22:13:25+00:00");
    assert_eq!(sent.local, None);
}

#[test]
fn equal_times_keep_the_order_of_the_file_turned_round() {
    let elements = r#"{"timestamp_ms":2,"content":"c"},{"timestamp_ms":1,"content":"b"},{"timestamp_ms":1,"content":"a"}"#;
    let texts: Vec<_> = records(elements)
        .into_iter()
        .filter_map(|r| r.text)
        .collect();
    assert_eq!(texts, ["a", "b", "c"]);
}

#[test]
fn an_ascending_file_is_not_turned_round() {
    let elements = r#"{"timestamp_ms":1,"content":"a"},{"timestamp_ms":2,"content":"b"}"#;
    let texts: Vec<_> = records(elements)
        .into_iter()
        .filter_map(|r| r.text)
        .collect();
    assert_eq!(texts, ["a", "b"]);
    assert_eq!(codes(file(elements).as_bytes()), ["C-FB-18"]);
}

#[test]
fn every_row_is_a_record_whatever_is_in_it() {
    for (fields, kind, text) in [
        ("", Kind::Message, None),
        (r#", "content": """#, Kind::Message, Some("")),
        (
            r#", "content": "x", "type": "Generic""#,
            Kind::Message,
            Some("x"),
        ),
        (r#", "is_unsent": true"#, Kind::Deleted, None),
        (
            r#", "is_unsent": false, "content": "x""#,
            Kind::Message,
            Some("x"),
        ),
        (
            r#", "call_duration": 0, "content": "c""#,
            Kind::Call,
            Some("c"),
        ),
        (r#", "missed": true"#, Kind::Call, None),
        (r#", "missed": false"#, Kind::Message, None),
        (r#", "type": "Call""#, Kind::Call, None),
        (r#", "users": [{"name": "A"}]"#, Kind::Notice, None),
        (r#", "users": []"#, Kind::Message, None),
        (r#", "type": "Subscribe""#, Kind::Notice, None),
        // The app's sentences are in the language of the account; nothing is decided by them.
        (
            r#", "content": "You missed a call from Kashif.""#,
            Kind::Message,
            Some("You missed a call from Kashif."),
        ),
    ] {
        let record = one(fields);
        assert_eq!(
            (record.kind, record.text.as_deref()),
            (kind, text),
            "{fields}"
        );
        assert_eq!(record.sender.as_deref(), Some("Kashif"));
    }
}

#[test]
fn calls_say_what_the_export_says() {
    let call = one(r#", "call_duration": 376"#).call.unwrap();
    assert_eq!((call.seconds, call.missed), (Some(376), None));
    let call = one(r#", "call_duration": 0, "missed": true"#).call.unwrap();
    assert_eq!((call.seconds, call.missed), (Some(0), Some(true)));
    let odd = one(r#", "call_duration": -3"#);
    assert_eq!((odd.kind, odd.call.unwrap().seconds), (Kind::Call, None));
    assert_eq!(odd.extra["call_duration"], -3);
}

#[test]
fn membership_has_a_direction_only_where_the_export_says_so() {
    for (fields, event) in [
        (
            r#", "users": [{"name": "A"}], "type": "Subscribe""#,
            Event::MembersAdded,
        ),
        (
            r#", "users": [{"name": "Kashif"}], "type": "Subscribe""#,
            Event::MemberJoined,
        ),
        (
            r#", "users": [{"name": "A"}, {"name": "B"}], "type": "Unsubscribe""#,
            Event::MembersRemoved,
        ),
        (
            r#", "users": [{"name": "Kashif"}], "type": "Unsubscribe""#,
            Event::MemberLeft,
        ),
        (r#", "users": [{"name": "A"}]"#, Event::MembersChanged),
    ] {
        assert_eq!(one(fields).event, Some(event), "{fields}");
    }
    assert_eq!(
        one(r#", "users": [{"name": "A"}, {"name": "\u00d8\u00b3"}]"#).people,
        ["A", "س"]
    );
}

#[test]
fn every_kind_of_file_is_attached() {
    let fields = r#", "photos": [{"uri": "messages/inbox/k_1/photos/1.jpg", "creation_timestamp": 1532991926}, {"uri": "p/2.jpg", "creation_timestamp": 0}],
      "videos": [{"uri": "messages/inbox/k_1/videos/3.mp4", "creation_timestamp": 1532991926, "thumbnail": {"uri": "messages/inbox/k_1/videos/thumbnails/3.jpg"}}],
      "audio_files": [{"uri": "a.aac", "creation_timestamp": 1532991926}], "files": [{"uri": "f.pdf", "creation_timestamp": 1532991926}],
      "gifs": [{"uri": "g.gif"}], "sticker": {"uri": "messages/stickers_used/s.png", "ai_stickers": []}"#;
    let element = format!(r#"{{"timestamp_ms": 1{fields}}}"#);
    let files = [
        "messages/inbox/k_1/photos/1.jpg",
        "x/messages/inbox/k_1/videos/3.mp4",
        "messages/stickers_used/s.png",
    ];
    let record = read_beside(read, file(&element).as_bytes(), &files)
        .0
        .remove(0);
    let found: Vec<_> = record
        .attachments
        .iter()
        .map(|a| (a.media, a.state, a.member_n))
        .collect();
    assert_eq!(
        found,
        [
            (Media::Image, State::Found, Some(2)),
            (Media::Image, State::Missing, None),
            (Media::Video, State::Found, Some(3)),
            (Media::Audio, State::Missing, None),
            (Media::File, State::Missing, None),
            (Media::Gif, State::Missing, None),
            (Media::Sticker, State::Found, Some(4)),
        ]
    );
    assert_eq!(
        record.attachments[0].at.as_deref(),
        Some("2018-07-30T23:05:26Z")
    );
    assert_eq!(
        record.attachments[2].thumbnail.as_deref(),
        Some("messages/inbox/k_1/videos/thumbnails/3.jpg")
    );
    // A time of zero is none; the export's own words are kept.
    assert_eq!(record.attachments[1].at, None);
    assert_eq!(record.extra["photos"][1]["creation_timestamp"], 0);
    assert_eq!(record.extra.len(), 1);
}

#[test]
fn the_path_of_a_file_counts_as_written_before_it_is_repaired() {
    let uri = r"k/\u00d8\u00b3.jpg";
    let element = format!(r#"{{"timestamp_ms": 1, "photos": [{{"uri": "{uri}"}}]}}"#);
    for (name, state) in [
        ("k/Ø³.jpg", State::Found),
        ("k/س.jpg", State::Found),
        ("k/x.jpg", State::Missing),
    ] {
        let record = read_beside(read, file(&element).as_bytes(), &[name])
            .0
            .remove(0);
        let attachment = &record.attachments[0];
        assert_eq!(attachment.state, state, "{name}");
        assert_eq!(attachment.name.as_deref(), Some("k/Ø³.jpg"));
    }
}

#[test]
fn shares_reactions_and_marks_are_read() {
    let share = one(
        r#", "share": {"link": "https:\/\/x.example\/", "share_text": "\u00d8\u00b3", "original_content_owner": "page"}"#,
    );
    let read = share.share.unwrap();
    assert_eq!(
        (
            read.link.as_deref(),
            read.text.as_deref(),
            read.owner.as_deref()
        ),
        (Some("https://x.example/"), Some("س"), Some("page"))
    );
    assert!(share.extra.is_empty());
    let no_link = one(r#", "share": {"share_text": "live", "profile_share_username": "u"}"#);
    assert_eq!(no_link.share.unwrap().link, None);
    assert_eq!(no_link.extra["share"]["profile_share_username"], "u");
    assert!(one(r#", "share": {}"#).share.is_none());
    let record = one(
        r#", "is_unsent": true, "reactions": [{"reaction": "\u00e2\u009d\u00a4", "actor": "\u00d8\u00b3"}, {"reaction": "x", "actor": "y", "timestamp": 1719912461}]"#,
    );
    assert_eq!(record.kind, Kind::Deleted);
    assert_eq!(record.reactions[0].reaction, "❤");
    assert_eq!(record.reactions[0].actor.as_deref(), Some("س"));
    assert_eq!(
        record.reactions[1].at.as_deref(),
        Some("2024-07-02T09:27:41Z")
    );
    let marked =
        one(r#", "is_taken_down": true, "is_geoblocked_for_viewer": true, "ip": "192.0.2.55""#);
    assert!(marked.taken_down && marked.geoblocked);
    assert_eq!(marked.ip.as_deref(), Some("192.0.2.55"));
    let plain = one(
        r#", "is_taken_down": false, "is_geoblocked_for_viewer": false, "is_unsent": false, "is_unsent_image_by_messenger_kid_parent": false"#,
    );
    assert!(!plain.taken_down && !plain.geoblocked && plain.extra.is_empty());
}

#[test]
fn a_bump_is_one_only_where_the_export_says_so() {
    let bump = one(
        r#", "bumped_message_metadata": {"bumped_message": "old \u00d8\u00b3", "is_bumped": true}"#,
    );
    assert_eq!(bump.bumped.as_deref(), Some("old س"));
    let copy = one(
        r#", "content": "x", "bumped_message_metadata": {"bumped_message": "x", "is_bumped": false}"#,
    );
    assert!(copy.bumped.is_none() && copy.extra.is_empty());
    let other = one(
        r#", "content": "x", "bumped_message_metadata": {"bumped_message": "y", "is_bumped": false}"#,
    );
    assert!(other.bumped.is_none());
    assert_eq!(
        other.extra["bumped_message_metadata"]["bumped_message"],
        "y"
    );
}

#[test]
fn what_is_not_known_is_kept_raw_and_counted() {
    let fields = r#", "polls": {"question": "\u00d8\u00b3", "n": [1, null]}, "sender_id_INTERNAL": 7, "type": "Share", "is_unsent_image_by_messenger_kid_parent": true"#;
    let record = one(fields);
    assert_eq!(
        serde_json::Value::Object(record.extra),
        json!({"polls": {"question": "Ø³", "n": [1, null]}, "sender_id_INTERNAL": 7, "type": "Share", "is_unsent_image_by_messenger_kid_parent": true})
    );
    let element = format!(r#"{{"timestamp_ms": 1{fields}}}"#);
    assert_eq!(codes(file(&element).as_bytes()), ["C-FB-17"]);
}

#[test]
fn the_first_of_two_equal_fields_is_read() {
    let element =
        r#"{"timestamp_ms": 1, "content": "a", "content": "b", "content": "c", "timestamp_ms": 2}"#;
    let record = records(element).remove(0);
    assert_eq!(record.text.as_deref(), Some("a"));
    assert_eq!(
        serde_json::Value::Object(record.extra),
        json!({"content": "b", "content#2": "c", "timestamp_ms": 2})
    );
    assert_eq!(codes(file(element).as_bytes()), ["C-FB-14"]);
}

#[test]
fn times_that_are_none_stand_as_written() {
    for written in [
        "\"1719912461476\"",
        "1.5e12",
        "null",
        "99999999999999999",
        "9223372036854775808",
    ] {
        let record = records(&format!(
            r#"{{"sender_name": "K", "timestamp_ms": {written}}}"#
        ))
        .remove(0);
        let sent = record.sent.as_ref().unwrap();
        assert_eq!((sent.written.as_str(), sent.utc), (written, None));
        assert!(record.has(Flag::TimeUnreadable));
    }
    assert_eq!(records(r#"{"sender_name": "K"}"#)[0].sent, None);
}

#[test]
fn a_sender_that_is_none_is_not_invented() {
    for (sender, kept) in [("\"\"", json!("")), ("null", json!(null)), ("7", json!(7))] {
        let record = records(&format!(
            r#"{{"sender_name": {sender}, "timestamp_ms": 1}}"#
        ))
        .remove(0);
        assert_eq!(record.sender, None);
        assert_eq!(record.extra["sender_name"], kept);
    }
}

#[test]
fn the_outcome_of_the_repair_is_said() {
    for (content, text, encoding) in [
        (r"ok", "ok", Encoding::AsIs),
        (r"\u00d8\u00b3", "س", Encoding::MojibakeRepaired),
        (r"caf\u00e9", "café", Encoding::Undecodable),
        (r"\ud83d", "\u{FFFD}", Encoding::Undecodable),
    ] {
        let record = one(&format!(r#", "content": "{content}""#));
        assert_eq!(
            (record.text.as_deref(), record.encoding),
            (Some(text), encoding)
        );
    }
    // Beside strings in Facebook's writing stands one in another.
    let elements = r#"{"timestamp_ms": 2, "content": "\u0633"}, {"timestamp_ms": 1, "content": "\u00d8\u00b3"}"#;
    let found = records(elements);
    assert_eq!(found[1].encoding, Encoding::Mixed);
    assert_eq!(found[0].text.as_deref(), Some("س"));
    assert_eq!(codes(file(elements).as_bytes()), ["C-FB-16"]);
}

#[test]
fn bad_files_are_kept_and_noted() {
    let deep = format!(
        r#"{{"timestamp_ms": 1, "x": {}1{}}}"#,
        "[".repeat(5000),
        "]".repeat(5000)
    );
    let long = format!(
        r#"{{"timestamp_ms": 1, "content": "{}"}}"#,
        "a".repeat(17 << 20)
    );
    let sound = r#"{"timestamp_ms": 1, "content": "x"}"#;
    for (bytes, unparsed, read_whole, code) in [
        (file(&format!("{deep}, {sound}")), 1, 1, "C-FB-13"),
        (file(&format!("{sound}, {long}")), 1, 1, "C-FB-13"),
        (file(&format!("{sound}, [1], 5")), 2, 1, "C-FB-13"),
        (
            file(&format!("{sound}, {{\"timestamp_ms\": 2")),
            1,
            1,
            "C-FB-11",
        ),
        (r#"{"settings": {"a": 1}}"#.to_owned(), 1, 0, "C-FB-10"),
        ("<html>".to_owned(), 1, 0, "C-FB-10"),
        (String::new(), 0, 0, "C-FB-10"),
        (format!("\u{FEFF}{}", file(sound)), 0, 1, "C-FB-16"),
        (
            file(r#"{"timestamp_ms": 1, "content": "\ud83d"}"#),
            0,
            1,
            "C-FB-15",
        ),
        (file(sound).replace("\"title\"", "\"messages\""), 0, 1, ""),
    ] {
        let (records, notes) = read_all(read, bytes.as_bytes());
        let count = |is: fn(&Record) -> bool| records.iter().filter(|r| is(r)).count();
        assert_eq!(count(|r| r.kind == Kind::Unparsed), unparsed, "{code}");
        assert_eq!(count(|r| r.kind == Kind::Message), read_whole, "{code}");
        if !code.is_empty() {
            assert!(
                notes.iter().any(|note| note.code.as_str() == code),
                "{code}: {notes:?}"
            );
        }
    }
    let cut = &file(sound)[..file(sound).len() - 20];
    assert!(codes(cut.as_bytes()).contains(&"C-FB-12".to_owned()));
}

#[test]
fn a_thread_is_known_by_its_shape() {
    let message = r#"{"sender_name": "K", "timestamp_ms": 1}"#;
    for (head, is_known) in [
        (file(message), true),
        (file(""), true),
        (format!("\u{FEFF}{}", file(message)), true),
        (file(&format!("{message}, {{\"sender_name\": \"cut")), true),
        (r#"{"participants": [{"name": "a"}], "messages": [{"sender_name": "very lo"#.to_owned(), true),
        (r#"{"participants": ["a"], "threadName": "a_1", "messages": [{"senderName": "a", "timestamp": 1}]}"#.to_owned(), false),
        (r#"{"messages": [{"from_id": "u", "date": "x"}]}"#.to_owned(), false),
        (r#"{"support_messages": {"1": {"messages": [{"from": "a"}]}}}"#.to_owned(), false),
        (r#"{"participants": [{"name": "a"}]}"#.to_owned(), false),
        (r#"[{"label_values": []}]"#.to_owned(), false),
        (String::new(), false),
    ] {
        assert_eq!(is_thread(head.as_bytes()), is_known, "{head}");
    }
}

#[test]
fn the_head_is_read_without_the_messages() {
    let text = r#"{"participants": [{"name": "\u00d8\u00b3"}, {"name": "B"}, {"name": "C"}],
 "messages": [{"sender_name": "B", "timestamp_ms": 1, "content": "\", \"title\": \"x"}, {broken],
   {"sender_name": "B", "timestamp_ms": 0}],
 "title": "Gr\u00c3\u00bcn", "is_still_participant": true, "thread_path": "inbox/g_1", "is_pending": true,
 "magic_words": [{"magic_word": "x", "creation_timestamp_ms": 1703938860000, "animation_emoji": "\u00e2\u009d\u00a4"}],
 "image": {"uri": "u", "creation_timestamp": 1}, "joinable_mode": {"mode": 1, "link": ""}}"#;
    let head = read_head(text.as_bytes());
    assert_eq!(head.title.as_deref(), Some("Grün"));
    assert_eq!(head.participants, ["س", "B", "C"]);
    assert_eq!(head.is_group, Some(true));
    assert!(head.is_pending);
    assert_eq!(head.thread_path.as_deref(), Some("inbox/g_1"));
    assert_eq!(
        head.magic_words,
        [json!({"word": "x", "emoji": "❤", "at": "2023-12-30T12:21:00Z"})]
    );
    let direct = read_head(file("").as_bytes());
    assert_eq!((direct.is_group, direct.is_pending), (None, false));
    let old = r#"{"participants": [{"name": "a"}], "messages": [], "title": "t", "thread_type": "RegularGroup"}"#;
    assert_eq!(read_head(old.as_bytes()).is_group, Some(true));
}
