//! What hangs on a message: files, stickers, shared links.

use super::message::Fit;
use crate::model::record::Share;
use crate::model::{Attachment, Media, State};
use crate::sources::json::{Fields, Items, is_list, is_object, string};
use crate::sources::thread_file::{Filling, instant};

/// A list of files: `[{"uri", "creation_timestamp", "thumbnail": {"uri"}}]`.
pub fn read_files(value: &[u8], media: Media, filling: &mut Filling<'_>) -> Fit {
    let mut fit = Fit::of(is_list(value));
    for one in Items::of(value) {
        fit = fit.and(read_file(one, media, filling));
    }
    fit
}

/// `{"uri", "ai_stickers": []}`. The file lies outside the folder of the thread.
pub fn read_sticker(value: &[u8], filling: &mut Filling<'_>) -> Fit {
    read_file(value, Media::Sticker, filling)
}

fn read_file(value: &[u8], media: Media, filling: &mut Filling<'_>) -> Fit {
    let mut fit = Fit::of(is_object(value));
    let (mut file, mut at, mut thumbnail) = (None, None, None);
    for (key, value) in Fields::of(value) {
        match key {
            b"uri" if file.is_none() => {
                file = filling.attach(media, value);
                fit = fit.and(Fit::of(file.is_some()));
            }
            b"creation_timestamp" if at.is_none() => {
                at = instant(value);
                fit = fit.and(Fit::of(at.is_some()));
            }
            b"thumbnail" if thumbnail.is_none() => {
                thumbnail = read_thumbnail(value, filling);
                fit = fit.and(Fit::of(thumbnail.is_some()));
            }
            b"ai_stickers" if is_list(value) && Items::of(value).next().is_none() => {}
            _ => fit = Fit::InPart,
        }
    }
    if file.is_none() && !is_object(value) {
        return Fit::InPart;
    }
    let mut file = file.unwrap_or_else(|| Attachment::new(media, State::Missing));
    file.at = at;
    file.thumbnail = thumbnail;
    filling.record.attachments.push(file);
    fit
}

/// The path of a thumbnail. It is looked up, so that the file does not count as one that no record names.
fn read_thumbnail(value: &[u8], filling: &mut Filling<'_>) -> Option<String> {
    let mut fields = Fields::of(value);
    let (b"uri", uri) = fields.next()? else {
        return None;
    };
    let file = filling.attach(Media::Image, uri)?;
    fields.next().is_none().then_some(file.name)?
}

/// `{"link", "share_text", "original_content_owner"}`: the words and the owner are not the sender's. The link can be missing.
pub fn read_share(value: &[u8], filling: &mut Filling<'_>) -> Fit {
    if !is_object(value) {
        return Fit::InPart;
    }
    let mut fit = Fit::Whole;
    let mut share = Share {
        link: None,
        text: None,
        owner: None,
    };
    for (key, value) in Fields::of(value) {
        let place = match key {
            b"link" => &mut share.link,
            b"share_text" => &mut share.text,
            b"original_content_owner" => &mut share.owner,
            _ => {
                fit = Fit::InPart;
                continue;
            }
        };
        if place.is_some() || string(value).is_none() {
            fit = Fit::InPart;
        } else {
            *place = filling.text(value);
        }
    }
    if share.link.is_some() || share.text.is_some() || share.owner.is_some() {
        filling.record.share = Some(Box::new(share));
    }
    fit
}
