//! From a packet to PDF/A-3a files, in volumes, each checked twice before anyone gets it.
//!
//! Same packet, same pictures, same [`PdfId`]: same bytes, on every machine. Nothing is returned when a check fails.

use super::attachments::{self, Attachment};
use super::laid_out::{self, Expectation, ExpectedScreen, PaperFault};
use super::pictures::{self, PictureError, Printed};
use super::read_back::{self, ExpectedFile, FileFault};
use super::sheets::{Sheet, sheets};
use super::spelled::spell;
use super::world::{Complaint, PaperWorld};
use crate::packet::Packet;
use chrono::{DateTime, Datelike, Timelike, Utc};
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use typst::comemo;
use typst::foundations::{Bytes, Datetime, Dict, IntoValue, Smart, Str, Value};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Rows of the transcript in one volume: memory and time stay small, and an office can print it.
const VOLUME_ROWS: usize = 2_000;
/// What the metadata name as the maker.
pub const CREATOR: &str = concat!("saboot ", env!("CARGO_PKG_VERSION"));

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

/// One PDF file; the first holds all parts, further ones the rest of the transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// From 1.
    pub number: usize,
    /// Pages.
    pub pages: usize,
    /// The file.
    pub bytes: Vec<u8>,
}

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

/// The page on which each part begins.
fn begins(sheets: &[Sheet]) -> BTreeMap<String, usize> {
    let labels = sheets
        .iter()
        .enumerate()
        .flat_map(|(n, sheet)| sheet.begins.iter().map(move |label| (n + 1, label)));
    labels
        .filter_map(|(page, label)| Some((label.strip_prefix("part-")?.to_owned(), page)))
        .collect()
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

fn screens(packet: &Json) -> impl Iterator<Item = &Json> {
    let parts = packet["parts"].as_array().into_iter().flatten();
    parts
        .filter(|part| part["name"] == "screenshots")
        .flat_map(|part| part["pages"].as_array().into_iter().flatten())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Cuts a packet whose transcript is too long for one volume. Each further one opens with the heading of its source.
fn divide(packet: &Json, most: usize) -> Vec<Json> {
    let Some(at) = packet["parts"]
        .as_array()
        .and_then(|parts| parts.iter().position(|part| part["name"] == "transcript"))
    else {
        return vec![packet.clone()];
    };
    let rows = packet["parts"][at]["rows"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    if rows.len() <= most {
        return vec![packet.clone()];
    }
    let mut heading = None;
    let mut out = Vec::new();
    for (n, chunk) in rows.chunks(most).enumerate() {
        let mut chunk = chunk.to_vec();
        let next = chunk.iter().rfind(|row| row["kind"] == "source").cloned();
        if let Some(heading) = heading.take().filter(|_| chunk[0]["kind"] != "source") {
            chunk.insert(0, heading);
        }
        heading = next.or_else(|| chunk.first().filter(|row| row["kind"] == "source").cloned());
        let mut volume = packet.clone();
        if n > 0 {
            volume["parts"] = json!([packet["parts"][at]]);
            volume["pictures"] = json!([]);
        }
        let part = if n > 0 { 0 } else { at };
        volume["parts"][part]["rows"] = Json::Array(chunk);
        out.push(volume);
    }
    out
}

struct Job<'a> {
    packet: &'a Json,
    printed: &'a BTreeMap<String, Printed>,
    withheld: &'a [String],
    id: &'a PdfId,
    number: usize,
    of: usize,
}

impl Job<'_> {
    fn run(
        &self,
        first_pages: &BTreeMap<String, usize>,
    ) -> Result<(Volume, Vec<Sheet>), RenderError> {
        let spelled = spell(self.packet);
        let attached = attachments::of(self.packet).map_err(|_| RenderError::Attachment)?;
        let expected = self.expectation(spelled.rows);
        let world = PaperWorld::new(self.inputs(&spelled.packet, &attached, first_pages));
        let document = world.lay_out().map_err(RenderError::Template)?;
        let sheets = sheets(&document);
        let faults = laid_out::check(&sheets, &expected);
        if !faults.is_empty() {
            return Err(RenderError::Paper {
                volume: self.number,
                faults,
            });
        }
        let written = typst_pdf::pdf(&document, &self.options()?);
        let bytes = written.map_err(|errors| {
            RenderError::Standard(errors.iter().map(|error| world.complaint(error)).collect())
        })?;
        let faults = read_back::check(
            &bytes,
            &expected,
            &self.expected_file(&attached, sheets.len()),
        );
        if !faults.is_empty() {
            return Err(RenderError::File {
                volume: self.number,
                faults,
            });
        }
        Ok((
            Volume {
                number: self.number,
                pages: sheets.len(),
                bytes,
            },
            sheets,
        ))
    }

    fn inputs(
        &self,
        packet: &Json,
        attached: &[Attachment],
        first_pages: &BTreeMap<String, usize>,
    ) -> Vec<(&'static str, Value)> {
        let bytes = |bytes: &[u8]| Value::Bytes(Bytes::new(bytes.to_vec()));
        let dict = |pairs: Vec<(&str, Value)>| {
            Value::Dict(
                pairs
                    .into_iter()
                    .map(|(k, v)| (Str::from(k), v))
                    .collect::<Dict>(),
            )
        };
        let pictures = self.shown().map(|(key, printed)| {
            let fields = vec![
                ("bytes", bytes(&printed.bytes)),
                ("width", printed.width.into_value()),
                ("height", printed.height.into_value()),
            ];
            (Str::from(key.as_str()), dict(fields))
        });
        let files = attached.iter().map(|file| {
            dict(vec![
                ("name", file.name.as_str().into_value()),
                ("mime", file.mime.into_value()),
                ("description", file.description.into_value()),
                ("bytes", bytes(&file.bytes)),
            ])
        });
        let mut inputs = vec![
            ("packet", bytes(packet.to_string().as_bytes())),
            ("pictures", Value::Dict(pictures.collect())),
            ("attachments", Value::Array(files.collect())),
            (
                "volume",
                if self.of > 1 {
                    format!("{}/{}", self.number, self.of).into_value()
                } else {
                    "".into_value()
                },
            ),
        ];
        if self.number > 1 {
            inputs.push((
                "pages",
                Value::Dict(
                    first_pages
                        .iter()
                        .map(|(part, page)| {
                            (Str::from(part.as_str()), page.to_string().into_value())
                        })
                        .collect(),
                ),
            ));
        }
        inputs
    }

    fn shown(&self) -> impl Iterator<Item = (&String, &Printed)> {
        self.printed.iter().filter(|_| self.number == 1)
    }

    fn expectation(&self, rows: Vec<super::spelled::ExpectedRow>) -> Expectation {
        let running = &self.packet["running"];
        let said = |value: &Json| value.as_str().unwrap_or_default().to_owned();
        let mut every_page = vec![
            said(&running["reference"]),
            said(&running["labels"]["page_of"]),
        ];
        every_page.push(said(&running["fingerprint"]).chars().take(16).collect());
        if !self.packet["draft"].is_null() {
            every_page.extend([
                said(&self.packet["draft"]["mark"]),
                said(&self.packet["draft"]["line"]),
            ]);
        }
        let screens = screens(self.packet).map(|page| ExpectedScreen {
            number: said(&page["number"]),
            sha256: said(&page["sha256"]),
            picture: page["picture"]
                .as_str()
                .and_then(|key| self.printed.get(key))
                .map(|printed| Sha256::digest(&printed.bytes).into()),
        });
        let mut digests = BTreeSet::new();
        gather_digests(&self.packet["parts"], &mut digests);
        Expectation {
            rows,
            screens: screens.collect(),
            digests,
            every_page,
            withheld: self.withheld.to_vec(),
        }
    }

    fn expected_file(&self, attached: &[Attachment], pages: usize) -> ExpectedFile {
        let running = &self.packet["running"];
        ExpectedFile {
            pages,
            title: format!(
                "{} {}",
                running["labels"]["complaint"].as_str().unwrap_or_default(),
                running["reference"].as_str().unwrap_or_default()
            ),
            creator: CREATOR.to_owned(),
            attachments: attached
                .iter()
                .map(|file| (file.name.clone(), file.bytes.clone()))
                .collect(),
            pictures: self.shown().map(|(_, printed)| printed.stream).collect(),
        }
    }

    fn options(&self) -> Result<PdfOptions, RenderError> {
        let date = &self.id.date;
        let small = |n: u32| u8::try_from(n).unwrap_or_default();
        let datetime = Datetime::from_ymd_hms(
            date.year(),
            small(date.month()),
            small(date.day()),
            small(date.hour()),
            small(date.minute()),
            small(date.second()),
        );
        Ok(PdfOptions {
            ident: Smart::Custom(format!(
                "{} {} {}",
                self.id.digest,
                self.packet["language"].as_str().unwrap_or_default(),
                self.number
            )),
            creator: Smart::Custom(Some(CREATOR.to_owned())),
            timestamp: datetime.map(Timestamp::new_utc),
            page_ranges: None,
            standards: PdfStandards::new(&[PdfStandard::A_3a])
                .map_err(|_| RenderError::Standard(Vec::new()))?,
            tagged: true,
            pretty: false,
        })
    }
}

/// Every string of 64 lower-case hexadecimal digits is a digest that must be on paper in full.
fn gather_digests(value: &Json, out: &mut BTreeSet<String>) {
    match value {
        Json::String(text)
            if text.len() == 64
                && text
                    .bytes()
                    .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) =>
        {
            out.insert(text.clone());
        }
        Json::Array(items) => items.iter().for_each(|item| gather_digests(item, out)),
        Json::Object(fields) => fields.values().for_each(|field| gather_digests(field, out)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_transcript_is_divided_and_each_volume_opens_with_its_source() {
        let source = |id: &str| json!({"kind": "source", "id": id});
        let message = |n: usize| json!({"kind": "message", "number": n.to_string()});
        let mut rows = vec![source("S1")];
        rows.extend((0..4).map(message));
        rows.push(source("S2"));
        rows.extend((4..6).map(message));
        let packet = json!({"parts": [{"name": "glance"}, {"name": "transcript", "rows": rows}], "pictures": [1]});
        let volumes = divide(&packet, 3);
        let kinds = |n: usize, part: usize| {
            volumes[n]["parts"][part]["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| {
                    row["id"]
                        .as_str()
                        .or(row["number"].as_str())
                        .unwrap()
                        .to_owned()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds(0, 1), ["S1", "0", "1"]);
        assert_eq!(kinds(1, 0), ["S1", "2", "3", "S2"]);
        assert_eq!(kinds(2, 0), ["S2", "4", "5"]);
        assert_eq!(volumes[1]["pictures"], json!([]));
    }
}
