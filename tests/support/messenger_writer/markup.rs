//! The elements of a page, by version.

use super::{Around, Version};

/// What a version writes.
pub struct Markup {
    version: Version,
    card: [&'static str; 2],
    sender: [&'static str; 2],
    body: &'static str,
    time: [&'static str; 2],
    /// The class of the element inside the time's, where there is one.
    stamp: Option<&'static str>,
}

/// Text as the pages escape it, with `<br />` for line breaks.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#039;"),
            '@' => html.push_str("&#064;"),
            '\n' => html.push_str("<br />"),
            other => html.push(other),
        }
    }
    html
}

impl Markup {
    /// The elements of a version.
    pub fn of(version: Version) -> Self {
        let carded = |card, sender, body, time, stamp| Self {
            version,
            card,
            sender,
            body,
            time,
            stamp,
        };
        let facebook = "_2ph_ _a6-h _a6-i";
        let later = |card, sender, time| carded(card, sender, "_2ph_ _a6-p", time, Some("_a72d"));
        let instagram = |sender| {
            let card = ["div", "pam _3-95 _2ph- _a6-g uiBoxWhite noborder"];
            carded(
                card,
                [sender, "_3-95 _2pim _a6-h _a6-i"],
                "_3-95 _a6-p",
                ["div", "_3-94 _a6-o"],
                None,
            )
        };
        match version {
            Version::A => carded(
                ["div", "message"],
                ["span", "user"],
                "",
                ["span", "meta"],
                None,
            ),
            Version::B => carded(
                ["div", "pam _3-95 _2pi0 _2lej uiBoxWhite noborder"],
                ["div", "_3-96 _2pio _2lek _2lel"],
                "_3-96 _2let",
                ["div", "_3-94 _2lem"],
                None,
            ),
            Version::C => later(
                ["div", "_3-95 _a6-g"],
                ["div", facebook],
                ["div", "_3-94 _a6-o"],
            ),
            Version::D => later(["div", "_a6-g"], ["div", facebook], ["div", "_3-94 _a6-o"]),
            Version::E => later(
                ["section", "_3-95 _a6-g"],
                ["h2", facebook],
                ["footer", "_3-94 _a6-o"],
            ),
            Version::Instagram22 => instagram("div"),
            Version::Instagram25 => instagram("h2"),
        }
    }

    /// Whether reactions stand in the pages.
    pub fn has_reactions(&self) -> bool {
        self.version != Version::A
    }

    fn is_instagram(&self) -> bool {
        matches!(self.version, Version::Instagram22 | Version::Instagram25)
    }

    /// One message.
    pub fn card(
        &self,
        sender: &str,
        slots: &[String; 4],
        blocks: &str,
        reactions: &[String],
        stamp: &str,
    ) -> String {
        let [card, card_class] = self.card;
        let [name, name_class] = self.sender;
        let [time, time_class] = self.time;
        if self.version == Version::A {
            return format!(
                "<{card} class=\"{card_class}\"><div class=\"message_header\"><{name} class=\"{name_class}\">{sender}</{name}><{time} class=\"{time_class}\">{stamp}</{time}></div></{card}><p>{}{blocks}</p>",
                slots[1]
            );
        }
        let slots: String = slots
            .iter()
            .map(|slot| format!("<div>{slot}</div>"))
            .collect();
        let list = match (reactions, self.version) {
            ([], _) => String::new(),
            (some, Version::B) => {
                let items: String = some.iter().map(|r| format!("<li>{r}</li>")).collect();
                format!("<ul class=\"_tqp\">{items}</ul>")
            }
            (some, _) => {
                let items: String = some
                    .iter()
                    .map(|r| format!("<li><span>{r}</span></li>"))
                    .collect();
                format!("<ul class=\"_a6-q\">{items}</ul>")
            }
        };
        let stamp = self.stamp.map_or(stamp.to_owned(), |class| {
            format!("<div class=\"{class}\">{stamp}</div>")
        });
        format!(
            "<{card} class=\"{card_class}\"><{name} class=\"{name_class}\">{sender}</{name}><div class=\"{}\"><div>{slots}{blocks}{list}</div></div><{time} class=\"{time_class}\">{stamp}</{time}></{card}>",
            self.body
        )
    }

