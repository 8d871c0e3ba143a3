//! Headers: how a line of a transcript shows that a record begins.
//!
//! ```text
//! [21/08/2024, 11:06:07 PM] Sana: text       iPhone
//! 21/08/2024, 11:06 pm - Sana: text          Android
//! 21/8/16, 23:06:07: Sana: text              iPhone, to about 2018
//! ```
//! This is the loose grammar: it takes any form of stamp. Whether a line that fits it begins a record is judged in
//! `boundary`, from the shape of the whole file.

use super::fold::is_mark;
use super::phrases::Platform;
use super::stamp::{Stamp, digit, parse_stamp};

/// No stamp with its marks is longer, in bytes.
const LONGEST: usize = 120;

/// What a line shows before the label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The stamp.
    pub stamp: Stamp,
    /// Where in the line the stamp is written.
    pub written: (u32, u32),
    /// Offset of the label, or of the body where there is none.
    pub rest: u32,
}

/// Which app writes headers with this skeleton.
pub fn platform_of(skeleton: &[u8]) -> Platform {
    if skeleton.first() == Some(&b'-') {
        Platform::Android
    } else {
        Platform::Ios
    }
}

/// The length of the marks that begin a line.
pub fn marks(line: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match line.get(at..at + 3) {
            Some(
                [0xe2, 0x80, 0x8b..=0x8f | 0xaa..=0xae]
                | [0xe2, 0x81, 0xa6..=0xa9]
                | [0xef, 0xbb, 0xbf],
            ) => at += 3,
            _ => return at,
        }
    }
}

/// Reads a header by the loose grammar. The skeleton is appended to `skeleton`, which is left as it was if there is none.
pub fn parse_header(line: &[u8], skeleton: &mut Vec<u8>) -> Option<Header> {
    let at = marks(line);
    let first = *line.get(at)?;
    if first != b'[' && !may_begin_stamp(&line[at..]) {
        return None;
    }
    let window = &line[at..line.len().min(at + LONGEST)];
    let text = match std::str::from_utf8(window) {
        Ok(text) => text,
        Err(e) => std::str::from_utf8(&window[..e.valid_up_to()]).ok()?,
    };
    let length = skeleton.len();
    let found = if first == b'[' {
        bracketed(text, skeleton)
    } else {
        bare(text, skeleton)
    };
    if found.is_none() {
        skeleton.truncate(length);
    }
    let (stamp, from, to, rest) = found?;
    let place = |x: usize| u32::try_from(at + x).ok();
    Some(Header {
        stamp,
        written: (place(from)?, place(to)?),
        rest: place(rest)?,
    })
}

/// Cheap test: a digit of any script, or a letter with a digit soon after it (a month name, a word for the half of
/// the day).
fn may_begin_stamp(line: &[u8]) -> bool {
    match line.first() {
        Some(b'0'..=b'9' | 0xd9 | 0xdb | 0xe0) => true,
        Some(b'A'..=b'Z' | b'a'..=b'z' | 0x80..) => line
            .iter()
            .take(28)
            .any(|b| b.is_ascii_digit() || matches!(b, 0xd9 | 0xdb)),
        _ => false,
    }
}

type Found = (Stamp, usize, usize, usize);

fn bracketed(text: &str, skeleton: &mut Vec<u8>) -> Option<Found> {
    let close = text.find(']')?;
    skeleton.push(b'[');
    let stamp = parse_stamp(&text[1..close], skeleton)?;
    let rest = if text[close + 1..].starts_with(' ') {
        close + 2
    } else {
        close + 1
    };
    skeleton.extend(&text.as_bytes()[close..rest]);
    Some((stamp, 1, close, rest))
}

