//! The stretches of a file, one behind the other, in about a byte or two each.

/// What a stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TileKind {
    /// Brackets, commas, blanks, and the fields around the arrays.
    Frame,
    /// One whole element.
    Element,
    /// What is left of one element.
    Broken,
    /// Damage outside of elements.
    Unparsed,
}

const KINDS: [TileKind; 4] = [
    TileKind::Frame,
    TileKind::Element,
    TileKind::Broken,
    TileKind::Unparsed,
];

impl TileKind {
    /// Whether it counts as an element in the file's own order.
    pub fn is_counted(self) -> bool {
        matches!(self, Self::Element | Self::Broken)
    }
}

/// One stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    /// What it is.
    pub kind: TileKind,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// How many elements stand before it.
    pub n: u64,
}

/// Stretches without gaps. Kept small, because a file may hold hundreds of millions of them: each is one number, its low
/// seven bits first, and only the bytes behind the first have the high bit; so it can be read from both ends.
#[derive(Debug, Default)]
pub struct Tiles {
    packed: Vec<u8>,
    length: usize,
    counted: u64,
}

impl Tiles {
    /// Adds a stretch up to `end`; an empty one is nothing.
    pub fn push(&mut self, kind: TileKind, end: usize) {
        let length = end.saturating_sub(self.length);
        if length == 0 {
            return;
        }
        self.length = end;
        self.counted += u64::from(kind.is_counted());
        let mut number = (length as u128) << 2 | kind as u128;
        let mut mark = 0;
        loop {
            self.packed.push((number & 0x7F) as u8 | mark);
            number >>= 7;
            mark = 0x80;
            if number == 0 {
                return;
            }
        }
    }

    /// How many elements there are, broken ones included.
    pub fn counted(&self) -> u64 {
        self.counted
    }

    /// From the first to the last.
    pub fn forward(&self) -> impl Iterator<Item = Tile> + '_ {
        let (mut at, mut start, mut n) = (0, 0, 0);
        std::iter::from_fn(move || {
            let from = at;
            at += 1;
            while self.packed.get(at).is_some_and(|byte| byte & 0x80 != 0) {
                at += 1;
            }
            let (kind, length) = unpack(self.packed.get(from..at)?);
            let end = start + length;
            let tile = Tile {
                kind,
                start,
                end,
                n,
            };
            start = end;
            n += u64::from(kind.is_counted());
            Some(tile)
        })
    }

    /// From the last to the first.
    pub fn backward(&self) -> impl Iterator<Item = Tile> + '_ {
        let (mut at, mut end, mut n) = (self.packed.len(), self.length, self.counted);
        std::iter::from_fn(move || {
            let to = at;
            at = at.checked_sub(1)?;
            while at > 0 && self.packed.get(at).is_some_and(|byte| byte & 0x80 != 0) {
                at -= 1;
            }
            let (kind, length) = unpack(self.packed.get(at..to)?);
            let start = end - length;
            n -= u64::from(kind.is_counted());
            let tile = Tile {
                kind,
                start,
                end,
                n,
            };
            end = start;
            Some(tile)
        })
    }
}

fn unpack(packed: &[u8]) -> (TileKind, usize) {
    let number = packed
        .iter()
        .rev()
        .fold(0_u128, |sum, byte| sum << 7 | u128::from(byte & 0x7F));
    let kind = KINDS[(number & 3) as usize];
    (kind, usize::try_from(number >> 2).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_read_the_same_from_both_ends() {
        let mut tiles = Tiles::default();
        let mut end = 0;
        for i in 0..500_usize {
            end += (i * i * 37) % 70_001;
            tiles.push(KINDS[i * 7 % 4], end);
        }
        tiles.push(TileKind::Frame, end);
        tiles.push(TileKind::Element, end + (1 << 40));
        let forward: Vec<Tile> = tiles.forward().collect();
        let mut backward: Vec<Tile> = tiles.backward().collect();
        backward.reverse();
        assert_eq!(forward, backward);
        assert!(forward.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(forward.last().map(|tile| tile.end), Some(end + (1 << 40)));
        let counted = forward.iter().filter(|t| t.kind.is_counted()).count();
        assert_eq!(counted as u64, tiles.counted());
        assert_eq!(forward.last().map(|t| t.n + 1), Some(tiles.counted()));
        assert_eq!(Tiles::default().forward().count(), 0);
        assert_eq!(Tiles::default().backward().count(), 0);
    }
}
