//! The class tokens that say what an element of a page is, in every version of the pages.
//!
//! | | card | sender | body | time |
//! |---|---|---|---|---|
//! | A, to 2018 | `message` | `user` | what follows the header | `meta` |
//! | B, 2018 to 2021 | `_2lej` | `_2lek` | `_2let` | `_2lem` |
//! | C and later, Instagram | `_a6-g` | `_a6-h` | `_a6-p` | `_a6-o`, `_a72d` |
//!
//! Tokens decide, never the names of tags: those changed from `div` to `section`, `h2` and `footer` in 2025.

use crate::sources::html_walk::{Tag, Token, Walk};

/// What an element is, by its tokens. An element can be several things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks(u8);

impl Marks {
    /// A card: a message, or something else that the page shows as one.
    pub const CARD: Self = Self(1);
    /// Who wrote it.
    pub const SENDER: Self = Self(2);
    /// What was written.
    pub const BODY: Self = Self(4);
    /// When.
    pub const TIME: Self = Self(8);
    /// All messages of one thread, on pages of version A.
    pub const THREAD: Self = Self(16);

    /// Whether the element is this.
    pub fn has(self, one: Self) -> bool {
        self.0 & one.0 != 0
    }

    /// Whether it is a part of a message, or a card.
    pub fn any(self) -> bool {
        self.0 & 15 != 0
    }
}

/// How a page is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Age {
    /// Version A: a header, then its text beside it.
    Old,
    /// All later ones: one element holds the whole message.
    #[default]
    Carded,
}

impl Age {
    /// The age of a page, by its first card.
    pub fn of(page: &[u8]) -> Option<Self> {
        Walk::new(page).find_map(|piece| match piece.token {
            Token::Start(tag) if marks(&tag, Self::Carded).has(Marks::CARD) => Some(Self::Carded),
            Token::Start(tag) if marks(&tag, Self::Old).has(Marks::CARD) => Some(Self::Old),
            _ => None,
        })
    }
}

/// What an element is.
pub fn marks(tag: &Tag<'_>, age: Age) -> Marks {
    let of = |token: &[u8]| match (age, token) {
        (Age::Carded, b"_a6-g" | b"_2lej") => Marks::CARD,
        (Age::Carded, b"_a6-h" | b"_2lek") => Marks::SENDER,
        (Age::Carded, b"_a6-p" | b"_2let") => Marks::BODY,
        (Age::Carded, b"_a6-o" | b"_a72d" | b"_2lem") => Marks::TIME,
        (Age::Old, b"message") => Marks::CARD,
        (Age::Old, b"user") => Marks::SENDER,
        (Age::Old, b"meta") => Marks::TIME,
        (Age::Old, b"thread") => Marks::THREAD,
        _ => Marks(0),
    };
    Marks(tag.classes().fold(0, |all, token| all | of(token).0))
}
