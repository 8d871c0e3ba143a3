//! Pictures as they go to paper: decoded, turned upright, grey, no finer than a printer shows, and encoded anew,
//! so that nothing of the file but its pixels (no place, no device, no thumbnail) comes along.

use image::{
    DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, Limits,
    codecs::jpeg::JpegEncoder, imageops,
};
use sha2::{Digest as _, Sha256};
use std::io::Cursor;

/// The room a picture has on its page, in millimetres: as in `screenshots.typ`.
pub const ROOM: (f64, f64) = (98.0, 212.0);
/// Dots per inch above which paper shows no difference.
const DOTS: f64 = 300.0;
/// A side of this many pixels is refused before anything is decoded.
const MOST_PIXELS_A_SIDE: u32 = 20_000;
/// Bytes that one picture may take while it is decoded.
const MOST_BYTES: u64 = 512 << 20;
/// Quality of the JPEG that a photograph becomes.
const QUALITY: u8 = 88;

/// A picture ready for its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// A PNG, or a JPEG where the picture came as one.
    pub bytes: Vec<u8>,
    /// SHA-256 of what the written file must hold: the JPEG itself, else the grey pixels.
    pub stream: [u8; 32],
}

/// Why a picture cannot be printed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PictureError {
    /// Not a PNG, JPEG, WebP or GIF, or cut, or larger than the limits.
    #[error("the picture cannot be read")]
    Unreadable,
    /// It could not be encoded again.
    #[error("the picture cannot be written")]
    Unwritable,
}

/// Makes a picture ready for its page.
///
/// # Errors
/// When it cannot be decoded within the limits or encoded again.
pub fn prepare(bytes: &[u8]) -> Result<Printed, PictureError> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| PictureError::Unreadable)?;
    let format = reader.format();
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS_A_SIDE);
    limits.max_image_height = Some(MOST_PIXELS_A_SIDE);
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let mut decoder = reader
        .into_decoder()
        .map_err(|_| PictureError::Unreadable)?;
    let orientation = decoder
        .orientation()
        .map_err(|_| PictureError::Unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| PictureError::Unreadable)?;
    picture.apply_orientation(orientation);
    let grey = fit(grey_on_white(&picture));
    let (width, height) = grey.dimensions();
    let mut encoded = Vec::new();
    let stream = if format == Some(ImageFormat::Jpeg) {
        JpegEncoder::new_with_quality(&mut encoded, QUALITY)
            .encode_image(&grey)
            .map_err(|_| PictureError::Unwritable)?;
        Sha256::digest(&encoded).into()
    } else {
        grey.write_to(&mut Cursor::new(&mut encoded), ImageFormat::Png)
            .map_err(|_| PictureError::Unwritable)?;
        Sha256::digest(grey.as_raw()).into()
    };
    Ok(Printed {
        width,
        height,
        bytes: encoded,
        stream,
    })
}

/// Paper is white: what is transparent shows it.
fn grey_on_white(picture: &DynamicImage) -> GrayImage {
    if !picture.color().has_alpha() {
        return picture.to_luma8();
    }
    let with_alpha = picture.to_luma_alpha8();
    GrayImage::from_fn(with_alpha.width(), with_alpha.height(), |x, y| {
        let [light, alpha] = with_alpha.get_pixel(x, y).0.map(u16::from);
        image::Luma([u8::try_from((light * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)])
    })
}

fn fit(grey: GrayImage) -> GrayImage {
    let dots = |millimetres: f64| millimetres / 25.4 * DOTS;
    let (width, height) = (f64::from(grey.width()), f64::from(grey.height()));
    let scale = (dots(ROOM.0) / width).min(dots(ROOM.1) / height);
    if scale >= 1.0 {
        return grey;
    }
    let shrink = |side: f64| num(side * scale).max(1);
    imageops::resize(
        &grey,
        shrink(width),
        shrink(height),
        imageops::FilterType::Lanczos3,
    )
}

/// Rounds a length in pixels that is known to be under the limits.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positive and under 20,000"
)]
fn num(pixels: f64) -> u32 {
    pixels.round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        picture
            .write_to(&mut Cursor::new(&mut bytes), format)
            .unwrap();
        bytes
    }

    #[test]
    fn a_screenshot_becomes_a_grey_png_of_its_own_size() {
        let screen = DynamicImage::ImageRgb8(RgbImage::from_pixel(540, 1170, Rgb([200, 10, 10])));
        let printed = prepare(&written(&screen, ImageFormat::Png)).unwrap();
        assert_eq!((printed.width, printed.height), (540, 1170));
        assert_eq!(
            image::load_from_memory(&printed.bytes).unwrap().color(),
            image::ColorType::L8
        );
    }

    #[test]
    fn a_picture_finer_than_paper_is_made_smaller_and_keeps_its_proportion() {
        let large = DynamicImage::ImageLuma8(GrayImage::new(1500, 2000));
        let printed = prepare(&written(&large, ImageFormat::Png)).unwrap();
        assert_eq!((printed.width, printed.height), (1157, 1543));
    }

    #[test]
    fn what_is_transparent_is_white() {
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(4, 4, Rgba([0, 0, 0, 0])));
        let printed = prepare(&written(&clear, ImageFormat::Png)).unwrap();
        assert!(
            image::load_from_memory(&printed.bytes)
                .unwrap()
                .to_luma8()
                .pixels()
                .all(|p| p.0 == [255])
        );
    }

    #[test]
    fn a_place_in_a_photograph_does_not_survive_and_it_stands_upright() {
        // A JPEG of 6 by 2 pixels with an EXIF block: orientation 6 (turn right), and the word GPSSECRET in it.
        let photo = written(
            &DynamicImage::ImageRgb8(RgbImage::new(6, 2)),
            ImageFormat::Jpeg,
        );
        let mut tiff = b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x01\x0f\0\x02\0\0\0\x0a\0\0\0\x26\0\0\0\0".to_vec();
        tiff.extend_from_slice(b"GPSSECRET\0");
        let mut exif = b"Exif\0\0".to_vec();
        exif.extend_from_slice(&tiff);
        let mut with_exif = photo[..2].to_vec();
        with_exif.extend_from_slice(&[0xFF, 0xE1]);
        with_exif.extend_from_slice(&u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        with_exif.extend_from_slice(&exif);
        with_exif.extend_from_slice(&photo[2..]);
        assert!(with_exif.windows(9).any(|w| w == b"GPSSECRET"));
        let printed = prepare(&with_exif).unwrap();
        assert_eq!((printed.width, printed.height), (2, 6));
        assert!(!printed.bytes.windows(9).any(|w| w == b"GPSSECRET"));
        assert!(!printed.bytes.windows(4).any(|w| w == b"Exif"));
    }

    #[test]
    fn a_cut_or_foreign_file_is_an_error() {
        let whole = written(
            &DynamicImage::ImageLuma8(GrayImage::new(64, 64)),
            ImageFormat::Jpeg,
        );
        for bytes in [&b""[..], b"not a picture", &whole[..20]] {
            assert_eq!(prepare(bytes), Err(PictureError::Unreadable));
        }
    }
}
