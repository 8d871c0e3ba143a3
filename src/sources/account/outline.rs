//! Cuts a JSON member into its items and what stands around them.
//!
//! The list is at the root (`[{…}, …]`), under a key (`{"account_activity_v2": [{…}, …]}`), or one step further down
//! (`{"pokes_v2": {"data": [{…}, …]}}`). What stands beside lists (`{"timezone_v2": "Asia/Karachi"}`) is an item with its key.

use std::ops::Range;

use super::labels::GENERIC;
use super::sections::{Section, Shape, sections};
use crate::sources::json::{self, Elements, MARK, Scanner, Texts, TileKind, Tiles};

/// Keys one step down under which a list may stand.
const INSIDE: [&str; 2] = ["data", "activity_log_data"];

/// Keys of elements by which one is known behind damage. Objects inside of elements have none of them.
const OF_ELEMENTS: [&str; 9] = [
    "timestamp",
    "created_timestamp",
    "verification_time",
    "session",
    "event",
    "action",
    "ip",
    "ip_address",
    "fbid",
];

/// So many runs are kept apart; real files have one or two. Lists behind them are one item each.
const MOST_RUNS: usize = 1000;

/// How the items of a run stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Elements of a list.
    Element,
    /// A key, a colon and a value.
    Member,
    /// A key that only counts the items, and a value.
    Numbered,
    /// The whole file.
    Whole,
}

/// Items of one form and section, and the frames around them.
pub struct Run {
    /// How they stand.
    pub form: Form,
    /// What they are.
    pub section: &'static Section,
    /// Where the run begins; its stretches count from there.
    pub start: usize,
    /// Its stretches.
    pub tiles: Tiles,
}

/// A file in runs, one behind the other; no byte is left out.
pub struct Outline {
    /// The runs.
    pub runs: Vec<Run>,
    /// How the strings are written.
    pub texts: Texts,
}

/// Cuts the bytes of the member with this name.
pub fn outline(name: &str, bytes: &[u8]) -> Outline {
    let mut cutter = Cutter {
        by_path: sections().of_path(name),
        scanner: Scanner::new(bytes),
        bytes,
        runs: Vec::new(),
        at: 0,
        has_wide_escape: false,
    };
    cutter.root();
    let mut all = Elements {
        has_mark: bytes.starts_with(MARK),
        has_wide_escape: cutter.has_wide_escape || cutter.scanner.has_wide_escape,
        ..Elements::default()
    };
    all.tiles.push(TileKind::Frame, bytes.len());
    Outline {
        runs: cutter.runs,
        texts: Texts::of(bytes, &all),
    }
}

struct Cutter<'a> {
    by_path: Option<&'static Section>,
    scanner: Scanner<'a>,
    bytes: &'a [u8],
    runs: Vec<Run>,
    /// Where the last run ends.
    at: usize,
    /// Whether a character above U+00FF is escaped behind damage.
    has_wide_escape: bool,
}

