use crate::model::{Export, Flag, SourceId};
use crate::model::{Kind, Line, Record, SenderMeans};
use crate::sources::whatsapp::Android;
use crate::sources::{Format, Hints};

fn records(text: &[u8]) -> Vec<Record> {
    let export = Export::from_memory(
        "WhatsApp Chat with Sana.txt",
        vec![("WhatsApp Chat with Sana.txt".into(), text.to_vec())],
    );
    let mut records = Vec::new();
    Android.read(&export, SourceId::first(), &Hints::default(), &mut |line| {
        if let Line::Record(record) = line {
            records.push(*record);
        }
    });
    let mut at = 0;
    for record in &records {
        assert_eq!(record.bytes[0], at, "records tile the member");
        at = record.bytes[1];
        let slice = &text[record.bytes[0] as usize..at as usize];
        assert_eq!(record.sha256, crate::model::Digest::of(slice));
    }
    assert_eq!(at, text.len() as u64);
    records
}

/// Sender and text of every record, with the first letter of its kind.
fn seen(text: &str) -> Vec<String> {
    records(text.as_bytes())
        .iter()
        .map(|r| {
            let kind = format!("{:?}", r.kind).chars().next().unwrap_or('?');
            let sender = r.sender.as_deref().unwrap_or("-");
            format!("{kind} {sender} | {}", r.text.as_deref().unwrap_or("~"))
        })
        .collect()
}

const A: &str = "21/08/2024, 11:06 pm - ";
const I: &str = "[21/08/2024, 11:06:07 PM] ";

#[test]
fn bodies_keep_blank_lines_blanks_and_marks() {
    let text = format!("{A}Sana:  a \n\n\u{200e}b\r\n\n{A}Ali: 👩\u{200d}👧\n{A}Sana: last");
    assert_eq!(
        seen(&text),
        [
            "M Sana |  a \n\n\u{200e}b\n",
            "M Ali | 👩\u{200d}👧",
            "M Sana | last"
        ]
    );
}

#[test]
fn text_before_the_first_header_and_a_mark_are_kept() {
    let text = format!("\u{feff}free text\r\nmore\r\n{A}Sana: a\n{A}Sana: b\n");
    let all = records(text.as_bytes());
    let shown: Vec<_> = all
        .iter()
        .map(|r| (r.address.to_string(), r.kind))
        .collect();
    assert_eq!(
        shown,
        [
            ("S1:B0".into(), Kind::Frame),
            ("S1:L1".into(), Kind::Unparsed),
            ("S1:L3".into(), Kind::Message),
            ("S1:L4".into(), Kind::Message),
        ]
    );
    assert_eq!(all[1].text.as_deref(), Some("free text\nmore"));
    assert_eq!(all[1].flags, [Flag::BeforeFirstHeader]);
}

#[test]
fn injected_headers_are_told_apart() {
    let copied = format!("{A}Ali: x\n{A}Sana: see\n[20/08, 9:15 pm] Ali: I will pay\n{A}Ali: y\n");
    let all = records(copied.as_bytes());
    assert_eq!(all.len(), 3);
    assert!(all[1].has(Flag::HeaderLikeLineInsideMessage));
    let iphone = format!("{I}Ali: x\r\n{I}Sana: see\n{I}Ali: I will pay\r\n{I}Ali: y\r\n");
    let all = records(iphone.as_bytes());
    assert_eq!(all.len(), 3);
    assert_eq!(
        all[1].text.as_deref(),
        Some("see\n[21/08/2024, 11:06:07 PM] Ali: I will pay")
    );
    let pasted = format!("{A}Ali: x\n{A}Sana: see\r\n{A}Ali: I will pay\n{A}Ali: y\n");
    assert!(records(pasted.as_bytes())[1].has(Flag::HeaderLikeLineInsideMessage));
    let impossible =
        format!("{A}Ali: x\n{A}Sana: see\n08/21/2024, 11:06 pm - Ali: I will pay\n{A}Ali: y\n");
    assert!(records(impossible.as_bytes())[1].has(Flag::HeaderLikeLineInsideMessage));
}

