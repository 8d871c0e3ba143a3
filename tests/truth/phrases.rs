//! Every cell of the phrase tables: language × platform × marker, written into an export and read back.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use super::{assert_none, differences, read, read_named};
use crate::support::whatsapp_writer::{
    By, Cell, Event, Meaning, Platform, Shape, Words, Written, cells, phrases, shape, write,
};

fn at(minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2024, 8, 21)
        .and_then(|day| day.and_hms_opt(22, minute, 7))
        .expect("a minute of an hour")
}

fn said(minute: u32, who: &str) -> (NaiveDateTime, Event) {
    (
        at(minute),
        Event::Said {
            who: who.to_owned(),
            text: format!("line {minute}"),
        },
    )
}

fn shape_of(platform: Platform) -> &'static Shape {
    shape(if platform == Platform::Android {
        "android en_GB"
    } else {
        "ios en_GB"
    })
}

/// A chat in which one line has this body, between ordinary ones.
fn around(words: &Words, label: Option<&str>, body: &str, stated: Value) -> Written {
    let shape = shape_of(words.platform);
    let before = write(shape, words, &[said(1, "Kashif"), said(2, "Amna")]);
    let after = write(shape, words, &[said(4, "Amna"), said(5, "Kashif")]);
    let label = label.map_or(String::new(), |label| format!("{label}: "));
    let line = format!("{}{label}{body}{}", shape.header(at(3)), shape.end());
    let mut truth = before.truth;
    truth.push(stated);
    truth.extend(after.truth);
    Written {
        transcript: [before.transcript, line.into_bytes(), after.transcript].concat(),
        files: Vec::new(),
        truth,
    }
}

#[test]
fn every_cell_of_the_phrase_tables_is_read_back() {
    let cells = cells();
    assert!(
        cells.len() > 600,
        "the tables hold {} cells only",
        cells.len()
    );
    let deleters = deleters(&cells);
    let breaches: Vec<String> = cells
        .iter()
        .flat_map(|cell| wrong(cell, &deleters))
        .collect();
    assert_none(&breaches);
}

/// What is wrong with the reading of one cell.
fn wrong(cell: &Cell, deleters: &BTreeMap<(bool, String), Vec<&'static str>>) -> Vec<String> {
    let words = &cell.words;
    let android = words.platform == Platform::Android;
    let mark = words.mark();
    let name = if android {
        "IMG-20240821-WA0007.jpg"
    } else {
        "00000003-PHOTO-2024-08-21-22-03-07.jpg"
    };
    let link = "https://maps.google.com/?q=31.52,74.358";
    let mut exports = Vec::new();
    match cell.meaning {
        Meaning::Title => return title(cell),
        Meaning::Attached => {
            let body = format!("{mark}{}", cell.text.replace('F', name));
            let stated = |state: &str| json!({"kind": "message", "text": body, "attachments": [{"media": "image", "state": state, "name": name}]});
            exports.push(around(words, Some("Kashif"), &body, stated("missing")));
            let mut found = around(words, Some("Kashif"), &body, stated("found"));
            found.files.push(name.to_owned());
            exports.push(found);
        }
        Meaning::Omitted(media) => {
            let body = format!("{mark}{}", cell.text);
            exports.push(around(words, Some("Kashif"), &body, json!({"kind": "message", "text": body, "attachments": [{"media": media, "state": "omitted"}]})));
            if android {
                let body = format!("{body}\na caption");
                let stated = json!({"kind": "message", "text": body, "attachments": [{"media": media, "state": "omitted", "caption": "a caption"}]});
                exports.push(around(words, Some("Kashif"), &body, stated));
            }
        }
        Meaning::Location => {
            let body = format!("{mark}{}", cell.text.replace('F', link));
            exports.push(around(words, Some("Kashif"), &body, json!({"kind": "message", "text": body, "location": {"lat": 31.52, "lon": 74.358, "live": false}})));
        }
        Meaning::LiveLocation => {
            let body = format!("{mark}{}", cell.text);
            exports.push(around(
                words,
                Some("Kashif"),
                &body,
                json!({"kind": "message", "location": {"lat": null, "lon": null, "live": true}}),
            ));
        }
        Meaning::DeletedBySender | Meaning::DeletedByExporter => {
            let body = format!("{mark}{}", cell.text);
            let mut stated = json!({"kind": "deleted", "sender": "Kashif", "sender_means": "author", "text": body});
            // Two tables use some sentences in opposite senses; then nothing can be known from the sentence.
            if let [by] = deleters[&(android, folded(&cell.text))][..] {
                stated["deleted_by"] = json!(by);
            }
            exports.push(around(words, Some("Kashif"), &body, stated));
        }
    }
    let place = format!(
        "{:?} {} {:?} {:?}",
        words.platform, words.lang, cell.meaning, cell.text
    );
    exports
        .iter()
        .flat_map(|written| differences(written, &read(written, shape_of(words.platform))))
        .map(|text| format!("{place}: {text}"))
        .collect()
}

