//! The closed world a paper is typeset in: bundled fonts, bundled templates, and the data it is handed.
//! No disk, no clock, no network, no packages: whatever else a template asks for does not exist.

use super::coverage::EMOJI_NAMES;
use std::fmt;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, Severity, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Str, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;

/// What a bundled font is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Letters of messages, tables and notes.
    Letters,
    /// Urdu sentences of the papers; never messages, because copied Nastaliq text comes out broken.
    Nastaliq,
    /// Monochrome emoji.
    Emoji,
}

/// One embedded font file.
#[derive(Debug, Clone, Copy)]
pub struct BundledFont {
    /// The name of its file.
    pub name: &'static str,
    /// What it is for.
    pub script: Script,
    /// The whole TTF.
    pub bytes: &'static [u8],
}

macro_rules! font {
    ($script:ident, $name:literal) => {
        BundledFont {
            name: $name,
            script: Script::$script,
            bytes: include_bytes!(concat!("../../assets/fonts/", $name)),
        }
    };
}

/// Every font that papers may use, in the order of fallback.
pub static FONTS: &[BundledFont] = &[
    font!(Letters, "NotoSans_400Regular.ttf"),
    font!(Letters, "NotoSans_600SemiBold.ttf"),
    font!(Letters, "NotoNaskhArabic_400Regular.ttf"),
    font!(Letters, "NotoNaskhArabic_600SemiBold.ttf"),
    font!(Letters, "NotoSansMono_400Regular.ttf"),
    font!(Letters, "NotoSansMono_600SemiBold.ttf"),
    font!(Nastaliq, "NotoNastaliqUrdu_400Regular.ttf"),
    font!(Nastaliq, "NotoNastaliqUrdu_600SemiBold.ttf"),
    font!(Emoji, "NotoEmoji_500Medium.ttf"),
];

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        /// Every template, by name. `packet.typ` is the one that is compiled.
        pub static TEMPLATES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../assets/packet/", $name)))),*];
    };
}

templates![
    "packet.typ",
    "style.typ",
    "glance.typ",
    "application.typ",
    "particulars.typ",
    "checklist.typ",
    "respondent.typ",
    "statement.typ",
    "chronology.typ",
    "transcript.typ",
    "screenshots.typ",
    "withheld.typ",
    "schedule.typ",
    "doubts.typ",
    "method.typ",
    "custody.typ",
    "declaration.typ",
    "verify.typ",
    "next_steps.typ",
];

/// Everything that decides how papers look, by name: for the digest that is printed on them.
pub fn embedded() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let fonts = FONTS.iter().map(|font| (font.name, font.bytes));
    fonts
        .chain(
            TEMPLATES
                .iter()
                .map(|(name, text)| (*name, text.as_bytes())),
        )
        .chain([("emoji-names.tsv", EMOJI_NAMES.as_bytes())])
}

/// The template that is compiled.
pub const MAIN: &str = "packet.typ";

struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static LOADED: LazyLock<Fonts> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS
        .iter()
        .filter_map(|font| Font::new(Bytes::new(font.bytes), 0))
        .collect();
    Fonts {
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    TEMPLATES
        .iter()
        .map(|(name, text)| Source::new(file_id(name), (*text).to_owned()))
        .collect()
});

/// Names of templates are constants without dots or backslashes in front: they always form a path.
fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("template names are plain file names");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// What typst sees of the world.
pub struct PaperWorld {
    library: LazyHash<Library>,
    main: Source,
}

/// What a template did not accept, in its own words. These speak of templates, never of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// What typst said.
    pub message: String,
    /// The template and line, where known.
    pub place: Option<String>,
    /// Whether typst called it only a warning. Here both stop the paper.
    pub only_warning: bool,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.place.as_deref().unwrap_or("no place");
        write!(f, "{} ({place})", self.message)
    }
}

impl PaperWorld {
    /// A world whose templates read `inputs` as `sys.inputs`.
    pub fn new(inputs: Vec<(&str, Value)>) -> Self {
        let main = SOURCES
            .iter()
            .find(|source| source.id() == file_id(MAIN))
            .cloned();
        Self::with_main(main.unwrap_or_else(|| Source::detached("")), inputs)
    }

    /// A world that compiles `main` instead of the packet: for tests of single pages.
    pub fn with_main(main: Source, inputs: Vec<(&str, Value)>) -> Self {
        let inputs: Dict = inputs
            .into_iter()
            .map(|(key, value)| (Str::from(key), value))
            .collect();
        Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            main,
        }
    }

    /// Lays the paper out. A warning is an error: typst warns where it leaves text out.
    ///
    /// # Errors
    /// Everything typst said.
    pub fn lay_out(&self) -> Result<PagedDocument, Vec<Complaint>> {
        let compiled = typst::compile::<PagedDocument>(self);
        let mut complaints: Vec<_> = compiled
            .warnings
            .iter()
            .map(|warning| self.complaint(warning))
            .collect();
        match compiled.output {
            Ok(document) if complaints.is_empty() => Ok(document),
            Ok(_) => Err(complaints),
            Err(errors) => {
                complaints.extend(errors.iter().map(|error| self.complaint(error)));
                Err(complaints)
            }
        }
    }

    /// Turns a diagnostic of typst into a complaint with its place.
    pub fn complaint(&self, diagnostic: &SourceDiagnostic) -> Complaint {
        let place = diagnostic.span.id().and_then(|id| {
            let source = self.source(id).ok()?;
            let range = typst::WorldExt::range(self, diagnostic.span)?;
            let line = source.lines().byte_to_line(range.start)? + 1;
            Some(format!("{}:{line}", id.vpath().get_without_slash()))
        });
        Complaint {
            message: diagnostic.message.to_string(),
            place,
            only_warning: diagnostic.severity == Severity::Warning,
        }
    }
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &LOADED.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        SOURCES
            .iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        LOADED.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
