use std::sync::Arc;

use super::*;
use crate::model::{Export, Media, SourceId, State};

/// Records in the order in which they are handed on, and the codes of the notes.
fn read_page(page: &[u8]) -> (Vec<Record>, Vec<Note>) {
    let files = vec![
        (
            "your_facebook_activity/messages/inbox/kashif_1/message_1.html".to_owned(),
            page.to_vec(),
        ),
        (
            "your_facebook_activity/messages/inbox/kashif_1/photos/1.jpg".to_owned(),
            b"jpg".to_vec(),
        ),
        (
            "your_facebook_activity/messages/inbox/kashif_1/files/plan.pdf".to_owned(),
            b"pdf".to_vec(),
        ),
    ];
    let export = Export::from_memory("facebook.zip", files);
    let mut origin = Origin::of(SourceId::first(), &export.members[0], true);
    origin.thread = Some(Arc::from("inbox/kashif_1"));
    let mut records = Vec::new();
    let media = MediaFiles::new(&export);
    let notes = read(page, &origin, &media, &mut |record| records.push(*record));
    assert_tiles(page, &records);
    (records, notes)
}

fn assert_tiles(page: &[u8], records: &[Record]) {
    let mut sorted: Vec<&Record> = records.iter().collect();
    sorted.sort_by_key(|r| r.bytes);
    let mut at = 0;
    for record in sorted {
        assert_eq!(record.bytes[0], at);
        at = record.bytes[1];
        let slice = &page[record.bytes[0] as usize..at as usize];
        assert!(!slice.is_empty() && record.sha256 == Digest::of(slice));
    }
    assert_eq!(at, page.len() as u64);
}

fn codes(notes: &[Note]) -> Vec<&str> {
    notes.iter().map(|note| note.code.as_str()).collect()
}

/// Number, sender, local time and text of what is no frame, one a line.
fn told(records: &[Record]) -> Vec<String> {
    let read = records.iter().filter(|r| r.kind != Kind::Frame);
    read.map(|r| {
        let sent = r.sent.as_ref();
        let local = sent
            .and_then(|s| s.local)
            .map_or("-".to_owned(), |l| l.to_string());
        let sender = r.sender.as_deref().unwrap_or("-");
        let text = r.text.as_deref().unwrap_or("-");
        let flag = if r.has(Flag::BoundaryNotProvable) {
            " ?"
        } else {
            ""
        };
        format!("{} {:?} {sender}|{local}|{text}{flag}", r.address, r.kind)
    })
    .collect()
}

/// A card of version D with any body inside its slots.
fn card(sender: &str, text: &str, stamp: &str) -> String {
    with_rest(sender, text, "", stamp)
}

fn with_rest(sender: &str, text: &str, rest: &str, stamp: &str) -> String {
    format!(
        r#"<div class="_a6-g"><div class="_2ph_ _a6-h _a6-i">{sender}</div><div class="_2ph_ _a6-p"><div><div></div><div>{text}</div><div></div><div></div>{rest}</div></div><div class="_3-94 _a6-o"><div class="_a72d">{stamp}</div></div></div>"#
    )
}

fn page(cards: &[String]) -> String {
    format!(
        r#"<html><head><base href="../../../../" /><title>Kashif</title><style>div > p {{}}</style></head><body class="_5vb_"><div class="_a705"><div class="_a70e">Kashif</div><div class="_7s7q">1</div><div class="_a706" role="main">{}</div><div class="_7s7q">1</div></div></body></html>"#,
        cards.concat()
    )
}

const T1: &str = "Mar 12, 2024 8:25:13 pm";
const T2: &str = "Mar 12, 2024 8:25:14 pm";
const T3: &str = "Mar 12, 2024 8:25:15 pm";

