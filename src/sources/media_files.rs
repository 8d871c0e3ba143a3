//! The files of an export that a record can name by a path from the root of the archive.

use std::cell::Cell;
use std::collections::HashMap;

use crate::model::{Attachment, Digest, Export, Media, Reading, State};

/// The files of an export by their paths. Facebook and Instagram name a file by its path from the root of the archive;
/// unzipping puts folders before it, and parts of one download share one tree.
pub struct MediaFiles {
    paths: Vec<(String, u32, Option<Digest>, Cell<bool>)>,
    by_name: HashMap<String, Vec<usize>>,
}

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a path would leave the archive: absolute, with `..`, a drive or a scheme.
pub fn is_hostile(path: &str) -> bool {
    path.starts_with('/')
        || path.contains('\\')
        || path.contains(':')
        || path.split('/').any(|part| part == "..")
}

impl MediaFiles {
    /// The files of the export that can be opened.
    pub fn new(export: &Export) -> Self {
        let mut files = Self {
            paths: Vec::new(),
            by_name: HashMap::new(),
        };
        for member in export.readable().filter(|m| m.read != Reading::Twice) {
            let i = files.paths.len();
            let name = file_name(&member.name).to_owned();
            files.by_name.entry(name).or_default().push(i);
            let path = member.name.to_string();
            files
                .paths
                .push((path, member.n, member.sha256, Cell::new(false)));
        }
        files
    }

    /// The attachment that a record names: found where the export holds its bytes, else missing. A path that would
    /// leave the archive is never followed.
    pub fn attach(&self, media: Media, uri: &str) -> Attachment {
        let mut attachment = Attachment::new(media, State::Missing);
        attachment.name = Some(uri.to_owned());
        if let Some((n, digest)) = self.find(uri) {
            attachment.state = State::Found;
            attachment.member_n = Some(n);
            attachment.sha256 = digest;
        }
        attachment
    }

    /// The member behind a path: the path itself, then the one member whose path ends with the longest part of it,
    /// two parts at least where the path has as many. Never by likeness.
    pub fn find(&self, uri: &str) -> Option<(u32, Option<Digest>)> {
        let uri = uri.trim_start_matches("./");
        if uri.is_empty() || is_hostile(uri) {
            return None;
        }
        let named = self.by_name.get(file_name(uri))?;
        let exact = named.iter().copied().find(|i| self.paths[*i].0 == uri);
        let i = exact.or_else(|| {
            let least = uri.split('/').count().min(2);
            let shared = |i: &usize| shared_parts(&self.paths[*i].0, uri);
            let best = named.iter().map(shared).max()?;
            let mut longest = named.iter().copied().filter(|i| shared(i) == best);
            let only = longest.next()?;
            (best >= least && longest.next().is_none()).then_some(only)
        })?;
        let (_, n, digest, is_named) = &self.paths[i];
        is_named.set(true);
        Some((*n, *digest))
    }

    /// The members among these that no record named.
    pub fn unnamed(&self) -> impl Iterator<Item = u32> + '_ {
        self.paths.iter().filter(|f| !f.3.get()).map(|f| f.1)
    }
}

/// How many parts at their ends two paths share.
fn shared_parts(left: &str, right: &str) -> usize {
    let pairs = left.rsplit('/').zip(right.rsplit('/'));
    pairs.take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> MediaFiles {
        let members = names
            .iter()
            .map(|n| ((*n).to_owned(), n.as_bytes().to_vec()));
        MediaFiles::new(&Export::from_memory("x.zip", members.collect()))
    }

    #[test]
    fn a_path_is_found_exactly_then_by_its_end() {
        let files = files(&[
            "facebook-a/your_facebook_activity/messages/inbox/k_1/photos/1.jpg",
            "messages/inbox/k_1/photos/2.jpg",
            "messages/inbox/l_2/photos/2.jpg",
            "media/x.jpg",
        ]);
        for (uri, found) in [
            ("messages/inbox/k_1/photos/2.jpg", Some(2)),
            ("messages/inbox/k_1/photos/1.jpg", Some(1)),
            ("photos/2.jpg", None),
            ("1.jpg", Some(1)),
            ("elsewhere/1.jpg", None),
            ("./media/x.jpg", Some(4)),
            ("../media/x.jpg", None),
            ("/media/x.jpg", None),
            ("https://example.org/media/x.jpg", None),
        ] {
            assert_eq!(files.find(uri).map(|f| f.0), found, "{uri}");
        }
        assert_eq!(files.unnamed().collect::<Vec<_>>(), [3]);
    }
}
