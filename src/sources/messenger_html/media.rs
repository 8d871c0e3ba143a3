//! Files that a card names, and where they lie.

use crate::model::{Attachment, Media, State};
use crate::sources::media_files::{MediaFiles, is_hostile};
use crate::sources::origin::Origin;

/// What cards are read beside.
pub struct Setting<'a> {
    files: &'a MediaFiles,
    /// The folder of the page, with its `/`.
    folder: String,
    /// Whether the page is Instagram's.
    pub is_instagram: bool,
}

impl<'a> Setting<'a> {
    /// The setting of one page.
    pub fn new(files: &'a MediaFiles, origin: &Origin, is_instagram: bool) -> Self {
        let name = &origin.name;
        let folder = name.rfind('/').map_or("", |at| &name[..=at]).to_owned();
        Self {
            files,
            folder,
            is_instagram,
        }
    }

    /// The attachment that a card names. Paths count from the root of the archive, which the page states as its base; a
    /// path that climbs counts from the page itself. None that leaves the archive is followed.
    pub fn attach(&self, media: Media, uri: &str) -> Attachment {
        let attachment = self.files.attach(media, uri);
        if attachment.state == State::Found {
            return attachment;
        }
        let Some(climbed) = self.climb(uri) else {
            return attachment;
        };
        let mut found = self.files.attach(media, &climbed);
        found.name = attachment.name;
        found
    }

    /// `../photos/1.jpg` beside the page.
    fn climb(&self, uri: &str) -> Option<String> {
        let mut rest = uri;
        let mut folder = self.folder.as_str();
        while let Some(above) = rest.strip_prefix("../") {
            let bare = folder.strip_suffix('/')?;
            folder = bare.rfind('/').map_or("", |at| &bare[..=at]);
            rest = above;
        }
        (rest.len() < uri.len()).then(|| format!("{folder}{rest}"))
    }
}

/// What kind of file lies in a folder of a thread.
pub fn of_path(uri: &str) -> Option<Media> {
    let mut folders = uri.rsplit('/').skip(1);
    folders.find_map(|folder| match folder {
        "photos" => Some(Media::Image),
        "videos" => Some(Media::Video),
        "audio" => Some(Media::Audio),
        "gifs" => Some(Media::Gif),
        "files" => Some(Media::File),
        "stickers_used" | "stickers" => Some(Media::Sticker),
        _ => None,
    })
}

/// Whether a link names a file of the archive and no page of the web.
pub fn is_local(href: &str) -> bool {
    let climbed = href.trim_start_matches("../");
    climbed.contains('/') && !is_hostile(climbed) && !href.starts_with('#')
}
