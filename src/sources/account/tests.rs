use super::*;
use crate::model::{Basis, Export, Kind, SourceId};

const LOGINS: &str = "security_and_login_information/logins_and_logouts.json";

/// All records, and the codes of the notes.
fn read_as(name: &str, bytes: &[u8]) -> (Vec<Record>, Vec<String>) {
    let members = vec![(name.to_owned(), bytes.to_vec())];
    let export = Export::from_memory("facebook-sana.zip", members);
    let origin = Origin::of(SourceId::first(), &export.members[0], true);
    let mut records = Vec::new();
    let media = MediaFiles::new(&export);
    let notes = read(bytes, &origin, &media, &mut |record| records.push(*record));
    let codes = notes.iter().map(|note| note.code.to_string()).collect();
    let mut spans: Vec<[u64; 2]> = records.iter().map(|record| record.bytes).collect();
    spans.sort_unstable();
    let mut at = 0;
    for [start, end] in spans {
        assert!(start == at && end > start, "{name} at {at}");
        at = end;
    }
    assert_eq!(at, bytes.len() as u64, "{name}");
    (records, codes)
}

/// What is read of a list of logins, oldest first: the action and the time as written, `!` for what is unparsed.
fn logins(text: &str) -> Vec<String> {
    let (records, _) = read_as(LOGINS, text.as_bytes());
    let shown = records.iter().filter_map(|record| match record.kind {
        Kind::Frame => None,
        Kind::Item => {
            let item = record.item.as_ref()?;
            let action = item
                .fields
                .get("action")
                .map_or("-", |value| value.as_str().unwrap_or("?"));
            Some(format!("{} {action}", item.what))
        }
        _ => Some("!".to_owned()),
    });
    shown.collect()
}

