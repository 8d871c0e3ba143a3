//! Pages that are damaged or made to deceive.

use super::*;

#[test]
fn what_a_person_types_can_not_part_or_move_a_message() {
    for body in [
        "Sana",
        T1,
        &format!("Sana<br />{T1}"),
        "&lt;/div&gt;&lt;div class=&quot;_a6-g&quot;&gt;&lt;div class=&quot;_a6-h&quot;&gt;Sana&lt;/div&gt;",
        "_a6-g _a72d &lt;!-- &lt;script&gt;",
        "a < b > c <3 \" '",
    ] {
        let html = page(&[card("Sana", "haan", T2), card("Kashif", body, T1)]);
        let (records, notes) = read_page(html.as_bytes());
        assert_eq!(told(&records).len(), 2, "{body}");
        assert_eq!(records[0].sender.as_deref(), Some("Kashif"), "{body}");
        assert_eq!(
            (records[1].sender.as_deref(), records[1].text.as_deref()),
            (Some("Sana"), Some("haan"))
        );
        assert!(notes.is_empty(), "{body}");
    }
}

#[test]
fn bare_markup_of_a_message_inside_a_body_is_never_trusted_silently() {
    let fake = card("Sana", "main ne kaha", T2);
    // Closed first, and open at its end so that the rest of the true card closes it.
    let ends = "x</div><div></div><div></div></div></div></div>";
    let opens = r#"<div class="_a6-g"><div class="_a6-h">Sana</div><div class="_a6-p"><div><div></div><div>main ne kaha"#;
    for body in [
        format!("x{fake}y"),
        format!("{ends}{fake}"),
        format!("{ends}{opens}"),
        format!("x<div class=\"_a6-h\">Sana</div><div class=\"_a72d\">{T2}</div>"),
        opens.to_owned(),
    ] {
        let html = page(&[card("Kashif", &body, T1), card("Kashif", "sound", T3)]);
        let (records, notes) = read_page(html.as_bytes());
        let found = told(&records);
        for line in found.iter().filter(|line| line.contains("Message Sana")) {
            assert!(line.ends_with(" ?"), "{line} in {body}");
        }
        assert!(
            codes(&notes)
                .iter()
                .any(|c| matches!(*c, "C-FB-22" | "C-FB-23")),
            "{body}"
        );
        assert!(
            found[0].contains("Kashif|2024-03-12 20:25:15|sound"),
            "{found:?}"
        );
    }
}

#[test]
fn damage_in_one_card_leaves_the_others_whole() {
    let sound = [
        card("Kashif", "aik", T3),
        card("Sana", "do", T2),
        card("Kashif", "teen", T1),
    ];
    for (from, to) in [
        (
            "</div></div><div class=\"_3-94",
            "</dif></div><div class=\"_3-94",
        ),
        ("class=\"_a6-g\"", "class=\"_a6-g"),
        ("class=\"_a6-g\"", "class=_a6_g\""),
        ("_a6-h", "_a6-x"),
        (
            "_a6-o\"><div class=\"_a72d\"",
            "_a6-x\"><div class=\"_a72x\"",
        ),
        ("_a72d\">", "_a72d>"),
        ("</div></div></div>", "</div></div>"),
        ("<div>do</div>", "<div>do<div>"),
        ("do", "<do"),
        ("do", "\u{fffd}</div>do"),
    ] {
        let mut cards = sound.clone();
        cards[1] = cards[1].replacen(from, to, 1);
        assert_ne!(cards, sound, "{from}");
        let html = page(&cards);
        let (records, notes) = read_page(html.as_bytes());
        let found = told(&records);
        assert!(
            found[0].contains("Kashif|2024-03-12 20:25:13|teen"),
            "{to}: {found:?}"
        );
        assert!(
            found
                .iter()
                .any(|l| l.contains("Kashif|2024-03-12 20:25:15|aik")),
            "{to}: {found:?}"
        );
        let says = !notes.is_empty() || found[1].contains("M1 Message -|");
        assert!(says, "{to}: {found:?}");
    }
}

#[test]
fn a_time_that_is_not_understood_keeps_its_row() {
    let html = page(&[
        card("Kashif", "a", "kal shaam"),
        card("Kashif", "b", "3/4/2020, 15:31"),
    ]);
    let (records, notes) = read_page(html.as_bytes());
    assert_eq!(
        told(&records),
        ["S1:F1:M1 Message Kashif|-|b", "S1:F1:M0 Message Kashif|-|a"]
    );
    assert!(records[0].has(Flag::TimeAmbiguous) && records[1].has(Flag::TimeUnreadable));
    assert_eq!(records[1].sent.as_ref().unwrap().written, "kal shaam");
    assert_eq!(records[0].sent.as_ref().unwrap().candidates.len(), 2);
    assert_eq!(codes(&notes), ["C-FB-24", "C-FB-25"]);
}

#[test]
fn bad_pages_are_kept_and_told() {
    let sound = page(&[card("Kashif", "aik", T2), card("Sana", "do", T1)]);
    let bytes = sound.as_bytes();
    let half = sound.rfind("Mar 12").unwrap() + 14;
    let cases: [(Vec<u8>, &[&str], &[&str]); 6] = [
        (Vec::new(), &["C-FILE-03"], &[]),
        (
            b"<html><body>nothing</body></html>".to_vec(),
            &["C-FB-20"],
            &["S1:F1:B0 Unparsed -|-|-"],
        ),
        (
            [b"\xef\xbb\xbf", bytes].concat(),
            &["C-FB-28"],
            &[
                "S1:F1:M1 Message Sana|2024-03-12 20:25:13|do",
                "S1:F1:M0 Message Kashif|2024-03-12 20:25:14|aik",
            ],
        ),
        (
            bytes[..half].to_vec(),
            &["C-FB-26", "C-FB-23", "C-FB-24"],
            &[
                "S1:F1:M1 Message Sana|-|do ?",
                "S1:F1:M0 Message Kashif|2024-03-12 20:25:14|aik",
            ],
        ),
        (
            bytes[..sound.rfind("Sana").unwrap()].to_vec(),
            &["C-FB-26", "C-FB-22", "C-FB-23"],
            &["", "S1:F1:M0 Message Kashif|2024-03-12 20:25:14|aik ?"],
        ),
        (
            sound
                .replace("do", "d#o")
                .bytes()
                .map(|b| if b == b'#' { 0xff } else { b })
                .collect(),
            &["C-FB-27"],
            &[
                "S1:F1:M1 Message Sana|2024-03-12 20:25:13|d\u{fffd}o",
                "S1:F1:M0 Message Kashif|2024-03-12 20:25:14|aik",
            ],
        ),
    ];
    for (bytes, expected, records) in cases {
        let (found, notes) = read_page(&bytes);
        assert_eq!(codes(&notes), expected);
        for (line, expected) in told(&found).iter().zip(records) {
            assert!(
                expected.is_empty() && line.contains("Unparsed") || line == expected,
                "{line}"
            );
        }
    }
}
