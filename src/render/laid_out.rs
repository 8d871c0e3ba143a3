//! The first check before release: what the laid-out pages hold, in every script, before a file is written.

use super::coverage::is_right_to_left;
use super::leaks::Searched;
use super::sheets::Sheet;
use super::spelled::ExpectedRow;
use std::collections::{BTreeMap, BTreeSet};

/// What the pages must and must not hold.
#[derive(Debug, Clone, Default)]
pub struct Expectation {
    /// Each row of the transcript.
    pub rows: Vec<ExpectedRow>,
    /// Each page of a picture: number, digest, and the SHA-256 of the prepared picture if it is shown.
    pub screens: Vec<ExpectedScreen>,
    /// Every digest, 64 lower-case digits.
    pub digests: BTreeSet<String>,
    /// Strings that stand on every page.
    pub every_page: Vec<String>,
    /// Strings that may stand nowhere.
    pub withheld: Vec<String>,
}

/// A page of Annex B.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedScreen {
    /// The exhibit.
    pub number: String,
    /// The digest of the original.
    pub sha256: String,
    /// SHA-256 of the prepared picture; none where the page shows none.
    pub picture: Option<[u8; 32]>,
}

/// What is wrong with a paper. Says where; never what the words are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum PaperFault {
    #[error("page {page}: a character has no glyph")]
    NoGlyph { page: usize },
    #[error("page {page}: text runs over the edge of the paper")]
    OverTheEdge { page: usize },
    #[error("page {page}: text lies over other text")]
    Overlap { page: usize },
    #[error("the message at {address} is not on paper")]
    RowMissing { address: String },
    #[error("the message at {address} is not complete on paper")]
    RowDiffers { address: String },
    #[error("exhibit {number} is not on paper")]
    NumberMissing { number: String },
    #[error("the digest {digest} is not on paper")]
    DigestMissing { digest: String },
    #[error("page {page}: what must stand on every page is missing")]
    RunningMissing { page: usize },
    #[error("page {page}: withheld string {which} is on paper")]
    WithheldShown { page: usize, which: usize },
    #[error("page {page}: a picture that no exhibit shows")]
    ForeignPicture { page: usize },
    #[error("the picture of exhibit {number} is not on its page")]
    PictureMissing { number: String },
    #[error("the case at a glance takes {pages} pages; shorten its sentences")]
    GlanceTooLong { pages: usize },
}

/// Compares the pages with what they must hold. All that is wrong, in the order of the pages.
pub fn check(sheets: &[Sheet], expected: &Expectation) -> Vec<PaperFault> {
    let mut faults = Vec::new();
    let packed: Vec<String> = sheets.iter().map(|sheet| squeeze(&sheet.text)).collect();
    let pages = sheets.len();
    for (n, sheet) in sheets.iter().enumerate() {
        let page = n + 1;
        if sheet.missing_glyph {
            faults.push(PaperFault::NoGlyph { page });
        }
        if sheet.over_the_edge {
            faults.push(PaperFault::OverTheEdge { page });
        }
        if sheet.overlap {
            faults.push(PaperFault::Overlap { page });
        }
        let running = |line: &String| {
            packed[n].contains(&squeeze(
                &line
                    .replace("{pages}", &pages.to_string())
                    .replace("{page}", &page.to_string()),
            ))
        };
        if !expected.every_page.iter().all(running) {
            faults.push(PaperFault::RunningMissing { page });
        }
        if let Some(which) = Searched::new(&sheet.text).first_of(&expected.withheld) {
            faults.push(PaperFault::WithheldShown { page, which });
        }
        if sheet.pictures.iter().any(|picture| {
            !expected
                .screens
                .iter()
                .any(|screen| screen.picture.as_ref() == Some(picture))
        }) {
            faults.push(PaperFault::ForeignPicture { page });
        }
    }
    let all = packed.concat();
    faults.extend(
        expected
            .digests
            .iter()
            .filter(|digest| !all.contains(*digest))
            .map(|digest| PaperFault::DigestMissing {
                digest: digest.clone(),
            }),
    );
    faults.extend(
        expected
            .rows
            .iter()
            .filter_map(|row| row_fault(sheets, &packed, row)),
    );
    faults.extend(
        expected
            .screens
            .iter()
            .filter_map(|screen| screen_fault(sheets, &packed, screen)),
    );
    faults.extend(glance_fault(sheets));
    faults
}

fn row_fault(sheets: &[Sheet], packed: &[String], row: &ExpectedRow) -> Option<PaperFault> {
    let Some(page) = sheets
        .iter()
        .position(|sheet| sheet.rows.contains_key(&row.label))
    else {
        // A row of nothing but an attachment that is printed elsewhere has no text to find.
        return (!squeeze(&row.printed).is_empty()).then(|| PaperFault::RowMissing {
            address: row.address.clone(),
        });
    };
    if !packed[page].contains(&squeeze(&row.number)) {
        return Some(PaperFault::NumberMissing {
            number: row.number.clone(),
        });
    }
    // Only a row taller than a page goes on over its end.
    let found: String = sheets[page..]
        .iter()
        .map_while(|sheet| sheet.rows.get(&row.label))
        .map(|text| squeeze(text))
        .collect();
    let whole = counted(&found) == counted(&squeeze(&row.printed))
        && words(&row.words).all(|word| found.contains(&word));
    (!whole).then(|| PaperFault::RowDiffers {
        address: row.address.clone(),
    })
}

fn screen_fault(
    sheets: &[Sheet],
    packed: &[String],
    screen: &ExpectedScreen,
) -> Option<PaperFault> {
    let label = format!("exhibit-{}", screen.number);
    let Some(page) = sheets
        .iter()
        .position(|sheet| sheet.begins.contains(&label))
    else {
        return Some(PaperFault::NumberMissing {
            number: screen.number.clone(),
        });
    };
    if !packed[page].contains(&screen.number) {
        return Some(PaperFault::NumberMissing {
            number: screen.number.clone(),
        });
    }
    if !packed[page].contains(&screen.sha256) {
        return Some(PaperFault::DigestMissing {
            digest: screen.sha256.clone(),
        });
    }
    let shown = screen
        .picture
        .is_none_or(|picture| sheets[page].pictures.contains(&picture));
    (!shown).then(|| PaperFault::PictureMissing {
        number: screen.number.clone(),
    })
}

/// The glance ends where the next part begins.
fn glance_fault(sheets: &[Sheet]) -> Option<PaperFault> {
    let first = sheets
        .iter()
        .position(|sheet| sheet.begins.iter().any(|label| label == "part-glance"))?;
    let next = sheets
        .iter()
        .skip(first + 1)
        .position(|sheet| sheet.begins.iter().any(|label| label.starts_with("part-")));
    let pages = next.map_or(sheets.len() - first, |n| n + 1);
    (pages > 1).then_some(PaperFault::GlanceTooLong { pages })
}

/// Without white space and without what only directs the line.
pub(super) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FFFC}')).collect()
}

fn counted(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in text.chars() {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

/// Runs of one direction inside words: inside them the layout never changes the order.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    let mut out: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let mut last = None;
        for c in word.chars() {
            let kind = if is_right_to_left(c) {
                Some(true)
            } else if c.is_alphanumeric() {
                Some(false)
            } else {
                None
            };
            match (kind, last) {
                (None, _) => last = None,
                (kind, before) => {
                    if kind == before
                        && let Some(run) = out.last_mut()
                    {
                        run.push(c);
                    } else {
                        out.push(c.to_string());
                    }
                    last = kind;
                }
            }
        }
    }
    out.into_iter()
}
