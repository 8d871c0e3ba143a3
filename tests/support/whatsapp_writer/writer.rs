//! From events to the bytes of an export and the truth about each line.

use chrono::NaiveDateTime;
use serde_json::{Value, json};

use super::event::{By, Event, Media, Present};
use super::shape::{Platform, Shape};
use super::words::Words;

/// An export and what it means.
pub struct Written {
    /// The transcript.
    pub transcript: Vec<u8>,
    /// Names of the files that lie beside it.
    pub files: Vec<String>,
    /// A statement a line, as `subset` compares them.
    pub truth: Vec<Value>,
}

/// Writes the events in one shape and one language.
pub fn write(shape: &Shape, words: &Words, events: &[(NaiveDateTime, Event)]) -> Written {
    let mut written = Written {
        transcript: Vec::new(),
        files: Vec::new(),
        truth: Vec::new(),
    };
    for (time, event) in events {
        let line = put(event, shape, words, &mut written.files);
        let lead = if line.is_media && shape.platform == Platform::Ios {
            words.mark()
        } else {
            ""
        };
        let label = line
            .label
            .as_ref()
            .map_or(String::new(), |label| format!("{label}: "));
        let text = format!(
            "{lead}{}{label}{}{}",
            shape.header(*time),
            line.body,
            shape.end()
        );
        written.transcript.extend_from_slice(text.as_bytes());
        let mut truth = line.truth;
        let object = truth.as_object_mut().expect("a statement is an object");
        object.insert("text".into(), json!(line.body));
        object.insert("sender".into(), json!(line.label));
        object.insert(
            "sent.local".into(),
            json!(shape.said(*time).format("%Y-%m-%dT%H:%M:%S").to_string()),
        );
        object.insert("sent.written".into(), json!(shape.stamp(*time)));
        written.truth.push(truth);
    }
    written
}

struct Line {
    label: Option<String>,
    body: String,
    is_media: bool,
    truth: Value,
}

fn put(event: &Event, shape: &Shape, words: &Words, files: &mut Vec<String>) -> Line {
    let mark = words.mark();
    let word = |cell: &str| {
        words
            .first(cell)
            .unwrap_or_else(|| panic!("{} has no {cell}", words.lang))
            .to_owned()
    };
    let line = |who: &String, body: String, truth: Value| Line {
        label: Some(who.clone()),
        body,
        is_media: false,
        truth,
    };
    let author = |kind: &str, mut more: Value| {
        let object = more.as_object_mut().expect("a statement is an object");
        object.insert("kind".into(), json!(kind));
        object.insert("sender_means".into(), json!("author"));
        more
    };
    match event {
        Event::Said { who, text } => line(
            who,
            text.clone(),
            author("message", json!({"attachments": null, "event": null})),
        ),
        Event::Sent { who, what, caption } => {
            if what.present == Present::Found {
                files.push(what.name.clone());
            }
            let state = if what.present == Present::Found {
                "found"
            } else {
                "missing"
            };
            let mut body = format!("{mark}{}", word("attached").replace('F', &what.name));
            if let Some(caption) = caption {
                body = format!("{body}\n{caption}");
            }
            let truth = json!({"attachments": [{"media": what.media.name(), "state": state, "name": what.name, "caption": caption}]});
            Line {
                is_media: true,
                ..line(who, body, author("message", truth))
            }
        }
        Event::LeftOut {
            who,
            media,
            caption,
        } => {
            let android = words.platform == Platform::Android;
            let (cell, media) = if android {
                ("omitted", Media::Unknown)
            } else {
                (media.name(), *media)
            };
            let mut body = format!("{mark}{}", word(cell));
            if let Some(caption) = caption {
                body = format!("{body}\n{caption}");
            }
            let truth = json!({"attachments": [{"media": media.name(), "state": "omitted", "caption": caption}]});
            Line {
                is_media: true,
                ..line(who, body, author("message", truth))
            }
        }
        Event::Deleted { who, by } => {
            let (cell, by) = match by {
                By::Sender => ("deleted", "sender"),
                By::Exporter => ("deleted_by_exporter", "exporter"),
            };
            line(
                who,
                format!("{mark}{}", word(cell)),
                author("deleted", json!({"deleted_by": by})),
            )
        }
        Event::Place { who, lat, lon } => {
            let (lat, lon) = (f64::from(*lat) / 1000.0, f64::from(*lon) / 1000.0);
            let link = format!("https://maps.google.com/?q={lat},{lon}");
            let template = if words.platform == Platform::Android {
                word("location")
            } else {
                "Location: F".into()
            };
            let truth = json!({"location": {"lat": lat, "lon": lon, "live": false}});
            line(
                who,
                format!("{mark}{}", template.replace('F', &link)),
                author("message", truth),
            )
        }
        Event::LivePlace { who } => {
            let truth = json!({"location": {"lat": null, "lon": null, "live": true}});
            line(who, word("live_location"), author("message", truth))
        }
        Event::Edited { who, text } => {
            let truth = json!({"edited": true, "text_without_marker": text});
            line(
                who,
                format!("{text} {mark}<This message was edited>"),
                author("message", truth),
            )
        }
        Event::Encrypted { label } => {
            let text = "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them. Learn more.";
            let has_label = shape.platform == Platform::Ios;
            let means = if has_label { "label" } else { "none" };
            let truth =
                json!({"kind": "notice", "event": "encryption_notice", "sender_means": means});
            Line {
                label: has_label.then(|| label.clone()),
                body: format!("{mark}{text}"),
                is_media: false,
                truth,
            }
        }
    }
}
