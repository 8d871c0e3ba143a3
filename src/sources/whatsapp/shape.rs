//! Shapes: one export has one formatter, so all its headers have one shape, byte for byte.
//!
//! A shape is the skeleton of a header (see [`super::stamp::token`]) with the way its numbers are padded. It also
//! is the fast way to read headers: a known shape is compared, not parsed.

use std::sync::Arc;

use super::line::{Header, marks, parse_header, platform_of};
use super::phrases::{Half, Platform};
use super::stamp::{Layout, NUMBERS, Number, Part, Stamp, token};

/// One step in comparing a line with a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Literal(Box<[u8]>),
    Number { script: u8, year: bool },
    Letter { am: u8, pm: u8 },
    Word,
}

/// How often a number was written with a leading zero, and with one digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Padding {
    padded: u32,
    single: u32,
}

/// A header shape, learned from the lines that have it.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The skeleton.
    pub skeleton: Arc<[u8]>,
    layout: Layout,
    /// None where a month name is written; such headers are always parsed.
    steps: Option<Vec<Step>>,
    has_word: bool,
    /// Words for the half of the day as they were seen.
    words: Vec<(Box<[u8]>, Half)>,
    padding: [Padding; NUMBERS],
}

impl Shape {
    /// The shape of one header.
    pub fn of(skeleton: &[u8], header: &Header) -> Self {
        Self {
            skeleton: skeleton.into(),
            layout: header.stamp.layout,
            has_word: skeleton.contains(&token::WORD),
            steps: steps(&skeleton[1..]),
            words: Vec::new(),
            padding: [Padding::default(); NUMBERS],
        }
    }

    /// Which app writes this shape.
    pub fn platform(&self) -> Platform {
        platform_of(&self.skeleton)
    }

    /// Whether its date has a year.
    pub fn has_year(&self) -> bool {
        let parts = self.layout.date.iter().filter(|p| **p != Part::Absent);
        parts.count() == 3
    }

    /// Whether WhatsApp can export in this shape: with a year, or a month name and no year (old Android), and with
    /// seconds on the iPhone. Copied messages have brackets without year and seconds.
    pub fn is_of_export(&self) -> bool {
        let month = self.skeleton.contains(&token::MONTH);
        (self.has_year() || month)
            && (self.platform() == Platform::Android || self.layout.second.is_some())
    }

    /// Learns from one more header of this shape.
    pub fn learn(&mut self, line: &[u8], header: &Header) {
        for (number, seen) in header.stamp.numbers.iter().zip(&mut self.padding) {
            match (number.width, number.value) {
                (1, _) => seen.single += 1,
                (2, 0..10) => seen.padded += 1,
                _ => {}
            }
        }
        if self.has_word
            && self.words.len() < 16
            && let Some(half) = header.stamp.half
            && let Some(word) = self.word_of(line)
            && !self.words.iter().any(|(known, _)| **known == *word)
        {
            self.words.push((word.into(), half));
        }
    }

    /// Whether all headers learned from are padded alike.
    pub fn is_padded_alike(&self) -> bool {
        self.padding.iter().all(|p| p.padded == 0 || p.single == 0)
    }

    /// Whether the numbers are padded as most of this shape are.
    pub fn pads_like(&self, stamp: &Stamp) -> bool {
        stamp
            .numbers
            .iter()
            .zip(&self.padding)
            .all(|(number, seen)| match (number.width, number.value) {
                (1, _) => seen.single >= seen.padded,
                (2, 0..10) => seen.padded >= seen.single,
                _ => true,
            })
    }

    /// Reads a header of exactly this shape.
    pub fn parse(&self, line: &[u8]) -> Option<Header> {
        let Some(steps) = &self.steps else {
            return self.parse_slowly(line);
        };
        let start = marks(line);
        let mut walk = Walk::new(line, start);
        let opening = usize::from(self.skeleton[0] == b'[');
        if opening == 1 && line.get(start) != Some(&b'[') {
            return None;
        }
        walk.at += opening;
        let from = walk.at;
        let mut to = from;
        let mut half = None;
        for (i, step) in steps.iter().enumerate() {
            if i + 1 == steps.len() {
                // The last step is the literal that closes the stamp.
                to = walk.at + self.tail_of_stamp(step);
            }
            match step {
                Step::Literal(bytes) => walk.literal(bytes)?,
                Step::Number { script, year } => walk.number(*script, *year)?,
                Step::Letter { am, pm } => half = Some(walk.letter(*am, *pm)?),
                Step::Word => half = Some(walk.word(&self.words)?),
            }
        }
        let stamp = Stamp {
            numbers: walk.numbers,
            layout: self.layout,
            months: 0,
            half,
        };
        // A bracket without a blank behind it is the beginning of one with a blank, and another shape.
        if self.skeleton.ends_with(b"]") && line.get(walk.at) == Some(&b' ') {
            return None;
        }
        // Minutes and seconds are always written with two digits, as the loose grammar has it.
        let two = |i: u8| stamp.number(i).width == 2;
        if !two(self.layout.hour + 1) || !self.layout.second.is_none_or(two) {
            return None;
        }
        stamp.is_possible().then_some(Header {
            stamp,
            written: (u32::try_from(from).ok()?, u32::try_from(to).ok()?),
            rest: u32::try_from(walk.at).ok()?,
        })
    }

