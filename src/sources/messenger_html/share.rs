//! The box of what is shared: a text, on Instagram the owner's name, a link. None of it is the sender's words.

use serde_json::Value;

use super::body::Body;
use crate::model::record::Share;
use crate::sources::html_walk::Words;

/// The box, part by part.
#[derive(Debug, Default)]
pub struct ShareBox {
    parts: Vec<Words>,
    links: Vec<(String, String)>,
}

impl ShareBox {
    /// An element begins that is a part of the box.
    pub fn begin_part(&mut self) {
        self.parts.push(Words::default());
    }

    /// Where text goes.
    pub fn words(&mut self) -> &mut Words {
        if self.parts.is_empty() {
            self.begin_part();
        }
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }

    /// A link of the box.
    pub fn add_link(&mut self, href: String, text: String) {
        self.links.push((href, text));
    }

    /// What is shared; none where the box is empty. What finds no place goes to the body's `extra`.
    pub fn finish(self, is_instagram: bool, body: &mut Body) -> Option<Share> {
        body.is_undecodable |= self.parts.iter().any(|part| part.is_undecodable);
        let mut texts: Vec<String> = self
            .parts
            .into_iter()
            .filter(|p| !p.is_blank())
            .map(|p| p.text)
            .collect();
        let owner = (is_instagram && texts.len() > 1).then(|| texts.remove(1));
        let mut links = self.links.into_iter();
        let first = links.next();
        let more: Vec<Value> = links.map(|(href, _)| href.into()).collect();
        if !more.is_empty() {
            body.extra.insert("share_links".into(), more.into());
        }
        let (link, words) = first.unzip();
        let link = link.filter(|link| !link.is_empty());
        if let Some(words) = words.filter(|words| !words.is_empty() && Some(words) != link.as_ref())
        {
            body.extra.insert("share_link_text".into(), words.into());
        }
        let text = (!texts.is_empty()).then(|| texts.join("\n"));
        (link.is_some() || text.is_some() || owner.is_some()).then_some(Share { link, text, owner })
    }
}
