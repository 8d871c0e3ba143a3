//! Damage, one piece at a time: cuts, lines dropped, doubled and swapped, other line ends, marks, bad bytes, flipped bits.

use std::ops::Range;

use super::seeded::Seeded;

/// What was done to the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The end is gone from here on.
    CutTail(usize),
    /// The beginning is gone up to here.
    CutHead(usize),
    /// The line of this number (from 0) is gone.
    DropLine(usize),
    /// The line of this number stands twice.
    DoubleLine(usize),
    /// The line of this number and the next have changed places.
    SwapLines(usize),
    /// Each LF without a CR became CRLF.
    ToCrlf,
    /// Each CRLF became LF.
    ToLf,
    /// A BOM stands at the start.
    Bom,
    /// One character that has no width stands here.
    Mark(usize, char),
    /// This byte became one that is never UTF-8.
    BadByte(usize),
    /// One bit of this byte is the other way round.
    Flip(usize, u8),
}

/// The damaged bytes, and the stretch that changed.
pub struct Mutant {
    /// What was done.
    pub damage: Damage,
    /// The bytes after it.
    pub bytes: Vec<u8>,
    /// The stretch of the sound bytes that was replaced; empty for an insertion.
    pub touched: Range<usize>,
    /// How many bytes stand there now.
    pub became: usize,
}

impl Mutant {
    /// Whether the damage lies inside one line, so that the law of locality says something about it.
    pub fn is_inside_one_line(&self) -> bool {
        matches!(
            self.damage,
            Damage::Mark(..) | Damage::BadByte(_) | Damage::Flip(..)
        )
    }
}

/// Marks that exports hold and that people paste.
pub const MARKS: [char; 8] = [
    '\u{200E}', '\u{200F}', '\u{061C}', '\u{202A}', '\u{202C}', '\u{2068}', '\u{2069}', '\u{FEFF}',
];

/// Every damage of the list at every place where it can be done: each byte once bad and flipped in `bits` bits.
pub fn exhaustive(bytes: &[u8], bits: usize) -> Vec<Damage> {
    let mut all = whole();
    let lines = lines(bytes).len();
    all.extend((0..lines).flat_map(|line| [Damage::DropLine(line), Damage::DoubleLine(line)]));
    all.extend((1..lines).map(|line| Damage::SwapLines(line - 1)));
    for at in 0..bytes.len() {
        all.extend([
            Damage::CutTail(at),
            Damage::CutHead(at),
            Damage::BadByte(at),
        ]);
        // Each byte meets other bits, so that over a file all eight are met.
        let first = at * 3;
        all.extend((0..bits).map(|n| Damage::Flip(at, ((first + n * 5) % 8) as u8)));
        if is_boundary(bytes, at) {
            all.push(Damage::Mark(at, MARKS[at % MARKS.len()]));
        }
    }
    all
}

/// `count` pieces of damage drawn from the same list; the same seed gives the same pieces.
pub fn drawn(bytes: &[u8], count: usize, seed: u64) -> Vec<Damage> {
    let mut random = Seeded::new(seed);
    let mut all = whole();
    let lines = lines(bytes).len();
    if bytes.is_empty() {
        return all;
    }
    while all.len() < count {
        let at = random.below(bytes.len());
        let line = random.below(lines);
        all.push(match random.below(12) {
            0 => Damage::CutTail(at),
            1 => Damage::CutHead(at),
            2 => Damage::DropLine(line),
            3 => Damage::DoubleLine(line),
            4 if lines > 1 => Damage::SwapLines(random.below(lines - 1)),
            5 | 6 => Damage::BadByte(at),
            7 | 8 if is_boundary(bytes, at) => Damage::Mark(at, MARKS[random.below(MARKS.len())]),
            _ => Damage::Flip(at, random.below(8) as u8),
        });
    }
    all
}

fn whole() -> Vec<Damage> {
    vec![Damage::ToCrlf, Damage::ToLf, Damage::Bom]
}

/// Does the damage.
pub fn apply(bytes: &[u8], damage: Damage) -> Mutant {
    let splice = |touched: Range<usize>, with: &[u8]| {
        let mut after = bytes[..touched.start].to_vec();
        after.extend_from_slice(with);
        after.extend_from_slice(&bytes[touched.end..]);
        Mutant {
            damage,
            bytes: after,
            touched,
            became: with.len(),
        }
    };
    let line = |number: usize| lines(bytes)[number].clone();
    match damage {
        Damage::CutTail(at) => splice(at..bytes.len(), b""),
        Damage::CutHead(at) => splice(0..at, b""),
        Damage::DropLine(number) => splice(line(number), b""),
        Damage::DoubleLine(number) => {
            let range = line(number);
            splice(range.end..range.end, &bytes[range])
        }
        Damage::SwapLines(number) => {
            let (first, second) = (line(number), line(number + 1));
            let swapped = [&bytes[second.clone()], &bytes[first.clone()]].concat();
            splice(first.start..second.end, &swapped)
        }
        Damage::ToCrlf => splice(0..bytes.len(), &to_crlf(bytes)),
        Damage::ToLf => splice(0..bytes.len(), &to_lf(bytes)),
        Damage::Bom => splice(0..0, "\u{FEFF}".as_bytes()),
        Damage::Mark(at, mark) => splice(at..at, mark.encode_utf8(&mut [0; 4]).as_bytes()),
        Damage::BadByte(at) => splice(at..at + 1, &[0xFF]),
        Damage::Flip(at, bit) => splice(at..at + 1, &[bytes[at] ^ (1 << bit)]),
    }
}

/// The lines with their ends, by LF.
pub fn lines(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut start = 0;
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .map(|line| {
            let range = start..start + line.len();
            start = range.end;
            range
        })
        .collect()
}

fn is_boundary(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(|byte| byte & 0xC0 != 0x80)
}

fn to_lf(bytes: &[u8]) -> Vec<u8> {
    let mut after = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if *byte != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            after.push(*byte);
        }
    }
    after
}

fn to_crlf(bytes: &[u8]) -> Vec<u8> {
    let mut after = Vec::with_capacity(bytes.len() + bytes.len() / 16);
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' && (at == 0 || bytes[at - 1] != b'\r') {
            after.push(b'\r');
        }
        after.push(*byte);
    }
    after
}

#[test]
fn the_stretch_that_changed_and_its_new_length_lead_back_to_the_sound_bytes() {
    let sound = "a\nb \u{202F}c\r\nd".as_bytes();
    for damage in exhaustive(sound, 8).into_iter().chain(drawn(sound, 500, 7)) {
        let mutant = apply(sound, damage);
        let (start, end) = (mutant.touched.start, mutant.touched.end);
        assert_eq!(mutant.bytes[..start], sound[..start], "{damage:?}");
        assert_eq!(
            mutant.bytes[start + mutant.became..],
            sound[end..],
            "{damage:?}"
        );
    }
}
