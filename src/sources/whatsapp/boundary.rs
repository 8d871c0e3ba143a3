//! Boundaries: which header-like line begins a record, and which belongs to the message before.
//!
//! Anybody can type or paste a line that looks like a header. What tells:
//! - An iPhone's file ends records with CRLF and breaks lines inside them with LF.
//! - An Android file that ends records with LF has CRLF only inside messages (pasted text).
//! - One export has one formatter: a line of another shape was not written by it.
//! - A date that is impossible in the file's own order was not written by it.
//!
//! What none of these tells stays open and is flagged, see `transcript`.

use super::line::{Header, parse_header};
use super::lines::{After, Line};
use super::phrases::Platform;
use super::shape::Shape;
use super::survey::{Seen, Survey};

/// What the ends of lines prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// CRLF ends records, LF breaks lines inside (iPhone).
    Crlf,
    /// LF ends records, CRLF is inside (Android).
    Lf,
    /// Nothing: the file was converted.
    Unknown,
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// No header.
    Plain,
    /// Looks like a header and belongs to the record before.
    Inside(Why),
    /// Begins a record.
    Begins(Header, Fit),
}

/// Why a header-like line belongs to the record before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// By the end of the line before.
    End,
    /// By its shape.
    Shape,
    /// By its date, which is none in the order of the file.
    Date,
}

/// How a header fits the file's own shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Byte for byte.
    Own,
    /// Only the loose grammar; nothing is before it that it could belong to.
    Loose,
}

/// Whether a record is open that a line could belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Nothing but free text.
    Nothing,
    /// A record.
    Record,
}

/// The rules of one transcript.
#[derive(Debug, Clone)]
pub struct Boundary {
    shapes: Vec<Shape>,
    /// What the ends of lines prove.
    pub ends: Ends,
    /// Which app wrote the transcript.
    pub platform: Platform,
}

impl Boundary {
    /// Learns the rules from the survey; none if there is no header.
    pub fn learn(survey: &Survey) -> Option<Self> {
        let own = survey.own_shapes();
        let platform = own.first()?.shape.platform();
        Some(Self {
            ends: ends(&own, survey.last_end, platform),
            platform,
            shapes: own.into_iter().map(|s| s.shape).collect(),
        })
    }

    /// Whether every line of the survey's first shape begins a record, and no other line does.
    pub fn takes_all(&self, survey: &Survey) -> bool {
        let Some(first) = survey.shapes.first().filter(|s| s.first == 1) else {
            return false;
        };
        let by_end = match self.ends {
            Ends::Crlf => first.after_lf == 1,
            Ends::Lf => first.after_crlf == 0,
            Ends::Unknown => true,
        };
        let is_alone = self.shapes.len() == 1 && self.shapes[0].skeleton == first.shape.skeleton;
        is_alone && by_end && first.shape.is_padded_alike()
    }

    /// Judges a line.
    pub fn judge(&self, line: &Line<'_>, before: Before) -> Verdict {
        let own = self.shapes.iter().find_map(|shape| {
            let header = shape.parse(line.bytes)?;
            Some((shape.pads_like(&header.stamp), header))
        });
        let (fits, header) = match own {
            Some((fits, header)) => (fits, header),
            None => match parse_header(line.bytes, &mut Vec::new()) {
                Some(header) => (false, header),
                None => return Verdict::Plain,
            },
        };
        let inside_by_end = match self.ends {
            Ends::Crlf => line.after == After::Lf,
            Ends::Lf => line.after == After::Crlf,
            Ends::Unknown => false,
        };
        match (fits, before) {
            (true, Before::Nothing) => Verdict::Begins(header, Fit::Own),
            (false, Before::Nothing) => Verdict::Begins(header, Fit::Loose),
            (_, Before::Record) if inside_by_end => Verdict::Inside(Why::End),
            (false, Before::Record) => Verdict::Inside(Why::Shape),
            (true, Before::Record) => Verdict::Begins(header, Fit::Own),
        }
    }
}

