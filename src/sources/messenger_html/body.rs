//! The body of a card: the words, what is shared, files, the length of a call, reactions.
//!
//! ```text
//! <div class="_a6-p"><div><div></div><div>TEXT</div><div>SHARE</div><div></div>MEDIA…<ul class="_a6-q"><li>…</li></ul></div></div>
//! ```
//! The words of a person are those of the second slot and no others: captions of shared posts, names of reactions and what
//! a player says where it cannot play are not what somebody wrote.

use serde_json::{Map, Value};

use super::marks::Age;
use super::media::{self, Setting};
use super::reaction::read_reaction;
use super::share::ShareBox;
use crate::model::record::{Reaction, Share};
use crate::model::{Attachment, Media, State};
use crate::sources::html_walk::{Tag, Token, Words};

/// What the body of a card says.
#[derive(Debug, Default)]
pub struct Body {
    /// The words; none where there are none.
    pub text: Option<String>,
    /// Files, in order.
    pub attachments: Vec<Attachment>,
    /// What is shared.
    pub share: Option<Share>,
    /// The length of a call as written.
    pub call: Option<String>,
    /// Reactions, in order.
    pub reactions: Vec<Reaction>,
    /// Whether the message was taken back.
    pub is_unsent: bool,
    /// What stands elsewhere in the body.
    pub extra: Map<String, Value>,
    /// Whether some bytes were not UTF-8.
    pub is_undecodable: bool,
}

/// The slot of the words.
const TEXT: usize = 2;
/// The slot of what is shared.
const SHARE: usize = 3;

/// An element that takes the text inside it.
struct Taker {
    what: Takes,
    depth: usize,
    words: Words,
}

enum Takes {
    Reaction,
    Call,
    /// What a player says where it cannot play.
    Player(usize),
    Link {
        href: String,
        holds_media: bool,
    },
}

/// Reads a body, piece by piece.
pub struct BodyReader<'s> {
    setting: &'s Setting<'s>,
    age: Age,
    /// The depth of the body's own element.
    base: Option<usize>,
    slot: usize,
    /// Text by slot; 0 is text outside of all slots.
    texts: Vec<Words>,
    takers: Vec<Taker>,
    share: ShareBox,
    reactions_depth: Option<usize>,
    /// Where in the text of the slot a time stands that a damaged card holds.
    time: Option<(usize, usize, usize)>,
    body: Body,
    links: Vec<Value>,
    written: Vec<Value>,
}

impl<'s> BodyReader<'s> {
    /// A reader of the body of a card.
    pub fn new(age: Age, setting: &'s Setting<'s>) -> Self {
        Self {
            setting,
            age,
            base: (age == Age::Old).then_some(0),
            slot: 0,
            texts: vec![Words::default()],
            takers: Vec::new(),
            share: ShareBox::default(),
            reactions_depth: None,
            time: None,
            body: Body::default(),
            links: Vec::new(),
            written: Vec::new(),
        }
    }

    /// Goes on by one piece; `depth` is that of the card behind it.
    pub fn see(&mut self, token: &Token<'_>, bytes: &[u8], depth: usize) {
        let Some(base) = self.base else {
            // The body's own start tag.
            self.base = Some(depth);
            return;
        };
        match token {
            Token::Start(tag) => self.start(tag, depth, depth.saturating_sub(base)),
            Token::End(_) => self.end(depth),
            Token::Text | Token::Broken(_) => self.words().push(bytes),
            Token::Aside => {}
        }
    }

    /// Where text goes at this point.
    fn words(&mut self) -> &mut Words {
        let in_text = self.slot == TEXT;
        let taker = self
            .takers
            .iter_mut()
            .rev()
            .find(|t| !(in_text && matches!(t.what, Takes::Link { .. })));
        if let Some(taker) = taker {
            return &mut taker.words;
        }
        if self.slot == SHARE {
            return self.share.words();
        }
        let slot = self.slot;
        &mut self.texts[slot]
    }

    fn start(&mut self, tag: &Tag<'_>, depth: usize, within: usize) {
        if tag.is("br") {
            self.words().text.push('\n');
            return;
        }
        if self.age == Age::Carded && within == 2 && self.takers.is_empty() && tag.is("div") {
            self.slot += 1;
            self.texts.push(Words::default());
        } else if self.slot == SHARE && tag.is("div") {
            self.share.begin_part();
        }
        if tag.has_class("_a6-q") || tag.has_class("_tqp") {
            self.reactions_depth = Some(depth);
        } else if tag.is("li") && self.reactions_depth.is_some() {
            self.take(Takes::Reaction, depth);
        } else if tag.has_class("_idm") {
            self.take(Takes::Call, depth);
        } else if tag.is("a") {
            let href = self.value(tag, "href").unwrap_or_default();
            self.take(
                Takes::Link {
                    href,
                    holds_media: false,
                },
                depth,
            );
        } else if tag.is("img") {
            if let Some(uri) = self.value(tag, "src") {
                self.add_image(uri);
            }
        } else if tag.is("audio") || tag.is("video") {
            let uri = self.value(tag, "src");
            let media = if tag.is("audio") {
                Media::Audio
            } else {
                Media::Video
            };
            let attachment = uri.map_or_else(
                || Attachment::new(media, State::Missing),
                |uri| self.setting.attach(media, &uri),
            );
            self.mark_link();
            self.body.attachments.push(attachment);
            self.take(Takes::Player(self.body.attachments.len() - 1), depth);
        } else if tag.is("source") {
            self.name_player(tag);
        } else if self.slot == TEXT && is_unsent(tag) {
            self.body.is_unsent = true;
        }
    }