#[test]
fn every_version_of_the_pages_is_read() {
    let slots =
        |text: &str| format!("<div><div></div><div>{text}</div><div></div><div></div></div>");
    let carded = |tags: [&str; 3],
                  card: &str,
                  sender: &str,
                  body: &str,
                  time: &str,
                  inner: &str| {
        let one = |name: &str, text: &str, stamp: &str| {
            let stamp = if inner.is_empty() {
                stamp.to_owned()
            } else {
                format!("<div class=\"{inner}\">{stamp}</div>")
            };
            format!(
                "<{0} class=\"{card}\"><{1} class=\"{sender}\">{name}</{1}><div class=\"{body}\">{3}</div><{2} class=\"{time}\">{stamp}</{2}></{0}>",
                tags[0],
                tags[1],
                tags[2],
                slots(text)
            )
        };
        page(&[one("Sana", "doosri", T2), one("Kashif", "pehli", T1)])
    };
    let all = [
        carded(
            ["div"; 3],
            "pam _3-95 _2pi0 _2lej uiBoxWhite noborder",
            "_3-96 _2pio _2lek _2lel",
            "_3-96 _2let",
            "_3-94 _2lem",
            "",
        ),
        carded(
            ["div"; 3],
            "_3-95 _a6-g",
            "_2ph_ _a6-h _a6-i",
            "_2ph_ _a6-p",
            "_3-94 _a6-o",
            "_a72d",
        ),
        carded(
            ["div"; 3],
            "_a6-g",
            "_2ph_ _a6-h _a6-i",
            "_2ph_ _a6-p",
            "_3-94 _a6-o",
            "_a72d",
        ),
        carded(
            ["section", "h2", "footer"],
            "_3-95 _a6-g",
            "_2ph_ _a6-h _a6-i",
            "_2ph_ _a6-p",
            "_3-94 _a6-o",
            "_a72d",
        ),
        carded(
            ["div"; 3],
            "pam _3-95 _2ph- _a6-g uiBoxWhite noborder",
            "_3-95 _2pim _a6-h _a6-i",
            "_3-95 _a6-p",
            "_3-94 _a6-o",
            "",
        ),
        carded(
            ["div", "h2", "div"],
            "pam _3-95 _2ph- _a6-g uiBoxWhite noborder",
            "_3-95 _2pim _a6-h _a6-i",
            "_3-95 _a6-p",
            "_3-94 _a6-o",
            "",
        ),
        format!(
            r#"<html><body><div class="contents"><h1>Sana</h1><div><div class="thread">Kashif, Sana<div class="message"><div class="message_header"><span class="user">Sana</span><span class="meta">{T2}</span></div></div><p>doosri</p><div class="message"><div class="message_header"><span class="user">Kashif</span><span class="meta">{T1}</span></div></div><p>pehli</p></div></div></div></body></html>"#
        ),
    ];
    for html in all {
        let (records, notes) = read_page(html.as_bytes());
        assert_eq!(
            told(&records),
            [
                "S1:F1:M1 Message Kashif|2024-03-12 20:25:13|pehli",
                "S1:F1:M0 Message Sana|2024-03-12 20:25:14|doosri",
            ],
            "{html}"
        );
        assert_eq!(codes(&notes), [""; 0], "{html}");
    }
}

