//! The second check before release: the written file, opened again with another library. Digests, numbers and Latin words
//! are in its text; its metadata names nobody; its attachments and pictures are exactly those that were meant.

use super::laid_out::{Expectation, squeeze, words};
use super::leaks::Searched;
use lopdf::{Dictionary, Document, Object};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What the file itself must hold.
#[derive(Debug, Clone, Default)]
pub struct ExpectedFile {
    /// Pages.
    pub pages: usize,
    /// The title in the metadata.
    pub title: String,
    /// The creator in the metadata.
    pub creator: String,
    /// Name and content of each attachment.
    pub attachments: BTreeMap<String, Vec<u8>>,
    /// SHA-256 of each picture's decoded stream.
    pub pictures: BTreeSet<[u8; 32]>,
}

/// What is wrong with a written file. Says where; never what the words are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum FileFault {
    #[error("the file cannot be opened again")]
    Unreadable,
    #[error("the file has {found} pages instead of {wanted}")]
    Pages { found: usize, wanted: usize },
    #[error("the digest {digest} is not in the text of the file")]
    DigestMissing { digest: String },
    #[error("exhibit {number} is not in the text of the file")]
    NumberMissing { number: String },
    #[error("words of the message at {address} are not in the text of the file")]
    WordsMissing { address: String },
    #[error("the metadata say more or less than they should: {key}")]
    Metadata { key: String },
    #[error("the attachments are not the ones that were meant")]
    Attachments,
    #[error("a picture in the file is not one of a shown exhibit")]
    ForeignPicture,
    #[error("a picture of a shown exhibit is not in the file")]
    PictureMissing,
    #[error("the file holds an action: {key}")]
    Action { key: String },
    #[error("withheld string {which} is in the file")]
    WithheldShown { which: usize },
}

/// Names in a PDF that make a reader do something or load something.
const ACTIONS: [&[u8]; 9] = [
    b"JS",
    b"JavaScript",
    b"Launch",
    b"URI",
    b"OpenAction",
    b"AA",
    b"RichMedia",
    b"SubmitForm",
    b"GoToR",
];

/// Opens a written file and compares it with what it must hold. All that is wrong.
pub fn check(bytes: &[u8], expected: &Expectation, file: &ExpectedFile) -> Vec<FileFault> {
    let Ok(document) = Document::load_mem(bytes) else {
        return vec![FileFault::Unreadable];
    };
    let mut faults = Vec::new();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    if pages.len() != file.pages {
        faults.push(FileFault::Pages {
            found: pages.len(),
            wanted: file.pages,
        });
    }
    let Ok(text) = document.extract_text(&pages) else {
        return vec![FileFault::Unreadable];
    };
    check_text(&text, expected, &mut faults);
    let metadata = check_metadata(&document, file, &mut faults);
    check_pictures(&document, file, &mut faults);
    let attached = attachments(&document);
    if attached != file.attachments {
        faults.push(FileFault::Attachments);
    }
    check_actions(&document, &mut faults);
    let attached = attached
        .values()
        .map(|content| String::from_utf8_lossy(content).into_owned());
    for searched in [text, metadata].into_iter().chain(attached) {
        if let Some(which) = Searched::new(&searched).first_of(&expected.withheld) {
            faults.push(FileFault::WithheldShown { which });
        }
    }
    faults
}

fn check_text(text: &str, expected: &Expectation, faults: &mut Vec<FileFault>) {
    let packed = squeeze(text);
    for digest in expected
        .digests
        .iter()
        .filter(|digest| !packed.contains(*digest))
    {
        faults.push(FileFault::DigestMissing {
            digest: digest.clone(),
        });
    }
    let numbers = expected
        .rows
        .iter()
        .map(|row| &row.number)
        .chain(expected.screens.iter().map(|screen| &screen.number));
    for number in numbers.filter(|number| !packed.contains(&squeeze(number))) {
        faults.push(FileFault::NumberMissing {
            number: number.clone(),
        });
    }
    for row in &expected.rows {
        // Only Latin: viewers and libraries put right-to-left words in an order of their own.
        let mut latin =
            words(&row.words).filter(|word| word.chars().all(|c| c.is_ascii_alphanumeric()));
        if !latin.all(|word| packed.contains(&word)) {
            faults.push(FileFault::WordsMissing {
                address: row.address.clone(),
            });
        }
    }
}

