use chrono::NaiveDate;
use serde_json::Value;

use super::*;
use crate::model::{Basis, DateOrder, Kind, Record, State};

struct Seen {
    source: Source,
    records: Vec<Record>,
    notes: Vec<Note>,
}

fn read_export(export: &Export, hints: &Hints) -> Seen {
    let (mut source, mut records, mut notes) = (None, Vec::new(), Vec::new());
    Android.read(export, SourceId::first(), hints, &mut |line| match line {
        Line::Source(s) => source = Some(*s),
        Line::Record(r) => records.push(*r),
        Line::Note(n) => notes.push(n),
        _ => {}
    });
    Seen {
        source: source.expect("a source line"),
        records,
        notes,
    }
}

fn export(files: &[(&str, &str)]) -> Export {
    let members = files
        .iter()
        .map(|(n, b)| ((*n).to_owned(), b.as_bytes().to_vec()))
        .collect();
    Export::from_memory("WhatsApp Chat - Sana.zip", members)
}

fn codes(seen: &Seen) -> Vec<&str> {
    seen.notes.iter().map(|n| n.code.as_str()).collect()
}

const NOTICE: &str =
    "21/08/2024, 11:06 pm - Messages and calls are end-to-end encrypted. Learn more.\n";

#[test]
fn each_phone_is_recognized_by_content() {
    let android = "21/08/2024, 11:06 pm - Sana: a\n";
    let iphone = "[21/08/2024, 11:06:07 PM] Sana: a\r\n";
    let old = "24/3/14, 13:59:59: Sana: text\r\n";
    let yes = |r| matches!(r, Recognition::Yes(_));
    for (files, is_android, is_iphone) in [
        (vec![("a.txt", android)], true, false),
        (
            vec![("_chat.txt", iphone), ("notes.txt", "hello")],
            false,
            true,
        ),
        (
            vec![("x/_chat.txt", old), ("__MACOSX/x/._chat.txt", android)],
            false,
            true,
        ),
        (vec![("Ali کے ساتھ WhatsApp بات چیت", android)], true, false),
        (vec![("a.txt", "nothing")], false, false),
        (
            vec![("a.txt", "[20/08, 9:15 pm] Sana: copied\n"), ("b.jpg", "x")],
            false,
            false,
        ),
    ] {
        let export = export(&files);
        assert_eq!(yes(Android.recognize(&export)), is_android, "{files:?}");
        assert_eq!(yes(Ios.recognize(&export)), is_iphone, "{files:?}");
    }
    let resaved = export(&[("_chat.txt", "no header")]);
    assert!(matches!(Ios.recognize(&resaved), Recognition::Perhaps(_)));
}

#[test]
fn a_member_without_any_header_is_kept_and_quoted() {
    let seen = read_export(
        &export(&[("_chat.txt", "\u{feff}Von: Sana, gestern\nmehr")]),
        &Hints::default(),
    );
    let kinds: Vec<_> = seen.records.iter().map(|r| r.kind).collect();
    assert_eq!(kinds, [Kind::Frame, Kind::Unparsed]);
    let note = seen
        .notes
        .iter()
        .find(|n| n.code.as_str() == "E-FILE-01")
        .expect("a note");
    assert_eq!(note.severity, Severity::Check);
    assert!(note.text.contains("ef bb bf 56 6f 6e"), "{}", note.text);
    let empty = read_export(&export(&[("_chat.txt", "")]), &Hints::default());
    assert!(empty.records.is_empty() && codes(&empty).contains(&"E-FILE-01"));
}