    /// A file.
    pub fn file(&self, uri: &str) -> String {
        let uri = escape(uri);
        let image = if self.version == Version::B {
            "_2yuc _3-96"
        } else {
            "_a6_o _3-96"
        };
        if uri.contains("/videos/") {
            let inside = if self.version == Version::B {
                "<img src=\"thumb.jpg\" />"
            } else {
                ""
            };
            format!(
                "<div><video src=\"{uri}\" controls=\"1\"><a target=\"_blank\" href=\"{uri}\"><div>Click for video:</div></a>{inside}</video></div>"
            )
        } else if uri.contains("/audio/") {
            format!(
                "<div><audio src=\"{uri}\" controls=\"1\"><a target=\"_blank\" href=\"{uri}\"><div>Click for audio</div></a></audio></div>"
            )
        } else if uri.contains("/files/") {
            format!("<div><a target=\"_blank\" href=\"{uri}\">{uri}</a></div>")
        } else {
            format!(
                "<div><a target=\"_blank\" href=\"{uri}\"><img src=\"{uri}\" class=\"{image}\" /></a></div>"
            )
        }
    }

    /// The box of what is shared.
    pub fn share(&self, text: &str, owner: Option<&str>, link: &str) -> String {
        let owner = owner.filter(|_| self.is_instagram());
        let owner = owner.map_or(String::new(), |owner| {
            format!("<div>{}</div>", escape(owner))
        });
        let (text, link) = (escape(text), escape(link));
        format!(
            "<div><div>{text}</div>{owner}<div><a target=\"_blank\" href=\"{link}\">{link}</a></div></div>"
        )
    }

    /// The sentence that stands for a message that was taken back.
    pub fn unsent(&self, sentence: &str) -> String {
        format!(
            "<div style=\"color:gray;text-size:13px;font-style:italic;\">{}</div>",
            escape(sentence)
        )
    }

    /// The page around the cards.
    pub fn page(&self, around: &Around, cards: &str) -> String {
        let title = escape(&around.title);
        let making = around.making.clone().unwrap_or_default();
        let members = around.members.as_deref().map(escape);
        let head = |base: &str| {
            format!(
                "<html><head><base href=\"{base}\" /><meta http-equiv=\"content-type\" content=\"text/html; charset=UTF-8\" /><title>{title}</title><style type=\"text/css\">body > div {{ margin: 0 }}</style></head>"
            )
        };
        match self.version {
            Version::A => format!(
                "<html><head><meta http-equiv=\"content-type\" content=\"text/html; charset=UTF-8\" /><title>{title}</title></head><body><div class=\"contents\"><div><div class=\"thread\">{}{cards}</div></div></div><div class=\"footer\">{making}</div></body></html>",
                members.unwrap_or_default()
            ),
            Version::B => {
                let members = members.map_or(String::new(), |m| format!("<div class=\"pam _3-95 _2pi0 _2lej uiBoxWhite noborder\"><div class=\"_3-96 _2pio _2lek _2lel\">{m}</div><div class=\"_3-96 _2let\"></div><div class=\"_3-94 _2lem\"></div></div>"));
                format!(
                    "{}<body class=\"_5vb_ _2yq _4yic\"><div class=\"_3a_u\"><div class=\"_3b0d\">{title}</div><div class=\"_4t5n\" role=\"main\">{members}{cards}</div><div class=\"_4t5o\">{making}</div></div></body></html>",
                    head("../../../")
                )
            }
            _ => {
                let [card, class] = self.card;
                let members = members.map_or(String::new(), |m| format!("<{card} class=\"{class}\"><div class=\"_2ph_ _a6-p\"><div>{m}</div></div></{card}>"));
                format!(
                    "{}<body class=\"_5vb_ _2yq\"><div class=\"clearfix _ikh\"><div class=\"_a705\"><div class=\"_3-8y _3-95 _a70a\"><div class=\"_a70d\"><div class=\"_a70e\">{title}</div></div></div><div class=\"_aoaa\">{making}</div><div class=\"_7s7q\"></div><div class=\"_a706\" role=\"main\">{members}{cards}</div><div class=\"_7s7q\"></div></div></div></body></html>",
                    head("../../../../")
                )
            }
        }
    }
}
