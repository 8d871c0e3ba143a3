//! `saboot verify`: checks a bundle, or any BagIt bag, or a folder of bundles.

use std::io;
use std::path::Path;

use super::read::recognizers;
use super::{Failure, World};
use crate::bundle::verify::{Against, ChainReport, Look, Report, verify, verify_chain};
use crate::intake::{self, Limits};
use crate::model::{Export, SourceId, Watch};

/// What was verified.
#[derive(Debug)]
pub enum Verified {
    /// One bundle or bag.
    One(Box<Report>),
    /// A folder of bundles that point to each other.
    Chain(ChainReport),
}

/// What PATH is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Scope {
    #[default]
    One,
    Chain,
}

/// Verifies `path`. Writes nothing; needs no case.
///
/// # Errors
/// It cannot be looked at, or the digits are no fingerprint.
pub fn check(
    path: &Path,
    scope: Scope,
    against: Option<&str>,
    world: &World<'_>,
) -> Result<Verified, Failure> {
    let against = against
        .map(|digits| {
            digits
                .parse::<Against>()
                .map_err(|_| Failure::NotAFingerprint)
        })
        .transpose()?;
    let watch = world.watch;
    let open = |original: &Path| open_original(original, watch);
    let on_bytes = |n: u64| watch.advance(n);
    let look = Look {
        against,
        open: Some(&open),
        on_bytes: &on_bytes,
        ..Look::default()
    };
    Ok(match scope {
        Scope::One => Verified::One(Box::new(verify(path, &look)?)),
        Scope::Chain => Verified::Chain(verify_chain(path, &look)?),
    })
}

/// Opens an original of a bundle as the export that it is.
fn open_original(original: &Path, watch: &dyn Watch) -> io::Result<Export> {
    let paths = [original.to_path_buf()];
    let opened = intake::open(
        &paths,
        SourceId::first(),
        &recognizers(),
        &Limits::STANDARD,
        watch,
    )
    .map_err(io::Error::other)?;
    opened
        .into_iter()
        .next()
        .map(|o| o.export)
        .ok_or_else(|| io::ErrorKind::NotFound.into())
}