#[test]
fn several_transcripts_are_all_read_with_their_own_order() {
    let seen = read_export(
        &export(&[
            ("a.txt", "21/08/2024, 11:06 pm - Sana: a\n"),
            ("photo.jpg", "x"),
            ("b.txt", "8/21/24, 11:06 PM - Sana: b\n"),
        ]),
        &Hints::default(),
    );
    let places: Vec<_> = seen.records.iter().map(|r| r.address.to_string()).collect();
    assert_eq!(places, ["S1:F1:L1", "S1:F3:L1"]);
    let orders: Vec<_> = seen
        .source
        .members
        .iter()
        .map(|m| m.order.as_ref().and_then(|o| o.value))
        .collect();
    assert_eq!(orders, [Some(DateOrder::Dmy), None, Some(DateOrder::Mdy)]);
    assert!(seen.source.order.is_none() && seen.source.zone.is_none());
    assert_eq!(seen.source.members[1].read, Reading::Media);
}

#[test]
fn the_order_is_proved_declared_or_left_open() {
    let undecided = "05/08/2024, 11:06 pm - Sana: a\n06/08/2024, 11:06 pm - Ali: b\n05/08/2024, 11:07 pm - Sana: c\n";
    let seen = read_export(&export(&[("a.txt", undecided)]), &Hints::default());
    let stop = seen
        .notes
        .iter()
        .find(|n| n.code.as_str() == "E-DATE-01")
        .expect("a note");
    assert_eq!(
        (stop.severity, stop.place.as_str()),
        (Severity::Stop, "S1:L1")
    );
    assert_eq!(
        seen.records[0].sent.as_ref().map(|s| s.candidates.len()),
        Some(2)
    );
    let hints = Hints {
        order: Some(DateOrder::Mdy),
        ..Hints::default()
    };
    let declared = read_export(&export(&[("a.txt", undecided)]), &hints);
    assert!(!codes(&declared).contains(&"E-DATE-01"));
    assert_eq!(
        declared.source.order.as_ref().map(|o| o.basis),
        Some(Basis::Declared)
    );
    let proved = read_export(&export(&[("a.txt", NOTICE)]), &Hints::default());
    let note = proved
        .notes
        .iter()
        .find(|n| n.code.as_str() == "C-DATE-02")
        .expect("a note");
    assert_eq!(
        (note.severity, note.place.as_str()),
        (Severity::Info, "S1:L1")
    );
    let mut dated = export(&[("a.txt", "05/08/2024, 11:06 pm - Sana: a\n")]);
    dated.members[0].entry_time =
        NaiveDate::from_ymd_opt(2024, 6, 1).and_then(|d| d.and_hms_opt(1, 0, 0));
    let order = read_export(&dated, &Hints::default())
        .source
        .order
        .expect("an order");
    assert_eq!(
        (order.value, order.rule.as_str()),
        (Some(DateOrder::Mdy), "export-date")
    );
}

#[test]
fn an_entry_without_a_time_is_no_sign_of_a_change() {
    for (year, signs) in [(1980, false), (2024, true)] {
        let mut dated = export(&[("a.txt", "21/08/2024, 11:06 pm - Sana: a\n")]);
        dated.members[0].entry_time =
            NaiveDate::from_ymd_opt(year, 1, 1).and_then(|d| d.and_hms_opt(0, 0, 0));
        let seen = read_export(&dated, &Hints::default());
        assert_eq!(codes(&seen).contains(&"C-FILE-02"), signs, "{year}");
        assert_eq!(codes(&seen).contains(&"C-TIME-02"), signs, "{year}");
    }
}

#[test]
fn a_declared_order_hides_no_line() {
    let text = "21/08/2024, 11:06 pm - Sana: a\n05/08/2024, 11:06 pm - Ali: b\n";
    let hints = Hints {
        order: Some(DateOrder::Mdy),
        ..Hints::default()
    };
    let seen = read_export(&export(&[("a.txt", text)]), &hints);
    assert_eq!(seen.records.len(), 2);
    let local = seen.records[0]
        .sent
        .as_ref()
        .and_then(|s| s.local)
        .expect("the only reading");
    assert_eq!(
        local.date(),
        NaiveDate::from_ymd_opt(2024, 8, 21).expect("a day")
    );
}

