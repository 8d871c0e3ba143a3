//! From a packet to PDF/A-3a files, in volumes, each checked twice before anyone gets it.
//!
//! Same packet, same pictures, same [`PdfId`]: same bytes, on every machine. Nothing is returned when a check fails.

use super::divide::divide;
use super::laid_out::PaperFault;
use super::pictures::{self, PictureError, Printed};
use super::read_back::FileFault;
use super::volume::{Job, begins};
use super::world::Complaint;
use crate::packet::Packet;
use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use typst::comemo;

pub use super::volume::{CREATOR, Volume};

/// Rows of the transcript in one volume: memory and time stay small, and an office can print it.
const VOLUME_ROWS: usize = 2_000;
/// What makes two printings of the same packet the same file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfId {
    /// A digest over what the papers are made from; it becomes the identifier of the file.
    pub digest: String,
    /// The date in the metadata: when the bundle was sealed, not when it was printed.
    pub date: DateTime<Utc>,
}

/// The bytes of each picture that may be shown, by the key in `Packet::pictures`.
pub type Pictures = BTreeMap<String, Vec<u8>>;

/// Why there is no paper. Addresses, codes and pages only; never words of a message.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum RenderError {
    #[error("the packet is not in the shape that papers need")]
    Shape,
    #[error("a template was refused: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Template(Vec<Complaint>),
    #[error("the PDF standard was refused: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Standard(Vec<Complaint>),
    #[error("picture {key}: not handed over")]
    PictureAbsent { key: String },
    #[error("picture {key}: its digest is not the one in the packet")]
    PictureChanged { key: String },
    #[error("picture {key}: no page shows it, or the packet does not name it")]
    PictureForeign { key: String },
    #[error("picture {key}: {error}")]
    Picture { key: String, error: PictureError },
    #[error("the data could not be attached")]
    Attachment,
    #[error("volume {volume} is not fit to be given: {}", .faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Paper {
        volume: usize,
        faults: Vec<PaperFault>,
    },
    #[error("volume {volume}, read back, is not fit to be given: {}", .faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    File {
        volume: usize,
        faults: Vec<FileFault>,
    },
}

/// Typesets a packet. `withheld` are the strings that may be nowhere in the files (`packet::must_not_print`).
/// Volumes come in order; the first holds all parts, and for a transcript of up to 2,000 rows it is the only one.
///
/// # Errors
/// When a picture is not the one of the packet, typst complains at all, or one of the two checks finds a fault.
pub fn pdf(
    packet: &Packet,
    pictures: &Pictures,
    withheld: &[String],
    id: &PdfId,
) -> Result<Vec<Volume>, RenderError> {
    let packet = serde_json::to_value(packet).map_err(|_| RenderError::Shape)?;
    volumes(&packet, pictures, withheld, id)
}

/// Typesets the JSON of a packet. `withheld` are the strings that may be nowhere in the files.
///
/// # Errors
/// When a picture is not the one of the packet, typst complains at all, or one of the two checks finds a fault.
pub fn volumes(
    packet: &Json,
    pictures: &Pictures,
    withheld: &[String],
    id: &PdfId,
) -> Result<Vec<Volume>, RenderError> {
    let printed = prepare(packet, pictures)?;
    let parts = divide(packet, VOLUME_ROWS);
    let mut out = Vec::new();
    let mut first_pages = BTreeMap::new();
    for (n, part) in parts.iter().enumerate() {
        let job = Job {
            packet: part,
            printed: &printed,
            withheld,
            id,
            number: n + 1,
            of: parts.len(),
        };
        let (volume, sheets) = job.run(&first_pages)?;
        if n == 0 {
            first_pages = begins(&sheets);
        }
        out.push(volume);
        // What typst remembers of a volume helps no other, and grows with each.
        comemo::evict(0);
    }
    Ok(out)
}

/// Checks each picture against the packet and makes it ready. Exactly the pictures of the packet, no other.
fn prepare(packet: &Json, pictures: &Pictures) -> Result<BTreeMap<String, Printed>, RenderError> {
    let mut wanted = BTreeMap::new();
    for picture in packet["pictures"].as_array().ok_or(RenderError::Shape)? {
        wanted.insert(
            picture["key"].as_str().ok_or(RenderError::Shape)?,
            picture["sha256"].as_str().ok_or(RenderError::Shape)?,
        );
    }
    let shown: BTreeSet<&str> = screens(packet)
        .filter_map(|page| page["picture"].as_str())
        .collect();
    if let Some(key) = pictures
        .keys()
        .find(|key| !wanted.contains_key(key.as_str()))
    {
        return Err(RenderError::PictureForeign { key: key.clone() });
    }
    if let Some(key) = wanted
        .keys()
        .find(|key| !shown.contains(*key))
        .or_else(|| shown.iter().find(|key| !wanted.contains_key(*key)))
    {
        return Err(RenderError::PictureForeign {
            key: (*key).to_owned(),
        });
    }
    let mut printed = BTreeMap::new();
    for (key, sha256) in wanted {
        let key = key.to_owned();
        let bytes = pictures
            .get(&key)
            .ok_or_else(|| RenderError::PictureAbsent { key: key.clone() })?;
        if hex(&Sha256::digest(bytes)) != sha256 {
            return Err(RenderError::PictureChanged { key });
        }
        let ready = pictures::prepare(bytes).map_err(|error| RenderError::Picture {
            key: key.clone(),
            error,
        })?;
        printed.insert(key, ready);
    }
    Ok(printed)
}

pub(super) fn screens(packet: &Json) -> impl Iterator<Item = &Json> {
    let parts = packet["parts"].as_array().into_iter().flatten();
    parts
        .filter(|part| part["name"] == "screenshots")
        .flat_map(|part| part["pages"].as_array().into_iter().flatten())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
