//! What the EXIF data inside a picture claims. Positions are never read out, only that there is one.

use std::io::Cursor;

use exif::{Context, Exif, In, Reader, Tag, Value};

use super::claims::{Claim, Claimant, Subject};

/// Longest claim that is kept, in characters: a device's name, not a hidden letter.
const LONGEST: usize = 200;

/// What EXIF claims; nothing where there is none or it cannot be read.
#[must_use]
pub fn read_exif(picture: &[u8]) -> Vec<Claim> {
    let found = Reader::new()
        .continue_on_error(true)
        .read_from_container(&mut Cursor::new(picture))
        .or_else(|e| e.distill_partial_result(|_| {}));
    let Ok(exif) = found else { return Vec::new() };
    let claim =
        |what, value: Option<String>| value.map(|value| Claim::new(Claimant::Exif, what, value));
    let comment = text(&exif, Tag::UserComment);
    let software = text(&exif, Tag::Software);
    let identifier = text(&exif, Tag::ImageUniqueID);
    let is_screenshot = match (&comment, &software, &identifier) {
        (Some(comment), ..) if comment == "Screenshot" => Some("comment"),
        // What AOSP's ImageExporter writes; its cameras write other software names.
        (_, Some(software), Some(_)) if software.starts_with("Android ") => Some("android"),
        _ => None,
    };
    let position = exif.fields().any(|f| {
        matches!(f.tag.context(), Context::Gps)
            && (f.tag == Tag::GPSLatitude || f.tag == Tag::GPSLongitude)
    });
    [
        claim(Subject::Screenshot, is_screenshot.map(str::to_owned)),
        claim(Subject::Time, time(&exif)),
        claim(Subject::Maker, text(&exif, Tag::Make)),
        claim(Subject::Model, text(&exif, Tag::Model)),
        claim(Subject::Software, software),
        claim(Subject::Comment, comment),
        claim(Subject::Identifier, identifier),
        claim(Subject::Position, position.then(|| "present".to_owned())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `2024:08:21 23:06:01`, its parts of a second and its offset, as `2024-08-21T23:06:01.123+05:00`.
fn time(exif: &Exif) -> Option<String> {
    let (written, part, offset) = match text(exif, Tag::DateTimeOriginal) {
        Some(written) => (written, Tag::SubSecTimeOriginal, Tag::OffsetTimeOriginal),
        None => (text(exif, Tag::DateTime)?, Tag::SubSecTime, Tag::OffsetTime),
    };
    let moment = chrono::NaiveDateTime::parse_from_str(&written, "%Y:%m:%d %H:%M:%S").ok()?;
    let digits = |t: &String| t.len() <= 9 && t.bytes().all(|c| c.is_ascii_digit());
    let part = text(exif, part)
        .filter(digits)
        .map_or(String::new(), |part| format!(".{part}"));
    let known =
        |t: &String| t.len() == 6 && t.bytes().all(|c| c.is_ascii_digit() || b"+-:".contains(&c));
    let offset = text(exif, offset).filter(known).unwrap_or_default();
    Some(format!(
        "{}{part}{offset}",
        moment.format("%Y-%m-%dT%H:%M:%S")
    ))
}

/// A field as text, trimmed of padding; none where it is empty.
fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let bytes = match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.join(&b' '),
        // A user comment begins with eight bytes that name its alphabet (EXIF 4.6.5).
        Value::Undefined(bytes, _) => match bytes.get(..8) {
            Some(b"UNICODE\0") => utf16(&bytes[8..], exif.little_endian()),
            Some(_) => bytes[8..].to_vec(),
            None => bytes.clone(),
        },
        _ => return None,
    };
    let text: String = String::from_utf8_lossy(&bytes)
        .trim_matches(['\0', ' '])
        .chars()
        .take(LONGEST)
        .collect();
    (!text.is_empty()).then_some(text)
}

fn utf16(bytes: &[u8], little_endian: bool) -> Vec<u8> {
    let unit = |pair: &[u8]| {
        let pair = [pair[0], pair[1]];
        if little_endian {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        }
    };
    String::from_utf16_lossy(&bytes.chunks_exact(2).map(unit).collect::<Vec<_>>()).into_bytes()
}

#[cfg(test)]
mod tests {
    use exif::{Field, Rational, experimental::Writer};

    use super::*;

    fn field(tag: Tag, value: Value) -> Field {
        Field {
            tag,
            ifd_num: In::PRIMARY,
            value,
        }
    }

    fn ascii(text: &str) -> Value {
        Value::Ascii(vec![text.as_bytes().to_vec()])
    }

    /// A JPEG with nothing but EXIF data in it.
    fn jpeg_with(fields: &[Field]) -> Vec<u8> {
        let mut writer = Writer::new();
        fields.iter().for_each(|f| writer.push_field(f));
        let mut tiff = Cursor::new(Vec::new());
        writer.write(&mut tiff, false).unwrap();
        let tiff = tiff.into_inner();
        let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
        [
            &b"\xff\xd8\xff\xe1"[..],
            &length,
            b"Exif\0\0",
            &tiff,
            b"\xff\xd9",
        ]
        .concat()
    }

    fn said(fields: &[Field]) -> String {
        let claims = read_exif(&jpeg_with(fields));
        claims
            .iter()
            .map(|c| format!("{}={}", c.what.word(), c.value))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn an_iphone_screenshot_says_so() {
        let comment = Value::Undefined(b"ASCII\0\0\0Screenshot".to_vec(), 0);
        let fields = [
            field(Tag::UserComment, comment),
            field(Tag::DateTimeOriginal, ascii("2024:08:21 23:06:01")),
        ];
        assert_eq!(
            said(&fields),
            "screenshot=comment time=2024-08-21T23:06:01 comment=Screenshot"
        );
    }

    #[test]
    fn an_android_screenshot_says_so_with_its_offset() {
        let fields = [
            field(Tag::Software, ascii("Android AP2A.240805.005")),
            field(Tag::DateTimeOriginal, ascii("2024:08:21 23:06:01")),
            field(Tag::SubSecTimeOriginal, ascii("123")),
            field(Tag::OffsetTimeOriginal, ascii("+05:00")),
            field(Tag::ImageUniqueID, ascii("6f1e")),
        ];
        let expected = "screenshot=android time=2024-08-21T23:06:01.123+05:00 software=Android AP2A.240805.005 identifier=6f1e";
        assert_eq!(said(&fields), expected);
    }

    #[test]
    fn a_position_is_told_and_never_shown() {
        let degrees = |n| Value::Rational(vec![Rational { num: n, denom: 1 }; 3]);
        let fields = [
            field(Tag::Model, ascii("X")),
            field(Tag::GPSLatitude, degrees(31)),
            field(Tag::GPSLongitude, degrees(74)),
        ];
        let said = said(&fields);
        assert_eq!(said, "model=X position=present");
    }

    #[test]
    fn a_camera_is_no_screenshot_and_a_bad_time_is_none() {
        let fields = [
            field(Tag::Software, ascii("HDR+ 1.0")),
            field(Tag::DateTimeOriginal, ascii("0000:00:00 00:00:00")),
        ];
        assert_eq!(said(&fields), "software=HDR+ 1.0");
    }

    #[test]
    fn broken_data_claims_nothing_and_does_no_harm() {
        let whole = jpeg_with(&[
            field(Tag::Make, ascii("maker")),
            field(Tag::Software, ascii("Android 1")),
        ]);
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xff;
            let _ = read_exif(&bytes);
            let _ = read_exif(&whole[..at]);
        }
    }
}
