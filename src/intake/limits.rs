//! What one archive or folder may ask of this computer. `docs/limits.md` states the same numbers with their reasons.

/// Upper bounds on what is opened. What goes beyond is listed, noted and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Members of one archive or folder.
    pub members: u32,
    /// Bytes of one member, decompressed.
    pub member_bytes: u64,
    /// Bytes of all members of one archive, decompressed.
    pub total_bytes: u64,
    /// Decompressed bytes for each compressed byte, of one member and of one archive.
    pub ratio: u64,
    /// Up to this many decompressed bytes, no ratio is refused: so much does no harm.
    pub ratio_free_bytes: u64,
}

/// Mebibyte.
const MIB: u64 = 1024 * 1024;
/// Gibibyte.
const GIB: u64 = 1024 * MIB;

impl Limits {
    /// The limits of `docs/limits.md`.
    pub const STANDARD: Self = Self {
        members: 200_000,
        member_bytes: 16 * GIB,
        total_bytes: 256 * GIB,
        ratio: 250,
        ratio_free_bytes: 64 * MIB,
    };

    /// Whether `size` bytes out of `packed` bytes is more than one archive member may grow.
    #[must_use]
    pub fn grows_too_much(&self, packed: u64, size: u64) -> bool {
        size > self.ratio_free_bytes && size / self.ratio > packed
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::STANDARD
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_member_may_grow_as_it_likes_and_a_large_one_may_not() {
        let limits = Limits::STANDARD;
        for (packed, size, expected) in [
            (10 * 1024, 10 * MIB, false),
            (64 * 1024, 64 * MIB, false),
            (64 * 1024, 65 * MIB, true),
            (MIB, 250 * MIB, false),
            (MIB, 252 * MIB, true),
            (0, u64::MAX, true),
        ] {
            assert_eq!(
                limits.grows_too_much(packed, size),
                expected,
                "{packed} {size}"
            );
        }
    }
}