/// A localised file name must not hide the transcript.
fn title(cell: &Cell) -> Vec<String> {
    let words = &cell.words;
    let written = write(
        shape_of(words.platform),
        words,
        &[said(1, "Kashif"), said(2, "Amna")],
    );
    let title = cell.text.replace('F', "Kashif");
    differences(
        &written,
        &read_named(&written, &format!("{title}.zip"), &format!("{title}.txt")),
    )
    .into_iter()
    .map(|text| format!("{} {title}: {text}", words.lang))
    .collect()
}

/// By platform and sentence, who deleted: more than one where the languages disagree.
fn deleters(cells: &[Cell]) -> BTreeMap<(bool, String), Vec<&'static str>> {
    let mut all: BTreeMap<(bool, String), Vec<&'static str>> = BTreeMap::new();
    for cell in cells {
        let by = match cell.meaning {
            Meaning::DeletedBySender => "sender",
            Meaning::DeletedByExporter => "exporter",
            _ => continue,
        };
        let seen = all
            .entry((cell.words.platform == Platform::Android, folded(&cell.text)))
            .or_default();
        if !seen.contains(&by) {
            seen.push(by);
        }
    }
    all
}

fn folded(text: &str) -> String {
    text.trim_end_matches(['.', '।', '۔', '。']).to_lowercase()
}

#[test]
fn the_words_of_a_person_are_not_taken_for_the_words_of_the_app() {
    let mut breaches = Vec::new();
    for cell in cells().iter().filter(|cell| cell.meaning != Meaning::Title) {
        let text = cell.text.replace('F', "report.pdf");
        for body in [
            format!("he wrote {text} to me"),
            format!("{text} is what he wrote"),
            format!("\"{text}\""),
        ] {
            let stated = json!({"kind": "message", "sender": "Kashif", "text": body, "deleted_by": null, "event": null});
            let written = around(&cell.words, Some("Kashif"), &body, stated);
            let wrong = differences(&written, &read(&written, shape_of(cell.words.platform)));
            breaches.extend(
                wrong
                    .into_iter()
                    .map(|text| format!("{} {body:?}: {text}", cell.words.lang)),
            );
        }
    }
    assert_none(&breaches);
}

/// Fills a template: `{x}`, `{y}` are people, `{q}` any words, `{n}` numbers; what stands in `[..]` may be absent.
fn filled(template: &str) -> Vec<String> {
    let mut named = template.replace("{x}", "Sana").replace("{y}", "Bilal");
    for words in ["one \"two", "three"] {
        named = named.replacen("{q}", words, 1);
    }
    named = named.replace("{q}", "four");
    for number in ["+92 300 0000001", "+92 300 0000002"] {
        named = named.replacen("{n}", number, 1);
    }
    let without: String = match (named.find('['), named.rfind(']')) {
        (Some(from), Some(to)) => format!("{}{}", &named[..from], &named[to + 1..]),
        _ => return vec![named],
    };
    vec![named.replace(['[', ']'], ""), without]
}

fn platforms(row: &Value) -> Vec<Platform> {
    match row["platform"].as_str() {
        Some("android") => vec![Platform::Android],
        Some("ios") => vec![Platform::Ios],
        _ => vec![Platform::Android, Platform::Ios],
    }
}

fn words(platform: Platform, lang: &Value) -> Words {
    let mut words = Words::english(platform);
    words.lang = lang.as_str().expect("a row names its language").to_owned();
    words
}

pub(super) fn texts(row: &Value) -> impl Iterator<Item = &str> {
    row["texts"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|text| text.as_str().expect("a wording is a text"))
}

#[test]
fn every_event_of_the_phrase_tables_is_read_back() {
    let tables = phrases();
    let mut breaches = Vec::new();
    let mut count = 0;
    for row in tables["events"].as_array().expect("events are a list") {
        for (platform, text) in platforms(row)
            .into_iter()
            .flat_map(|platform| texts(row).map(move |text| (platform, text)))
        {
            let words = words(platform, &row["lang"]);
            for body in filled(text) {
                count += 1;
                let android = platform == Platform::Android;
                let label = (!android).then_some("Kashif");
                let body = format!("{}{body}", words.mark());
                let means = if android { "none" } else { "label" };
                let stated = json!({"kind": "notice", "event": row["event"], "sender": label, "sender_means": means, "text": body});
                let written = around(&words, label, &body, stated);
                let wrong = differences(&written, &read(&written, shape_of(platform)));
                breaches.extend(
                    wrong
                        .into_iter()
                        .map(|wrong| format!("{platform:?} {text}: {wrong}")),
                );
                breaches.extend(said_by_a_person(&words, &body));
            }
        }
    }
    assert!(count > 100, "{count} events were walked");
    assert_none(&breaches);
}

/// A sentence with so many characters is not typed by a person: it is the app's even where all marks were lost.
const NOBODY_TYPES: usize = 50;

