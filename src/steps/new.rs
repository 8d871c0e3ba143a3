//! `saboot new`: makes an empty case.

use std::path::Path;

use super::synced::synced_by;
use super::{Failure, World};
use crate::store::{About, Store, folder::VERSION};
use crate::tables::authorities;

/// What a new case is.
#[derive(Debug, Clone)]
pub struct Options {
    /// `en`, `ur`, `ur-Latn`.
    pub language: String,
    /// An IANA zone.
    pub zone: String,
    /// The authority that the papers are for.
    pub authority: String,
    /// The reference on every page.
    pub reference: Option<String>,
    /// Whether a synced folder is allowed.
    pub synced: Synced,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            language: "en".into(),
            zone: "Asia/Karachi".into(),
            authority: "pk-nccia".into(),
            reference: None,
            synced: Synced::Refuse,
        }
    }
}

/// Whether a case may lie in a folder that is copied to the internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Synced {
    #[default]
    Refuse,
    Allow,
}

/// Refuses a folder that is copied to the internet, unless that is allowed.
///
/// # Errors
/// [`Failure::Synced`].
pub fn refuse_synced(folder: &Path, synced: Synced) -> Result<(), Failure> {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    match synced_by(&whole) {
        Some(service) if synced == Synced::Refuse => Err(Failure::Synced { service }),
        _ => Ok(()),
    }
}

/// Checks the name of a zone against the IANA database.
///
/// # Errors
/// [`Failure::NoZone`].
pub fn check_zone(name: &str) -> Result<(), Failure> {
    name.parse::<chrono_tz::Tz>()
        .map(|_| ())
        .map_err(|_| Failure::NoZone(name.to_owned()))
}

/// Makes an empty case in `folder`.
///
/// # Errors
/// The folder holds other things, is synced, or cannot be written; a zone or an authority is not known.
pub fn new(folder: &Path, options: Options, world: &World<'_>) -> Result<Store, Failure> {
    refuse_synced(folder, options.synced)?;
    check_zone(&options.zone)?;
    if authorities::authority(&options.authority).is_none() {
        return Err(Failure::NoAuthority(options.authority));
    }
    let mut id = [0; 8];
    let mut seed = [0; 32];
    if !(world.random)(&mut id) || !(world.random)(&mut seed) {
        return Err(Failure::NoRandom);
    }
    let about = About {
        version: VERSION.to_owned(),
        id: id.iter().map(|b| format!("{b:02x}")).collect(),
        reference: options.reference,
        language: options.language,
        zone: options.zone,
        authority: Some(options.authority),
        extra: serde_json::Map::new(),
    };
    Ok(Store::create(folder, about, &seed)?)
}