#[test]
fn text_is_what_stands_in_the_second_slot() {
    let rest = r##"<div><a target="_blank" href="your_facebook_activity/messages/inbox/kashif_1/photos/1.jpg"><img src="your_facebook_activity/messages/inbox/kashif_1/photos/1.jpg" class="_a6_o _3-96" /></a></div><div><video src="your_facebook_activity/messages/inbox/kashif_1/videos/2.mp4" controls="1"><a href="your_facebook_activity/messages/inbox/kashif_1/videos/2.mp4"><div>Click for video:</div></a><img src="thumb.jpg" /></video></div><div><a href="your_facebook_activity/messages/inbox/kashif_1/files/plan.pdf">plan.pdf</a></div><ul class="_a6-q"><li><span>❤Sana (Mar 12, 2024 8:26:00 pm)</span></li><li>👍🏽🌸 Ali</li></ul>"##;
    let html = page(&[with_rest(
        "Kashif",
        " &lt;b&gt;aik&lt;/b&gt;<br />do &amp;amp; \u{200f}teen ",
        rest,
        T1,
    )]);
    let (records, notes) = read_page(html.as_bytes());
    let record = &records[0];
    assert_eq!(
        record.text.as_deref(),
        Some(" <b>aik</b>\ndo &amp; \u{200f}teen ")
    );
    let files: Vec<(Media, State)> = record
        .attachments
        .iter()
        .map(|a| (a.media, a.state))
        .collect();
    assert_eq!(
        files,
        [
            (Media::Image, State::Found),
            (Media::Video, State::Missing),
            (Media::File, State::Found)
        ]
    );
    assert_eq!(
        record.attachments[1].thumbnail.as_deref(),
        Some("thumb.jpg")
    );
    let reactions: Vec<_> = record
        .reactions
        .iter()
        .map(|r| (r.reaction.as_str(), r.actor.as_deref(), r.at.is_some()))
        .collect();
    assert_eq!(
        reactions,
        [("❤", Some("Sana"), true), ("👍🏽", Some("🌸 Ali"), false)]
    );
    assert_eq!(record.extra["reactions_written"][1], "👍🏽🌸 Ali");
    assert_eq!(record.extra.len(), 1);
    assert!(notes.is_empty() && record.flags.is_empty());
}

