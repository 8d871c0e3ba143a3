//! The fixture folders: `fixtures/sources/<module>/<case>/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// One case: what is handed over, what a person declares, and what must come out.
#[derive(Clone)]
pub struct Case {
    /// Name of the folder.
    pub name: String,
    /// The folder itself.
    pub folder: PathBuf,
    /// Name under which the input is handed over.
    pub given_name: String,
    /// The input.
    pub input: Input,
    /// `case.json`, or an empty object: `given_name`, `times`, `options`, and what the source line must say.
    pub settings: Value,
    /// `truth.jsonl`: a line a record, holding only what the case's author states.
    pub truth: Vec<Value>,
}

/// What is handed over.
#[derive(Clone)]
pub enum Input {
    /// One file.
    Lone(Vec<u8>),
    /// The members of an archive, sorted by the bytes of their paths.
    Archive(Vec<(String, Vec<u8>)>),
}

impl Case {
    /// Times of the archive's members, by name.
    pub fn times(&self) -> BTreeMap<String, String> {
        let Some(times) = self.settings["times"].as_object() else {
            return BTreeMap::new();
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        times
            .iter()
            .map(|(name, value)| (name.clone(), text(value)))
            .collect()
    }
}

/// The modules whose fixtures are walked.
pub const MODULES: &[&str] = &[
    "account",
    "facebook",
    "messenger_html",
    "messenger_json",
    "messenger_secure",
    "whatsapp",
];

/// All cases of all modules.
pub fn all() -> impl Iterator<Item = Case> {
    MODULES.iter().copied().flat_map(cases)
}

/// All cases of a module, sorted by name. Fails if there are none: an empty walk proves nothing.
pub fn cases(module: &str) -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/sources")
        .join(module);
    let mut folders: Vec<PathBuf> = children(&root)
        .into_iter()
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(!folders.is_empty(), "no fixtures in {}", root.display());
    folders.into_iter().map(open).collect()
}

fn open(folder: PathBuf) -> Case {
    let name = file_name(&folder);
    let settings = match fs::read_to_string(folder.join("case.json")) {
        Ok(text) => serde_json::from_str(&text).expect("case.json is JSON"),
        Err(_) => Value::Object(serde_json::Map::new()),
    };
    let truth = fs::read_to_string(folder.join("truth.jsonl"))
        .unwrap_or_else(|error| panic!("{name}/truth.jsonl: {error}"))
        .lines()
        .map(|line| serde_json::from_str(line).expect("truth.jsonl holds JSON lines"))
        .collect();
    let lone = folder.join("input.txt");
    let input = if lone.is_file() {
        Input::Lone(fs::read(&lone).expect("a fixture can be read"))
    } else {
        let mut members = Vec::new();
        collect(&folder.join("input"), "", &mut members);
        members
            .sort_by(|left: &(String, Vec<u8>), right| left.0.as_bytes().cmp(right.0.as_bytes()));
        Input::Archive(members)
    };
    let given_name = settings["given_name"].as_str().map_or_else(
        || match input {
            Input::Lone(_) => "chat.txt".to_owned(),
            Input::Archive(_) => "chat.zip".to_owned(),
        },
        str::to_owned,
    );
    Case {
        name,
        folder,
        given_name,
        input,
        settings,
        truth,
    }
}

fn collect(folder: &Path, prefix: &str, members: &mut Vec<(String, Vec<u8>)>) {
    for path in children(folder) {
        let name = format!("{prefix}{}", file_name(&path));
        if path.is_dir() {
            collect(&path, &format!("{name}/"), members);
        } else {
            members.push((name, fs::read(&path).expect("a fixture can be read")));
        }
    }
}

fn children(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a fixture folder can be listed").path())
        .collect()
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .and_then(|name| name.to_str())
        .expect("fixtures have UTF-8 names")
        .to_owned()
}
