//! Addresses: from paper to bytes with a text editor or a zip program.
//!
//! `S1`, `S1:F7`, `S1:L4521`, `S1:F2:L4521`, `S2:F12:M37`, `S2:F9:I3`, `S2:F12:B1040`, `S1:P2`, and the
//! range `S1:L10-L22`. They parse and print back unchanged.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::source::SourceId;

/// Where inside a source, or inside one of its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The whole source or member.
    Whole,
    /// The record that starts at this line, counted from 1; only LF ends a line.
    Line(u64),
    /// This element of `messages[]` or this timed card, counted from 0.
    Element(u64),
    /// This item, counted from 0.
    Item(u64),
    /// The bytes from this offset.
    Byte(u64),
    /// This label of the source by first appearance, counted from 1.
    Party(u64),
}

/// The address of a source, a member, a record or a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// The source.
    pub source: SourceId,
    /// The member, counted from 1; absent where the source has one transcript.
    pub member: Option<u32>,
    /// The place inside.
    pub place: Place,
}

/// One address, or a range of addresses of the same kind with both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first address.
    pub first: Address,
    /// The last place, where it is a range.
    pub last: Option<Place>,
}

/// The text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an address such as S1:L12")]
pub struct NotAnAddress;

impl Address {
    /// The address of a whole source.
    #[must_use]
    pub fn source(source: SourceId) -> Self {
        Self {
            source,
            member: None,
            place: Place::Whole,
        }
    }

    /// The address of member `n` of a source.
    #[must_use]
    pub fn member(source: SourceId, n: u32) -> Self {
        Self {
            source,
            member: Some(n),
            place: Place::Whole,
        }
    }
}

impl Place {
    /// The letter before the number, and the number. None for `Whole`.
    #[must_use]
    pub fn parts(self) -> Option<(char, u64)> {
        match self {
            Self::Whole => None,
            Self::Line(n) => Some(('L', n)),
            Self::Element(n) => Some(('M', n)),
            Self::Item(n) => Some(('I', n)),
            Self::Byte(n) => Some(('B', n)),
            Self::Party(n) => Some(('P', n)),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.source)?;
        if let Some(n) = self.member {
            write!(f, ":F{n}")?;
        }
        match self.place.parts() {
            Some((letter, n)) => write!(f, ":{letter}{n}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        match self.last.and_then(Place::parts) {
            Some((letter, n)) => write!(f, "-{letter}{n}"),
            None => Ok(()),
        }
    }
}

/// Only the canonical form: no sign, no leading zero, so that it prints back unchanged.
fn parse_number(text: &str) -> Result<u64, NotAnAddress> {
    let canonical =
        text.bytes().all(|c| c.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if canonical {
        text.parse().map_err(|_| NotAnAddress)
    } else {
        Err(NotAnAddress)
    }
}

fn parse_place(text: &str) -> Result<Place, NotAnAddress> {
    let mut rest = text.chars();
    let letter = rest.next().ok_or(NotAnAddress)?;
    let n = parse_number(rest.as_str())?;
    match letter {
        'L' if n > 0 => Ok(Place::Line(n)),
        'M' => Ok(Place::Element(n)),
        'I' => Ok(Place::Item(n)),
        'B' => Ok(Place::Byte(n)),
        'P' if n > 0 => Ok(Place::Party(n)),
        _ => Err(NotAnAddress),
    }
}

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let mut parts = text.split(':');
        let source: SourceId = parts.next().ok_or(NotAnAddress)?.parse()?;
        let mut address = Self::source(source);
        let mut next = parts.next();
        if let Some(n) = next.and_then(|p| p.strip_prefix('F')) {
            let n = u32::try_from(parse_number(n)?).map_err(|_| NotAnAddress)?;
            address.member = Some(n).filter(|n| *n > 0);
            if address.member.is_none() {
                return Err(NotAnAddress);
            }
            next = parts.next();
        }
        if let Some(place) = next {
            address.place = parse_place(place)?;
        }
        if parts.next().is_some() {
            Err(NotAnAddress)
        } else {
            Ok(address)
        }
    }
}

impl FromStr for Span {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let Some((first, last)) = text.split_once('-') else {
            return Ok(Self {
                first: text.parse()?,
                last: None,
            });
        };
        let first: Address = first.parse()?;
        let last = parse_place(last)?;
        match (first.place.parts(), last.parts()) {
            (Some((a, from)), Some((b, to))) if a == b && from <= to => Ok(Self {
                first,
                last: Some(last),
            }),
            _ => Err(NotAnAddress),
        }
    }
}

impl Address {
    /// The address as ASCII text at the end of a buffer that is long enough for every address. Printing records is
    /// mostly printing such small things.
    fn ascii<'b>(&self, buffer: &'b mut [u8; LONGEST]) -> &'b [u8] {
        let mut at = LONGEST;
        let mut before = |letter: char, n: u64, colon: &[u8]| {
            let mut rest = n;
            loop {
                at -= 1;
                // One decimal digit.
                buffer[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
                rest /= 10;
                if rest == 0 {
                    break;
                }
            }
            at -= 1;
            buffer[at] = u8::try_from(letter).unwrap_or(b'?');
            at -= colon.len();
            buffer[at..at + colon.len()].copy_from_slice(colon);
        };
        if let Some((letter, n)) = self.place.parts() {
            before(letter, n, b":");
        }
        if let Some(n) = self.member {
            before('F', n.into(), b":");
        }
        before('S', self.source.number().into(), b"");
        &buffer[at..]
    }
}

/// `S` and `F` with 10 digits each, a place with 20, and two colons.
const LONGEST: usize = 11 + 12 + 22;

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut buffer = [0; LONGEST];
        let text = std::str::from_utf8(self.ascii(&mut buffer));
        serializer.serialize_str(text.map_err(serde::ser::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_print_back_unchanged() {
        for text in [
            "S1",
            "S1:F7",
            "S1:L4521",
            "S1:F2:L4521",
            "S2:F12:M37",
            "S2:F9:I3",
            "S2:F12:B1040",
            "S1:B0",
            "S1:P2",
            "S10:F2:M0",
        ] {
            let address = text.parse::<Address>().expect("an address");
            assert_eq!(address.to_string(), text);
            assert_eq!(address.ascii(&mut [0; LONGEST]), text.as_bytes());
        }
        let longest = "S4294967295:F4294967295:B18446744073709551615";
        let address = longest.parse::<Address>().expect("an address");
        assert_eq!(address.ascii(&mut [0; LONGEST]), longest.as_bytes());
        assert_eq!(
            "S1:L10-L22".parse::<Span>().map(|a| a.to_string()),
            Ok("S1:L10-L22".to_owned())
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "S",
            "S0",
            "S01",
            "S1:",
            "S1:L0",
            "S1:F0",
            "S1:L1:F2",
            "S1:F1:F2",
            "s1",
            "S1:L-1",
            "S1:L1 ",
            "S1:X1",
            "S1:P0",
            "S1:L99999999999999999999",
        ] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
        for text in ["S1:L22-L10", "S1:L1-M2", "S1-S2", "S1:L1-22"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }
}
