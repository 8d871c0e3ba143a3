//! Files and links that an element names.

use serde_json::Value;

use super::item::Reading;
use super::moment;
use super::pick::pick;
use crate::model::Media;
use crate::model::record::Share;
use crate::sources::media_files::{MediaFiles, file_name};

/// Where an element names files: each `{uri, creation_timestamp, …}`, or a list of such.
const FILES: [&str; 3] = ["attachments.data.media", "media", "label_values.media"];

/// Where an element names a link: `{url, name, …}`.
const LINK: &str = "attachments.data.external_context";

/// Books the files and the link of an element.
pub fn take(reading: &mut Reading<'_>, element: &Value, media: &MediaFiles) {
    for path in FILES {
        for found in pick(element, path) {
            let files = found
                .as_array()
                .map_or(std::slice::from_ref(found), Vec::as_slice);
            for file in files {
                take_file(reading, path, file, media);
            }
        }
    }
    if let [link] = pick(element, LINK)[..] {
        let part = |key: &str| link.get(key).and_then(Value::as_str).map(str::to_owned);
        let share = Share {
            link: part("url"),
            text: part("name"),
            owner: None,
        };
        for (key, is_there) in [
            ("url", share.link.is_some()),
            ("name", share.text.is_some()),
        ] {
            if is_there {
                reading.taken.book(format!("{LINK}.{key}"));
            }
        }
        if share.link.is_some() || share.text.is_some() {
            reading.record.share = Some(Box::new(share));
        }
    }
}

fn take_file(reading: &mut Reading<'_>, path: &str, file: &Value, media: &MediaFiles) {
    let Some(uri) = file.get("uri").and_then(Value::as_str) else {
        return;
    };
    let mut attachment = media.attach(kind(uri), uri);
    reading.taken.book(format!("{path}.uri"));
    attachment.at = file.get("creation_timestamp").and_then(moment::text);
    if attachment.at.is_some() {
        reading.taken.book(format!("{path}.creation_timestamp"));
    }
    reading.record.attachments.push(attachment);
}

/// What kind of thing a path names, by its folder and its ending.
pub fn kind(uri: &str) -> Media {
    let ending = file_name(uri).rsplit_once('.').map(|(_, ending)| ending);
    let ending = ending.unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "mp4" if uri.contains("/audio/") => Media::Audio,
        "jpg" | "jpeg" | "png" | "webp" | "heic" | "heif" | "bmp" => Media::Image,
        "gif" => Media::Gif,
        "mp4" | "mov" | "3gp" | "webm" | "mkv" | "avi" => Media::Video,
        "mp3" | "m4a" | "aac" | "ogg" | "opus" | "wav" | "amr" => Media::Audio,
        "pdf" | "doc" | "docx" | "txt" => Media::Document,
        _ => Media::File,
    }
}
