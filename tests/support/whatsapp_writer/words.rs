//! The program's own phrase tables, seen as the words a phone would write.

use serde_json::Value;

use super::shape::Platform;

/// The words of one language on one platform.
#[derive(Clone, Debug)]
pub struct Words {
    /// Language tag of the row.
    pub lang: String,
    /// Which table the row stands in.
    pub platform: Platform,
    row: Value,
}

impl Words {
    /// The first wording of a cell.
    pub fn first(&self, cell: &str) -> Option<&str> {
        self.row[cell][0].as_str()
    }

    /// The mark before what the app writes: right-to-left for languages written so, none on Android.
    pub fn mark(&self) -> &'static str {
        match (self.platform, self.lang.as_str()) {
            (Platform::Android, _) => "",
            (_, "ur" | "ar" | "fa" | "he") => "\u{200F}",
            _ => "\u{200E}",
        }
    }

    /// The English row of a platform.
    pub fn english(platform: Platform) -> Self {
        let table = if platform == Platform::Android {
            "android"
        } else {
            "ios"
        };
        rows(table, platform)
            .into_iter()
            .find(|words| words.lang == "en")
            .expect("the tables know English")
    }
}

/// What a cell of the tables says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Attached,
    Omitted(&'static str),
    Location,
    LiveLocation,
    DeletedBySender,
    DeletedByExporter,
    Title,
}

/// One wording of one marker of one language on one platform.
#[derive(Clone, Debug)]
pub struct Cell {
    pub words: Words,
    pub meaning: Meaning,
    pub text: String,
}

const MEANINGS: [(&str, Meaning); 13] = [
    ("attached", Meaning::Attached),
    ("omitted", Meaning::Omitted("unknown")),
    ("image", Meaning::Omitted("image")),
    ("video", Meaning::Omitted("video")),
    ("audio", Meaning::Omitted("audio")),
    ("gif", Meaning::Omitted("gif")),
    ("sticker", Meaning::Omitted("sticker")),
    ("document", Meaning::Omitted("document")),
    ("contact", Meaning::Omitted("contact")),
    ("location", Meaning::Location),
    ("live_location", Meaning::LiveLocation),
    ("deleted", Meaning::DeletedBySender),
    ("deleted_by_exporter", Meaning::DeletedByExporter),
];

/// Every wording of the two tables of languages. Fails on a key that this walk does not know, so that a new one is tested too.
pub fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for (table, platform) in [("ios", Platform::Ios), ("android", Platform::Android)] {
        for words in rows(table, platform) {
            let row = words.row.as_object().expect("a row is an object");
            for (key, value) in row {
                if ["lang", "confidence", "source"].contains(&key.as_str()) {
                    continue;
                }
                let meaning = if key == "title" {
                    Meaning::Title
                } else {
                    MEANINGS
                        .iter()
                        .find(|(name, _)| name == key)
                        .unwrap_or_else(|| panic!("the walk does not know the marker {key}"))
                        .1
                };
                let texts = value.as_array().expect("a cell is a list of wordings");
                for text in texts {
                    let text = text.as_str().expect("a wording is a text").to_owned();
                    cells.push(Cell {
                        words: words.clone(),
                        meaning,
                        text,
                    });
                }
            }
        }
    }
    cells
}

fn rows(table: &str, platform: Platform) -> Vec<Words> {
    phrases()[table]
        .as_array()
        .expect("the table is a list")
        .iter()
        .map(|row| Words {
            lang: row["lang"]
                .as_str()
                .expect("a row names its language")
                .to_owned(),
            platform,
            row: row.clone(),
        })
        .collect()
}

/// The whole table file.
pub fn phrases() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/sources/whatsapp/phrases.json"
    );
    let text = std::fs::read_to_string(path).expect("the phrase tables can be read");
    serde_json::from_str(&text).expect("the phrase tables are JSON")
}
