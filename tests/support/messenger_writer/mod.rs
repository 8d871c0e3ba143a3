//! Writes threads as Facebook's and Instagram's HTML pages of any version, and knows what they mean.
//!
//! It is written from the known facts about the pages, not from the parser, so that the two can disagree.

mod clock;
mod markup;

use chrono::NaiveDateTime;
use serde_json::{Value, json};

pub use clock::{Clock, Pattern, clocks, english};
use markup::{Markup, escape};

/// A version of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// To 2018: a header with the text beside it.
    A,
    /// 2018 to 2021.
    B,
    /// 2022 and 2023.
    C,
    /// 2024.
    D,
    /// 2025 and later.
    E,
    /// Instagram, 2022 to 2024.
    Instagram22,
    /// Instagram, 2025 and later.
    Instagram25,
}

/// Every version.
pub const VERSIONS: [Version; 7] = [
    Version::A,
    Version::B,
    Version::C,
    Version::D,
    Version::E,
    Version::Instagram22,
    Version::Instagram25,
];

/// What a message is.
#[derive(Clone, Debug)]
pub enum Act {
    /// Words alone; line breaks are `\n`.
    Text(String),
    /// A file by its path from the root of the archive: `photos`, `videos`, `audio`, `gifs`, `files`, `stickers_used`.
    File(String),
    /// Words, and something shared with a text, on Instagram an owner, and a link.
    Share {
        words: String,
        text: String,
        owner: Option<String>,
        link: String,
    },
    /// A sentence about a call and its length.
    Call { sentence: String, length: String },
    /// The sentence that stands for a message that was taken back.
    Unsent(String),
    /// Nothing at all.
    Empty,
}

/// One message.
#[derive(Clone, Debug)]
pub struct Said {
    /// Its local time.
    pub at: NaiveDateTime,
    /// Who wrote it; none for an account that is gone.
    pub sender: String,
    /// What it is.
    pub act: Act,
    /// Emoji, name, and since 2025 the time.
    pub reactions: Vec<(String, String, Option<NaiveDateTime>)>,
}

impl Said {
    /// Words at a time.
    pub fn text(at: &str, sender: &str, text: &str) -> Self {
        Self::act(at, sender, Act::Text(text.to_owned()))
    }

    /// Anything at a time.
    pub fn act(at: &str, sender: &str, act: Act) -> Self {
        Self {
            at: at
                .parse()
                .expect("times are written as 2024-05-12T08:00:00"),
            sender: sender.to_owned(),
            act,
            reactions: Vec::new(),
        }
    }

    /// The same with a reaction.
    pub fn with(mut self, reaction: &str, actor: &str, at: Option<&str>) -> Self {
        let at = at.map(|at| {
            at.parse()
                .expect("times are written as 2024-05-12T08:00:00")
        });
        self.reactions
            .push((reaction.to_owned(), actor.to_owned(), at));
        self
    }
}

/// A page and what it says.
pub struct Written {
    /// The bytes of the page.
    pub page: Vec<u8>,
    /// A line a message, oldest first.
    pub truth: Vec<Value>,
}

/// What stands around the messages.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The title of the thread.
    pub title: String,
    /// A card that lists the members, as written.
    pub members: Option<String>,
    /// The sentence about the making, as HTML.
    pub making: Option<String>,
}

/// Writes messages, given oldest first, as a page, newest first.
pub fn write(version: Version, clock: &Clock, around: &Around, said: &[Said]) -> Written {
    let markup = Markup::of(version);
    let said: Vec<Said> = said.iter().map(|one| of_version(version, one)).collect();
    let cards: String = said
        .iter()
        .rev()
        .map(|one| card(&markup, clock, one))
        .collect();
    let truth = said.iter().map(|one| truth(&markup, clock, one)).collect();
    Written {
        page: markup.page(around, &cards).into_bytes(),
        truth,
    }
}

