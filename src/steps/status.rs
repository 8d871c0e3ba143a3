//! `saboot status`: what is in the case, what is missing, what to do next.

use serde::Serialize;

use super::Failure;
use super::case::OpenCase;
use super::seal::is_sealed;
use crate::model::{Note, Role, Severity, Summary};

/// The state of a case in numbers. No names, no message text: it can be read out over a telephone.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Status {
    pub sources: u64,
    pub counts: Summary,
    pub exhibits: u64,
    pub withheld: u64,
    pub respondent_named: bool,
    pub stop_message: bool,
    pub statement: bool,
    pub checks: u64,
    pub stops: u64,
    pub bundles: u64,
    /// The first 16 digits of the latest bundle's fingerprint: they name it.
    pub latest: Option<String>,
    /// Whether all that stands is in a bundle.
    pub sealed: bool,
    /// The commands that come next.
    pub next: Vec<String>,
}

/// Looks at a case.
///
/// # Errors
/// The index refuses.
pub fn status(open: &OpenCase) -> Result<Status, Failure> {
    let notes = open.notes()?;
    let of = |severity| {
        notes
            .iter()
            .filter(|n: &&Note| n.severity == severity)
            .count() as u64
    };
    let case = &open.case;
    let mut status = Status {
        sources: case.sources.len() as u64,
        counts: open.summary()?,
        exhibits: case.standing().count() as u64,
        withheld: case.withheld.len() as u64,
        respondent_named: case.people.iter().any(|p| p.role == Some(Role::Respondent)),
        stop_message: case.stop.is_some(),
        statement: case.said.contains_key("facts"),
        checks: of(Severity::Check),
        stops: of(Severity::Stop),
        bundles: case.bundles.len() as u64,
        latest: case.bundles.last().map(|b| b.fingerprint.name()),
        sealed: is_sealed(open),
        next: Vec::new(),
    };
    status.next = next(&status);
    Ok(status)
}

/// One command, at most two.
fn next(status: &Status) -> Vec<String> {
    let commands: &[&str] = match status {
        Status { sources: 0, .. } => &["saboot add FILE"],
        Status { stops: 1.., .. } => &["saboot check"],
        Status {
            respondent_named: false,
            ..
        } => &["saboot people"],
        Status { exhibits: 0, .. } => &["saboot find WORDS", "saboot mark ADDRESS --exhibit"],
        Status {
            statement: false,
            sealed: false,
            ..
        } => &["saboot say facts", "saboot seal"],
        Status { sealed: false, .. } => &["saboot check", "saboot seal"],
        _ => &["saboot packet"],
    };
    commands.iter().map(|c| (*c).to_owned()).collect()
}
