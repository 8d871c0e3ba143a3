//! Files of a thread in classic JSON, made as they are asked for: a file of 10,000 messages lies in memory, never the whole.

use std::io::{self, Cursor, Read};

use saboot::model::Contents;

/// So many messages stand in one file, as Facebook writes them.
pub const IN_A_FILE: usize = 10_000;

/// Words of a synthetic thread, in Facebook's own writing: Roman Urdu, Urdu, English, emoji.
const TEXTS: [&str; 6] = [
    "kal milte hain, theek hai na? 5 baje tak pohanch jana warna der ho jaye gi",
    r"\u00d8\u00a2\u00d8\u00ac \u00d8\u00b4\u00d8\u00a7\u00d9\u0085",
    "ok",
    "I told you not to write to me again. Please stop sending these messages.",
    r"haan \u00f0\u009f\u0091\u008d dekho https://example.org/path?q=1",
    r"\u00d8\u00aa\u00d9\u0085 \u00d9\u0086\u00db\u0092",
];

/// What stands beside the words, by turns: nothing, or a photo, reactions, a call, an unsent row.
const BESIDE: [&str; 16] = [
    "",
    "",
    "",
    "",
    "",
    "",
    ",\n      \"reactions\": [\n        {\n          \"reaction\": \"\\u00e2\\u009d\\u00a4\",\n          \"actor\": \"Sana Bibi\"\n        }\n      ]",
    "",
    "",
    "",
    ",\n      \"photos\": [\n        {\n          \"uri\": \"your_facebook_activity/messages/inbox/kashif_1002003004005006/photos/1_2.jpg\",\n          \"creation_timestamp\": 1719912461\n        }\n      ]",
    "",
    "",
    ",\n      \"call_duration\": 0",
    "",
    ",\n      \"is_unsent\": true",
];

/// One file of the thread, newest message first, in the layout of 2024.
pub fn thread_file(messages: usize) -> Vec<u8> {
    let mut text = String::with_capacity(messages * 260);
    text.push_str("{\n  \"participants\": [\n    {\n      \"name\": \"Kashif\"\n    },\n    {\n      \"name\": \"Sana Bibi\"\n    }\n  ],\n  \"messages\": [\n");
    for i in 0..messages {
        let comma = if i == 0 { "" } else { ",\n" };
        let name = ["Kashif", "Sana Bibi"][i % 2];
        let time = 1_719_912_461_476_u64 - i as u64 * 41_003;
        let (words, beside) = (TEXTS[i * 7 % 6], BESIDE[i % 16]);
        text.push_str(&format!(
            "{comma}    {{\n      \"sender_name\": \"{name}\",\n      \"timestamp_ms\": {time},\n      \"content\": \"{words}\"{beside},\n      \"is_geoblocked_for_viewer\": false\n    }}"
        ));
    }
    text.push_str("\n  ],\n  \"title\": \"Kashif\",\n  \"is_still_participant\": true,\n  \"thread_path\": \"inbox/kashif_1002003004005006\",\n  \"magic_words\": []\n}\n");
    text.into_bytes()
}

/// A thread of so many files, all of the same bytes but for their times' order.
pub struct OnTheFly;

impl Contents for OnTheFly {
    fn open(&self, _: u32) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(Cursor::new(thread_file(IN_A_FILE))))
    }
}
