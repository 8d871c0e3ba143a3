//! One volume of the papers: spelled, typeset, checked on the page, written, and checked again in the file.

use super::attachments::{self, Attachment};
use super::laid_out::{self, Expectation, ExpectedScreen};
use super::pdf::{PdfId, RenderError, screens};
use super::pictures::Printed;
use super::read_back::{self, ExpectedFile};
use super::sheets::{Sheet, sheets};
use super::spelled::{ExpectedRow, spell};
use super::world::PaperWorld;
use chrono::{Datelike, Timelike};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use typst::foundations::{Bytes, Datetime, Dict, IntoValue, Smart, Str, Value};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// What the metadata name as the maker.
pub const CREATOR: &str = concat!("saboot ", env!("CARGO_PKG_VERSION"));

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

/// The page on which each part begins.
pub(super) fn begins(sheets: &[Sheet]) -> BTreeMap<String, usize> {
    let labels = sheets
        .iter()
        .enumerate()
        .flat_map(|(n, sheet)| sheet.begins.iter().map(move |label| (n + 1, label)));
    labels
        .filter_map(|(page, label)| Some((label.strip_prefix("part-")?.to_owned(), page)))
        .collect()
}

/// A volume to be made.
pub(super) struct Job<'a> {
    pub packet: &'a Json,
    pub printed: &'a BTreeMap<String, Printed>,
    pub withheld: &'a [String],
    pub id: &'a PdfId,
    pub number: usize,
    pub of: usize,
}

impl Job<'_> {
    /// Makes it; nothing comes out of it unless both checks find nothing.
    pub(super) fn run(
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

    fn expectation(&self, rows: Vec<ExpectedRow>) -> Expectation {
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
