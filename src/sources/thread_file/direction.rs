//! Whether the elements stand newest or oldest first.

use crate::sources::json::{Elements, Fields, TileKind, whole_number};

/// The order of the elements in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// As Facebook and Instagram write.
    NewestFirst,
    /// As a chat is read.
    OldestFirst,
}

impl Direction {
    /// Its name in notes.
    pub fn name(self) -> &'static str {
        match self {
            Self::NewestFirst => "newest-first",
            Self::OldestFirst => "oldest-first",
        }
    }
}

/// The direction, and how many of the neighbours that were looked at speak for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// What most neighbours say; without any, the usual.
    pub direction: Direction,
    /// Pairs whose first is newer.
    pub newest_first: u64,
    /// Pairs whose first is older.
    pub oldest_first: u64,
}

impl Found {
    /// Whether the times go both ways.
    pub fn is_mixed(&self) -> bool {
        self.newest_first > 0 && self.oldest_first > 0
    }
}

/// So many elements, spread over the file, are asked for their time. One damaged time must not turn a thread around.
const ASKED: u64 = 64;

/// The direction of a file by the times of its elements, which stand in the field `key` in milliseconds.
pub fn direction(bytes: &[u8], elements: &Elements, key: &[u8], usual: Direction) -> Found {
    let step = elements.tiles.counted().div_ceil(ASKED).max(1);
    let asked = elements
        .tiles
        .forward()
        .filter(|tile| tile.kind == TileKind::Element && tile.n.is_multiple_of(step));
    let time = |element: &[u8]| {
        let (_, value) = Fields::of(element).find(|(name, _)| *name == key)?;
        whole_number(value)
    };
    let times = asked.filter_map(|tile| time(bytes.get(tile.start..tile.end)?));
    let mut found = Found {
        direction: usual,
        newest_first: 0,
        oldest_first: 0,
    };
    let mut before = None;
    for now in times {
        match before.map(|before: i64| before.cmp(&now)) {
            Some(std::cmp::Ordering::Greater) => found.newest_first += 1,
            Some(std::cmp::Ordering::Less) => found.oldest_first += 1,
            _ => {}
        }
        before = Some(now);
    }
    if found.newest_first > found.oldest_first {
        found.direction = Direction::NewestFirst;
    } else if found.oldest_first > found.newest_first {
        found.direction = Direction::OldestFirst;
    }
    found
}
