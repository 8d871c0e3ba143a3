//! From paths to sources: which of the given files belong together.
//!
//! A folder is one source if an export is recognized in it as a tree. Otherwise each export inside it is a
//! source, by path bytes; the loose pictures are one source, and the other loose files one more.

use std::path::{Path, PathBuf};

use super::container::is_document;
use super::contents::{DiskContents, Place, open_file};
use super::error::OpenError;
use super::folder::{list_folder, name_of};
use super::limits::Limits;
use super::name::{Name, has_extension, is_rubbish};
use super::parts::join_parts;
use super::refusal::Refusal;
use super::zip::begins_like_zip;
use crate::model::Watch;
use crate::model::{Digest, Export, Member, Reading};

/// So many first bytes tell what a loose file is.
const HEAD: u64 = 4096;

/// What intake must ask about content and does not know itself.
pub struct Recognizers<'a> {
    /// Whether a reader recognizes an export in this lone file. Its member has no digest yet.
    pub is_export: &'a dyn Fn(&Export) -> bool,
    /// Whether a folder is one export as a tree. A format whose files lie flat, such as WhatsApp's, should look at
    /// [`Export::top_level`] only, so that a folder of several chats is not taken for one.
    pub is_tree: &'a dyn Fn(&Export) -> bool,
    /// Which download a zip of this name is a part of, where its name says so.
    pub download_of: &'a dyn Fn(&str) -> Option<String>,
    /// In which form a part of a download is, such as JSON or HTML, by the names of its members; none for one that
    /// holds media only.
    pub form_of: &'a dyn Fn(&Export) -> Option<String>,
    /// Whether a file that begins with these bytes is a picture.
    pub is_picture: &'a dyn Fn(&[u8]) -> bool,
}

/// One file that a person gave, alone or in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Where its bytes are. The store may point it at its own copy.
    pub path: PathBuf,
    /// The bytes of its name; in a folder those of the path below it, with `/` between.
    pub raw_name: Vec<u8>,
    /// Bytes, as the file system says.
    pub size: u64,
    /// Size and digest, where it was hashed already; it is then not hashed again.
    pub known: Option<(u64, Digest)>,
    /// Why it cannot be read.
    pub refusal: Option<Refusal>,
}

impl Given {
    /// Its name as text.
    #[must_use]
    pub fn name(&self) -> Name {
        Name::decode(&self.raw_name)
    }

    /// The bytes of its name without the folders before it.
    fn last_part(&self) -> &[u8] {
        self.raw_name
            .rsplit(|&b| b == b'/')
            .next()
            .unwrap_or_default()
    }
}

/// What kind of source a group of files is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One zip archive.
    Archive,
    /// The zip archives of one download.
    Parts,
    /// One file that is an export by itself.
    Single,
    /// A folder that is an export as a whole.
    Tree,
    /// Loose pictures.
    Pictures,
    /// Loose files of any other kind.
    Files,
}

/// The files of one source, not hashed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathered {
    /// What kind of source it is.
    pub shape: Shape,
    /// The file or folder name as given; of a set, its first file and how many more.
    pub given_name: String,
    /// Its files, in the order of their numbers.
    pub files: Vec<Given>,
}

/// Sorts what was given into sources: the exports in the order given, then the pictures, then the other files.
///
/// # Errors
/// A path cannot be read, a folder holds too many files, or there is no file at all.
pub fn gather(
    paths: &[PathBuf],
    recognizers: &Recognizers<'_>,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Vec<Gathered>, OpenError> {
    let mut sorting = Sorting {
        recognizers,
        sources: Vec::new(),
        pictures: Vec::new(),
        others: Vec::new(),
    };
    for (argument, path) in (1..).zip(paths) {
        let unreadable = |cause| OpenError::Unreadable { argument, cause };
        let metadata = std::fs::metadata(path).map_err(unreadable)?;
        if metadata.is_dir() {
            let files = list_folder(path, argument, limits, watch)?;
            sorting.sort_folder(&name_of(path), files, 0);
        } else if metadata.is_file() {
            // A file that cannot be opened is told now, before anything is read.
            open_file(path).map_err(unreadable)?;
            let given = Given {
                path: path.clone(),
                raw_name: name_of(path),
                size: metadata.len(),
                known: None,
                refusal: None,
            };
            sorting.sort_file(given);
        } else {
            return Err(OpenError::NotAFile { argument });
        }
    }
    let sources = join_parts(sorting.finish(), recognizers, limits, watch)?;
    if sources.is_empty() {
        Err(OpenError::Nothing)
    } else {
        Ok(sources)
    }
}

struct Sorting<'a> {
    recognizers: &'a Recognizers<'a>,
    sources: Vec<Gathered>,
    pictures: Vec<Given>,
    others: Vec<Given>,
}