/// The same words under a person's label, without the app's mark: in a chat where the app's lines carry theirs, and in one
/// without any mark.
fn said_by_a_person(words: &Words, body: &str) -> Vec<String> {
    let body = body.trim_start_matches(['\u{200E}', '\u{200F}']);
    let stated = json!({"kind": "message", "event": null, "sender": "Kashif", "sender_means": "author", "text": body});
    let unmarked = around(words, Some("Kashif"), body, stated);
    let deleted = Event::Deleted {
        who: "Kashif".to_owned(),
        by: By::Sender,
    };
    let english = Words::english(words.platform);
    let last = write(shape_of(words.platform), &english, &[(at(6), deleted)]);
    let marked = Written {
        transcript: [&unmarked.transcript[..], &last.transcript[..]].concat(),
        files: Vec::new(),
        truth: [&unmarked.truth[..], &last.truth[..]].concat(),
    };
    let mut chats = vec![marked];
    if body.chars().count() < NOBODY_TYPES {
        chats.push(unmarked);
    }
    chats
        .iter()
        .flat_map(|written| differences(written, &read(written, shape_of(words.platform))))
        .map(|wrong| format!("{:?}, said by a person, {body}: {wrong}", words.platform))
        .collect()
}

#[test]
fn every_deletion_by_an_admin_and_every_call_is_read_back() {
    let tables = phrases();
    let mut breaches = Vec::new();
    for (table, key) in [("deleted", "deleted"), ("calls", "call")] {
        for row in tables[table].as_array().expect("a table is a list") {
            for (platform, text) in platforms(row)
                .into_iter()
                .flat_map(|platform| texts(row).map(move |text| (platform, text)))
            {
                // On Android nothing tells the bare words "Video call" from a person's.
                if key == "call" && platform == Platform::Android && row["missed"].is_null() {
                    continue;
                }
                let words = words(platform, &row["lang"]);
                let body = format!("{}{}", words.mark(), text.replace("{x}", "Sana"));
                let means = if key == "call" && platform == Platform::Ios {
                    "label"
                } else {
                    "author"
                };
                let mut stated =
                    json!({"kind": key, "sender": "Kashif", "sender_means": means, "text": body});
                if key == "deleted" {
                    stated["deleted_by"] = row["by"].clone();
                } else {
                    stated["call.missed"] = row["missed"].clone();
                }
                let written = around(&words, Some("Kashif"), &body, stated);
                let wrong = differences(&written, &read(&written, shape_of(platform)));
                breaches.extend(
                    wrong
                        .into_iter()
                        .map(|wrong| format!("{platform:?} {text}: {wrong}")),
                );
            }
        }
    }
    assert_none(&breaches);
}

#[test]
fn every_other_marker_of_the_phrase_tables_is_read_back() {
    let tables = phrases();
    let mut breaches = Vec::new();
    for row in tables["markers"].as_array().expect("markers are a list") {
        let text = row["text"].as_str().expect("a marker has a text");
        for platform in platforms(row) {
            let words = words(platform, &row["lang"]);
            let mark = words.mark();
            let (body, stated) = match row["marker"].as_str().expect("a marker has a name") {
                "edited" => (
                    format!("I will come {mark}{text}"),
                    json!({"edited": true, "text_without_marker": "I will come"}),
                ),
                "video_note_omitted" => (
                    format!("{mark}{text}"),
                    json!({"attachments": [{"media": "video_note", "state": "omitted"}]}),
                ),
                "view_once_voice_omitted" => (
                    format!("{mark}{text}"),
                    json!({"view_once": true, "attachments": [{"media": "audio", "state": "omitted"}]}),
                ),
                "view_once" => (format!("{mark}{text}"), json!({"view_once": true})),
                "placeholder" => (format!("{mark}{text}"), json!({"flags": ["placeholder"]})),
                "location" => (
                    format!(
                        "{mark}{}",
                        text.replace('F', "https://maps.google.com/?q=31.52,74.358")
                    ),
                    json!({"location": {"lat": 31.52, "lon": 74.358, "live": false}}),
                ),
                "poll" => {
                    let option = option_word(&tables, &row["lang"]);
                    let body = format!(
                        "{mark}{text}\nWhen?\n{mark}{option} Now (at once) (2 votes)\n{mark}{option} Never (0 votes)"
                    );
                    (
                        body,
                        json!({"poll": {"question": "When?", "options": [{"text": "Now (at once)", "votes": 2}, {"text": "Never", "votes": 0}]}}),
                    )
                }
                "poll_option" => continue,
                other => panic!("the walk does not know the marker {other}"),
            };
            let mut stated = stated;
            stated["kind"] = json!("message");
            stated["text"] = json!(body);
            let written = around(&words, Some("Kashif"), &body, stated);
            let wrong = differences(&written, &read(&written, shape_of(platform)));
            breaches.extend(
                wrong
                    .into_iter()
                    .map(|wrong| format!("{platform:?} {text}: {wrong}")),
            );
        }
    }
    assert_none(&breaches);
}

// Turkish has a word for the poll and none for its options in the tables: the English one stands in.
fn option_word(tables: &Value, lang: &Value) -> String {
    let of = |lang: &Value| {
        tables["markers"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|row| row["marker"] == "poll_option" && &row["lang"] == lang)
    };
    of(lang)
        .or_else(|| of(&json!("en")))
        .and_then(|row| row["text"].as_str())
        .expect("English has the word")
        .to_owned()
}
