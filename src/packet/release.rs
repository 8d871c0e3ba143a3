//! What the check before release looks for: what must stand in the papers, and what must not.

use super::Packet;
use super::input::PacketInput;
use super::parts::Part;
use super::shield::Shield;
use super::transcript_row::Row;
use super::words::{Run, Words};
use crate::model::Digest;

/// Letters of a withheld body from which on it is searched for as a run.
const SEARCHED_FROM: usize = 12;

/// One exhibit's text and digests that must be found in the papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MustPrint {
    /// `A-7`; empty for a digest of the schedule.
    pub number: String,
    /// What stands in its row: characters of the sender, in order.
    pub text: String,
    /// Digests in full.
    pub digests: Vec<Digest>,
}

/// Everything that must be found: exhibits with their text, and every digest.
#[must_use]
pub fn must_print(packet: &Packet) -> Vec<MustPrint> {
    let mut all = vec![MustPrint {
        number: String::new(),
        text: String::new(),
        digests: vec![packet.running.fingerprint],
    }];
    for part in &packet.parts {
        match part {
            Part::Transcript(transcript) => {
                let rows = transcript.rows.iter().filter_map(|row| {
                    if let Row::Message(shown) = row {
                        Some(shown)
                    } else {
                        None
                    }
                });
                all.extend(rows.map(|shown| {
                    MustPrint {
                        number: shown.number.clone(),
                        text: said(&shown.text),
                        digests: shown
                            .withheld
                            .iter()
                            .filter_map(|held| held.sha256)
                            .collect(),
                    }
                }));
            }
            Part::Screenshots(annex) => all.extend(annex.pages.iter().map(|page| MustPrint {
                number: page.number.clone(),
                text: String::new(),
                digests: vec![page.sha256],
            })),
            Part::Withheld(sheet) => all.extend(sheet.items.iter().map(|item| MustPrint {
                number: item.number.clone(),
                text: String::new(),
                digests: item.sha256.into_iter().collect(),
            })),
            Part::Schedule(schedule) => {
                let sources = schedule
                    .sources
                    .iter()
                    .flat_map(|s| &s.digests)
                    .map(|d| d.sha256);
                let digests = sources
                    .chain(schedule.members.iter().filter_map(|m| m.sha256))
                    .collect();
                all.push(MustPrint {
                    number: String::new(),
                    text: String::new(),
                    digests,
                });
            }
            _ => {}
        }
    }
    all
}

fn said(words: &Words) -> String {
    let own = words.0.iter().filter_map(|run| match run {
        Run::Quote(text) | Run::Exact(text) => Some(text.as_str()),
        _ => None,
    });
    own.collect()
}

/// Every string that must not be found: withheld bodies of 12 letters and more, names of withheld files, names and
/// numbers of people who are no party.
#[must_use]
pub fn must_not_print(input: &PacketInput<'_>) -> Vec<String> {
    let shield = Shield::new(input);
    let bodies = shield
        .records()
        .filter_map(|(address, _)| input.records.get(&address)?.text.clone());
    let long =
        bodies.filter(|text| text.chars().filter(|c| c.is_alphanumeric()).count() >= SEARCHED_FROM);
    long.chain(shield.strings().into_iter().map(str::to_owned))
        .collect()
}
