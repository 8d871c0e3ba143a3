//! What a picture is, by its content: kind, width, height, and whether its end is there.
//!
//! ```text
//! 89 50 4E 47 0D 0A 1A 0A  00 00 00 0D 49 48 44 52  00 00 04 38  00 00 09 24 …   PNG, 1080 × 2340
//! ```
//!
//! Known limits: pixels are not decoded, so damage inside the picture data is not seen; HEIC and AVIF are known by
//! their brand and not measured.

use std::io::Cursor;

use image::{ImageFormat, ImageReader};

/// Of a larger picture only this many bytes are looked at; it is kept and hashed as a whole.
pub const MEASURED_BYTES: u64 = 256 * 1024 * 1024;

/// The kind of a picture, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureKind {
    /// Portable Network Graphics (RFC 2083).
    Png,
    /// JPEG (ITU-T T.81).
    Jpeg,
    /// WebP (RFC 9649).
    WebP,
    /// GIF87a, GIF89a.
    Gif,
    /// High Efficiency Image Format: what iPhones store. Kept and hashed, not readable here.
    Heic,
    /// AV1 Image File Format. Kept and hashed, not readable here.
    Avif,
}

/// Whether the end of a picture is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wholeness {
    /// The picture ends as its kind must end.
    Whole,
    /// The bytes end before the picture does.
    Cut,
    /// This kind is not looked into.
    NotKnown,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// The kind.
    pub kind: PictureKind,
    /// Width and height in pixels, where the picture states them and they can be read.
    pub pixels: Option<(u32, u32)>,
    /// Whether the end is there.
    pub wholeness: Wholeness,
}

impl PictureKind {
    /// The kind that begins with these bytes. Twelve bytes are enough, HEIC brands want 64.
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if head.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") {
            Some(Self::Gif)
        } else if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else {
            Self::of_brands(head)
        }
    }

    /// The brands of an ISO base media file: the major one first, then the compatible ones.
    fn of_brands(head: &[u8]) -> Option<Self> {
        let length = u32::from_be_bytes(head.get(..4)?.try_into().ok()?) as usize;
        if head.get(4..8) != Some(b"ftyp") {
            return None;
        }
        let brands = head.get(8..length.min(head.len()).min(64))?;
        brands.chunks_exact(4).find_map(|brand| match brand {
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" => Some(Self::Heic),
            b"avif" | b"avis" => Some(Self::Avif),
            _ => None,
        })
    }

    /// Its media type (IANA).
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
            Self::Gif => "image/gif",
            Self::Heic => "image/heic",
            Self::Avif => "image/avif",
        }
    }

    /// Whether this program can read its pixels.
    #[must_use]
    pub const fn is_readable(self) -> bool {
        self.format().is_some()
    }

    const fn format(self) -> Option<ImageFormat> {
        match self {
            Self::Png => Some(ImageFormat::Png),
            Self::Jpeg => Some(ImageFormat::Jpeg),
            Self::WebP => Some(ImageFormat::WebP),
            Self::Gif => Some(ImageFormat::Gif),
            Self::Heic | Self::Avif => None,
        }
    }
}

/// Measures a picture; none where the bytes begin like none. Any bytes are allowed.
#[must_use]
pub fn measure(bytes: &[u8]) -> Option<Measured> {
    let kind = PictureKind::of(bytes)?;
    let wholeness = match kind {
        PictureKind::Png => png_wholeness(bytes),
        PictureKind::Jpeg => jpeg_wholeness(bytes),
        PictureKind::Gif => gif_wholeness(bytes),
        PictureKind::WebP => webp_wholeness(bytes),
        PictureKind::Heic | PictureKind::Avif => Wholeness::NotKnown,
    };
    Some(Measured {
        kind,
        pixels: read_pixels(kind, bytes),
        wholeness,
    })
}

/// Width and height as the header states them; nothing is decoded, so their size does no harm.
fn read_pixels(kind: PictureKind, bytes: &[u8]) -> Option<(u32, u32)> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind.format()?);
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(64 * 1024 * 1024);
    reader.limits(limits);
    reader
        .into_dimensions()
        .ok()
        .filter(|(width, height)| *width > 0 && *height > 0)
}

/// Whole where the chunks lead to IEND (PNG 11.2.5).
fn png_wholeness(bytes: &[u8]) -> Wholeness {
    let mut at = 8;
    while let Some(chunk) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]) as usize;
        at = at.saturating_add(length).saturating_add(12);
        if &chunk[4..] == b"IEND" && at <= bytes.len() {
            return Wholeness::Whole;
        }
        if at > bytes.len() {
            break;
        }
    }
    Wholeness::Cut
}