#[test]
fn doubts_are_noted_once_with_their_places() {
    let text = [
        "\u{feff}21/08/2024, 11:06 pm - Sana: <Media omitted>\n",
        "21/08/2024, 11:07 pm - Sana: IMG-20240821-WA0007.jpg (file attached)\n",
        "21/08/2024, 11:08 pm - Ali: update.apk (file attached)\n",
        "[20/08, 9:15 pm] x: y\n",
        "21/08/2024, 11:09 pm - Sana: b",
    ];
    let seen = read_export(
        &export(&[
            ("a.txt", &text.concat()),
            ("update.apk", "x"),
            ("left.jpg", "y"),
        ]),
        &Hints::default(),
    );
    assert_eq!(
        codes(&seen),
        [
            "C-TIME-01",
            "C-DATE-02",
            "C-CUT-01",
            "C-EDGE-01",
            "C-MEDIA-01",
            "C-MEDIA-02",
            "C-FILE-02",
            "S-SPY-01",
            "C-MEDIA-02"
        ]
    );
    let signs = &seen.notes[6].facts["signs"];
    assert_eq!(
        *signs,
        Value::from(vec![
            "byte-order-mark",
            "last-line-not-ended",
            "header-like-lines-inside-messages"
        ])
    );
    assert_eq!(seen.notes[7].place, "S1:L3");
    let all = serde_json::to_string(&seen.notes).expect("notes");
    assert!(
        !all.contains("Sana") && !all.contains("update"),
        "notes name no people and no words"
    );
}

#[test]
fn a_whole_export_raises_no_doubt() {
    let text = format!(
        "{NOTICE}21/08/2024, 11:07 pm - Sana: a\n21/08/2024, 11:08 pm - Ali: b\n22/08/2024, 1:08 am - Sana: c\n"
    );
    let seen = read_export(&export(&[("a.txt", &text)]), &Hints::default());
    assert_eq!(codes(&seen), ["C-TIME-01", "C-DATE-02", "C-EDGE-01"]);
    assert!(seen.records[..2].iter().all(|r| r.flags.is_empty()));
    let zoned = Hints {
        zone: Some(Zone::declared("Asia/Dubai")),
        ..Hints::default()
    };
    assert_eq!(
        codes(&read_export(&export(&[("a.txt", &text)]), &zoned)),
        ["C-DATE-02", "C-EDGE-01"]
    );
}

#[test]
fn times_that_run_backwards_are_noted() {
    let lines: String = (0..6)
        .map(|i| format!("{}/08/2024, 11:06 pm - Sana: a\n", 27 - i))
        .collect();
    let seen = read_export(
        &export(&[("a.txt", &format!("{NOTICE}{lines}"))]),
        &Hints::default(),
    );
    assert!(codes(&seen).contains(&"C-TIME-02"));
    let places: Vec<_> = seen.records.iter().map(|r| r.bytes[0]).collect();
    assert!(places.is_sorted(), "nothing is sorted by time");
}

#[test]
fn an_export_as_long_as_the_limit_may_be_cut() {
    let text = format!(
        "{NOTICE}{}",
        "21/08/2024, 11:07 pm - Sana: a\n".repeat(9_995)
    );
    let with_media = read_export(
        &export(&[("a.txt", &text), ("x.jpg", "x")]),
        &Hints::default(),
    );
    assert!(codes(&with_media).contains(&"C-CUT-01"));
    let without = read_export(&export(&[("a.txt", &text)]), &Hints::default());
    assert!(!codes(&without).contains(&"C-CUT-01"));
}