#[test]
fn calls_unsent_messages_and_shares_are_told_apart() {
    let call = with_rest(
        "Kashif",
        "Kashif called you.",
        r#"<div><span class="_idm">Duration: 26 minutes</span></div>"#,
        T1,
    );
    let unsent = card(
        "Kashif",
        r#"<div style="color:gray;text-size:13px;font-style:italic;">Kashif ne wapas liya</div>"#,
        T2,
    );
    let share = card("Kashif", "dekho", T3).replace("<div>dekho</div><div></div>", r#"<div>dekho</div><div><div><div>Caption</div><div>owner.name</div><div><a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a></div></div></div>"#);
    let html = page(&[share.clone(), unsent, call]);
    let (records, _) = read_page(html.as_bytes());
    assert_eq!(
        told(&records),
        [
            "S1:F1:M2 Call Kashif|2024-03-12 20:25:13|Kashif called you.",
            "S1:F1:M1 Deleted Kashif|2024-03-12 20:25:14|Kashif ne wapas liya",
            "S1:F1:M0 Message Kashif|2024-03-12 20:25:15|dekho",
        ]
    );
    assert_eq!(
        records[0].call.as_ref().unwrap().written.as_deref(),
        Some("Duration: 26 minutes")
    );
    assert_eq!(records[1].deleted_by, Some(DeletedBy::Sender));
    let shared = records[2].share.as_ref().unwrap();
    assert_eq!(shared.link.as_deref(), Some("https://example.org/?a=1&b=2"));
    assert_eq!(
        (shared.text.as_deref(), shared.owner.as_deref()),
        (Some("Caption\nowner.name"), None)
    );
    let html = page(&[share.replacen("_a6-g", "pam _3-95 _2ph- _a6-g", 1)]);
    let shared = read_page(html.as_bytes()).0[0].share.clone().unwrap();
    assert_eq!(
        (shared.text.as_deref(), shared.owner.as_deref()),
        (Some("Caption"), Some("owner.name"))
    );
}

#[test]
fn cards_without_a_time_are_frames_and_are_noted() {
    let members = r#"<div class="_a6-g"><div class="_a6-h">Participants: Sana, Kashif and Ali, Jr</div><div class="_a6-o"></div></div>"#;
    let word = r#"<div class="_a6-g"><div class="_a6-p"><div class="_a6-g"><div class="_a6-p">dil</div></div><div class="_a6-g"><div class="_a6-p">phool</div></div></div></div>"#;
    let cards = [
        members.to_owned(),
        word.to_owned(),
        card("Ali, Jr", "x", T2),
        card("Kashif", "y", T1),
        card("Sana", "z", T1),
    ];
    let html = page(&cards);
    let (records, notes) = read_page(html.as_bytes());
    assert_eq!(told(&records).len(), 3);
    assert_eq!(codes(&notes), ["C-FB-21"]);
    assert_eq!(notes[0].facts["count"], 2);
    let head = read_head(html.as_bytes());
    assert_eq!(head.participants, ["Sana", "Kashif", "Ali, Jr"]);
    assert_eq!(
        (head.title.as_deref(), head.is_group),
        (Some("Kashif"), Some(true))
    );
}

#[test]
fn equal_times_keep_the_order_of_the_file() {
    let cards: Vec<String> = (0..20)
        .map(|n| card("Kashif", &n.to_string(), T1))
        .collect();
    let (records, _) = read_page(page(&cards).as_bytes());
    let texts: Vec<u32> = records
        .iter()
        .filter_map(|r| r.text.as_deref()?.parse().ok())
        .collect();
    assert!(texts.iter().rev().copied().eq(0..20));
}

#[test]
fn the_head_says_whose_when_and_by_which_clock() {
    let d = page(&[card("Sana Ahmed", "x", T1)]).replace(
        r#"<div class="_7s7q">1</div></div>"#,
        r#"<div class="_aoaa">Generated by Sana Ahmed on March 12, 2024 at 11:44 PM UTC+05:00<br />Contains data from March 1, 2020 at 12:00 AM to March 12, 2024 at 11:43 PM</div></div>"#,
    );
    let head = read_head(d.as_bytes());
    assert_eq!(head.owner.as_deref(), Some("Sana Ahmed"));
    assert_eq!(head.generated.as_deref(), Some("2024-03-12T18:44:00Z"));
    assert_eq!(head.display_offset.as_deref(), Some("+05:00"));
    assert_eq!(head.requested_from.as_deref(), Some("2020-03-01T00:00:00"));
    assert_eq!(head.requested_to.as_deref(), Some("2024-03-12T23:43:00"));
    // The label says UTC, and the clock is seven hours behind it.
    let later = page(&[card("Sana", "x", T1)]).replace(
        r#"<div class="_7s7q">1</div></div>"#,
        r#"<div class="_aoaa">سنا نے بنایا Sana <time datetime="2026-06-13T10:12:00Z">Jun 13, 2026 at 3:12 AM UTC</time></div></div>"#,
    );
    let head = read_head(later.as_bytes());
    assert_eq!(head.owner.as_deref(), Some("Sana"));
    assert_eq!(head.generated.as_deref(), Some("2026-06-13T10:12:00Z"));
    assert_eq!(head.display_offset.as_deref(), Some("-07:00"));
    assert_eq!(read_head(b""), ThreadHead::default());
}

#[test]
fn pages_of_threads_are_known_by_path_and_shape() {
    let carded = page(&[card("Sana", "x", T1)]);
    let old = r#"<div class="thread">a, b<div class="message"><div class="message_header"><span class="user">a</span>"#;
    for (name, head, expected) in [
        (
            "a/messages/inbox/k_1/message_12.html",
            carded.as_str(),
            true,
        ),
        ("message_1.html", "", true),
        ("messages/1.html", old, true),
        ("html/messages.htm", old, true),
        ("posts/your_posts_1.html", &carded, false),
        ("messages/autofill_information.html", &carded, false),
        ("groups/your_group_messages/Chat.html", &carded, true),
        ("message_1.json", &carded, false),
        ("message_x.html", &carded, false),
    ] {
        assert_eq!(is_thread(name, head.as_bytes()), expected, "{name}");
    }
}

mod damage;
