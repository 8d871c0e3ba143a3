//! One element as a value: its strings as people wrote them, nothing lost.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::model::Encoding;
use crate::sources::json::{Fields, Items, Texts, is_list, is_object, raw_value, string, worse};

/// Brackets deeper than this are not read. Real exports have about ten.
const DEEPEST: u32 = 100;

/// Reads values of one file.
pub struct Reader {
    texts: Texts,
    /// What happened to the strings read so far: the outcome that says most against them.
    pub encoding: Encoding,
    /// Whether a key stood twice in one object.
    pub has_repeated_key: bool,
}

impl Reader {
    /// A reader of one element.
    pub fn new(texts: Texts) -> Self {
        Self {
            texts,
            encoding: Encoding::AsIs,
            has_repeated_key: false,
        }
    }

    /// The value. A key that stands twice is kept twice, the second time as `key#2`. None if it is nested too deep.
    pub fn value(&mut self, raw: &[u8]) -> Option<Value> {
        self.at_depth(raw, DEEPEST)
    }

    /// The text between two quotes.
    pub fn text(&mut self, between: &[u8]) -> String {
        let (text, encoding) = self.texts.read(between);
        self.encoding = worse(self.encoding, encoding);
        text
    }

    fn at_depth(&mut self, raw: &[u8], left: u32) -> Option<Value> {
        if is_object(raw) {
            let left = left.checked_sub(1)?;
            let mut map = Map::new();
            let mut repeated = HashMap::new();
            for (key, value) in Fields::of(raw) {
                let mut key = self.text(key);
                while map.contains_key(&key) {
                    self.has_repeated_key = true;
                    let times: &mut u64 = repeated.entry(key.clone()).or_insert(1);
                    *times += 1;
                    key = format!("{key}#{times}");
                }
                map.insert(key, self.at_depth(value, left)?);
            }
            Some(Value::Object(map))
        } else if is_list(raw) {
            let left = left.checked_sub(1)?;
            let items = Items::of(raw).map(|item| self.at_depth(item, left));
            items.collect::<Option<_>>().map(Value::Array)
        } else if let Some(between) = string(raw) {
            Some(Value::String(self.text(between)))
        } else {
            raw_value(raw)
        }
    }
}
