//! How the caller follows long work and stops it.

/// Told how far the work is, and asked whether to go on. Called from two threads.
pub trait Watch: Sync {
    /// So many more bytes were read.
    fn advance(&self, bytes: u64) {
        let _ = bytes;
    }

    /// Whether the work shall end now, with nothing changed.
    fn stopped(&self) -> bool {
        false
    }
}

/// Nobody watches and nobody stops.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}