#[test]
fn members_are_recognized_by_key_then_by_path_then_by_form() {
    for (name, head, is_account) in [
        ("x.json", r#"{"account_accesses_v2":["#, true),
        (
            "x.json",
            "\u{FEFF} {\"a\": 1, \"admin_records_v2\": [",
            true,
        ),
        ("x.json", r#"{"comments":["#, false),
        ("comments/comments.json", r#"{"comments":["#, true),
        ("x.json", r#"[{"timestamp":1,"label_values":["#, true),
        (
            "x.json",
            r#"{"participants":[],"messages":[{"content":"\"label_values\""}]}"#,
            false,
        ),
        ("x.json", r#"{"settings":{}}"#, false),
        (LOGINS, "damaged", true),
        ("logins_and_logouts.txt", "words", false),
        ("logins_and_logouts.html", "<html>", true),
        ("x.html", r#"<td class="_2pin _a6_q">"#, true),
        ("x.html", "<html><body><p>words</p>", false),
        ("x.jpg", "\u{FFFD}\u{FFFD}", false),
        ("x.json", "", false),
    ] {
        assert_eq!(
            recognize(name, head.as_bytes()),
            is_account,
            "{name} {head}"
        );
    }
}

#[test]
fn what_is_whole_is_read_on_both_sides_of_a_damage() {
    let list = |elements: &str| format!("{{\"account_accesses_v2\":[{elements}]}}");
    let one = |action: &str, at: u32| format!(r#"{{"action":"{action}","timestamp":{at}}}"#);
    let (a, b, c) = (
        one("a", 1_700_000_000),
        one("b", 1_700_000_001),
        one("c", 1_700_000_002),
    );
    let broken = b.replace(':', "");
    for (text, expected) in [
        (list(&format!("{a},{b},{c}")), "login a|login b|login c"),
        (list(&format!("{c},{b},{a}")), "login a|login b|login c"),
        (list(&format!("{a},{broken},{c}")), "login a|!|login c"),
        (list(&format!("{c},{broken},{a}")), "login a|!|login c"),
        (list(&format!("{a},{b},{{\"action\"")), "login a|login b|!"),
        (
            list(&format!("{a},{b}")).replace("]}", ""),
            "login a|login b|!",
        ),
        (
            list(&format!("{a},{b}")).replacen('"', "", 1),
            "!|login a|login b",
        ),
        (list(""), ""),
        (format!("[{a},{b}]"), "login a|login b"),
        (format!("x[{a},{b}]"), "!|login a|login b"),
        ("{}".to_owned(), ""),
        ("{\"account_accesses_v2\":null}".to_owned(), "login -"),
        ("nothing".to_owned(), "!"),
    ] {
        let found = logins(&text).join("|");
        let found = found.trim_end_matches("|!");
        assert_eq!(found, expected.trim_end_matches("|!"), "{text}");
    }
}

#[test]
fn what_is_no_object_is_an_item_too() {
    let text = r#"{"account_accesses_v2":[7,null,"text",[1,{"a":2}],{}]}"#;
    let (records, _) = read_as(LOGINS, text.as_bytes());
    let values: Vec<serde_json::Value> = (records.iter())
        .filter(|record| record.kind == Kind::Item)
        .map(|record| record.extra.get("value").cloned().into())
        .collect();
    let expected = serde_json::json!([7, null, "text", [1, {"a": 2}], null]);
    assert_eq!(serde_json::Value::from(values), expected);
}

#[test]
fn a_card_ends_with_its_element_or_where_the_next_begins() {
    let card = |name: &str, end: &str| {
        format!(
            r#"<div class="_a6-g"><div class="_a6-h">{name}</div><div class="_a72d">Mar 1{end}, 2024 8:25:13 pm</div>"#
        )
    };
    let (one, two) = (card("Kashif", "2"), card("Sana", "1"));
    let cards = |page: &str| {
        let (records, codes) = read_as("received_friend_requests.html", page.as_bytes());
        let shown = records.iter().filter_map(|record| match record.kind {
            Kind::Frame => None,
            Kind::Item => {
                let sent = record.sent.as_ref()?;
                let title = record.item.as_ref()?.fields.get("title")?.as_str()?;
                Some(format!("{title} {}", sent.local.is_some()))
            }
            _ => Some("!".to_owned()),
        });
        (shown.collect::<Vec<_>>().join("|"), codes.join("|"))
    };
    for (page, found, codes) in [
        (
            format!("<p>{one}</div>{two}</div></p>"),
            "Sana true|Kashif true",
            "",
        ),
        (
            format!("<p>{one}{two}</div></p>"),
            "Sana true|Kashif true",
            "",
        ),
        (format!("<p>{one}</div>{two}"), "Kashif true|!", "C-FB-30"),
        (
            format!("{one}</div>{}</div>", two.replace("pm</div>", "pm")),
            "Kashif true|!",
            "C-FB-30",
        ),
        (
            format!(
                "{one}</div>{}</div>{two}</div>",
                two.replace("pm</div>", "pm</div")
            ),
            "Sana true|Sana false|Kashif true",
            "C-FB-32",
        ),
        ("<p>nothing</p>".to_owned(), "!", "C-FB-33"),
    ] {
        assert_eq!(cards(&page), (found.to_owned(), codes.to_owned()), "{page}");
    }
}

#[test]
fn lists_in_one_file_are_each_read_in_their_own_order() {
    let text = r#"{"a":1,"account_accesses_v2":[{"action":"new","timestamp":2000000000},{"action":"old","timestamp":1900000000}],
        "account_accesses":[{"action":"first","timestamp":1},{"action":"second","timestamp":2}],"z":{"b":[2]}}"#;
    let expected = [
        "other -",
        "login old",
        "login new",
        "login first",
        "login second",
        "other -",
    ];
    assert_eq!(logins(text), expected);
    let (records, _) = read_as(LOGINS, text.as_bytes());
    let addresses: Vec<String> = records.iter().map(|r| r.address.to_string()).collect();
    assert_eq!(
        addresses[..6],
        [
            "S1:F1:I0", "S1:F1:I2", "S1:F1:I1", "S1:F1:I3", "S1:F1:I4", "S1:F1:I5"
        ]
    );
}

#[test]
fn hostile_files_are_kept_and_noted() {
    let deep = format!(
        "{{\"account_accesses_v2\":[{{\"x\":{}1{}}}]}}",
        "[".repeat(5000),
        "]".repeat(5000)
    );
    let many = format!(
        "{{\"account_accesses_v2\":[{{{}}}]}}",
        r#""a":1,"#.repeat(20_000) + r#""a":1"#
    );
    let alternating = format!("{{{}}}", [r#""a":1,"b":[1]"#; 5000].join(","));
    for (text, kind, code) in [
        (deep, Kind::Unparsed, "C-FB-13"),
        (many, Kind::Item, "C-FB-14"),
        (alternating, Kind::Item, "C-FB-31"),
        ("\u{FEFF}".to_owned(), Kind::Frame, ""),
        ("[".repeat(10_000), Kind::Unparsed, "C-FB-30"),
        ("{\"a\":".repeat(10_000), Kind::Unparsed, "C-FB-30"),
        (
            r#"{"account_accesses_v2":[{"timestamp":99999999999999999}]}"#.to_owned(),
            Kind::Item,
            "C-FB-32",
        ),
        (
            r#"{"account_accesses_v2":[{"action":"ؤ"}]}"#.to_owned(),
            Kind::Item,
            "C-FB-16",
        ),
    ] {
        let (records, codes) = read_as("x.json", text.as_bytes());
        let is_kind = |record: &Record| record.kind == kind;
        assert!(records.iter().any(is_kind), "{code}");
        assert!(
            code.is_empty() || codes.contains(&code.to_owned()),
            "{code} {codes:?}"
        );
    }
}

#[test]
fn owner_and_zone_are_stated_by_values_never_by_labels() {
    let owner = |name: &str, basis| (Some((name.to_owned(), basis)), None);
    let zone = (
        None,
        Some(("Asia/Karachi".to_owned(), Basis::Stated, "account-timezone")),
    );
    let profile = "personal_information/profile_information/profile_information.json";
    let place = "logged_information/location/timezone.json";
    for (name, text, expected) in [
        (
            profile,
            r#"{"profile_v2":{"name":{"full_name":"Sana \u00d8\u00b3"}}}"#,
            owner("Sana س", Basis::Stated),
        ),
        (
            "x.json",
            r#"{"profile":{"name":{"full_name":"Sana"}}}"#,
            owner("Sana", Basis::Stated),
        ),
        (
            "x.json",
            r#"{"autofill_information_v2":{"FULL_NAME":["Sana"]}}"#,
            owner("Sana", Basis::Inferred),
        ),
        (
            "x.json",
            r#"{"autofill_information_v2":{"FULL_NAME":["Sana","Other"]}}"#,
            (None, None),
        ),
        (
            profile,
            r#"{"profile_v2":{"name":{"full_name":""}}}"#,
            (None, None),
        ),
        (place, r#"{"timezone_v2":"Asia/Karachi"}"#, zone.clone()),
        (
            place,
            r#"[{"label_values":[{"label":"x","value":"Asia/Karachi"},{"label":"y","value":"on"}]}]"#,
            zone.clone(),
        ),
        (
            "x.json",
            r#"[{"label_values":[{"label":"x","value":"Asia/Karachi"}]}]"#,
            (None, None),
        ),
        (place, r#"{"timezone_v2":"Lahore"}"#, (None, None)),
        (
            "location/timezone.html",
            r#"<div class="_a6-g"><table><tr><td class="_a6_q">x</td><td class="_a6_r">Asia/Karachi</td></tr></table></div>"#,
            zone,
        ),
        (place, "damaged", (None, None)),
    ] {
        let facts = read_facts(name, text.as_bytes());
        assert_eq!((facts.owner, facts.zone), expected, "{text}");
    }
}