impl Sorting<'_> {
    /// Sorts a folder; `depth` is the length of the folder's own path in the names.
    fn sort_folder(&mut self, raw_folder: &[u8], files: Vec<Given>, depth: usize) {
        if files.is_empty() {
            return;
        }
        let given_name = Name::decode(raw_folder).text;
        let below = relative(&files, depth);
        if (self.recognizers.is_tree)(&export_of(&given_name, &below)) {
            self.sources.push(Gathered {
                shape: Shape::Tree,
                given_name,
                files: below,
            });
            return;
        }
        let mut rest = files.into_iter().peekable();
        while let Some(file) = rest.next() {
            let Some(length) = file.raw_name[depth..].iter().position(|&b| b == b'/') else {
                self.sort_file(file);
                continue;
            };
            let deeper = depth + length + 1;
            let prefix = file.raw_name[..deeper].to_vec();
            let mut inside = vec![file];
            while let Some(next) = rest.next_if(|f| f.raw_name.starts_with(&prefix)) {
                inside.push(next);
            }
            self.sort_folder(&prefix[depth..deeper - 1], inside, deeper);
        }
    }

    /// Sorts a lone file, by content first and by name second.
    fn sort_file(&mut self, mut file: Given) {
        if is_rubbish(&file.name().text) || file.refusal.is_some() {
            return self.others.push(file);
        }
        let Ok(head) = read_head(&file.path) else {
            file.refusal = Some(Refusal::NotReadable);
            return self.others.push(file);
        };
        let name = Name::decode(file.last_part()).text;
        let zip = has_extension(&name, &["zip"]) || begins_like_zip(&head) && !is_document(&name);
        let shape = if (self.recognizers.is_picture)(&head) {
            return self.pictures.push(file);
        } else if zip {
            Shape::Archive
        } else if has_extension(&name, &["txt"]) || self.is_lone_export(&name, &file) {
            Shape::Single
        } else {
            return self.others.push(file);
        };
        file.raw_name = file.last_part().to_vec();
        self.sources.push(Gathered {
            shape,
            given_name: name,
            files: vec![file],
        });
    }

    fn is_lone_export(&self, name: &str, file: &Given) -> bool {
        (self.recognizers.is_export)(&export_of(name, std::slice::from_ref(file)))
    }

    fn finish(mut self) -> Vec<Gathered> {
        for (shape, mut files) in [
            (Shape::Pictures, self.pictures),
            (Shape::Files, self.others),
        ] {
            // A shell sorts by language; the numbers of the members must not depend on it.
            files.sort_by(|a, b| (&a.raw_name, &a.path).cmp(&(&b.raw_name, &b.path)));
            let Some(first) = files.first() else { continue };
            let name = Name::decode(first.last_part()).text;
            let given_name = match files.len() {
                1 => name,
                n => format!("{name} + {}", n - 1),
            };
            self.sources.push(Gathered {
                shape,
                given_name,
                files,
            });
        }
        self.sources
    }
}

/// The same files with names below the folder.
fn relative(files: &[Given], depth: usize) -> Vec<Given> {
    let shorten = |file: &Given| {
        let mut file = file.clone();
        file.raw_name.drain(..depth);
        file
    };
    files.iter().map(shorten).collect()
}

fn read_head(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    std::io::Read::read_to_end(&mut std::io::Read::take(open_file(path)?, HEAD), &mut head)?;
    Ok(head)
}

/// An export over files that are not hashed yet.
fn export_of(given_name: &str, files: &[Given]) -> Export {
    let members = (1..)
        .zip(files)
        .map(|(n, file)| member_of(n, file))
        .collect();
    let places = files.iter().map(place_of).collect();
    Export {
        given_name: given_name.to_owned(),
        size: files.iter().map(|f| f.size).sum(),
        sha256: None,
        parts: Vec::new(),
        members,
        contents: std::sync::Arc::new(DiskContents::of_files(places)),
    }
}

/// The member of a file that lies on disk by itself.
pub(super) fn member_of(n: u32, file: &Given) -> Member {
    let name = file.name();
    let read = match file.refusal {
        Some(_) => Reading::Refused,
        None if is_rubbish(&name.text) => Reading::LeftOut,
        None => Reading::Media,
    };
    Member {
        n,
        name: name.text.into(),
        name_bytes: name.bytes,
        size: file.size,
        sha256: file.known.map(|(_, digest)| digest),
        part: None,
        read,
        entry_time: None,
        order: None,
        zone: None,
    }
}

/// Where the bytes of a lone file are.
pub(super) fn place_of(file: &Given) -> Place {
    if file.refusal.is_some() {
        Place::Nowhere
    } else {
        Place::File(file.path.clone())
    }
}