/// What the ends of lines prove. The last end of the file is no end inside a message, so it outweighs any number of
/// forged headers; otherwise the majority decides.
fn ends(own: &[Seen], last: Option<After>, platform: Platform) -> Ends {
    let crlf: u64 = own.iter().map(|s| s.after_crlf).sum();
    // The first header follows nothing.
    let lf: u64 =
        own.iter().map(|s| s.after_lf).sum::<u64>() - u64::from(own.iter().any(|s| s.first == 1));
    match platform {
        Platform::Ios if crlf > lf || (crlf > 0 && last == Some(After::Crlf)) => Ends::Crlf,
        Platform::Android if lf > crlf || (lf > 0 && last == Some(After::Lf)) => Ends::Lf,
        Platform::Android if lf == 0 && crlf == 0 && last == Some(After::Lf) => Ends::Lf,
        _ => Ends::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::whatsapp::lines::Lines;
    use crate::sources::whatsapp::survey::survey;

    /// One letter a line: B begins, L begins loosely, e inside by its end, s inside by its shape, . plain.
    fn judge(text: &str) -> (Ends, String) {
        let boundary = Boundary::learn(&survey(text.as_bytes(), 0)).expect("a header");
        let mut before = Before::Nothing;
        let letters = Lines::new(text.as_bytes(), 0)
            .map(|line| match boundary.judge(&line, before) {
                Verdict::Plain => '.',
                Verdict::Inside(Why::End) => 'e',
                Verdict::Inside(Why::Shape | Why::Date) => 's',
                Verdict::Begins(_, fit) => {
                    before = Before::Record;
                    if fit == Fit::Own { 'B' } else { 'L' }
                }
            })
            .collect();
        (boundary.ends, letters)
    }

    const IOS: &str = "[21/08/2024, 23:06:07] Sana: a";
    const ANDROID: &str = "21/08/2024, 11:06 pm - Sana: a";

    #[test]
    fn on_the_iphone_a_header_after_a_bare_lf_is_inside() {
        let fakes = format!("{IOS}\n").repeat(9);
        let text = format!("{IOS}\r\n{IOS}\n\n{fakes}end\r\n{IOS}\r\n");
        assert_eq!(judge(&text), (Ends::Crlf, "BB.eeeeeeeee.B".into()));
    }

    #[test]
    fn a_converted_iphone_file_proves_nothing() {
        let text = format!("{IOS}\n{IOS}\nmore\n{IOS}\n");
        assert_eq!(judge(&text), (Ends::Unknown, "BB.B".into()));
        // One CR that damage made does not turn the file over.
        let damaged = format!("{IOS}\n{IOS}\r\n{IOS}\n{IOS}\n");
        assert_eq!(judge(&damaged), (Ends::Unknown, "BBBB".into()));
    }

    #[test]
    fn on_android_a_header_after_crlf_is_inside() {
        let fakes = format!("{ANDROID}\r\n").repeat(9);
        let text = format!("{ANDROID}\n{ANDROID}\r\n{fakes}\n{ANDROID}\n");
        assert_eq!(judge(&text), (Ends::Lf, "BBeeeeeeeee.B".into()));
    }

    #[test]
    fn an_android_file_wholly_in_crlf_was_converted() {
        let text = format!("{ANDROID}\r\n{ANDROID}\r\n{ANDROID}\r\n");
        assert_eq!(judge(&text), (Ends::Unknown, "BBB".into()));
    }

    #[test]
    fn a_line_of_another_shape_is_inside() {
        for fake in [
            "[20/08, 9:15 pm] Sana: hi",
            "21/08/2024, 11:06 PM - Sana: hi",
            "21/08/2024, 11:06\u{202f}pm - Sana: hi",
            "21/8/24, 11:06 pm - Sana: hi",
            "21/08/2024, 23:06 - Sana: hi",
            "21/08/2024, 09:06 pm - Sana: hi",
            "21/08/2024, 11:06:07 pm - Sana: hi",
        ] {
            let own = format!("{ANDROID}\n01/08/2024, 9:06 pm - Sana: a\n");
            let text = format!("{own}{own}{fake}\n{ANDROID}\n");
            assert_eq!(judge(&text).1, "BBBBsB", "{fake}");
        }
    }

    #[test]
    fn a_first_line_of_another_shape_still_begins_a_record() {
        let text = format!("21/8/24, 11:06 pm - x\n{ANDROID}\n{ANDROID}\n");
        assert_eq!(judge(&text).1, "LBB");
    }
}
