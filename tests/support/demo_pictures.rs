//! The demo's pictures, drawn with typst and the bundled fonts: screens of a telephone and two photographs with nobody in them.

use super::script::{Body, Line, Speaker};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, RgbImage};
use serde_json::{Value, json};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Str, Value as TypstValue};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, Scalar};
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_render::RenderOptions;

const FONTS: &[&[u8]] = &[
    include_bytes!("../../assets/fonts/NotoSans_400Regular.ttf"),
    include_bytes!("../../assets/fonts/NotoSans_600SemiBold.ttf"),
    include_bytes!("../../assets/fonts/NotoNaskhArabic_400Regular.ttf"),
    include_bytes!("../../assets/fonts/NotoEmoji_500Medium.ttf"),
];

struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }
    fn main(&self) -> FileId {
        self.main.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }
    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Sets one page and gives its pixels.
fn draw(template: &str, inputs: &[(&str, String)]) -> RgbImage {
    let inputs: Dict = inputs
        .iter()
        .map(|(name, value)| (Str::from(*name), TypstValue::Str(value.as_str().into())))
        .collect();
    let fonts: Vec<Font> = FONTS
        .iter()
        .flat_map(|bytes| Font::iter(Bytes::new(*bytes)))
        .collect();
    let path = VirtualPath::new("main.typ").expect("a plain name");
    let desk = Desk {
        library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        main: Source::new(
            RootedPath::new(VirtualRoot::Project, path).intern(),
            template.to_owned(),
        ),
    };
    let laid_out = typst::compile::<PagedDocument>(&desk);
    assert!(
        laid_out.warnings.is_empty(),
        "typst warns: {:?}",
        laid_out.warnings
    );
    let document = laid_out
        .output
        .unwrap_or_else(|errors| panic!("typst refuses: {errors:?}"));
    assert_eq!(
        document.pages().len(),
        1,
        "a screen has one page: show fewer lines"
    );
    let options = RenderOptions {
        pixel_per_pt: Scalar::new(1.0),
        render_bleed: false,
    };
    let pixels = typst_render::render(&document.pages()[0], &options);
    let opaque: Vec<u8> = pixels
        .data()
        .chunks_exact(4)
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
        .collect();
    RgbImage::from_raw(pixels.width(), pixels.height(), opaque).expect("three bytes a pixel")
}

/// A screen of `screens.json`, with the rows of the chat it shows.
pub fn screen(screen: &Value, first: &[Line], second: &[Line]) -> RgbImage {
    let iphone = screen["look"] == "iphone";
    let (width, height) = if iphone { (750, 1334) } else { (720, 1600) };
    let lines = if screen["chat"] == "second" {
        second
    } else {
        first
    };
    let mut full = screen.clone();
    full["width"] = json!(width);
    full["height"] = json!(height);
    if screen["chat"].is_string() {
        full["rows"] = rows(
            lines,
            screen["from"].as_str().unwrap_or(""),
            screen["to"].as_str().unwrap_or(""),
        );
    }
    draw(
        include_str!("../../fixtures/demo/script/screen.typ"),
        &[("screen", full.to_string())],
    )
}

/// The rows between two times, both included, each new day under its date.
fn rows(lines: &[Line], from: &str, to: &str) -> Value {
    let mut rows = Vec::new();
    let mut day = None;
    for line in lines {
        let minute = line.at.format("%Y-%m-%d %H:%M").to_string();
        if minute.as_str() < from || minute.as_str() > to {
            continue;
        }
        if day != Some(line.at.date()) {
            day = Some(line.at.date());
            rows.push(json!({"kind": "day", "text": line.at.format("%-d %B %Y").to_string()}));
        }
        let (kind, text, edited) = match &line.body {
            Body::Words { text, edited } => ("words", text.as_str(), *edited),
            Body::Share { text, .. } => ("words", text.as_str(), false),
            Body::File { .. } => ("photo", "", false),
            Body::Voice { .. } => ("voice", "0:14", false),
            Body::Deleted => ("deleted", "This message was deleted", false),
            Body::MissedVoice => ("call", "Missed voice call", false),
            Body::MissedVideo => ("call", "Missed video call", false),
            Body::Omitted | Body::Encryption | Body::Blocked => continue,
        };
        let urdu = text
            .chars()
            .next()
            .is_some_and(|first| ('\u{600}'..='\u{6FF}').contains(&first));
        rows.push(json!({
            "kind": kind,
            "from": if line.speaker == Speaker::Sana { "S" } else { "K" },
            "text": text,
            "time": line.at.format("%-I:%M %P").to_string(),
            "edited": edited,
            "dir": if urdu { "rtl" } else { "ltr" },
        }));
    }
    Value::from(rows)
}

/// A photograph of the story: `cloth` or `placeholder`.
pub fn photo(motif: &str) -> RgbImage {
    draw(
        include_str!("../../fixtures/demo/script/photo.typ"),
        &[("motif", motif.to_owned())],
    )
}

/// PNG as telephones write screenshots.
pub fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive)
        .write_image(
            picture,
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgb8,
        )
        .expect("memory takes every byte");
    bytes
}

/// JPEG as WhatsApp sends pictures on: compressed again, no EXIF.
pub fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 70)
        .write_image(
            picture,
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgb8,
        )
        .expect("memory takes every byte");
    bytes
}