/// A message as a version can hold it: nothing could be taken back before 2019, and only Instagram names owners.
fn of_version(version: Version, one: &Said) -> Said {
    let mut one = one.clone();
    let is_instagram = matches!(version, Version::Instagram22 | Version::Instagram25);
    one.act = match (version, one.act) {
        (Version::A, Act::Share { words, .. }) => Act::Text(words),
        (Version::A, Act::Unsent(sentence) | Act::Call { sentence, .. }) => Act::Text(sentence),
        (
            _,
            Act::Share {
                words,
                text,
                owner,
                link,
            },
        ) => Act::Share {
            words,
            text,
            owner: owner.filter(|_| is_instagram),
            link,
        },
        (_, act) => act,
    };
    one
}

fn card(markup: &Markup, clock: &Clock, one: &Said) -> String {
    let mut slots = [String::new(), String::new(), String::new(), String::new()];
    let mut blocks = String::new();
    match &one.act {
        Act::Text(text) => slots[1] = escape(text),
        Act::File(uri) => blocks = markup.file(uri),
        Act::Share {
            words,
            text,
            owner,
            link,
        } => {
            slots[1] = escape(words);
            slots[2] = markup.share(text, owner.as_deref(), link);
        }
        Act::Call { sentence, length } => {
            slots[1] = escape(sentence);
            blocks = format!("<div><span class=\"_idm\">{}</span></div>", escape(length));
        }
        Act::Unsent(sentence) => slots[1] = markup.unsent(sentence),
        Act::Empty => {}
    }
    let reactions = one.reactions.iter().map(|(reaction, actor, at)| {
        let at = at.map_or(String::new(), |at| format!(" ({})", clock.write(at)));
        format!("{}{}{}", escape(reaction), escape(actor), escape(&at))
    });
    let reactions: Vec<String> = reactions.collect();
    markup.card(
        &escape(&one.sender),
        &slots,
        &blocks,
        &reactions,
        &escape(&clock.write(one.at)),
    )
}

fn truth(markup: &Markup, clock: &Clock, one: &Said) -> Value {
    let local = |at| clock.shown(at).format("%Y-%m-%dT%H:%M:%S").to_string();
    let mut line = json!({
        "kind": "message",
        "sender": one.sender,
        "sender_means": "author",
        "sent.written": clock.write(one.at),
        "sent.local": local(one.at),
        "sent.utc": null,
        "sent.precision": if clock.pattern.has_seconds() { "second" } else { "minute" },
        "text": null,
    });
    match &one.act {
        Act::Text(text) => line["text"] = Value::from(text.as_str()),
        Act::File(uri) => line["attachments"] = json!([{"media": media(uri), "name": uri}]),
        Act::Share {
            words,
            text,
            owner,
            link,
        } => {
            line["text"] = Value::from(words.as_str());
            let mut share = json!({"link": link, "text": text});
            if let Some(owner) = owner {
                share["owner"] = Value::from(owner.as_str());
            }
            line["share"] = share;
        }
        Act::Call { sentence, length } => {
            line["kind"] = "call".into();
            line["text"] = Value::from(sentence.as_str());
            line["call"] = json!({"written": length});
        }
        Act::Unsent(sentence) => {
            line["kind"] = "deleted".into();
            line["deleted_by"] = "sender".into();
            line["text"] = Value::from(sentence.as_str());
        }
        Act::Empty => {}
    }
    if line["text"] == "" {
        line["text"] = Value::Null;
    }
    if markup.has_reactions() && !one.reactions.is_empty() {
        let reactions = one.reactions.iter().map(|(reaction, actor, at)| match at {
            Some(at) => json!({"reaction": reaction, "actor": actor, "at": local(*at)}),
            None => json!({"reaction": reaction, "actor": actor}),
        });
        line["reactions"] = reactions.collect();
    }
    line
}

/// The kind of a file by its folder.
fn media(uri: &str) -> &'static str {
    let has = |folder: &str| uri.contains(&format!("/{folder}/"));
    let kinds = [
        ("photos", "image"),
        ("videos", "video"),
        ("audio", "audio"),
        ("gifs", "gif"),
        ("stickers_used", "sticker"),
    ];
    kinds
        .iter()
        .find(|(folder, _)| has(folder))
        .map_or("file", |(_, kind)| kind)
}