#[test]
fn every_cell_of_the_tables_is_read_back() {
    let table: Value = serde_json::from_str(include_str!("phrases.json")).expect("the table");
    let cells = |row: &Value, column: &str| -> Vec<String> {
        row[column]
            .as_array()
            .map(|a| {
                a.iter()
                    .filter_map(|t| t.as_str().map(str::to_owned))
                    .collect()
            })
            .unwrap_or_default()
    };
    let read_back = |text: &str, file: &str| {
        let seen = read_export(
            &export(&[("_chat.txt", text), (file, "x")]),
            &Hints::default(),
        );
        seen.records.into_iter().nth(1).expect("two records")
    };
    let ios = |row: &Value, body: &str, file: &str| {
        let mark = if ["ur", "ar", "fa", "he"].contains(&row["lang"].as_str().unwrap_or("")) {
            '\u{200f}'
        } else {
            '\u{200e}'
        };
        let head = "[21/08/2024, 23:06:07] Sana: ";
        read_back(
            &format!("{head}a\r\n{head}{mark}{body}\r\n{head}b\r\n"),
            file,
        )
    };
    let android = |body: &str, file: &str| {
        let head = "21/08/2024, 23:06 - Sana: ";
        read_back(&format!("{head}a\n{head}{body}\n{head}b\n"), file)
    };
    let mut walked = 0;
    for row in table["ios"].as_array().expect("rows") {
        for column in [
            "image", "video", "audio", "gif", "sticker", "document", "contact",
        ] {
            for body in cells(row, column) {
                let record = ios(row, &body, "x.jpg");
                let media = serde_json::to_value(record.attachments[0].media).expect("a word");
                assert_eq!(
                    (media, record.attachments[0].state),
                    (Value::from(column), State::Omitted),
                    "{body}"
                );
                walked += 1;
            }
        }
        for body in cells(row, "attached") {
            let file = "00000012-PHOTO-2024-08-21-23-06-07.jpg";
            let written = body.replacen('F', file, 1);
            for (given, state) in [(file, State::Found), ("other.jpg", State::Missing)] {
                let record = ios(row, &written, given);
                assert_eq!(
                    record
                        .attachments
                        .first()
                        .map(|a| (a.name.as_deref(), a.state)),
                    Some((Some(file), state)),
                    "{body}"
                );
                walked += 1;
            }
        }
        for column in ["deleted", "deleted_by_exporter"] {
            for body in cells(row, column) {
                assert_eq!(ios(row, &body, "x.jpg").kind, Kind::Deleted, "{body}");
                walked += 1;
            }
        }
    }
    for row in table["android"].as_array().expect("rows") {
        for body in cells(row, "omitted") {
            assert_eq!(
                android(&body, "x.jpg").attachments.first().map(|a| a.state),
                Some(State::Omitted),
                "{body}"
            );
        }
        for body in cells(row, "attached") {
            let file = "IMG-20240821-WA0007.jpg";
            let written = body.replacen('F', file, 1);
            for (given, state) in [(file, State::Found), ("other.jpg", State::Missing)] {
                let found = android(&written, given)
                    .attachments
                    .first()
                    .map(|a| (a.name.clone(), a.state));
                assert_eq!(found, Some((Some(file.to_owned()), state)), "{body}");
            }
        }
        for body in cells(row, "location") {
            let written = body.replacen('F', "https://maps.google.com/?q=31.5,74.25", 1);
            assert_eq!(
                android(&written, "x.jpg").location.and_then(|l| l.lat),
                Some(31.5),
                "{body}"
            );
        }
        for body in cells(row, "live_location") {
            assert!(
                android(&body, "x.jpg").location.is_some_and(|l| l.live),
                "{body}"
            );
        }
        for column in ["deleted", "deleted_by_exporter"] {
            for body in cells(row, column) {
                assert_eq!(android(&body, "x.jpg").kind, Kind::Deleted, "{body}");
            }
        }
        for title in cells(row, "title") {
            let name = format!("{}.txt", title.replacen('F', "Sana Bibi", 1));
            assert_eq!(
                phrases().title(&name).as_deref(),
                Some("Sana Bibi"),
                "{title}"
            );
        }
        walked += 1;
    }
    assert!(walked > 400, "{walked}");
}