impl Cutter<'_> {
    fn root(&mut self) {
        let start = if self.bytes.starts_with(MARK) {
            MARK.len()
        } else {
            0
        };
        let start = self.scanner.blank(start);
        let is_object = self.scanner.peek(start) == Some(b'{');
        let rest = self.bytes.get(start..).unwrap_or_default();
        if is_object
            && json::has_key(rest, &GENERIC)
            && let Ok(end) = self.scanner.value(start)
            && self.scanner.blank(end) == self.bytes.len()
        {
            self.book(Form::Whole, self.of_list(None), start..end);
            self.rest(TileKind::Frame);
            return;
        }
        let is_whole = is_object
            && self
                .object(start, &[])
                .is_some_and(|end| self.scanner.blank(end) == self.bytes.len());
        if is_whole {
            self.rest(TileKind::Frame);
        } else if self.at < self.bytes.len() {
            let is_list = self.bytes.trim_ascii_end().ends_with(b"]");
            let path: &[&str] = if is_object || !is_list { &[""] } else { &[] };
            self.salvage(path, self.of_list(None));
        }
    }

    /// The members of the object at `start`; returns its end. Where it breaks, what is whole is salvaged and none returned.
    fn object(&mut self, start: usize, path: &[&str]) -> Option<usize> {
        let mut at = self.scanner.blank(start + 1);
        if self.scanner.peek(at) == Some(b'}') {
            return Some(at + 1);
        }
        loop {
            at = self.member(at, path)?;
            at = self.scanner.blank(at);
            match self.scanner.peek(at)? {
                b',' => at = self.scanner.blank(at + 1),
                b'}' => return Some(at + 1),
                _ => return None,
            }
        }
    }

    /// The member whose key stands at `start`; returns its end.
    fn member(&mut self, start: usize, path: &[&str]) -> Option<usize> {
        let value = self.scanner.key(start).ok()?;
        let key = key_at(self.bytes, start);
        let known = key.and_then(|key| sections().of_key(key));
        let key = key.unwrap_or_default();
        let section = match path {
            [] => known,
            [above, ..] => sections().of_key(above),
        };
        let first = self.scanner.peek(value)?;
        let shape = section
            .or(self.by_path)
            .map_or(Shape::List, |section| section.shape);
        let may_be_list = path.is_empty() || INSIDE.contains(&key);
        match (first, shape) {
            (b'[', Shape::List) if may_be_list && self.runs.len() < MOST_RUNS => {
                let section = self.of_list(section);
                let Ok(end) = self.scanner.value(value) else {
                    let path: Vec<&str> = path.iter().copied().chain([key]).collect();
                    self.salvage(&path, section);
                    return None;
                };
                self.list(value..end, section);
                Some(end)
            }
            (b'{', Shape::List) if path.is_empty() && self.has_list_inside(value) => {
                self.object(value, &[key])
            }
            (b'{', Shape::Map) if path.is_empty() && known.is_some() => {
                self.numbered(value, self.of_list(known))
            }
            _ => {
                let end = self.scanner.value(value).ok()?;
                let is_one = shape == Shape::One && path.is_empty();
                let own = known
                    .filter(|_| path.is_empty())
                    .or(self.by_path.filter(|_| is_one));
                self.book(
                    Form::Member,
                    own.unwrap_or_else(|| sections().other()),
                    start..end,
                );
                Some(end)
            }
        }
    }

    /// Whether a list stands under one of the known keys of the object at `at`, as far as it is whole.
    fn has_list_inside(&self, at: usize) -> bool {
        let object = self.bytes.get(at..).unwrap_or_default();
        let mut scanner = Scanner::new(object);
        let mut at = scanner.blank(1);
        while let Ok(value) = scanner.key(at) {
            let is_inside = key_at(object, at).is_some_and(|key| INSIDE.contains(&key));
            if is_inside && scanner.peek(value) == Some(b'[') {
                return true;
            }
            let Ok(end) = scanner.value(value) else {
                return false;
            };
            at = scanner.blank(end);
            if scanner.peek(at) == Some(b',') {
                at = scanner.blank(at + 1);
            }
        }
        false
    }

    /// The members of an object whose keys only tell its items apart.
    fn numbered(&mut self, start: usize, section: &'static Section) -> Option<usize> {
        let mut at = self.scanner.blank(start + 1);
        while self.scanner.peek(at)? == b'"' {
            let value = self.scanner.key(at).ok()?;
            let end = self.scanner.value(value).ok()?;
            self.book(Form::Numbered, section, at..end);
            at = self.scanner.blank(end);
            if self.scanner.peek(at) == Some(b',') {
                at = self.scanner.blank(at + 1);
            }
        }
        (self.scanner.peek(at) == Some(b'}')).then_some(at + 1)
    }

    /// What items of a list are: by its key, else by the member's path.
    fn of_list(&self, by_key: Option<&'static Section>) -> &'static Section {
        by_key
            .or(self.by_path)
            .unwrap_or_else(|| sections().other())
    }

    /// Books one item, and what stands before it as a frame.
    fn book(&mut self, form: Form, section: &'static Section, item: Range<usize>) {
        let is_same = |run: &Run| run.form == form && std::ptr::eq(run.section, section);
        if !self.runs.last().is_some_and(is_same) {
            self.begin(form, section);
        }
        if let Some(run) = self.runs.last_mut() {
            run.tiles.push(TileKind::Frame, item.start - run.start);
            run.tiles.push(TileKind::Element, item.end - run.start);
            self.at = item.end;
        }
    }

    /// Books the elements of a list that is whole.
    fn list(&mut self, list: Range<usize>, section: &'static Section) {
        let cut = json::cut(
            self.bytes.get(list.clone()).unwrap_or_default(),
            &[],
            json::Lists::Named,
            &|_| false,
        );
        self.begin(Form::Element, section);
        if let Some(run) = self.runs.last_mut() {
            run.tiles.push(TileKind::Frame, list.start - run.start);
            for tile in cut.tiles.forward() {
                run.tiles.push(tile.kind, list.start + tile.end - run.start);
            }
            self.at = list.end;
        }
    }

    /// Books what is whole from here on in a file that is damaged: elements of the list under `path`, and members beside it.
    fn salvage(&mut self, path: &[&str], section: &'static Section) {
        let is_element = |object: &[u8]| {
            let is_known = json::has_key(object, &OF_ELEMENTS) || json::has_key(object, &GENERIC);
            is_known && section.shape != Shape::Map
        };
        let cut = json::cut(self.bytes, path, json::Lists::Named, &is_element);
        self.has_wide_escape = cut.has_wide_escape;
        self.begin(Form::Element, section);
        let mut beside = cut.outside.iter().peekable();
        let start = self.at;
        for tile in cut.tiles.forward().filter(|tile| tile.end > start) {
            while let Some(field) = beside.next_if(|field| field.value.end <= tile.end) {
                if field.key.start > self.at {
                    self.book(
                        Form::Member,
                        sections().other(),
                        field.key.start - 1..field.value.end,
                    );
                }
            }
            if !self
                .runs
                .last()
                .is_some_and(|run| run.form == Form::Element)
            {
                self.begin(Form::Element, section);
            }
            if let Some(run) = self.runs.last_mut() {
                run.tiles
                    .push(tile.kind, tile.end.saturating_sub(run.start));
                self.at = self.at.max(tile.end);
            }
        }
    }

    fn begin(&mut self, form: Form, section: &'static Section) {
        self.runs.push(Run {
            form,
            section,
            start: self.at,
            tiles: Tiles::default(),
        });
    }

    /// Books what is left.
    fn rest(&mut self, kind: TileKind) {
        if self.runs.is_empty() {
            self.begin(Form::Whole, sections().other());
        }
        if let Some(run) = self.runs.last_mut() {
            run.tiles.push(kind, self.bytes.len() - run.start);
            self.at = self.bytes.len();
        }
    }
}

/// The key whose quote stands at `at`, if it is written without escapes, as Facebook's keys are.
fn key_at(bytes: &[u8], at: usize) -> Option<&str> {
    let end = Scanner::new(bytes).string(at).ok()?;
    let key = std::str::from_utf8(bytes.get(at + 1..end - 1)?).ok()?;
    Some(key).filter(|key| !key.contains('\\'))
}

/// The keys of the object at the root, as far as it is whole and one further.
pub fn root_keys(bytes: &[u8]) -> impl Iterator<Item = &str> {
    let mut scanner = Scanner::new(bytes);
    let mut next = scanner.blank(0);
    let is_object = scanner.peek(next) == Some(b'{');
    next = if is_object {
        scanner.blank(next + 1)
    } else {
        bytes.len()
    };
    std::iter::from_fn(move || {
        let value = scanner.key(next).ok()?;
        let key = key_at(bytes, next).unwrap_or_default();
        next = scanner.value(value).unwrap_or(bytes.len());
        next = scanner.blank(next);
        if scanner.peek(next) == Some(b',') {
            next = scanner.blank(next + 1);
        }
        Some(key)
    })
}