/// The information dictionary and the XMP packet, as one text for the search.
fn check_metadata(document: &Document, file: &ExpectedFile, faults: &mut Vec<FileFault>) -> String {
    let mut all = String::new();
    let information = document
        .trailer
        .get_deref(b"Info", document)
        .and_then(Object::as_dict);
    for (key, value) in information.into_iter().flatten() {
        let key = String::from_utf8_lossy(key).into_owned();
        let text = lopdf::decode_text_string(value).unwrap_or_default();
        let known = match key.as_str() {
            "Title" => text == file.title,
            "Creator" | "Producer" => text == file.creator,
            "CreationDate" | "ModDate" => true,
            _ => false,
        };
        if !known {
            faults.push(FileFault::Metadata { key });
        }
        all.push_str(&text);
        all.push('\n');
    }
    let xmp = document
        .catalog()
        .and_then(|catalog| catalog.get_deref(b"Metadata", document))
        .and_then(Object::as_stream);
    match xmp.and_then(|stream| stream.get_plain_content()) {
        Ok(xmp) => {
            let xmp = String::from_utf8_lossy(&xmp).into_owned();
            if xmp.contains("dc:creator") || !xmp.contains("pdfaid:part") {
                faults.push(FileFault::Metadata {
                    key: "XMP".to_owned(),
                });
            }
            all.push_str(&xmp);
        }
        Err(_) => faults.push(FileFault::Metadata {
            key: "XMP".to_owned(),
        }),
    }
    all
}

fn check_pictures(document: &Document, file: &ExpectedFile, faults: &mut Vec<FileFault>) {
    let mut seen = BTreeSet::new();
    for stream in document
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
    {
        if !stream
            .dict
            .get(b"Subtype")
            .and_then(Object::as_name)
            .is_ok_and(|name| name == b"Image")
        {
            continue;
        }
        // A JPEG lies in the file as it is; everything else as pixels.
        let filters = stream.filters().unwrap_or_default();
        let content = if filters.last() == Some(&b"DCTDecode".as_slice()) && filters.len() == 1 {
            Ok(stream.content.clone())
        } else {
            stream.get_plain_content()
        };
        match content.map(|content| Sha256::digest(content).into()) {
            Ok(digest) if file.pictures.contains(&digest) && !stream.dict.has(b"SMask") => {
                seen.insert(digest);
            }
            _ => faults.push(FileFault::ForeignPicture),
        }
    }
    if seen != file.pictures && !faults.contains(&FileFault::ForeignPicture) {
        faults.push(FileFault::PictureMissing);
    }
}

/// Name and content of every embedded file, wherever in the file it is named.
fn attachments(document: &Document) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for dictionary in document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
    {
        let Ok(embedded) = dictionary
            .get_deref(b"EF", document)
            .and_then(Object::as_dict)
        else {
            continue;
        };
        let name = dictionary.get(b"UF").or_else(|_| dictionary.get(b"F"));
        let name = name
            .ok()
            .and_then(|name| lopdf::decode_text_string(name).ok())
            .unwrap_or_default();
        let content = embedded
            .get_deref(b"F", document)
            .and_then(Object::as_stream)
            .and_then(|stream| stream.get_plain_content());
        out.insert(name, content.unwrap_or_default());
    }
    out
}

fn check_actions(document: &Document, faults: &mut Vec<FileFault>) {
    let mut found = BTreeSet::new();
    for object in document.objects.values() {
        note_actions(object, &mut found);
    }
    faults.extend(found.into_iter().map(|key| FileFault::Action { key }));
}

fn note_actions(object: &Object, found: &mut BTreeSet<String>) {
    let dictionary: &Dictionary = match object {
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &stream.dict,
        Object::Array(items) => return items.iter().for_each(|item| note_actions(item, found)),
        _ => return,
    };
    for (key, value) in dictionary {
        let named = |name: &[u8]| ACTIONS.contains(&name);
        if named(key) || (key == b"S" && value.as_name().is_ok_and(named)) {
            found.insert(String::from_utf8_lossy(key).into_owned());
        }
        note_actions(value, found);
    }
}