/// A stamp without brackets ends at the first dash or colon before a blank that leaves a whole stamp before it.
fn bare(text: &str, skeleton: &mut Vec<u8>) -> Option<Found> {
    let length = skeleton.len();
    let mut digits = 0;
    for (at, c) in text.char_indices() {
        if digit(c).is_some() {
            digits += 1;
        }
        let after = at + c.len_utf8();
        if digits < 3 || !matches!(c, '-' | '–' | ':') || !text[after..].starts_with(' ') {
            continue;
        }
        let stamp = text[..at].trim_end_matches(|c| is_mark(c) || c == ' ');
        if c != ':' && stamp.len() == at {
            continue;
        }
        skeleton.push(if c == ':' { b':' } else { b'-' });
        if let Some(found) = parse_stamp(stamp, skeleton) {
            skeleton.extend(&text.as_bytes()[stamp.len()..=after]);
            return Some((found, 0, stamp.len(), after + 1));
        }
        skeleton.truncate(length);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(line: &str) -> Option<(&str, &str, Platform)> {
        let mut skeleton = Vec::new();
        let header = parse_header(line.as_bytes(), &mut skeleton)?;
        let (from, to) = header.written;
        Some((
            &line[from as usize..to as usize],
            &line[header.rest as usize..],
            platform_of(&skeleton),
        ))
    }

    #[test]
    fn headers_of_both_apps_are_split() {
        use Platform::{Android, Ios};
        for (line, written, rest, platform) in [
            (
                "[21/08/2024, 11:06:07 PM] Sana: hi",
                "21/08/2024, 11:06:07 PM",
                "Sana: hi",
                Ios,
            ),
            (
                "\u{200e}[21/08/2024, 23:06:07] Sana: \u{200e}image omitted",
                "21/08/2024, 23:06:07",
                "Sana: \u{200e}image omitted",
                Ios,
            ),
            (
                "\u{200f}\u{200e}[21/08/2024, 23:06:07]Sana: hi",
                "21/08/2024, 23:06:07",
                "Sana: hi",
                Ios,
            ),
            (
                "21/08/2024, 11:06\u{202f}pm - Sana: hi - and",
                "21/08/2024, 11:06\u{202f}pm",
                "Sana: hi - and",
                Android,
            ),
            (
                "\u{feff}21/08/2024, 23:06 - ",
                "21/08/2024, 23:06",
                "",
                Android,
            ),
            (
                "21/08/2024, 23:06 – Sana: hi",
                "21/08/2024, 23:06",
                "Sana: hi",
                Android,
            ),
            (
                "24/3/14, 13:59:59: Sana: text - more",
                "24/3/14, 13:59:59",
                "Sana: text - more",
                Ios,
            ),
            (
                "Mar 21, 9:06 PM - Sana: hi",
                "Mar 21, 9:06 PM",
                "Sana: hi",
                Android,
            ),
            (
                "٢١/٨/٢٠٢٤، ٩:٠٦ م - Sana: hi",
                "٢١/٨/٢٠٢٤، ٩:٠٦ م",
                "Sana: hi",
                Android,
            ),
            (
                "[20/08, 9:15 pm] Sana: hi",
                "20/08, 9:15 pm",
                "Sana: hi",
                Ios,
            ),
            (
                "21/08/2024, 9:06 a.m. - Who - me: hi",
                "21/08/2024, 9:06 a.m.",
                "Who - me: hi",
                Android,
            ),
        ] {
            assert_eq!(split(line), Some((written, rest, platform)), "{line}");
        }
    }

    #[test]
    fn lines_of_people_are_no_headers() {
        for line in [
            "",
            "\u{200e}",
            "hello",
            "[later] ok",
            "[21/08/2024] date only",
            "12:30 - meeting",
            "3 - 4: 5",
            "call 0300 1234567 at 9:06 - ok",
            "21/08/2024, 23:06",
            "https://example.org/1/2/3:4 - x",
            "June 5 - party at 9:06",
        ] {
            assert_eq!(split(line), None, "{line}");
        }
        let mut skeleton = b"kept".to_vec();
        assert_eq!(
            parse_header(b"21/08/2024, 2\xff:06 - x", &mut skeleton),
            None
        );
        assert_eq!(skeleton, b"kept");
    }
}
