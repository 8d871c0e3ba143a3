//! Whether a folder is one that a service copies to the internet. By its name only: nothing is asked of the network.

use std::path::{Component, Path};

/// The names that the services give their folders.
const SERVICES: [(&str, &str); 8] = [
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud drive", "iCloud"),
    ("icloud~", "iCloud"),
    ("mobile documents", "iCloud"),
];

/// The service that copies this folder away, judged by the names on its path.
#[must_use]
pub fn synced_by(folder: &Path) -> Option<&'static str> {
    let names = folder.components().filter_map(|c| match c {
        Component::Normal(name) => Some(name.to_string_lossy().to_lowercase()),
        _ => None,
    });
    names.into_iter().find_map(|name| {
        SERVICES
            .iter()
            .find(|(start, _)| name.starts_with(start))
            .map(|(_, service)| *service)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synced_folders_are_known_by_their_names() {
        for (path, service) in [
            ("/home/a/OneDrive - Work/cases", Some("OneDrive")),
            ("/home/a/Dropbox/x", Some("Dropbox")),
            ("/Users/a/Library/Mobile Documents/x", Some("iCloud")),
            ("/home/a/cases", None),
            ("/home/a/my dropboxes", None),
        ] {
            assert_eq!(synced_by(Path::new(path)), service, "{path}");
        }
    }
}