/// Whole where the segments lead to EOI (T.81 B.1.1). Thumbnails lie inside segments and are stepped over.
fn jpeg_wholeness(bytes: &[u8]) -> Wholeness {
    let mut at = 2;
    loop {
        // In picture data FF is followed by 00 or by a restart marker; any other pair is the next marker.
        let Some(next) = bytes.get(at..).and_then(|rest| memchr::memchr(0xff, rest)) else {
            return Wholeness::Cut;
        };
        at += next + 1;
        let Some(&marker) = bytes.get(at) else {
            return Wholeness::Cut;
        };
        match marker {
            0xd9 => return Wholeness::Whole,
            0x00 | 0x01 | 0xd0..=0xd8 => at += 1,
            0xff => {}
            _ => {
                let Some(length) = bytes.get(at + 1..at + 3) else {
                    return Wholeness::Cut;
                };
                at += 1 + usize::from(u16::from_be_bytes([length[0], length[1]])).max(2);
            }
        }
    }
}

/// Whole where the blocks lead to the trailer (GIF89a 27).
fn gif_wholeness(bytes: &[u8]) -> Wholeness {
    let colors = |flags: u8| {
        if flags & 0x80 == 0 {
            0
        } else {
            3 << ((flags & 7) + 1)
        }
    };
    let Some(&flags) = bytes.get(10) else {
        return Wholeness::Cut;
    };
    let mut at = 13 + colors(flags);
    loop {
        match bytes.get(at) {
            Some(0x3b) => return Wholeness::Whole,
            Some(0x21) => at += 2,
            Some(0x2c) => match bytes.get(at + 9) {
                Some(&flags) => at += 11 + colors(flags),
                None => return Wholeness::Cut,
            },
            _ => return Wholeness::Cut,
        }
        // Sub-blocks: a length and so many bytes, until a length of nought.
        loop {
            match bytes.get(at) {
                Some(0) => break,
                Some(&n) => at += usize::from(n) + 1,
                None => return Wholeness::Cut,
            }
        }
        at += 1;
    }
}

/// Whole where the file is as long as its RIFF header says.
fn webp_wholeness(bytes: &[u8]) -> Wholeness {
    let stated = bytes
        .get(4..8)
        .and_then(|b| b.try_into().ok())
        .map_or(0, u32::from_le_bytes);
    if bytes.len() as u64 >= u64::from(stated) + 8 {
        Wholeness::Whole
    } else {
        Wholeness::Cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let pixels =
            image::RgbImage::from_fn(37, 61, |x, y| image::Rgb([x as u8, y as u8, (x * y) as u8]));
        image::DynamicImage::ImageRgb8(pixels)
            .write_to(&mut bytes, format)
            .unwrap();
        bytes.into_inner()
    }

    const FORMATS: [(ImageFormat, PictureKind); 4] = [
        (ImageFormat::Png, PictureKind::Png),
        (ImageFormat::Jpeg, PictureKind::Jpeg),
        (ImageFormat::WebP, PictureKind::WebP),
        (ImageFormat::Gif, PictureKind::Gif),
    ];

    #[test]
    fn each_kind_is_told_by_content_and_measured() {
        for (format, kind) in FORMATS {
            let found = measure(&picture(format)).unwrap();
            assert_eq!(
                found,
                Measured {
                    kind,
                    pixels: Some((37, 61)),
                    wholeness: Wholeness::Whole
                }
            );
        }
    }

    #[test]
    fn a_picture_cut_anywhere_is_seen() {
        for (format, kind) in FORMATS {
            let bytes = picture(format);
            for length in 12..bytes.len() {
                let found = measure(&bytes[..length]).unwrap();
                assert_eq!(
                    (found.kind, found.wholeness),
                    (kind, Wholeness::Cut),
                    "{kind:?} {length}"
                );
            }
        }
    }

    #[test]
    fn bytes_behind_the_end_do_not_matter() {
        for (format, _) in FORMATS {
            let mut bytes = picture(format);
            bytes.extend(b"more");
            assert_eq!(measure(&bytes).unwrap().wholeness, Wholeness::Whole);
        }
    }

    #[test]
    fn heic_is_known_by_its_brand_and_a_video_is_no_picture() {
        let ftyp = |brands: &[u8]| {
            [
                &(8 + brands.len() as u32).to_be_bytes()[..],
                b"ftyp",
                brands,
            ]
            .concat()
        };
        for (brands, expected) in [
            (&b"heic\0\0\0\0mif1heic"[..], Some(PictureKind::Heic)),
            (b"mif1\0\0\0\0mif1heic", Some(PictureKind::Heic)),
            (b"avif\0\0\0\0avifmif1", Some(PictureKind::Avif)),
            (b"isom\0\0\x02\0isomiso2", None),
        ] {
            assert_eq!(PictureKind::of(&ftyp(brands)), expected);
        }
        let heic = measure(&ftyp(b"heic\0\0\0\0")).unwrap();
        assert_eq!((heic.pixels, heic.wholeness), (None, Wholeness::NotKnown));
    }

    #[test]
    fn a_huge_header_costs_nothing() {
        let mut bytes = picture(ImageFormat::Png);
        bytes[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
        let _ = measure(&bytes);
    }
}