#[test]
fn what_cannot_be_proved_is_flagged() {
    let forged = |label: &str, at: &str| {
        let line = |at: &str, rest: &str| format!("21/08/2024, {at} - {rest}\n");
        let text = [
            line("11:01 pm", "Ali: a"),
            line("11:02 pm", "Sana: b"),
            line(at, &format!("{label}: I will pay")),
            line("11:04 pm", "Ali: c"),
            line("11:05 pm", "Sana: d"),
        ];
        records(text.concat().as_bytes())[2].has(Flag::BoundaryNotProvable)
    };
    assert!(forged("Stranger", "11:03 pm"));
    assert!(forged("Ali", "10:03 pm"));
    assert!(forged("Ali", "11:33 pm"));
    assert!(!forged("Ali", "11:03 pm"));
}

#[test]
fn the_apps_sentences_are_no_people() {
    let text = format!(
        "{A}Messages to this chat and calls are now secured with end-to-end encryption. Tap for more info: here.\n\
         {A}You created group \"Trip: Paris\"\n{A}Ali added Dr: Sana\n{A}Ali: he left: really\n{A}Ali: added\n\
         {A}X hat die Gruppe \"Reise: Paris\" erstellt\n"
    );
    let all = seen(&text);
    assert!(all[..3].iter().all(|l| l.starts_with("N - |")), "{all:?}");
    assert_eq!(all[3..5], ["M Ali | he left: really", "M Ali | added"]);
    assert!(all[5].starts_with("N - |"), "{all:?}");
}

#[test]
fn on_the_iphone_a_label_before_a_notice_is_no_author() {
    let text = format!(
        "{I}Group: \u{200e}Messages and calls are end-to-end encrypted. Learn more.\r\n{I}Ali: hi\r\n{I}Ali: \u{200e}Ali left\r\n\
         {I}Ali: \u{200e}This message was deleted.\r\n{I}Sana: \u{200e}Missed voice call\r\n{I}Sana: left\r\n{I}\u{200e}Old sentence\r\n"
    );
    let all = records(text.as_bytes());
    let means: Vec<_> = all.iter().map(|r| (r.kind, r.sender_means)).collect();
    assert_eq!(
        means,
        [
            (Kind::Notice, SenderMeans::Label),
            (Kind::Message, SenderMeans::Author),
            (Kind::Notice, SenderMeans::Label),
            (Kind::Deleted, SenderMeans::Author),
            (Kind::Call, SenderMeans::Label),
            (Kind::Message, SenderMeans::Author),
            (Kind::Notice, SenderMeans::None),
        ]
    );
}

#[test]
fn bad_bytes_stay_in_their_record() {
    let mut text = format!("{A}Ali: a").into_bytes();
    text.extend(b"\xff\xfe\xe2\x80b\n");
    text.extend(format!("{A}Sana: b\n").bytes());
    let all = records(&text);
    assert_eq!(all[0].text.as_deref(), Some("a\u{fffd}\u{fffd}\u{fffd}b"));
    assert_eq!(all[0].encoding, crate::model::Encoding::Undecodable);
    assert_eq!(
        (all[0].kind, all[1].encoding),
        (Kind::Message, crate::model::Encoding::AsIs)
    );
}

#[test]
fn no_bytes_break_the_reader() {
    let text = format!(
        "\u{feff}{A}Ali: a\n[20/08, 9:15 pm] x: y\r\n{I}Sana: \u{200e}<attached: a.jpg>\n{A}B: C: \"d\n"
    );
    for cut in 0..text.len() {
        records(&text.as_bytes()[..cut]);
        let mut flipped = text.clone().into_bytes();
        for bit in [0x01, 0x20, 0x80, 0x47] {
            flipped[cut] ^= bit;
            records(&flipped);
            flipped[cut] ^= bit;
        }
        flipped.remove(cut);
        records(&flipped);
    }
    records(&[0; 300]);
    records(&[b'\n'; 300]);
    records("[".repeat(500).as_bytes());
}