    fn take(&mut self, what: Takes, depth: usize) {
        self.takers.push(Taker {
            what,
            depth,
            words: Words::default(),
        });
    }

    /// The value of an attribute, whatever its bytes.
    fn value(&mut self, tag: &Tag<'_>, name: &str) -> Option<String> {
        let mut words = Words::default();
        words.push(tag.raw(name)?);
        self.body.is_undecodable |= words.is_undecodable;
        Some(words.text).filter(|text| !text.is_empty())
    }

    fn player(&mut self) -> Option<&mut Attachment> {
        let index = self.takers.iter().rev().find_map(|t| match t.what {
            Takes::Player(index) => Some(index),
            _ => None,
        })?;
        self.body.attachments.get_mut(index)
    }

    fn add_image(&mut self, uri: String) {
        if let Some(player) = self.player() {
            player.thumbnail = Some(uri);
            return;
        }
        self.mark_link();
        let media = media::of_path(&uri).unwrap_or(Media::Image);
        let attachment = self.setting.attach(media, &uri);
        self.body.attachments.push(attachment);
    }

    /// The link that is open shows a file: it is no file of its own.
    fn mark_link(&mut self) {
        for taker in &mut self.takers {
            if let Takes::Link { holds_media, .. } = &mut taker.what {
                *holds_media = true;
            }
        }
    }

    /// A player may name its file in an element of its own.
    fn name_player(&mut self, tag: &Tag<'_>) {
        let Some(uri) = self.value(tag, "src") else {
            return;
        };
        let setting = self.setting;
        if let Some(player) = self.player()
            && player.name.is_none()
        {
            *player = setting.attach(player.media, &uri);
        }
    }

    fn end(&mut self, depth: usize) {
        while let Some(taker) = self.takers.pop_if(|t| t.depth > depth) {
            self.give(taker);
        }
        self.reactions_depth = self.reactions_depth.filter(|at| *at <= depth);
    }

    fn give(&mut self, taker: Taker) {
        let Words {
            text,
            is_undecodable,
        } = taker.words;
        self.body.is_undecodable |= is_undecodable;
        match taker.what {
            Takes::Reaction => {
                self.body.reactions.push(read_reaction(&text));
                self.written.push(text.into());
            }
            Takes::Call => self.body.call = Some(text),
            Takes::Player(_) => {}
            Takes::Link { href, holds_media } => self.give_link(href, text, holds_media),
        }
    }

    /// What a link is depends on where it stands: the words' own, the shared one, or a file.
    fn give_link(&mut self, href: String, text: String, holds_media: bool) {
        let in_player = self
            .takers
            .iter()
            .any(|t| matches!(t.what, Takes::Player(_)));
        if holds_media || in_player {
            return;
        }
        if self.slot == SHARE {
            self.share.add_link(href, text);
        } else if self.slot != TEXT && media::is_local(&href) {
            let media = media::of_path(&href).unwrap_or(Media::File);
            let attachment = self.setting.attach(media, &href);
            self.body.attachments.push(attachment);
        } else {
            if self.slot != TEXT {
                self.words().text.push_str(&text);
            }
            // Where a link leads is kept where its words do not say it.
            let slot = self.slot;
            if !href.is_empty() && !self.texts[slot].text.contains(&href) {
                self.links.push(href.into());
            }
        }
    }

    /// A time begins in the body of a damaged card.
    pub fn begin_time(&mut self) {
        let slot = self.slot;
        let length = self.texts[slot].text.len();
        self.time.get_or_insert((slot, length, usize::MAX));
    }

    /// It ends.
    pub fn end_time(&mut self) {
        if let Some((slot, _, end)) = &mut self.time
            && *end == usize::MAX
        {
            *end = self.texts[*slot].text.len();
        }
    }

    /// What was read. The time in a damaged body is no part of the words if the card has no other.
    pub fn finish(mut self, without_time: bool) -> Body {
        while let Some(taker) = self.takers.pop() {
            self.give(taker);
        }
        if let (true, Some((slot, start, end))) = (without_time, self.time) {
            let text = &mut self.texts[slot].text;
            let rest = text.get(end..).unwrap_or_default().to_owned();
            text.truncate(start);
            text.push_str(&rest);
        }
        let Self {
            mut body, texts, ..
        } = self;
        body.is_undecodable |= texts.iter().any(|words| words.is_undecodable);
        body.share = self.share.finish(self.setting.is_instagram, &mut body);
        // A body without slots, or with one, holds its words there.
        let of_text = self.slot.min(TEXT);
        for (slot, words) in texts.into_iter().enumerate() {
            if slot == of_text {
                body.text = Some(words.text).filter(|text| !text.is_empty());
            } else if !words.is_blank() {
                body.extra.insert(format!("slot_{slot}"), words.text.into());
            }
        }
        if !self.links.is_empty() {
            body.extra.insert("links".into(), self.links.into());
        }
        if !self.written.is_empty() {
            body.extra
                .insert("reactions_written".into(), self.written.into());
        }
        body
    }
}

/// The style of the sentence that stands where a message was taken back; the sentence is in the account's language.
fn is_unsent(tag: &Tag<'_>) -> bool {
    let style = tag.raw("style").unwrap_or_default();
    let bare: Vec<u8> = style
        .iter()
        .filter(|b| !b.is_ascii_whitespace())
        .map(u8::to_ascii_lowercase)
        .collect();
    let has = |part: &[u8]| memchr::memmem::find(&bare, part).is_some();
    has(b"color:gray") && has(b"font-style:italic")
}