    fn parse_slowly(&self, line: &[u8]) -> Option<Header> {
        let mut skeleton = Vec::with_capacity(64);
        let header = parse_header(line, &mut skeleton)?;
        (*skeleton == *self.skeleton).then_some(header)
    }

    /// How many bytes of the closing literal still belong to the stamp.
    fn tail_of_stamp(&self, step: &Step) -> usize {
        let Step::Literal(bytes) = step else { return 0 };
        match self.skeleton[0] {
            b'[' => bytes.iter().rposition(|b| *b == b']').unwrap_or(0),
            b':' => bytes.len().saturating_sub(2),
            _ => {
                let text = std::str::from_utf8(bytes).unwrap_or("");
                let stamp = text.trim_end().trim_end_matches(['-', '–']);
                stamp
                    .trim_end_matches(|c| super::fold::is_mark(c) || c == ' ')
                    .len()
            }
        }
    }

    /// The bytes of a line that stand where the shape has a word.
    fn word_of<'a>(&self, line: &'a [u8]) -> Option<&'a [u8]> {
        let steps = self.steps.as_ref()?;
        let at = steps.iter().position(|s| *s == Step::Word)?;
        let mut walk = Walk::new(line, marks(line) + usize::from(self.skeleton[0] == b'['));
        for step in &steps[..at] {
            match step {
                Step::Literal(bytes) => walk.literal(bytes)?,
                Step::Number { script, year } => walk.number(*script, *year)?,
                _ => return None,
            }
        }
        let rest = line.get(walk.at..)?;
        let end = match steps.get(at + 1)? {
            Step::Literal(bytes) => memchr::memmem::find(rest, bytes)?,
            _ => return None,
        };
        (end > 0).then(|| &rest[..end])
    }
}

fn steps(skeleton: &[u8]) -> Option<Vec<Step>> {
    let mut out = Vec::new();
    let mut literal = Vec::new();
    let mut bytes = skeleton.iter();
    while let Some(&byte) = bytes.next() {
        let step = match byte {
            token::NUMBER => Step::Number {
                script: *bytes.next()?,
                year: *bytes.next()? == b'y',
            },
            token::LETTER if *bytes.next()? == b'a' => Step::Letter { am: b'a', pm: b'p' },
            token::LETTER => Step::Letter { am: b'A', pm: b'P' },
            token::WORD => {
                bytes.next()?;
                Step::Word
            }
            token::MONTH => return None,
            _ => {
                literal.push(byte);
                continue;
            }
        };
        if !literal.is_empty() {
            out.push(Step::Literal(std::mem::take(&mut literal).into()));
        }
        out.push(step);
    }
    if literal.is_empty() {
        return None;
    }
    out.push(Step::Literal(literal.into()));
    // A word beside a number has no end that could be found by comparing.
    let unbounded = |w: &[Step]| w[0] == Step::Word && !matches!(w[1], Step::Literal(_));
    (!out.windows(2).any(unbounded)).then_some(out)
}

/// A walk along a line.
struct Walk<'a> {
    line: &'a [u8],
    at: usize,
    numbers: [Number; NUMBERS],
    count: usize,
}

/// The bytes before the last one of the digits of each script, and the last byte of zero.
const DIGITS: [(&[u8], u8); 5] = [
    (&[], 0x30),
    (&[0xd9], 0xa0),
    (&[0xdb], 0xb0),
    (&[0xe0, 0xa5], 0xa6),
    (&[0xe0, 0xa7], 0xa6),
];

impl<'a> Walk<'a> {
    fn new(line: &'a [u8], at: usize) -> Self {
        Self {
            line,
            at,
            numbers: [Number::default(); NUMBERS],
            count: 0,
        }
    }

    fn literal(&mut self, bytes: &[u8]) -> Option<()> {
        // Literals are a byte or two; a loop beats a call.
        for byte in bytes {
            if self.line.get(self.at) != Some(byte) {
                return None;
            }
            self.at += 1;
        }
        Some(())
    }

    fn number(&mut self, script: u8, year: bool) -> Option<()> {
        let number = if script == 0 {
            self.ascii()
        } else {
            self.digits(script)
        };
        if matches!(number.width, 0 | 3 | 5..) || (number.width == 4) != year {
            return None;
        }
        *self.numbers.get_mut(self.count)? = number;
        self.count += 1;
        Some(())
    }

    fn ascii(&mut self) -> Number {
        let mut number = Number::default();
        while let Some(digit) = self.line.get(self.at).map(|b| b.wrapping_sub(b'0'))
            && digit <= 9
            && number.width < 5
        {
            number.value = number.value * 10 + u32::from(digit);
            number.width += 1;
            self.at += 1;
        }
        number
    }

    fn digits(&mut self, script: u8) -> Number {
        let (lead, zero) = DIGITS[usize::from(script)];
        let mut number = Number::default();
        loop {
            let begins = lead
                .iter()
                .zip(self.line.iter().skip(self.at))
                .all(|(a, b)| a == b);
            let digit = match self.line.get(self.at + lead.len()) {
                Some(last) if begins => last.wrapping_sub(zero),
                _ => break,
            };
            if digit > 9 {
                break;
            }
            number.value = number.value * 10 + u32::from(digit);
            number.width += 1;
            self.at += lead.len() + 1;
            if number.width > 4 {
                break;
            }
        }
        number
    }

    fn letter(&mut self, am: u8, pm: u8) -> Option<Half> {
        let letter = *self.line.get(self.at)?;
        self.at += 1;
        match letter {
            l if l == am => Some(Half::Am),
            l if l == pm => Some(Half::Pm),
            _ => None,
        }
    }

    fn word(&mut self, words: &[(Box<[u8]>, Half)]) -> Option<Half> {
        let rest = self.line.get(self.at..)?;
        // The longest word that fits, so that a short one inside it does not win.
        let (word, half) = words
            .iter()
            .filter(|(word, _)| rest.starts_with(word))
            .max_by_key(|(word, _)| word.len())?;
        self.at += word.len();
        Some(*half)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape_of(lines: &[&str]) -> Shape {
        let mut shape: Option<Shape> = None;
        for line in lines {
            let mut skeleton = Vec::new();
            let header = parse_header(line.as_bytes(), &mut skeleton).expect("a header");
            let shape = shape.get_or_insert_with(|| Shape::of(&skeleton, &header));
            assert_eq!(*shape.skeleton, *skeleton);
            shape.learn(line.as_bytes(), &header);
        }
        shape.expect("a line")
    }

    #[test]
    fn comparing_gives_what_parsing_gives() {
        for lines in [
            [
                "21/08/2024, 11:06 pm - Sana: hi",
                "01/12/2023, 9:05 am - Ali: yes",
            ],
            [
                "21/08/2024, 11:06\u{202f}PM - Sana: hi",
                "01/12/2023, 9:05\u{202f}AM - Ali: yes",
            ],
            [
                "21/8/24 9:06 p.\u{a0}m. - Sana: hi",
                "1/12/24 10:06 a.\u{a0}m. - Ali: x",
            ],
            [
                "\u{200e}[21/08/2024, 23:06:07] Sana: hi",
                "[21/08/2024, 23:06:08] Sana: hi",
            ],
            [
                "[١٨\u{200f}/٣\u{200f}/٢٠٢٢، ٢:٥٦:٠٠\u{a0}م] Sana: hi",
                "[٥\u{200f}/٣\u{200f}/٢٠٢٢، ١٢:٥٦:٠٠\u{a0}ص] Sana: hi",
            ],
            [
                "24/3/14, 13:59:59: Sana: text",
                "4/3/14, 1:59:59: Sana: text",
            ],
            [
                "२१/८/२४, ९:०६ अपराह्न - Sana: x",
                "१/८/२४, १०:०६ पूर्वाह्न - Sana: x",
            ],
            ["23:06, 21 Aug 2014 - Sana: x", "3:06, 1 May 2014 - Sana: x"],
            [
                "[2024/01/02 오후 03:06:01] Sana: x",
                "[2024/01/02 오전 03:06:01] Sana: x",
            ],
        ] {
            let shape = shape_of(&lines);
            for line in lines {
                let loose = parse_header(line.as_bytes(), &mut Vec::new());
                assert!(loose.is_some(), "{line}");
                assert_eq!(shape.parse(line.as_bytes()), loose, "{line}");
            }
            for line in [
                "21/08/2024, 23:06 - x",
                "[21/08/2024, 23:06] x",
                "x",
                "21/08/2024, 1:06 pm: x",
                "",
            ] {
                assert_eq!(shape.parse(line.as_bytes()), None, "{line}");
            }
        }
    }

    #[test]
    fn the_way_of_padding_belongs_to_the_shape() {
        let shape = shape_of(&["21/08/2024, 9:06 pm - S: x", "01/11/2024, 8:06 pm - S: x"]);
        for (line, same) in [
            ("05/11/2024, 1:00 am - S: x", true),
            ("5/11/2024, 1:00 am - S: x", false),
            ("05/11/2024, 01:00 am - S: x", false),
            ("15/11/2024, 11:00 am - S: x", true),
        ] {
            let header = shape.parse(line.as_bytes()).expect("the same skeleton");
            assert_eq!(shape.pads_like(&header.stamp), same, "{line}");
        }
    }

    #[test]
    fn copied_messages_have_no_shape_of_an_export() {
        assert!(!shape_of(&["[20/08, 9:15 pm] Sana: hi"]).is_of_export());
        assert!(shape_of(&["[20/08/24, 9:15:00 pm] Sana: hi"]).is_of_export());
        assert!(shape_of(&["20 Aug 9:15 - Sana: hi"]).is_of_export());
    }
}
